import type { Command } from 'commander'
import type { Io } from '../../io.ts'
import { printResult } from '../../output.ts'
import { infraSubcommand, outFolder, repeated, toolIn, type InfraOptions } from './infra-options.ts'
import { loadDesigns } from './load-designs.ts'
import { requireCurrent } from './require-current.ts'

export function infraValidateCommand(io: Io): Command {
  return infraSubcommand('validate', 'check the code with its tool; nothing in AWS is asked', [
    'causeway infra validate',
    'causeway infra validate --tool tofu',
  ]).action(async (options: InfraOptions) => {
    const designs = await loadDesigns(io, options)
    await requireCurrent(io, options, designs)
    const tool = await toolIn(io, options, designs.design.environment)
    await tool.validate()
    printResult(io, options.json, {
      data: { folder: outFolder(io, options), valid: true },
      text: `${options.tool} finds the code valid`,
      nextSteps: [`causeway infra diff${repeated({ ...options, environment: designs.design.environment })}`],
    })
  })
}
