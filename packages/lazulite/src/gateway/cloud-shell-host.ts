/**
 * Where Cloud Shells run: a workstation machine for each user, with a home folder that stays.
 *
 * The machine is a network of its own, so that its `localhost:50342` leads to that user's tokens and nobody else's: MSAL
 * knows no other address, and sends no secret. Decision: files are the host's, as in every machine here.
 * Variables: those of Azure's Cloud Shell that az, MSAL and Azure's documentation name.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ComputeDriver } from '../ports/compute.js'
import type { MachinePrograms } from '../ports/machine-programs.js'
import type { CloudShellHosts, OpenShell, ShellOwner, ShellRequest } from '../ports/terminals.js'
import { cloudShellFiles, cloudShellGreeting, cloudShellScript, wrapper } from './cloud-shell-login.js'

export interface CloudShellHostOptions {
  readonly driver: ComputeDriver
  readonly programs: MachinePrograms
  /** Holds home folders by user, and the programs of the shells. */
  readonly folder: string
  /** What `LAZULITE_DATA` says inside. */
  readonly dataFolder: string
  /** Node and the file of this product's commands. */
  readonly lazulite: readonly [string, string]
  /** Where programs are looked for. */
  readonly path: string
  /** Azure CLI's file, where there is one. */
  readonly azureCli?: string
  /** Called before a machine starts: whom it reaches. */
  readonly prepare: () => Promise<void>
  /** Who is on other computers can reach the server. */
  readonly isExposed: boolean
}

const machineOf = (principalId: string): string => `shell-${principalId.toLowerCase()}`

export class CloudShellHost implements CloudShellHosts {
  readonly #options: CloudShellHostOptions
  readonly unavailable?: string

  constructor(options: CloudShellHostOptions) {
    this.#options = options
    if (options.isExposed) {
      this.unavailable =
        'Cloud Shell of a server that other computers can reach: every user of the tenant would have a shell on this one'
    } else if (options.driver.ensureShellHost === undefined) {
      this.unavailable =
        "Cloud Shell on a host without user namespaces, where its tokens could not be kept apart; 'lazulite doctor' says how to mend it"
    }
  }

  ownerOf(machineId: string): string | undefined {
    return machineId.startsWith('shell-') ? machineId.slice('shell-'.length) : undefined
  }

  async openShell(owner: ShellOwner, request: ShellRequest & { readonly shell: string }): Promise<OpenShell> {
    const { driver, programs, prepare } = this.#options
    if (driver.ensureShellHost === undefined) throw new Error(this.unavailable)
    const machineId = machineOf(owner.principalId)
    await prepare()
    const [home, bin] = await Promise.all([this.#home(owner), this.#programFolder(), driver.ensureShellHost(machineId)])
    const program = await programs.start({
      vmId: machineId,
      argv: ['sh', '-c', cloudShellScript, 'cloudshell', request.shell],
      cwd: home,
      environment: { ...this.#environment(owner, home), PATH: `${bin}:${this.#options.path}` },
      terminal: request.terminal,
    })
    return { program, greeting: cloudShellGreeting({ hasAzureCli: this.#options.azureCli !== undefined }) }
  }

  async end(principalId: string): Promise<void> {
    await this.#options.driver.remove(machineOf(principalId))
  }

  #environment(owner: ShellOwner, home: string): Record<string, string> {
    const user = owner.userPrincipalName.split('@')[0] ?? 'user'
    return {
      ...{ LANG: 'C.UTF-8', HOME: home, USER: user, LOGNAME: user },
      ...{ ACC_TID: owner.tenantId, ACC_OID: owner.principalId, ACC_TERM: 'xterm', ACC_LOCATION: 'local' },
      ...{ AZURE_CONFIG_DIR: join(home, '.azure'), AZURE_CORE_COLLECT_TELEMETRY: 'no' },
      ...{ AZURE_CORE_SURVEY_MESSAGE: 'no', AZURE_CORE_LOGIN_EXPERIENCE_V2: 'no' },
      LAZULITE_DATA: this.#options.dataFolder,
    }
  }

  async #home({ principalId, userPrincipalName }: ShellOwner): Promise<string> {
    const folder = join(this.#options.folder, 'home', principalId.toLowerCase())
    if ((await mkdir(folder, { recursive: true, mode: 0o700 })) === undefined) return folder
    for (const [name, content] of Object.entries(cloudShellFiles(userPrincipalName))) {
      await writeFile(join(folder, name), content, { mode: 0o600 })
    }
    return folder
  }

  /** Written anew each time: where the programs are may have changed. */
  async #programFolder(): Promise<string> {
    const { folder, lazulite, azureCli } = this.#options
    const bin = join(folder, 'bin')
    await mkdir(bin, { recursive: true, mode: 0o700 })
    await writeFile(join(bin, 'lazulite'), wrapper(lazulite), { mode: 0o700 })
    if (azureCli === undefined) await rm(join(bin, 'az'), { force: true })
    else await writeFile(join(bin, 'az'), wrapper([azureCli]), { mode: 0o700 })
    return bin
  }
}
