import { createHash } from 'node:crypto'
import { quoteIdentifier } from '../quote.ts'
import {
  classify,
  constraintKey,
  indexKey,
  relationKey,
  type Classified,
  type PostDataKind,
} from './post-data-statement.ts'
import { ownerRight, withRights, type OwnerRight } from './owner-rights.ts'
import { StatementReader, type QualifiedName } from './statement.ts'

export type { PostDataKind } from './post-data-statement.ts'

/**
 * One statement to run on the target once the data is there, in a transaction of its own that also notes `hash`.
 *
 * - `table`: as soon as `table` has landed (at once when it is `null` or holds no rows itself: partitioned tables,
 *   materialized views), in any order and side by side.
 * - `constraint`: when every `table` statement of all tables is done, side by side.
 * - `final`: when everything else is done, one at a time in list order. Triggers and rules belong here: until then only
 *   the copy writes, and afterwards changes are applied with `session_replication_role = replica`, under which they
 *   do not fire.
 *
 * In each stage `dependsOn` must be done first.
 */
export interface PostDataStatement {
  readonly sql: string
  /** For `causeway.built`. */
  readonly hash: string
  readonly kind: PostDataKind
  readonly stage: 'table' | 'constraint' | 'final'
  /** Quoted and qualified, as `Table.sql`. */
  readonly table: string | null
  /** Positions in the list, all before this one. */
  readonly dependsOn: readonly number[]
  /** Of the index it builds, on the source; 0 when it builds none. */
  readonly bytes: number
  /** The target may refuse it, to a plain role or without what it needs there: then it is left out, as preflight has said. */
  readonly optional: boolean
}

export interface PostData {
  readonly statements: readonly PostDataStatement[]
  /** What cannot be built on the target because it leaves the scope, in words. */
  readonly leftOut: readonly string[]
}

/** What a dump does not say. */
export interface SourceFacts {
  /** Materialized views that were never filled, quoted and qualified. */
  readonly unpopulated: ReadonlySet<string>
  /** Sizes of indexes by `indexKey`. */
  readonly indexBytes: ReadonlyMap<string, number>
  /** Owners that may not create where they own; see owner-rights.ts. */
  readonly missingRights: readonly OwnerRight[]
}

/**
 * Sorts the statements after the data by when they can run.
 *
 * Primary keys and unique constraints become an index, which can be built beside others, and a quick constraint on it;
 * foreign keys are added NOT VALID and validated apart. Materialized views are refreshed in order of dependency.
 */
export function planPostData(
  preData: readonly string[],
  postData: readonly string[],
  { unpopulated, indexBytes, missingRights }: SourceFacts,
): PostData {
  const relations = readRelations(preData)
  const leftOut: LeftOut = new Map()
  const drafts: Draft[] = []
  for (const sql of postData) {
    const draft = { ...classify(() => new StatementReader(sql)), sql: ownable(sql, missingRights) }
    if (draft.kind === 'foreign-key') drafts.push(...foreignKey(draft, relations, leftOut))
    else if (!draft.needs.some((key) => leftOut.has(key))) drafts.push(...splitConstraint(draft, relations))
  }
  const matviews = [...relations.matviews, ...drafts.flatMap(createdMatview)]
  const refreshes = matviews.filter((sql) => !unpopulated.has(sql)).map(refresh)
  const isEventTrigger = ({ kind }: Draft) => kind === 'event-trigger'
  // Event triggers would fire for everything that is built after them.
  const last = wholeEventTriggers(drafts.filter(isEventTrigger))
  const ordered = [...drafts.filter((each) => !isEventTrigger(each)), ...refreshes, ...last]
  return { statements: resolve(ordered, indexBytes), leftOut: [...leftOut.values()] }
}

/** Each with its owner, state and comment in one statement: what cannot be created cannot be altered either. */
function wholeEventTriggers(drafts: readonly Draft[]): readonly Draft[] {
  return drafts
    .filter(({ creates }) => creates.length > 0)
    .map((draft) => {
      const others = drafts.filter(({ needs }) => needs.some((key) => draft.creates.includes(key)))
      return { ...draft, sql: [draft, ...others].map(({ sql }) => sql).join(';\n') }
    })
}

/** A role can be made the owner only while it may create there; after the data the target's rights are the source's. */
function ownable(sql: string, missingRights: readonly OwnerRight[]): string {
  const asked = ownerRight(sql)
  const missing = missingRights.filter(({ schema, role }) => schema === asked?.schema && role === asked.role)
  return withRights(missing, [sql])
}

/** Key of a statement in `causeway.built`. */
export function statementHash(sql: string): string {
  return createHash('sha256').update(sql).digest('hex')
}

interface Draft extends Classified {
  readonly sql: string
}

/** What cannot be built, in words, by its key: comments on it are left out too. */
type LeftOut = Map<string, string>

interface Relations {
  readonly tables: ReadonlySet<string>
  readonly partitioned: ReadonlySet<string>
  readonly matviews: readonly string[]
}

function readRelations(preData: readonly string[]): Relations {
  const [tables, partitioned, matviews] = [new Set<string>(), new Set<string>(), [] as string[]]
  for (const sql of preData) {
    const statement = new StatementReader(sql)
    if (statement.take('CREATE', 'MATERIALIZED', 'VIEW')) matviews.push(statement.qualified()?.sql ?? '')
    else if (statement.take('CREATE', 'TABLE') || statement.take('CREATE', 'UNLOGGED', 'TABLE')) {
      const name = statement.qualified()?.sql ?? ''
      tables.add(name)
      if (statement.skipPast('PARTITION') && statement.take('BY')) partitioned.add(name)
    }
  }
  return { tables, partitioned, matviews }
}

/** `ADD CONSTRAINT … PRIMARY KEY | UNIQUE` as an index and a constraint on it, where the server can do that. */
function splitConstraint(draft: Draft, { partitioned }: Relations): readonly Draft[] {
  const { kind, table, sql } = draft
  if ((kind !== 'primary-key' && kind !== 'unique') || table === null || partitioned.has(table.sql)) return [draft]
  const parts = readKeyConstraint(sql)
  if (parts === null || parts.columns.endsWith(' WITHOUT OVERLAPS)')) return [draft]
  const name = quoteIdentifier(parts.name)
  const index = `CREATE UNIQUE INDEX ${name} ON ONLY ${table.sql} USING btree ${parts.columns}${parts.options}`
  const words = kind === 'primary-key' ? 'PRIMARY KEY' : 'UNIQUE'
  const constraint = `ALTER TABLE ONLY ${table.sql} ADD CONSTRAINT ${name} ${words} USING INDEX ${name} ${parts.timing}`
  const key = indexKey(table.schema, parts.name)
  return [
    { kind: 'index', table, sql: index, creates: [key], needs: [] },
    { ...draft, sql: constraint.trimEnd(), needs: [key] },
  ]
}

function readKeyConstraint(sql: string) {
  const statement = new StatementReader(sql)
  statement.take('ALTER', 'TABLE')
  statement.take('ONLY')
  statement.qualified()
  statement.take('ADD', 'CONSTRAINT')
  const name = statement.name()
  if (!statement.take('PRIMARY', 'KEY')) statement.take('UNIQUE')
  const nulls = statement.take('NULLS', 'NOT', 'DISTINCT') ? ' NULLS NOT DISTINCT' : ''
  const columns = statement.group()
  const include = statement.take('INCLUDE') ? ` INCLUDE ${statement.group() ?? ''}` : ''
  const storage = statement.take('WITH') ? ` WITH ${statement.group() ?? ''}` : ''
  if (name === null || columns === null) return null
  return { name, columns, options: `${include}${nulls}${storage}`, timing: statement.rest() }
}

function foreignKey(draft: Draft, relations: Relations, leftOut: LeftOut): readonly Draft[] {
  const { sql, table } = draft
  const { name, referenced } = readForeignKey(sql)
  if (table === null || name === null || referenced === null) return [draft]
  if (!relations.tables.has(referenced.sql)) {
    const words = `foreign key ${quoteIdentifier(name)} of ${table.sql} references ${referenced.sql}, which is not in scope`
    leftOut.set(constraintKey(table, name), words)
    return []
  }
  // The server cannot add an unvalidated foreign key to a partitioned table before 18, and validates one that references a
  // partitioned table without the constraints it keeps for each partition.
  if (
    relations.partitioned.has(table.sql) ||
    relations.partitioned.has(referenced.sql) ||
    / NOT (VALID|ENFORCED)$/.test(sql)
  )
    return [draft]
  const validate = `ALTER TABLE ${table.sql} VALIDATE CONSTRAINT ${quoteIdentifier(name)}`
  return [
    { ...draft, sql: `${sql} NOT VALID` },
    { kind: 'foreign-key-validation', table, sql: validate, creates: [], needs: [constraintKey(table, name)] },
  ]
}

function readForeignKey(sql: string): { readonly name: string | null; readonly referenced: QualifiedName | null } {
  const statement = new StatementReader(sql)
  const name = statement.skipPast('CONSTRAINT') ? statement.name() : null
  return { name, referenced: statement.skipPast('REFERENCES') ? statement.qualified() : null }
}

function createdMatview({ sql, table }: Draft): readonly string[] {
  return sql.startsWith('CREATE MATERIALIZED VIEW') && table !== null ? [table.sql] : []
}

/** Runs as the owner of the view, who sees what policies let him see, as on the source. */
function refresh(matview: string): Draft {
  const sql = `SET LOCAL row_security = on;\nREFRESH MATERIALIZED VIEW ${matview}`
  return { kind: 'matview-refresh', table: null, sql, creates: [], needs: [] }
}

const STAGES = ['table', 'constraint', 'final'] as const
type Stage = (typeof STAGES)[number]

const STAGE_OF = {
  index: 'table',
  'primary-key': 'table',
  unique: 'table',
  exclusion: 'table',
  'index-attach': 'table',
  'replica-identity': 'table',
  cluster: 'table',
  statistics: 'table',
  check: 'table',
  comment: 'table',
  'foreign-key': 'constraint',
  'foreign-key-validation': 'constraint',
  rule: 'final',
  trigger: 'final',
  policy: 'final',
  'row-security': 'final',
  'event-trigger': 'final',
  'security-label': 'final',
  'matview-refresh': 'final',
  other: 'final',
} as const satisfies Record<PostDataKind, Stage>

/** Turns keys into positions. A statement is never in an earlier stage than what it needs. */
function resolve(drafts: readonly Draft[], indexBytes: ReadonlyMap<string, number>): readonly PostDataStatement[] {
  const creators = new Map<string, number>()
  const statements: PostDataStatement[] = []
  let previousForeignKey: number | null = null
  for (const [position, { sql, kind, table, creates, needs }] of drafts.entries()) {
    const keys = table === null ? needs : [...needs, relationKey(table)]
    const found = keys.flatMap((key) => creators.get(key) ?? [])
    // Two ALTER TABLE that lock the same pair of tables in opposite order would deadlock.
    if (kind === 'foreign-key' && previousForeignKey !== null) found.push(previousForeignKey)
    if (kind === 'foreign-key') previousForeignKey = position
    const dependsOn = [...new Set(found)].filter((each) => each !== position)
    const missing = kind === 'comment' && needs.length > 0 && found.length === 0
    const stages = [missing ? 'final' : STAGE_OF[kind], ...dependsOn.map((each) => statements[each]?.stage ?? 'final')]
    const stage = STAGES[Math.max(...stages.map((each) => STAGES.indexOf(each)))] ?? 'final'
    const optional = kind === 'event-trigger' || kind === 'security-label'
    const bytes = kind === 'index' ? (indexBytes.get(creates[0] ?? '') ?? 0) : 0
    const hash = statementHash(sql)
    statements.push({ sql, hash, kind, stage, table: table?.sql ?? null, dependsOn, bytes, optional })
    for (const key of creates) creators.set(key, position)
  }
  return statements
}
