import type { Compared, GateEvidence, GateThresholds } from './evidence.ts'
import { atMost, inconclusive, known, percent, shown, type Verdict } from './verdict.ts'

/** The newest samples, back to the beginning of the stable time, all under the limit and without a hole. */
export function lagStable(samples: GateEvidence['lag-stable'], limits: GateThresholds, nowMs: number): Verdict {
  const limit = limits.lagToShiftMs
  const fromMs = nowMs - limits.lagStableMs
  let worst = 0
  let count = 0
  let laterMs = nowMs
  for (const { atMs, lagMs } of samples.toReversed()) {
    const measured = known(lagMs)
    const hole = !(laterMs - atMs <= limits.freshMs) || atMs > laterMs
    if (measured === null || hole) break
    worst = Math.max(worst, measured)
    count += 1
    laterMs = atMs
    if (measured > limit || atMs <= fromMs) break
  }
  const verdict = { value: count === 0 ? null : worst, threshold: limit, samples: count }
  if (worst > limit)
    return { ...verdict, outcome: 'fail', message: `the lag was ${shown(worst)} ms, at most ${limit} ms is allowed` }
  if (laterMs <= fromMs && count > 0) {
    return {
      ...verdict,
      outcome: 'pass',
      message: `the lag stayed at or under ${shown(worst)} ms for ${limits.lagStableMs} ms`,
    }
  }
  const message = `the lag is known for the last ${shown(nowMs - laterMs)} ms without a hole, ${limits.lagStableMs} ms are needed`
  return { ...verdict, outcome: 'inconclusive', message }
}

export function retention(evidence: GateEvidence['retention'], limits: GateThresholds): Verdict {
  const threshold = `< ${percent(limits.retainedWalOfFreeDisk)} of free disk, > ${limits.minSecondsToFull} s to full`
  const retained = known(evidence.retainedBytes)
  const free = known(evidence.freeBytes)
  const growing = evidence.secondsToFull !== Number.POSITIVE_INFINITY
  const secondsToFull = growing ? known(evidence.secondsToFull) : Number.POSITIVE_INFINITY
  const share = retained === null || free === null ? null : free === 0 ? 1 : retained / free
  const verdict = { value: share, threshold, samples: 1 }
  if (share !== null && !(share < limits.retainedWalOfFreeDisk)) {
    return { ...verdict, outcome: 'fail', message: `the log kept for us is ${percent(share)} of the free disk` }
  }
  if (secondsToFull !== null && !(secondsToFull > limits.minSecondsToFull)) {
    return { ...verdict, outcome: 'fail', message: `the log kept for us fills the disk in ${shown(secondsToFull)} s` }
  }
  if (share === null || secondsToFull === null) {
    return inconclusive(threshold, 'the log kept, the free disk and the time to full are not all known')
  }
  const time = growing ? `full in ${shown(secondsToFull)} s` : 'not growing'
  return { ...verdict, outcome: 'pass', message: `the log kept for us is ${percent(share)} of the free disk, ${time}` }
}

/** What was recorded at `prepare` must be there still, on both sides. */
export function unchanged(what: string, evidence: { readonly source: Compared; readonly target: Compared }): Verdict {
  const sides = [
    { side: 'source', ...evidence.source },
    { side: 'target', ...evidence.target },
  ]
  const unknown = sides.filter(({ recorded, measured }) => !recorded || !measured)
  const different = sides.filter(({ recorded, measured }) => recorded && measured && recorded !== measured)
  const verdict = {
    value: sides.map(({ measured }) => measured ?? '?').join(', '),
    threshold: sides.map(({ recorded }) => recorded ?? '?').join(', '),
    samples: sides.length - unknown.length,
  }
  const named = (those: typeof sides) => those.map(({ side }) => side).join(' and ')
  if (different.length > 0)
    return { ...verdict, outcome: 'fail', message: `the ${what} of the ${named(different)} is not the one recorded` }
  if (unknown.length > 0)
    return { ...verdict, outcome: 'inconclusive', message: `the ${what} of the ${named(unknown)} is not known` }
  return { ...verdict, outcome: 'pass', message: `the ${what} of both sides is the one recorded` }
}

/** The fence waits for each of them, and only who prepared it knows how it should end. */
export function preparedTransactions({ preparedTransactions: open }: GateEvidence['prepared-transactions']): Verdict {
  const names: readonly string[] | null = Array.isArray(open) ? open : null
  const verdict = atMost('the number of prepared transactions', '', names?.length, 0)
  if (names === null || names.length === 0) return verdict
  return { ...verdict, message: `${verdict.message}: ${endPrepared(names)}` }
}

const SHOWN = 3

/** What to do about prepared transactions, by their identifiers. */
export function endPrepared(identifiers: readonly string[]): string {
  const more = identifiers.length > SHOWN ? ` and ${identifiers.length - SHOWN} more` : ''
  const names = identifiers.slice(0, SHOWN).map((identifier) => `'${identifier.replaceAll("'", "''")}'`)
  return `COMMIT PREPARED or ROLLBACK PREPARED ${names.join(', ')}${more}`
}

/** The window must be open and have room for the worst case of what is to begin and for going back. */
export function windowHasRoom(evidence: GateEvidence['window'], nowMs: number): Verdict {
  if (evidence.window === 'none') {
    return { outcome: 'pass', value: null, threshold: 'no window', samples: 1, message: 'no window is declared' }
  }
  const worstCaseMs = known(evidence.worstCaseMs)
  const rollbackMs = known(evidence.rollbackMs)
  const opensAtMs = known(evidence.window?.opensAtMs)
  const closesAtMs = known(evidence.window?.closesAtMs)
  if (worstCaseMs === null || rollbackMs === null || opensAtMs === null || closesAtMs === null) {
    return inconclusive(
      'remaining ≥ worst case + rollback',
      'the window, the worst case and the rollback time are not all known',
    )
  }
  const neededMs = worstCaseMs + rollbackMs
  const remainingMs = closesAtMs - nowMs
  const verdict = { value: remainingMs, threshold: neededMs, samples: 1 }
  if (nowMs < opensAtMs) {
    return { ...verdict, outcome: 'fail', message: `the window opens at ${new Date(opensAtMs).toISOString()}` }
  }
  const message = `${shown(remainingMs)} ms are left in the window, ${shown(neededMs)} ms are needed with the way back`
  return { ...verdict, outcome: remainingMs >= neededMs ? 'pass' : 'fail', message }
}
