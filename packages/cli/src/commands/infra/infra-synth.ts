import { relative } from 'node:path'
import type { Command } from 'commander'
import { onFile } from '../../files.ts'
import type { Io } from '../../io.ts'
import { printResult } from '../../output.ts'
import { codeFor, infraSubcommand, outFolder, repeated, type InfraOptions } from './infra-options.ts'
import { loadDesigns } from './load-designs.ts'

interface SynthOptions extends InfraOptions {
  readonly force: boolean
}

/** Writes the code and its documents; a design that is refused writes nothing. */
export function infraSynthCommand(io: Io): Command {
  return infraSubcommand('synth', 'write the AWS side as code, with its documents', [
    'causeway infra synth',
    'causeway infra synth --environment production --out infra/production',
    'causeway infra synth --tool cdk',
  ])
    .option('--force', 'overwrite files that were changed by hand', false)
    .action(async (options: SynthOptions) => {
      const { synthesise, writeGenerated } = await import('@causeway/infra')
      const { design, spec, all } = await loadDesigns(io, options)
      const tool = codeFor(options.tool)
      const files = await synthesise({ design, spec, all }, tool)
      const folder = outFolder(io, options)
      const origin = { system: design.system, environment: design.environment, tool }
      const result = await onFile(folder, async () => await writeGenerated(folder, files, origin, options.force))
      const { written, removed, unchanged } = result
      printResult(io, options.json, {
        data: { folder, ...origin, written, removed, unchanged },
        text: [
          ...written.map((path) => `wrote    ${path}`),
          ...removed.map((path) => `removed  ${path}`),
          `${relative(io.cwd, folder) || '.'}: ${design.system} in ${design.environment}, ${files.size} files, ${unchanged} unchanged`,
        ].join('\n'),
        nextSteps: [
          `causeway infra validate${repeated(options)}`,
          `causeway infra diff${repeated({ ...options, environment: design.environment })}`,
        ],
      })
    })
}
