import type { Direction, Side } from '@causeway/core'
import type { ResolvedSpec } from '@causeway/spec'
import { bothSettled } from '../both-settled.ts'
import { connect, type SqlClient } from '../connect.ts'
import type { Statement } from './comparison-sql.ts'

/**
 * A session on each side. `from` is the side that changes come from, `to` the one they are applied to: source and
 * target when forward, the other way round in reverse.
 */
export interface Pair extends AsyncDisposable {
  readonly from: SqlClient
  readonly to: SqlClient
  /** The databases encode text differently, so that not their bytes are to be compared. */
  readonly transcode: boolean
}

/**
 * What is hashed must print the same on both sides (`lc_monetary` for money inside arrays). The load on a live server
 * is what `verification.workers` says and not more. Compiling takes longer than the ranges it would speed up. A sort
 * would read a large table whole for each boundary of a range, where the index has the order.
 */
const SETTINGS = `
  SELECT set_config('lc_monetary', 'C', false), set_config('max_parallel_workers_per_gather', '0', false),
    set_config('jit', 'off', false), set_config('enable_sort', 'off', false), current_setting('server_encoding') AS encoding`

export async function openPair(
  spec: ResolvedSpec,
  direction: Direction,
  application: string,
  signal: AbortSignal,
): Promise<Pair> {
  const open = async (side: Side) => {
    const client = await connect(spec[side], { side, application, signal })
    opened.use(client)
    const [row] = await client.query<{ readonly encoding: string }>(SETTINGS, [], { signal })
    return { client, encoding: row?.encoding }
  }
  await using opened = new AsyncDisposableStack()
  const [source, target] = await bothSettled(open('source'), open('target'))
  const [from, to] = direction === 'forward' ? [source.client, target.client] : [target.client, source.client]
  const kept = opened.move()
  return {
    from,
    to,
    transcode: source.encoding !== target.encoding,
    [Symbol.asyncDispose]: async () => kept.disposeAsync(),
  }
}

/** Runs the same statement on both sides at the same time. */
export async function onBoth<Row>(
  pair: Pair,
  statement: Statement,
  signal: AbortSignal,
): Promise<readonly [from: readonly Row[], to: readonly Row[]]> {
  return bothSettled(on<Row>(pair.from, statement, signal), on<Row>(pair.to, statement, signal))
}

export async function on<Row>(client: SqlClient, statement: Statement, signal: AbortSignal): Promise<readonly Row[]> {
  return client.query<Row>(statement.sql, statement.params, { signal })
}
