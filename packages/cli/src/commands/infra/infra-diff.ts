import type { Command } from 'commander'
import type { Io } from '../../io.ts'
import { printResult } from '../../output.ts'
import { infraSubcommand, repeated, toolIn, type InfraOptions } from './infra-options.ts'
import { loadNamedDesigns } from './load-designs.ts'
import { requireCurrent, requirePasswords } from './require-current.ts'

export function infraDiffCommand(io: Io): Command {
  return infraSubcommand('diff', 'show what a deployment would change', [
    'causeway infra diff --environment dev',
    'causeway infra diff --environment dev --json | jq .data.changes',
  ]).action(async (options: InfraOptions) => {
    const designs = await loadNamedDesigns(io, options)
    await requireCurrent(io, options, designs)
    await requirePasswords(io, options, designs)
    const tool = await toolIn(io, options, designs.design.environment)
    const { changes, planFile } = await tool.plan()
    printResult(io, options.json, {
      data: { changes, planFile },
      text: changes ? 'AWS differs from the code: the plan is above' : 'AWS is as the code says',
      nextSteps: changes ? [`causeway infra deploy${repeated(options)}${approval(planFile)}`] : [],
    })
  })
}

/** How what was shown is let go on. */
export function approval(planFile: string | null): string {
  return planFile === null ? ' --approve' : ` --plan ${planFile}`
}
