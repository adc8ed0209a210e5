/**
 * The seam between copy and stream: a table was copied with a snapshot, and the stream must apply exactly what that
 * snapshot did not see.
 *
 * Transaction ids here are 64 bits wide (`xid8`), as `pg_current_snapshot()` prints them; they never wrap.
 */
export interface Snapshot {
  /** Everything below is finished. */
  readonly xmin: bigint
  /** Everything from here on had not begun. */
  readonly xmax: bigint
  /** In progress, between the two. */
  readonly inProgress: ReadonlySet<bigint>
}

const TEXT = /^(\d+):(\d+):((?:\d+(?:,\d+)*)?)$/

/** Reads `xmin:xmax:xip,…`, the text of `pg_snapshot`. @throws RangeError for anything else */
export function parseSnapshot(text: string): Snapshot {
  const [, xmin, xmax, xip] = TEXT.exec(text) ?? []
  if (xmin === undefined || xmax === undefined || xip === undefined) {
    throw new RangeError(`"${text}" is not a snapshot like 10:20:10,14`)
  }
  return {
    xmin: BigInt(xmin),
    xmax: BigInt(xmax),
    inProgress: new Set(xip === '' ? [] : xip.split(',').map(BigInt)),
  }
}

/** Whether a transaction that has committed by now had committed when the snapshot was taken. */
export function sawTransaction(snapshot: Snapshot, xid: bigint): boolean {
  if (xid < snapshot.xmin) return true
  return xid < snapshot.xmax && !snapshot.inProgress.has(xid)
}

/**
 * The 64-bit id of a transaction known by its low 32 bits, given an id of about the same time: a server keeps the
 * transactions it knows less than 2^31 apart, so exactly one candidate is that close.
 */
export function widenTransactionId(low: number, near: bigint): bigint {
  return near + BigInt.asIntN(32, BigInt(low) - near)
}
