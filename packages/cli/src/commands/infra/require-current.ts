import { CausewayError } from '@causeway/core'
import type { Io } from '../../io.ts'
import { codeFor, outFolder, type InfraOptions } from './infra-options.ts'
import type { Designs } from './load-designs.ts'

/** What a tool is given must be what the declaration says now. @throws CW-0276 with the difference */
export async function requireCurrent(io: Io, options: InfraOptions, { design, spec, all }: Designs): Promise<void> {
  const { outOfDate, synthesise } = await import('@causeway/infra')
  const tool = codeFor(options.tool)
  const files = await synthesise({ design, spec, all }, tool)
  const { system, environment } = design
  const reason = await outOfDate(outFolder(io, options), files, { system, environment, tool })
  if (reason !== null) throw new CausewayError('CW-0276', reason)
}

/** Terraform would stop at the first one, in other words. @throws CW-0277 naming every variable that is not set */
export async function requirePasswords(io: Io, { tool }: InfraOptions, { design }: Designs): Promise<void> {
  if (tool === 'cdk') return
  const { neededPasswords } = await import('@causeway/infra')
  const missing = neededPasswords(design).filter((name) => (io.env[name] ?? '') === '')
  if (missing.length === 0) return
  throw new CausewayError('CW-0277', `not set: ${missing.join(', ')}`, { data: { missing } })
}
