/** What a user finds in a Cloud Shell: greeting, az signed in, prompt. The words of the greeting are Azure's where they fit. */
import { shellWord } from '../domain/shell-word.js'

/**
 * `$1` is the shell that is asked for. az keeps whom it is signed in as in its profile; only without one, or with another
 * than Cloud Shell's, it is signed in here (`az login --identity`, which in Cloud Shell means the user).
 */
export const cloudShellScript = [
  'if command -v az >/dev/null && ! grep -q cloudShellID "$AZURE_CONFIG_DIR/azureProfile.json" 2>/dev/null; then',
  '  printf "Signing in Azure CLI ... "',
  '  if az login --identity --output none --only-show-errors; then echo "done."; echo; fi',
  'fi',
  'if [ "$1" = pwsh ]; then',
  '  if command -v pwsh >/dev/null; then export SHELL=pwsh; exec pwsh -NoLogo; fi',
  '  echo "PowerShell (pwsh) is not installed on this computer: this is Bash."',
  'fi',
  'SHELL=$(command -v bash || command -v sh) && export SHELL',
  'exec "$SHELL" -i',
].join('\n')

export function cloudShellGreeting({ hasAzureCli }: { readonly hasAzureCli: boolean }): string {
  const lines = [
    'Welcome to Cloud Shell, in Lazulite',
    '',
    ...(hasAzureCli
      ? ['Type "az" to use Azure CLI']
      : [
          'Azure CLI is not installed on this computer: python3 -m venv az && az/bin/pip install azure-cli,',
          'then start the server with AZURE_CLI=az/bin/az; other ways: https://aka.ms/InstallAzureCLI',
        ]),
    'Type "lazulite" for what this cloud adds: explain, vm list, token',
    '',
    '',
  ]
  return lines.join('\r\n')
}

/** What a new home folder holds, by file name. */
export function cloudShellFiles(userPrincipalName: string): Record<string, string> {
  // shells expand a prompt when they print it: only characters that mean nothing to them stay
  const user = (userPrincipalName.split('@')[0] ?? '').replace(/[^\p{L}\p{N}._+-]/gu, '-')
  return {
    '.bashrc': ['case $- in *i*) ;; *) return ;; esac', `PS1='${user} [ \\w ]$ '`, 'HISTCONTROL=ignoreboth', ''].join(
      '\n',
    ),
  }
}

/** A program that runs another with the same arguments. */
export const wrapper = (program: readonly string[]): string =>
  `#!/bin/sh\nexec ${program.map(shellWord).join(' ')} "$@"\n`
