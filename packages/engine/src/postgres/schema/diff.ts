import type { ResolvedScope } from '@causeway/spec'
import type { SqlClient } from '../connect.ts'
import { sameExpression } from './expression.ts'
import { OBJECT_KINDS, objectQuery } from './objects/object-kinds.ts'
import type { ObjectKind } from './objects/object-kind.ts'
import { scopeParameters } from './scope.ts'

/**
 * What differs between the schemas in scope although it should not, in words; empty is good.
 *
 * `pre-data` compares what must be there before the data comes, `complete` everything. Expressions and definitions are
 * compared as far as they survive dump, restore and another major (see expression.ts); all else exactly. Not compared:
 * publications, subscriptions, tablespaces, versions of extensions, who granted a right.
 */
export async function diffSchemas(
  source: SqlClient,
  target: SqlClient,
  scope: ResolvedScope,
  stage: ObjectKind['stage'],
  signal: AbortSignal,
): Promise<readonly string[]> {
  const differences: string[] = []
  const floor = Math.min(source.serverVersion, target.serverVersion)
  // Kind after kind, so that only the rows of one are in memory.
  for (const kind of OBJECT_KINDS) {
    if (stage === 'pre-data' && kind.stage === 'complete') continue
    const [here, there] = await Promise.all(
      [source, target].map(async (client) => await read(client, kind, floor, scope, signal)),
    )
    if (here && there) differences.push(...compare(kind, here, there))
  }
  return differences
}

/** Attributes as JSON by identity. */
type Objects = ReadonlyMap<string, string>

async function read(
  client: SqlClient,
  kind: ObjectKind,
  floor: number,
  scope: ResolvedScope,
  signal: AbortSignal,
): Promise<Objects> {
  const sql = objectQuery(kind, { version: client.serverVersion, floor })
  const rows = await client.query<{ identity: string; attributes: string }>(sql, scopeParameters(scope), { signal })
  return new Map(rows.map(({ identity, attributes }) => [identity, attributes]))
}

function* compare(kind: ObjectKind, source: Objects, target: Objects): Generator<string> {
  for (const [identity, attributes] of source) {
    const other = target.get(identity)
    if (other === undefined) {
      if (kind.targetMayLack !== true) yield `${kind.name} ${identity} is missing on the target`
    } else if (other !== attributes) yield* compareAttributes(kind, identity, attributes, other)
  }
  if (kind.targetMayHaveMore === true) return
  for (const identity of target.keys()) {
    if (!source.has(identity)) yield `${kind.name} ${identity} is on the target only`
  }
}

function* compareAttributes(kind: ObjectKind, identity: string, source: string, target: string): Generator<string> {
  const there = JSON.parse(target) as Readonly<Record<string, unknown>>
  for (const [name, value] of Object.entries(JSON.parse(source) as Readonly<Record<string, unknown>>)) {
    // A newer server may tell more about an object; what only one side knows is not compared.
    if (!(name in there) || same(kind, name, value, there[name])) continue
    yield `${kind.name} ${identity}: ${name} is ${show(value)} on the source, ${show(there[name])} on the target`
  }
}

function same(kind: ObjectKind, name: string, left: unknown, right: unknown): boolean {
  if (JSON.stringify(left) === JSON.stringify(right)) return true
  if (typeof left !== 'string' || typeof right !== 'string') return false
  return kind.expressions?.includes(name) === true && sameExpression(left, right)
}

const SHOWN_CHARACTERS = 200

function show(value: unknown): string {
  const whole = value === null ? 'nothing' : typeof value === 'string' ? `"${value}"` : JSON.stringify(value)
  const text = whole.replaceAll(/\s+/g, ' ')
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text
}
