import { PassThrough } from 'node:stream'
import type { Command } from 'commander'
import { program } from '../program.ts'

/** Every command with its help, as `causeway COMMAND --help` prints it. */
export function commandsPage(): string {
  const nowhere = new PassThrough()
  const root = program({
    stdin: nowhere,
    stdout: nowhere,
    stderr: nowhere,
    env: {},
    cwd: '.',
    signal: new AbortController().signal,
  })
  const sections = [root, ...root.commands].map((command) => section(command, command === root ? '' : 'causeway '))
  return `# Commands\n\nGenerated from the command line itself by \`npm run reference\`.\n\n${sections.join('\n')}`
}

function section(command: Command, prefix: string): string {
  let help = ''
  command.configureOutput({
    writeOut: (text) => void (help += text),
    getOutHelpWidth: () => 110,
    getOutHasColors: () => false,
  })
  command.outputHelp()
  const below =
    command.commands.length > 0 && prefix !== ''
      ? command.commands.map((sub) => section(sub, `${prefix}${command.name()} `)).join('\n')
      : ''
  return `## ${prefix}${command.name()}\n\n\`\`\`text\n${help.trimEnd()}\n\`\`\`\n${below === '' ? '' : `\n${below}`}`
}
