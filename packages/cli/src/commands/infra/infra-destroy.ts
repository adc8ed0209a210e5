import type { Command } from 'commander'
import { CausewayError } from '@causeway/core'
import type { Io } from '../../io.ts'
import { printResult } from '../../output.ts'
import { infraSubcommand, repeated, toolIn, type InfraOptions } from './infra-options.ts'
import { loadNamedDesigns } from './load-designs.ts'
import { requireCurrent, requirePasswords } from './require-current.ts'

interface DestroyOptions extends InfraOptions {
  readonly approve: boolean
}

/** What the production profile protects is not taken away by a flag: the declaration has to say so first. */
export function infraDestroyCommand(io: Io): Command {
  return infraSubcommand('destroy', 'take everything away again, unless it is protected', [
    'causeway infra destroy --environment dev --approve',
  ])
    .option('--approve', 'destroy without waiting for approval', false)
    .action(async (options: DestroyOptions) => {
      const designs = await loadNamedDesigns(io, options)
      const { design } = designs
      const { protections } = await import('@causeway/infra')
      const standing = protections(design)
      if (standing.length > 0) {
        const list = standing.map((protection) => `\n  ${protection}`).join('')
        throw new CausewayError('CW-0321', `the profile production stands:${list}`, { data: { protections: standing } })
      }
      await requireCurrent(io, options, designs)
      if (!options.approve) {
        const next = `causeway infra destroy${repeated(options)} --approve`
        const what = `everything of ${design.system} in ${design.environment}, its data included`
        throw new CausewayError('CW-0320', `this takes away ${what}; nothing was changed; to go on: ${next}`, {
          data: { next },
        })
      }
      await requirePasswords(io, options, designs)
      const tool = await toolIn(io, options, design.environment)
      await tool.destroy()
      const text = `destroyed ${design.system} in ${design.environment}`
      printResult(io, options.json, { data: { system: design.system, environment: design.environment }, text })
    })
}
