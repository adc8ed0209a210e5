import { duration, fraction, integer, section } from './fields.ts'

/** Thresholds of the gates. Missing data never passes a gate, whatever its threshold. */
export const gatesSchema = section({
  lagToShift: duration('1ms', '1h').prefault('10s').meta({
    description: 'Replication lag up to which replicate is left and weights may shift.',
  }),
  lagToCutover: duration('1ms', '1h').prefault('2s').meta({
    description:
      'Replication lag up to which the cut-over may start. What is still missing then is waited for inside the pause.',
  }),
  markerRoundTrip: duration('1ms', '1m').prefault('1s').meta({
    description: 'Time a marker may take from its commit on one side to its commit on the other, before the cut-over.',
  }),
  lagStable: duration('0s', '1d').prefault('1m').meta({
    description:
      'How long the lag must stay below lagToShift before replicate is left. Raise it when load comes in bursts.',
  }),
  greenErrorRate: fraction(0, 1).prefault(0.01).meta({
    description: "Share of green's requests that may fail: 0.01 is one in a hundred.",
  }),
  greenErrorRatio: fraction(0, 100).prefault(1.5).meta({
    description:
      "How many times blue's error rate green's may reach. Green passes when it stays below the larger of this and greenErrorRate.",
  }),
  minRequests: integer(0, 1_000_000_000).prefault(500).meta({
    description:
      'Requests green must have served before its errors and times are judged. Lower it for an application with little traffic.',
  }),
  greenP99Ratio: fraction(0, 100).prefault(1.2).meta({
    description:
      "How many times blue's 99th percentile of response time green's may reach. Raise it when green reads over a slow link until the cut-over.",
  }),
  weightTolerancePoints: fraction(0, 100).prefault(3).meta({
    description: 'How far, in percentage points, the measured weight may be from the declared one.',
  }),
  retainedWalOfFreeDisk: fraction(0, 1).prefault(0.5).meta({
    description: 'Share of the free disk that log kept back for replication may take, on the side it is kept.',
  }),
  oldestTransaction: duration('1ms', '1h').prefault('5s').meta({
    description:
      'Age of the oldest open transaction up to which the fence may be closed; the fence ends the transactions it finds.',
  }),
  reverseHeartbeat: duration('1ms', '10m').prefault('5s').meta({
    description: 'Age of the last heartbeat on the way back up to which the way back counts as open.',
  }),
})
