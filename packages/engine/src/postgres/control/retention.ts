import type { Retention } from '@causeway/core'
import type { SqlClient } from '../connect.ts'

/** What one look at a slot found. */
interface Sample {
  readonly retainedBytes: number
  /** What may still be written before the server gives the slot up; `null` when it keeps everything. */
  readonly safeBytes: number | null
  readonly takenAtMs: number
}

const WINDOW_MS = 60_000

/** Watches the log kept for one slot; the time to full follows its growth over the last minute. */
export class RetentionWatch {
  readonly #slot: string
  #samples: readonly Sample[] = []

  constructor(slot: string) {
    this.#slot = slot
  }

  /**
   * The room is what `max_slot_wal_keep_size` leaves; the free space of the disk is not known to SQL. A slot that is not
   * there keeps nothing. The time to full is `Infinity` while the log kept does not grow, unknown at the first look.
   */
  async read(client: SqlClient): Promise<Retention> {
    const sample = await readSlot(client, this.#slot)
    this.#samples = [...this.#samples.filter(({ takenAtMs }) => takenAtMs > sample.takenAtMs - WINDOW_MS), sample]
    return {
      retainedBytes: sample.retainedBytes,
      freeBytes: sample.safeBytes,
      secondsToFull: secondsToFull(this.#samples),
    }
  }
}

async function readSlot(client: SqlClient, slot: string): Promise<Sample> {
  const [row] = await client.query<{ retained: string | null; safe: string | null }>(
    `SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn) AS retained, safe_wal_size AS safe
     FROM pg_replication_slots WHERE slot_name = $1`,
    [slot],
  )
  return {
    retainedBytes: Number(row?.retained ?? 0),
    safeBytes: row === undefined || row.safe === null ? null : Math.max(Number(row.safe), 0),
    takenAtMs: performance.now(),
  }
}

function secondsToFull(samples: readonly Sample[]): number | null {
  const [first] = samples
  const last = samples.at(-1)
  if (first === undefined || last === undefined || first === last) return null
  const grown = last.retainedBytes - first.retainedBytes
  if (grown <= 0) return Infinity
  if (last.safeBytes === null) return null
  return (last.safeBytes * (last.takenAtMs - first.takenAtMs)) / 1000 / grown
}
