/** The rows of one id on one side; an id that is not in a map has no row there. */
export interface Observed {
  /** Equal on both sides means equal rows. */
  readonly value: string
  /** The same text twice means that nobody wrote these rows in between. */
  readonly version: string
  readonly place: string
}

/** `from` is the side that changes come from, `to` the side the stream applies them to. */
export type Observe<Id> = (side: 'from' | 'to', ids: readonly Id[]) => Promise<ReadonlyMap<Id, Observed>>

export interface Differing<Id> {
  readonly id: Id
  readonly from?: Omit<Observed, 'version'>
  readonly to?: Omit<Observed, 'version'>
}

export interface Settled<Id> {
  /** Proven to differ while nobody wrote them. */
  readonly differing: readonly Differing<Id>[]
  /** Still changing after the last round. */
  readonly moving: readonly Id[]
}

export interface SettleOptions<Id> {
  readonly observe: Observe<Id>
  /** Resolves when everything committed on `from` before the call has been applied to `to`. */
  readonly passed: () => Promise<void>
  /** At least 2, or nothing is ever proven to differ. */
  readonly rounds: number
}

/**
 * Tells damage from motion. A round reads `from`, waits until the stream has passed, reads `to`, reads `from` again;
 * equal to either reading of `from` is agreement.
 *
 * A row counts as different only when they disagree in two rounds on end and neither side has written it in between.
 * One round is not enough: a row absent on `from` both times may have been inserted and deleted in between, and `to`
 * been read in the middle. Had that happened, the deletion would have arrived before the second reading of `to`.
 */
export async function settle<Id>(ids: readonly Id[], options: SettleOptions<Id>): Promise<Settled<Id>> {
  const differing: Differing<Id>[] = []
  /** The version on `to` in the round before, of ids that nobody wrote on `from` during that round. */
  let still = new Map<Id, string | undefined>()
  let open = ids
  let before = open.length === 0 ? new Map<Id, Observed>() : await options.observe('from', open)
  for (let round = 1; round <= options.rounds && open.length > 0; round += 1) {
    await options.passed()
    const to = await options.observe('to', open)
    const after = await options.observe('from', open)
    const remaining: Id[] = []
    const stillNow = new Map<Id, string | undefined>()
    for (const id of open) {
      const [was, is, there] = [before.get(id), after.get(id), to.get(id)]
      if (there?.value === is?.value || there?.value === was?.value) continue
      const unwritten = was?.version === is?.version
      if (unwritten && still.has(id) && still.get(id) === there?.version) {
        differing.push({ id, ...(is && { from: is }), ...(there && { to: there }) })
        continue
      }
      if (unwritten) stillNow.set(id, there?.version)
      remaining.push(id)
    }
    still = stillNow
    open = remaining
    before = after
  }
  return { differing, moving: open }
}
