import { CausewayError, type Lease } from '@causeway/core'
import type { EngineContext } from '../context.ts'
import type { SqlClient } from '../connect.ts'
import { withEpoch } from '../control/epoch.ts'
import { isRefusal } from '../errors.ts'
import { migrationId } from '../names.ts'
import { requireEmpty } from './empty.ts'
import { readMissingRights, withRights } from './owner-rights.ts'
import { statementHash } from './post-data.ts'

/** Few enough that the locks of one transaction fit any server's lock table, many enough to save round trips. */
const CHUNK_STATEMENTS = 100

/** Bodies may name what comes later; notices would only say that something is there already. */
const SETTINGS = 'SET LOCAL check_function_bodies = off; SET LOCAL client_min_messages = warning'

interface Restoration {
  readonly target: SqlClient
  readonly migration: string
  readonly lease: Lease
  readonly signal: AbortSignal
  /** Labels and rights that the target did not take, in its words. */
  readonly refused: string[]
}

/**
 * Runs the statements of a pre-data dump on the target. Security labels that it does not take, and rights that our role
 * may not give there, are left out and returned; what is missing of them in scope shows in the diff of the catalogs.
 *
 * Goes on where it was stopped: statements are run in chunks, and each chunk's transaction notes their hashes in
 * `causeway.built`. The control schema must be there.
 * @throws CW-0740 before anything is done, when the target holds something in scope that is not our work
 * @throws CW-0741 when the target refuses a statement; what was done before it stays
 */
export async function restorePreData(
  context: EngineContext,
  target: SqlClient,
  statements: readonly string[],
  lease: Lease,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const migration = migrationId(context.spec)
  const restoration: Restoration = { target, migration, lease, signal, refused: [] }
  const rows = await target.query<{ hash: string }>(
    'SELECT statement_hash AS hash FROM causeway.built WHERE migration = $1',
    [migration],
  )
  const done = new Set(rows.map(({ hash }) => hash))
  if (done.size === 0) await requireEmpty(target, context.spec.scope)
  for (const chunk of chunks(withHashes(statements.map(adapt)).filter(({ hash }) => !done.has(hash)))) {
    signal.throwIfAborted()
    await runChunk(restoration, chunk)
  }
  return restoration.refused
}

interface Step {
  readonly sql: string
  readonly hash: string
  /** In force since an earlier statement of the dump. */
  readonly accessMethod: string
}

/** Schemas may be there already, empty: an administrator makes them when our role may not. */
function adapt(sql: string): string {
  return sql.replace(/^CREATE SCHEMA (?!IF NOT EXISTS )/, 'CREATE SCHEMA IF NOT EXISTS ')
}

/** A dump may hold the same text twice. Settings are no work: they are in force for what follows. */
function withHashes(statements: readonly string[]): readonly Step[] {
  const seen = new Map<string, number>()
  const steps: Step[] = []
  let accessMethod = ''
  for (const sql of statements) {
    if (sql.startsWith('SET ')) {
      accessMethod = sql.replace(/^SET /, 'SET LOCAL ')
      continue
    }
    const count = (seen.get(sql) ?? 0) + 1
    seen.set(sql, count)
    steps.push({ sql, hash: statementHash(`pre-data ${count} ${sql}`), accessMethod })
  }
  return steps
}

/** What may be refused goes alone, so that a refusal does not undo the work of others. */
function* chunks(steps: readonly Step[]): Generator<readonly Step[]> {
  let chunk: Step[] = []
  for (const step of steps) {
    const alone = isDispensable(step.sql)
    if (chunk.length > 0 && (alone || chunk.length === CHUNK_STATEMENTS)) {
      yield chunk
      chunk = []
    }
    if (alone) yield [step]
    else chunk.push(step)
  }
  if (chunk.length > 0) yield chunk
}

/** The chunk as a whole; when that fails, one by one, to keep what can be done and to name what cannot. */
async function runChunk(restoration: Restoration, steps: readonly Step[]): Promise<void> {
  const { target, signal } = restoration
  try {
    await runTogether(restoration, steps)
  } catch (error) {
    if (!isRefusal(error)) throw error
    for (const step of steps) {
      signal.throwIfAborted()
      await runTogether(restoration, [step]).catch((cause: unknown) => {
        if (!isRefusal(cause)) throw cause
        const reported = REPORTED.test(step.sql)
        if (!reported && !isDispensable(step.sql)) throw refusal(step.sql, cause)
        if (reported) restoration.refused.push(`${firstLine(step.sql)}: ${cause.message}`)
      })
    }
  }
  target.closed.throwIfAborted()
}

async function runTogether(restoration: Restoration, steps: readonly Step[]): Promise<void> {
  const { target, migration, lease, signal } = restoration
  await withEpoch(target, migration, lease, async () => {
    const rights = await readMissingRights(
      target,
      steps.map(({ sql }) => sql),
    )
    const statements = steps.flatMap(({ sql, accessMethod }) => (accessMethod === '' ? [sql] : [accessMethod, sql]))
    await target.query(`${SETTINGS};\n${withRights(rights, statements)}`, [], { signal })
    await target.query('INSERT INTO causeway.built (migration, statement_hash) SELECT $1, unnest($2::text[])', [
      migration,
      steps.map(({ hash }) => hash),
    ])
  })
}

/**
 * What the migrated system runs without. `public` belongs to whoever made the database, and the diff of the catalogs
 * says when its rights differ; comments of extensions come with them.
 */
function isDispensable(sql: string): boolean {
  return /^(COMMENT ON EXTENSION |SECURITY LABEL |ALTER SCHEMA public OWNER |(GRANT|REVOKE) .* ON SCHEMA public )/.test(
    sql,
  )
}

/**
 * Labels need the provider that the source had loaded; rights on objects of the server and of extensions are a
 * superuser's to give.
 */
const REPORTED = /^(SECURITY LABEL|GRANT|REVOKE) /

function refusal(sql: string, cause: CausewayError): CausewayError {
  return new CausewayError('CW-0741', `${cause.message}; refused was: ${firstLine(sql)}`, { cause, data: cause.data })
}

const LINE_CHARACTERS = 200

function firstLine(sql: string): string {
  return (sql.split('\n', 1)[0] ?? '').slice(0, LINE_CHARACTERS)
}
