import type { Command } from 'commander'
import type { Io } from '../../io.ts'
import { commandGroup } from '../command-options.ts'
import { infraCostCommand } from './infra-cost.ts'
import { infraDeployCommand } from './infra-deploy.ts'
import { infraDestroyCommand } from './infra-destroy.ts'
import { infraDiffCommand } from './infra-diff.ts'
import { infraOutputsCommand } from './infra-outputs.ts'
import { infraSynthCommand } from './infra-synth.ts'
import { infraValidateCommand } from './infra-validate.ts'

/** The AWS side as code: written here, deployed by its own tool, which stays usable by hand. */
export function infraCommand(io: Io): Command {
  const group = commandGroup('infra', 'the AWS side as code: write, check, deploy and price it', [
    'causeway infra synth && causeway infra validate',
    'causeway infra deploy --environment dev',
  ])
  const commands = [
    infraSynthCommand(io),
    infraValidateCommand(io),
    infraDiffCommand(io),
    infraDeployCommand(io),
    infraOutputsCommand(io),
    infraDestroyCommand(io),
    infraCostCommand(io),
  ]
  for (const command of commands) group.addCommand(command)
  return group
}
