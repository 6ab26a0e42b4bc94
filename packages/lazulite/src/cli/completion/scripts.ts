/**
 * Completion scripts for bash, zsh and fish, generated whole: pressing Tab starts no process of ours.
 *
 * Sources: bash manual "Programmable Completion"; zshcompsys(1), zshcompwid(1) (`compadd`); fish `complete`.
 */
import type { CommandWords } from './words.js'

export const shells = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof shells)[number]

export const completionScript = (shell: Shell, commands: readonly CommandWords[]): string => generators[shell](commands)

const key = (path: readonly string[]): string => path.join(' ')
const wordsOf = ({ subcommands, options }: CommandWords): string[] => [
  ...subcommands.map(({ name }) => name),
  ...options.flatMap(({ flags }) => flags),
]

/** Shell code that finds the command's path in the words typed so far, up to `--`. */
const cases = (commands: readonly CommandWords[], indent: string): string =>
  commands
    .map((command) => `${indent}${JSON.stringify(key(command.path))}) candidates="${wordsOf(command).join(' ')}" ;;`)
    .join('\n')

/** `path` grows by a word when the two together are a command. */
const nesting = (commands: readonly CommandWords[]): string =>
  commands
    .filter(({ path }) => path.length > 0)
    .map(({ path }) => JSON.stringify(key(path)))
    .join('|')

function bash(commands: readonly CommandWords[]): string {
  return `# bash completion of lazulite; use: eval "$(lazulite completion bash)"
_lazulite() {
  local word path='' next candidates='' current="\${COMP_WORDS[COMP_CWORD]}"
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
    if [ "$word" = '--' ]; then
      COMPREPLY=()
      compopt -o default 2>/dev/null
      return
    fi
    next="\${path:+$path }$word"
    case "$next" in
      ${nesting(commands)}) path="$next" ;;
    esac
  done
  case "$path" in
${cases(commands, '    ')}
  esac
  COMPREPLY=($(compgen -W "$candidates" -- "$current"))
}
complete -o default -F _lazulite lazulite
`
}

function zsh(commands: readonly CommandWords[]): string {
  return `#compdef lazulite
# zsh completion of lazulite; use: eval "$(lazulite completion zsh)"
_lazulite() {
  local word next candidates='' where=''
  for word in "\${(@)words[2,CURRENT-1]}"; do
    if [[ "$word" == '--' ]]; then
      _default
      return
    fi
    next="\${where:+$where }$word"
    case "$next" in
      ${nesting(commands)}) where="$next" ;;
    esac
  done
  case "$where" in
${cases(commands, '    ')}
  esac
  compadd -- \${=candidates}
  _files
}
compdef _lazulite lazulite
`
}

function fish(commands: readonly CommandWords[]): string {
  const quote = (text: string): string => `'${text.replace(/[\\']/g, '\\$&')}'`
  const lines = commands.flatMap((command) => {
    const [first, second] = command.path
    const children = command.subcommands.map(({ name }) => name).join(' ')
    const isHere =
      first === undefined
        ? '__fish_use_subcommand'
        : second === undefined
          ? `__fish_seen_subcommand_from ${first}${children === '' ? '' : `; and not __fish_seen_subcommand_from ${children}`}`
          : `__fish_seen_subcommand_from ${first}; and __fish_seen_subcommand_from ${second}`
    const condition = `complete -c lazulite -n ${quote(isHere)}`
    return [
      ...command.subcommands.map(({ name, summary }) => `${condition} -f -a ${name} -d ${quote(summary)}`),
      ...command.options.map(({ flags, takesValue, summary }) => {
        const names = flags
          .map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`))
          .join(' ')
        return `${condition} ${names}${takesValue ? ' -r' : ''} -d ${quote(summary)}`
      }),
    ]
  })
  return `# fish completion of lazulite; use: lazulite completion fish | source\n${lines.join('\n')}\n`
}

const generators: Record<Shell, (commands: readonly CommandWords[]) => string> = { bash, zsh, fish }
