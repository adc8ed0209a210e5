import { cutoverSchema } from '../schema/cutover.ts'
import { databaseSchema, DEFAULT_PORT } from '../schema/database.ts'
import { majorOf } from '../schema/infrastructure/aws-catalogue.ts'
import { infrastructureSchema } from '../schema/infrastructure/infrastructure.ts'
import type { Settings } from '../schema/migration.ts'
import { trafficSchema } from '../schema/traffic.ts'
import type { DeclarationProblem } from '../problem.ts'
import { locate, plain, type Node } from '../yaml/node.ts'
import { problem } from './issues.ts'

/** The sections that are sound by themselves; the others are not compared. */
interface Sound {
  readonly source: Settings['source'] | undefined
  readonly target: Settings['target'] | undefined
  readonly traffic: Settings['traffic'] | undefined
  readonly cutover: Settings['cutover'] | undefined
  readonly infrastructure: Settings['infrastructure']
}

/** Checks between sections. Each looks only at sections that are sound by themselves, whatever is wrong in others. */
export function crossChecks(root: Node): readonly DeclarationProblem[] {
  const settings = plain(root)
  if (typeof settings !== 'object' || settings === null) return []
  const raw: Readonly<Record<string, unknown>> = { ...settings }
  const sound: Sound = {
    source: databaseSchema.safeParse(raw['source']).data,
    target: databaseSchema.safeParse(raw['target']).data,
    traffic: trafficSchema.safeParse(raw['traffic'] ?? {}).data,
    cutover: cutoverSchema.safeParse(raw['cutover'] ?? {}).data,
    infrastructure: infrastructureSchema.safeParse(raw['infrastructure']).data,
  }
  return [...databaseProblems(root, sound), ...weightProblems(root, sound), ...infrastructureProblems(root, sound)]
}

function databaseProblems(root: Node, { source, target }: Sound): readonly DeclarationProblem[] {
  if (source === undefined || target === undefined) return []
  const problems: DeclarationProblem[] = []
  const [here, there] = [source, target].map(
    ({ engine, host, port, database }) => `${host.toLowerCase()}:${port ?? DEFAULT_PORT[engine]}/${database}`,
  )
  if (here === there) {
    problems.push(problem('sameDatabase', locate(root, ['target']), `is the same database as source (${here})`))
  }
  if (target.engine !== source.engine) {
    problems.push(contradiction(root, ['target', 'engine'], source.engine, target.engine))
  } else if (target.version < source.version) {
    const allowed = `${source.version} or later`
    const sentence = `is ${target.version}, older than the source's ${source.version}; it must be ${allowed}`
    const at = locate(root, ['target', 'version'])
    problems.push(problem('olderTarget', at, sentence, { allowed, received: `${target.version}` }))
  }
  return problems
}

function weightProblems(root: Node, { traffic, cutover }: Sound): readonly DeclarationProblem[] {
  if (traffic === undefined || cutover === undefined || [0, ...traffic.steps].includes(cutover.atWeight)) return []
  const allowed = `0 or one of the traffic steps ${traffic.steps.join(', ')}`
  return [contradiction(root, ['cutover', 'atWeight'], allowed, `${cutover.atWeight}`)]
}

const ENGINE_OF = { 'aurora-mysql': 'mysql', 'aurora-postgresql': 'postgres', 'rds-postgresql': 'postgres' } as const

/** What is made must be what the data moves to. */
function infrastructureProblems(root: Node, { source, target, infrastructure }: Sound): readonly DeclarationProblem[] {
  if (infrastructure === undefined || target === undefined) return []
  const { engine, engineVersion } = infrastructure.database
  const problems: DeclarationProblem[] = []
  if (ENGINE_OF[engine] !== target.engine) {
    const allowed = `an engine for target.engine, ${target.engine}`
    problems.push(contradiction(root, ['infrastructure', 'database', 'engine'], allowed, engine))
  } else if (majorOf(engineVersion) !== target.version) {
    const allowed = `a version of target.version, ${target.version}`
    problems.push(contradiction(root, ['infrastructure', 'database', 'engineVersion'], allowed, engineVersion))
  }
  // A Unix socket is on this machine, where DMS cannot reach it.
  if (source !== undefined && infrastructure.mirror === undefined && source.host.startsWith('/')) {
    const allowed = 'a host name or an IP address, which AWS can reach'
    problems.push(contradiction(root, ['source', 'host'], allowed, source.host))
  }
  return problems
}

function contradiction(
  root: Node,
  path: readonly PropertyKey[],
  allowed: string,
  received: string,
): DeclarationProblem {
  return problem('contradiction', locate(root, path), `must be ${allowed}, but is ${received}`, { allowed, received })
}
