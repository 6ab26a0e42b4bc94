/**
 * The commands of the page "Connect", to copy.
 *
 * Decision: the port on this computer's loopback is told by no API of Azure's; `lazulite vm show` prints it, and
 * `lazulite ssh` needs none.
 */
import { groupNameOf, type Machine } from './machine.js'

export interface ConnectCommand {
  readonly title: string
  readonly explanation: string
  readonly command: string
}

/** Where the metadata service is asked, as the tutorials have it. */
export const tokenRequest =
  "curl 'http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https://management.azure.com/' -H Metadata:true"

export const windowsTokenRequest =
  '$response = Invoke-WebRequest -Uri \'http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https://management.azure.com/\' -Method GET -Headers @{Metadata="true"}'

/** Names of groups and machines may have characters that a shell reads as its own. */
const shellWord = (text: string): string =>
  /^[\w.,:/@%+=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`

export function sshCommands(machine: Machine, publicAddress: string | undefined): readonly ConnectCommand[] {
  const user = machine.properties.osProfile?.adminUsername ?? 'azureuser'
  const named = `-g ${shellWord(groupNameOf(machine.id))} -n ${shellWord(machine.name)}`
  const onlyKeys = machine.properties.osProfile?.linuxConfiguration?.disablePasswordAuthentication === true
  const key = onlyKeys ? `-i ~/.ssh/${shellWord(machine.name)}_key.pem ` : ''
  return [
    {
      title: 'From this computer',
      explanation: 'Your own ssh, told where the machine is, which key to use and whom to trust.',
      command: `lazulite ssh ${named}`,
    },
    {
      title: 'With any SSH client',
      explanation: `Put the port that "lazulite vm show ${named}" prints in place of PORT.`,
      command: `ssh ${key}-p PORT ${user}@localhost`,
    },
    ...(publicAddress === undefined
      ? []
      : [
          {
            title: 'Inside "lazulite exec", at the public IP address',
            explanation: 'Where the public names of Azure lead to this cloud, the machine answers at port 22.',
            command: `ssh ${key}${user}@${publicAddress}`,
          },
        ]),
  ]
}
