import type { Table } from '../catalog.ts'
import { connect, type SqlClient } from '../connect.ts'
import type { EngineContext } from '../context.ts'
import { sideError } from '../errors.ts'
import { applicationName } from '../names.ts'
import type { BaseType } from './format.ts'

/** One state of the source that any number of sessions can read, for as long as this is open. */
export interface SourceSnapshot extends AsyncDisposable {
  /** For `SET TRANSACTION SNAPSHOT`. */
  readonly id: string
  /** `pg_current_snapshot()`: tells the stream which transactions are in the copy. */
  readonly text: string
  readonly serverVersion: number
  /** What each domain of the source stands for. */
  readonly domains: ReadonlyMap<number, BaseType>
  /** Aborts when nobody can import the snapshot any more; sessions that have imported it go on. */
  readonly lost: AbortSignal
  /** Of no use any more: a session was refused it, so that ours must be gone, or a table is not as it shows it. */
  reportLost(why: string, cause?: unknown): void
  /**
   * Keeps a table from being rewritten or truncated as long as the snapshot lives, as VACUUM FULL would: ranges of pages
   * that are read one after the other must not move.
   */
  keepPages(table: Table, signal: AbortSignal): Promise<void>
}

/** Opens a session on the source that holds the snapshot in a transaction which writes nothing. @throws as `connect` */
export async function openSnapshot(
  context: EngineContext,
  epoch: number,
  signal: AbortSignal,
): Promise<SourceSnapshot> {
  const { spec } = context
  await using stack = new AsyncDisposableStack()
  const client = stack.use(
    await connect(spec.source, { side: 'source', application: applicationName(spec, epoch, 'snapshot'), signal }),
  )
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', [], { signal })
  const rows = await client.query<{ id: string; text: string }>(
    'SELECT pg_export_snapshot() AS id, pg_current_snapshot()::text AS text',
    [],
    { signal },
  )
  const domains = await readDomains(client, signal)
  const [row] = rows
  if (row === undefined) throw sideError('source', '19', 'the server exported no snapshot')
  const refused = new AbortController()
  const session = stack.move()
  return {
    ...row,
    domains,
    serverVersion: client.serverVersion,
    lost: AbortSignal.any([client.closed, refused.signal]),
    reportLost: (why, cause) => refused.abort(sideError('source', '11', why, { cause })),
    keepPages: async ({ sql }, signal) =>
      void (await client.query(`LOCK TABLE ONLY ${sql} IN ACCESS SHARE MODE`, [], { signal })),
    [Symbol.asyncDispose]: async () => await session.disposeAsync(),
  }
}

export async function readDomains(client: SqlClient, signal: AbortSignal): Promise<ReadonlyMap<number, BaseType>> {
  const rows = await client.query<{ domain: number; type: number; kind: string }>(
    `WITH RECURSIVE base AS (
       SELECT oid AS domain, typbasetype AS type FROM pg_type WHERE typtype = 'd'
       UNION ALL
       SELECT b.domain, t.typbasetype FROM base b JOIN pg_type t ON t.oid = b.type WHERE t.typtype = 'd')
     SELECT b.domain, t.oid AS type, t.typtype AS kind FROM base b JOIN pg_type t ON t.oid = b.type WHERE t.typtype <> 'd'`,
    [],
    { signal },
  )
  return new Map(rows.map(({ domain, type, kind }) => [domain, { typeOid: type, typeKind: kind }]))
}
