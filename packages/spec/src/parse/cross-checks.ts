import { databaseSchema } from '../schema/database.ts'
import { cutoverSchema } from '../schema/cutover.ts'
import { trafficSchema } from '../schema/traffic.ts'
import type { DeclarationProblem } from '../problem.ts'
import { locate, plain, type Node } from '../yaml/node.ts'
import { problem } from './issues.ts'

/** Checks between sections. Each looks only at sections that are sound by themselves, whatever is wrong in others. */
export function crossChecks(root: Node): readonly DeclarationProblem[] {
  const settings = plain(root)
  if (typeof settings !== 'object' || settings === null) return []
  const raw: Readonly<Record<string, unknown>> = { ...settings }
  const [source, target] = [databaseSchema.safeParse(raw['source']).data, databaseSchema.safeParse(raw['target']).data]
  const problems: DeclarationProblem[] = []
  if (source !== undefined && target !== undefined) {
    const [here, there] = [source, target].map(
      ({ host, port, database }) => `${host.toLowerCase()}:${port}/${database}`,
    )
    if (here === there) {
      problems.push(problem('sameDatabase', locate(root, ['target']), `is the same database as source (${here})`))
    }
    if (target.version < source.version) {
      const allowed = `${source.version} or later`
      const sentence = `is ${target.version}, older than the source's ${source.version}; it must be ${allowed}`
      problems.push(
        problem('olderTarget', locate(root, ['target', 'version']), sentence, {
          allowed,
          received: `${target.version}`,
        }),
      )
    }
  }
  const traffic = trafficSchema.safeParse(raw['traffic'] ?? {}).data
  const cutover = cutoverSchema.safeParse(raw['cutover'] ?? {}).data
  if (traffic !== undefined && cutover !== undefined && ![0, ...traffic.steps].includes(cutover.atWeight)) {
    const allowed = `0 or one of the traffic steps ${traffic.steps.join(', ')}`
    const sentence = `must be ${allowed}, but is ${cutover.atWeight}`
    const at = locate(root, ['cutover', 'atWeight'])
    problems.push(problem('contradiction', at, sentence, { allowed, received: `${cutover.atWeight}` }))
  }
  return problems
}
