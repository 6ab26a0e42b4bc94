/** `lazulite env`: the documented settings with which programs on the host use this cloud. */
import { Option } from 'commander'
import { withClient } from '../cloud-client.js'
import type { Configure } from '../command-module.js'
import { azureCliCommands } from '../environment/azure-cli-commands.js'
import { cloudEnvironment } from '../environment/cloud-environment.js'
import { type EnvironmentFormat, environmentFormats, formatEnvironment } from '../environment/quoting.js'
import { ensureTrustStore } from '../environment/trust-store.js'
import { type MachineOptions, machineNamed, withMachineOptions } from '../machine.js'
import { openMetadataPort } from '../metadata-port.js'
import { findCloud, withDataOption } from '../running-cloud.js'

interface EnvOptions extends MachineOptions {
  readonly format: EnvironmentFormat
  readonly json?: true
  readonly withCredentials?: true
}

const examples = `
Examples:
  eval "$(lazulite env)"
  lazulite env --format pwsh | Out-String | Invoke-Expression
  lazulite env -g DevTest -n web-1 --format dotenv > .env

With a virtual machine, a loopback port is opened that is this machine's
metadata service: whoever can reach it on this computer gets its tokens.`

export const configureEnv: Configure = (command, context) => {
  withMachineOptions(withDataOption(command))
    .description('Print the environment variables with which programs on this host use this cloud.')
    .addOption(new Option('--format <format>', 'form of the output').choices(environmentFormats).default('sh'))
    .option('--json', 'short for --format json')
    .option('--with-credentials', "also the operator's client id and secret")
    .addHelpText('after', examples)
    .action(async ({ format, json, withCredentials, ...options }: EnvOptions) => {
      const machine = machineNamed(options)
      const cloud = findCloud(command, context)
      const { server, credentials, files } = cloud
      ensureTrustStore(files)
      const metadataOrigin =
        machine &&
        (await withClient({ cloud, context, what: 'opening the metadata port' }, (arm) =>
          openMetadataPort(arm, cloud, machine),
        ))
      const variables = cloudEnvironment({
        ...{ origin: server.origin, credentials, files, caCertificate: server.caCertificate },
        ...(metadataOrigin === undefined ? {} : { metadataOrigin }),
        withCredentials: withCredentials === true,
        present: context.env,
      })
      const wanted = json === true ? 'json' : format
      context.stdout.write(formatEnvironment(variables, wanted))
      if (wanted === 'sh' || wanted === 'pwsh') context.stdout.write(azureCliCommands(server.origin))
    })
}
