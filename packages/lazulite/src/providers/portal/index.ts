/**
 * Microsoft.Portal: Cloud Shell's console of the caller, and what clients of it ask before.
 *
 * Source: the sources of Windows Terminal (2018-10-01) and the Azure Account extension (2023-02-01-preview). They belong to
 * whoever asks, so no role is needed; nobody can reach another's.
 */
import { ArmError } from '../../domain/errors/arm-error.js'
import { textAt } from '../../domain/json.js'
import type { Terminals } from '../../ports/terminals.js'
import { type ArmRequest, type ArmResponse, defineProvider, defineResourceType } from '../define.js'

const apiVersions = ['2017-01-01', '2017-08-01-preview', '2018-10-01', '2020-04-01-preview', '2023-02-01-preview']

/** @throws ArmError `NotFound`, `NotImplemented` */
function cloudShellsOf({ target, ports }: ArmRequest): Terminals['cloudShells'] {
  if (target.name.toLowerCase() !== 'default') {
    throw new ArmError('NotFound', { detail: `The console '${target.name}' was not found; there is 'default'.` })
  }
  if (ports.terminals === undefined) throw new ArmError('NotImplemented', { what: 'PUT Microsoft.Portal/consoles' })
  return ports.terminals.cloudShells
}

const render = ({ origin }: ArmRequest, consoleId: string) => ({
  id: '/providers/Microsoft.Portal/consoles/default',
  name: 'default',
  type: 'Microsoft.Portal/consoles',
  properties: {
    osType: 'Linux',
    provisioningState: 'Succeeded',
    uri: `${origin}/_terminals/consoles/${consoleId}`,
  },
})

async function putConsole(request: ArmRequest): Promise<ArmResponse> {
  const shells = cloudShellsOf(request)
  const osType = textAt(request.body, 'properties', 'osType') ?? 'linux'
  if (osType.toLowerCase() !== 'linux') {
    throw new ArmError('InvalidParameter', { detail: "The property 'osType' of a console must be 'linux'." })
  }
  return { status: 200, body: render(request, await shells.open(request.caller)) }
}

async function getConsole(request: ArmRequest): Promise<ArmResponse> {
  const consoleId = cloudShellsOf(request).find(request.caller)
  if (consoleId === undefined)
    throw new ArmError('NotFound', { detail: 'The Cloud Shell was not found. Ask for one first.' })
  return { status: 200, body: render(request, consoleId) }
}

async function deleteConsole(request: ArmRequest): Promise<ArmResponse> {
  const shells = cloudShellsOf(request)
  if (shells.find(request.caller) === undefined) return { status: 204 }
  await shells.end(request.caller)
  return { status: 200 }
}

const consoles = defineResourceType({
  type: 'Microsoft.Portal/consoles',
  apiVersions,
  scopes: ['tenant'],
  isGlobal: true,
  put: { action: 'Microsoft.Portal/consoles/write', openToAnyone: true, mayLackBody: true, run: putConsole },
  get: { action: 'Microsoft.Portal/consoles/read', openToAnyone: true, run: getConsole },
  delete: { action: 'Microsoft.Portal/consoles/delete', openToAnyone: true, run: deleteConsole },
})

/** Clients take a failure for "no Cloud Shell yet", and the shell they should ask for from here. */
const userSettings = defineResourceType({
  type: 'Microsoft.Portal/userSettings',
  apiVersions,
  scopes: ['tenant'],
  isGlobal: true,
  get: {
    action: 'Microsoft.Portal/userSettings/read',
    openToAnyone: true,
    async run({ target }) {
      if (target.name.toLowerCase() !== 'cloudconsole') {
        throw new ArmError('NotFound', { detail: `The settings '${target.name}' were not found.` })
      }
      return {
        status: 200,
        body: {
          properties: {
            preferredOsType: 'Linux',
            preferredShellType: 'bash',
            preferredLocation: 'local',
            terminalSettings: { fontSize: 'Medium', fontStyle: 'Monospace' },
          },
        },
      }
    },
  },
})

export const portal = defineProvider({
  namespace: 'Microsoft.Portal',
  registrationPolicy: 'RegistrationFree',
  types: [consoles, userSettings],
})
