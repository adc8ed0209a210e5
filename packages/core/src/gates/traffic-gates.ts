import type { GateEvidence, GateThresholds, Latency, Requests } from './evidence.ts'
import { inconclusive, known, percent, shown, type Verdict } from './verdict.ts'

/** Normal quantile for 95 % of measurements. */
const Z_95 = 1.96

/**
 * Green's share of failed requests: at most the absolute limit, or a multiple of blue's where blue is measured well enough.
 * It fails before `minRequests` when there are already more errors than that many requests may have.
 */
export function greenErrorRate(evidence: GateEvidence['green-error-rate'], limits: GateThresholds): Verdict {
  const green = counted(evidence.green)
  const blue = counted(evidence.blue)
  if (green === null || blue === null)
    return inconclusive(limits.greenErrorRate, 'requests and errors are not known for both tiers')
  const comparable = blue.requests >= limits.minRequests
  const limit = Math.max(limits.greenErrorRate, comparable ? limits.greenErrorRatio * (blue.errors / blue.requests) : 0)
  const hopeless = green.errors > limit * limits.minRequests
  if (green.requests < limits.minRequests && !hopeless) {
    return inconclusive(
      limit,
      `green has answered ${green.requests} requests, ${limits.minRequests} are needed`,
      green.requests,
    )
  }
  const rate = green.errors / green.requests
  return {
    outcome: rate <= limit ? 'pass' : 'fail',
    value: rate,
    threshold: limit,
    samples: green.requests,
    message: `${percent(rate)} of green's ${green.requests} requests failed, at most ${percent(limit)} is allowed`,
  }
}

export function greenP99(evidence: GateEvidence['green-p99'], limits: GateThresholds): Verdict {
  const green = timed(evidence.green)
  const blue = timed(evidence.blue)
  const roundTripMs = known(evidence.predictedRoundTripMs)
  if (green === null || blue === null || roundTripMs === null) {
    return inconclusive(
      `blue p99 × ${limits.greenP99Ratio}`,
      'the p99 of both tiers and the predicted round trips are not all known',
    )
  }
  const limit = blue.p99Ms * limits.greenP99Ratio + roundTripMs
  const fewest = Math.min(green.requests, blue.requests)
  if (fewest < limits.minRequests) {
    const message = `${green.requests} requests on green and ${blue.requests} on blue, ${limits.minRequests} on each are needed`
    return inconclusive(limit, message, fewest)
  }
  return {
    outcome: green.p99Ms <= limit ? 'pass' : 'fail',
    value: green.p99Ms,
    threshold: limit,
    samples: green.requests,
    message: `green's p99 is ${shown(green.p99Ms)} ms, at most ${shown(limit)} ms is allowed beside blue's ${shown(blue.p99Ms)} ms`,
  }
}

/**
 * The share green is really given. Of `n` requests the share wanders by `1.96 × √(w(1−w)/n)` around a weight `w` (95 % of
 * the time), so the gate passes only when that is no more than the tolerance, and fails only when the deviation is
 * more than tolerance and wandering together.
 */
export function measuredWeight(evidence: GateEvidence['measured-weight'], limits: GateThresholds): Verdict {
  const tolerance = limits.weightTolerancePoints
  const configured = known(evidence.configured)
  const green = known(evidence.greenSent)
  const blue = known(evidence.blueSent)
  const threshold = `${configured ?? '?'} ± ${tolerance}`
  if (configured === null || configured > 100 || green === null || blue === null) {
    return inconclusive(threshold, 'the weight set and the requests of both tiers are not all known')
  }
  const requests = green + blue
  if (requests === 0) return inconclusive(threshold, 'no request was measured')
  const weight = configured / 100
  const wanderPoints = 100 * Z_95 * Math.sqrt((weight * (1 - weight)) / requests)
  const share = (100 * green) / requests
  const deviation = Math.abs(share - configured)
  const measured = `green was given ${shown(share)} % of ${requests} requests, ${configured} % is set`
  const verdict = { value: share, threshold, samples: requests }
  if (deviation > tolerance + wanderPoints)
    return { ...verdict, outcome: 'fail', message: `${measured}: more than ${tolerance} points off` }
  if (wanderPoints > tolerance || deviation > tolerance || requests < limits.minRequests) {
    const needed = Math.max(limits.minRequests, Math.ceil((weight * (1 - weight) * (100 * Z_95) ** 2) / tolerance ** 2))
    return {
      ...verdict,
      outcome: 'inconclusive',
      message: `${measured}: too few to tell ${tolerance} points, about ${needed} are needed`,
    }
  }
  return { ...verdict, outcome: 'pass', message: `${measured}: within ${tolerance} points` }
}

function counted(tier: Requests | null | undefined): Requests | null {
  const requests = known(tier?.requests)
  const errors = known(tier?.errors)
  return requests === null || errors === null || errors > requests ? null : { requests, errors }
}

function timed(tier: Latency | null | undefined): Latency | null {
  const requests = known(tier?.requests)
  const p99Ms = known(tier?.p99Ms)
  return requests === null || p99Ms === null ? null : { requests, p99Ms }
}
