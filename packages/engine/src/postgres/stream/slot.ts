import { setTimeout as delay } from 'node:timers/promises'
import { CausewayError, type Side } from '@causeway/core'
import type { SqlClient } from '../connect.ts'
import { endNamesakes } from '../control/own-sessions.ts'
import { parseLsn, type Lsn } from '../position.ts'
import { streamError } from './stream-error.ts'

export interface Slot {
  readonly isActive: boolean
  /** The server has removed what the slot had not sent yet. */
  readonly isLost: boolean
  readonly confirmed: Lsn
}

export async function readSlot(from: SqlClient, name: string, signal: AbortSignal): Promise<Slot | null> {
  const rows = await from.query<{ active: boolean; wal_status: string | null; confirmed: string | null }>(
    `SELECT active, wal_status, confirmed_flush_lsn::text AS confirmed FROM pg_replication_slots
     WHERE slot_name = $1 AND database = current_database()`,
    [name],
    { signal },
  )
  const [row] = rows
  if (row === undefined) return null
  const isLost = row.wal_status === 'lost' || row.confirmed === null
  return { isActive: row.active, isLost, confirmed: parseLsn(row.confirmed ?? '0/0') }
}

/** Waits for every transaction that is writing now, as the server must. */
export async function createSlot(from: SqlClient, name: string, signal: AbortSignal): Promise<void> {
  await from.query(`SELECT pg_create_logical_replication_slot($1, 'pgoutput')`, [name], { signal })
}

/**
 * Waits, once there is a slot, for the transactions that are running: one that waits for a synchronous standby is in the
 * log before the slot and in no snapshot yet, so that neither the stream nor a copy would see it.
 */
export async function outlastTransactions(from: SqlClient, signal: AbortSignal): Promise<void> {
  const running = await runningTransactions(from, signal)
  while ((await runningTransactions(from, signal)).some((xid) => running.includes(xid))) {
    await delay(LOOK_AGAIN_MS, undefined, { signal })
  }
}

async function runningTransactions(from: SqlClient, signal: AbortSignal): Promise<readonly string[]> {
  const rows = await from.query<{ xid: string }>('SELECT pg_snapshot_xip(pg_current_snapshot())::text AS xid', [], {
    signal,
  })
  return rows.map(({ xid }) => xid)
}

/** Idempotent. @throws CW-0687, CW-0787 when a session that is not ours reads it */
export async function dropSlot(from: SqlClient, name: string, application: string, signal: AbortSignal): Promise<void> {
  if ((await readSlot(from, name, signal)) === null) return
  await freeSlot(from, name, application, signal)
  await from.query('SELECT pg_drop_replication_slot($1)', [name], { signal })
}

const FREE_WITHIN_MS = 5_000
const LOOK_AGAIN_MS = 20

/**
 * Ends what a broken connection of ours left behind on the server, and waits until nobody reads the slot.
 *
 * @throws CW-0687, CW-0787 when a session that is not ours reads it
 */
export async function freeSlot(from: SqlClient, name: string, application: string, signal: AbortSignal): Promise<void> {
  const deadline = performance.now() + FREE_WITHIN_MS
  for (;;) {
    const slot = await readSlot(from, name, signal)
    if (slot === null || !slot.isActive) return
    if (performance.now() > deadline) throw streamError(from.side, '87', `another session reads the slot ${name}`)
    await endNamesakes(from, application)
    await delay(LOOK_AGAIN_MS, undefined, { signal })
  }
}

/** Changes are missing for good. */
export function slotLost(side: Side, name: string, why: string): CausewayError {
  return new CausewayError('CW-1053', `${side}: the replication slot ${name} ${why}`, { data: { side, slot: name } })
}

/** The server does not know the slot or its publication, has invalidated it, or has removed a segment it needs. */
const LOST = ['42704', '55000', '58P01']
const IN_USE = '55006'

/** What the server said to START_REPLICATION, or while it was streaming. */
export function replicationError(side: Side, name: string, error: unknown): unknown {
  if (!CausewayError.is(error)) return error
  const { sqlstate } = error.data
  if (sqlstate === IN_USE) return streamError(side, '87', `another session reads the slot ${name}`, { cause: error })
  return LOST.some((lost) => lost === sqlstate) ? slotLost(side, name, `cannot go on: ${error.message}`) : error
}
