/** The reference of all commands, from their own help: what `docs/cli.md` holds. */
import type { Command } from 'commander'

/** Markdown; each command's help as a terminal of 80 columns shows it. */
export function reference(program: Command): string {
  const sections = withChildren(program).map(
    ({ path, command }) => `## ${path}\n\n\`\`\`\n${helpOf(command).trimEnd()}\n\`\`\`\n`,
  )
  return `# Commands\n\n<!-- written by \`npm run docs\` from the commands' own help -->\n\n${sections.join('\n')}`
}

interface Named {
  readonly path: string
  readonly command: Command
}

/** Help as it is printed, with what stands after the options. */
function helpOf(command: Command): string {
  let text = ''
  command.configureOutput({ writeOut: (part) => (text += part), getOutHelpWidth: () => 80 })
  command.outputHelp()
  return text
}

const withChildren = (command: Command, parents = ''): Named[] => {
  const path = `${parents}${command.name()}`
  const children = command.commands.filter((child) => child.name() !== 'help')
  return [{ path, command }, ...children.flatMap((child) => withChildren(child, `${path} `))]
}
