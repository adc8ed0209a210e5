import type { Command } from 'commander'
import { CausewayError } from '@causeway/core'
import type { InfraTool } from '@causeway/infra'
import type { Io } from '../../io.ts'
import { printResult } from '../../output.ts'
import { approval } from './infra-diff.ts'
import { infraSubcommand, repeated, toolIn, type InfraOptions } from './infra-options.ts'
import { loadNamedDesigns } from './load-designs.ts'
import { requireCurrent, requirePasswords } from './require-current.ts'

interface DeployOptions extends InfraOptions {
  readonly approve: boolean
  readonly plan?: string
}

/** Without approval the plan is shown and kept, and nothing is changed: what is approved is what was seen. */
export function infraDeployCommand(io: Io): Command {
  return infraSubcommand('deploy', 'make AWS as the code says, once that is approved', [
    'causeway infra deploy --environment dev                        # shows the plan, changes nothing, leaves with 3',
    'causeway infra deploy --environment dev --plan causeway.tfplan  # deploys exactly that plan',
    'causeway infra deploy --environment dev --approve               # for a pipeline',
  ])
    .option('--approve', 'deploy without showing a plan first', false)
    .option('--plan <file>', 'deploy this plan, as `causeway infra diff` kept it, and nothing else')
    .action(async (options: DeployOptions) => {
      const designs = await loadNamedDesigns(io, options)
      await requireCurrent(io, options, designs)
      await requirePasswords(io, options, designs)
      const tool = await toolIn(io, options, designs.design.environment)
      if (options.plan === undefined && !options.approve && (await isWaiting(tool, options))) return
      await tool.apply(options.plan ?? null)
      const outputs = await tool.outputs(false)
      printResult(io, options.json, {
        data: { outputs },
        text: `deployed ${designs.design.system} in ${designs.design.environment}: ${Object.keys(outputs).length} outputs`,
        nextSteps: [`causeway infra outputs${repeated(options)}`],
      })
    })

  /** @throws CW-0320 when there is something to approve */
  async function isWaiting(tool: InfraTool, options: DeployOptions): Promise<boolean> {
    const { changes, planFile } = await tool.plan()
    if (changes) {
      const next = `causeway infra deploy${repeated(options)}${approval(planFile)}`
      throw new CausewayError('CW-0320', `nothing was changed; to deploy what is shown above: ${next}`, {
        data: { next },
      })
    }
    const text = 'AWS is as the code says: there is nothing to deploy'
    printResult(io, options.json, { data: { outputs: await tool.outputs(false) }, text })
    return true
  }
}
