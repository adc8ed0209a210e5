import { until } from '@causeway/harness'
import type { Crossing } from './crossing.ts'

/** A transaction of somebody else's that Causeway has to wait for. */
export interface Blocking extends AsyncDisposable {
  /** Resolves when Causeway waits. */
  reached(): Promise<void>
  /** Idempotent. */
  end(): Promise<void>
}

/** Keeps `prepare` from ending: a slot is made only once every transaction that is writing has ended. */
export async function blockSlot({ source, database }: Crossing): Promise<Blocking> {
  return await block(source, database, 'SELECT txid_current()', `query LIKE '%pg_create_logical_replication_slot%'`)
}

/** Keeps the full load from ending, from when its tables are there. */
export async function lockOnTarget({ target, database }: Crossing): Promise<Blocking> {
  return await block(target, database, 'LOCK TABLE oracle.account IN ACCESS EXCLUSIVE MODE', `wait_event_type = 'Lock'`)
}

export async function block(
  server: Crossing['source'],
  database: string,
  sql: string,
  waiting: string,
): Promise<Blocking> {
  const client = await server.connect(database)
  await client.query('BEGIN')
  await client.query(sql)
  const others = `SELECT pid FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid() AND state = 'active' AND ${waiting}`
  let ended: Promise<void> | null = null
  const end = async () => await (ended ??= client.end())
  return {
    reached: async () =>
      await until(async () => (await server.query('postgres', others, [database])).length > 0, 180_000),
    end,
    [Symbol.asyncDispose]: end,
  }
}
