/**
 * What Azure CLI needs beside variables: its clouds are chosen by a command.
 *
 * Observed with 2.91: the cloud of `ARM_CLOUD_METADATA_URL` is known by its name there; without that variable it is
 * registered by the address of Resource Manager, from which az reads the rest.
 */

/** As comments of a shell, POSIX or PowerShell: harmless where the output is evaluated. */
export const azureCliCommands = (origin: string): string =>
  [
    '# Azure CLI: with these variables, choose this cloud once, then sign in:',
    '#   az cloud set -n Lazulite',
    '# without ARM_CLOUD_METADATA_URL, register it before:',
    `#   az cloud register -n Lazulite --endpoint-resource-manager ${origin}`,
    '',
  ].join('\n')
