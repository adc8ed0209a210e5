import type { Finding, GateOutcome, Mismatch, TableVerification, TierMeasurement } from '@causeway/core'

/** The record of one migration; `report.json` is this, `report.html` is a view of it. Times are ISO 8601. */
export interface ReportData {
  readonly schemaVersion: 1
  readonly migration: string
  readonly environment: string
  /** `given-up`: cleaned up before anything was handed over. */
  readonly outcome: 'committed' | 'rolled-back' | 'given-up' | 'in-progress'
  /** `null` before `prepare` has looked at the servers. */
  readonly source: ReportedServer | null
  readonly target: ReportedServer | null
  readonly startedAt: string
  readonly finishedAt: string
  readonly phases: readonly { readonly phase: string; readonly at: string; readonly durationMs: number }[]
  readonly load: {
    readonly tables: number
    readonly rows: number
    readonly bytes: number
    readonly durationMs: number
  } | null
  /** The last one. */
  readonly verification: ReportedVerification | null
  readonly gates: readonly ReportedGate[]
  readonly weights: readonly ReportedWeight[]
  readonly handovers: readonly ReportedHandover[]
  readonly findings: readonly Finding[]
  /** Only where clients were watched from outside, as in the demo. */
  readonly clients: ReportedClients | null
  /** Hash of the last event of the journal's chain, and whether the chain holds. */
  readonly journal: { readonly events: number; readonly lastHash: string; readonly intact: boolean }
}

export interface ReportedServer {
  readonly version: string
  readonly systemIdentifier: string
  readonly database: string
}

export interface ReportedVerification {
  readonly position: string
  readonly finishedAt: string
  readonly durationMs: number
  readonly mismatches: number
  /** The first of them, by key and column; never values. */
  readonly differing: readonly Mismatch[]
  readonly tables: readonly TableVerification[]
}

export interface ReportedGate {
  readonly gate: string
  readonly outcome: GateOutcome
  /** `null` when it was not known. */
  readonly value: number | string | null
  readonly threshold: number | string
  readonly message: string
  readonly at: string
}

export interface ReportedWeight {
  readonly at: string
  readonly configured: number
  readonly reason: string
  /** Share of green measured over the step, in percent; `null` where nothing was measured. */
  readonly measured: number | null
  readonly blue: TierMeasurement | null
  readonly green: TierMeasurement | null
}

export interface ReportedHandover {
  readonly number: number
  readonly kind: 'cutover' | 'rollback'
  readonly decision: 'COMMIT' | 'ABORT'
  readonly at: string
  readonly pauseMs: number
  /** The controller was restarted within the pause: `pauseMs` is the most it can have been. */
  readonly interrupted: boolean
  readonly budgetMs: number
  readonly reason: string | null
  readonly steps: readonly { readonly step: string; readonly durationMs: number }[]
}

export interface ReportedClients {
  readonly requests: number
  readonly errors: number
  readonly acked: number
  readonly found: number
  readonly lost: number
  readonly duplicated: number
  /** Longest time without an acknowledged write, over all clients. */
  readonly longestGapMs: number
  readonly p50Ms: number
  readonly p99Ms: number
  /** One point a second: writes acknowledged and their p99. */
  readonly series: readonly {
    readonly atSeconds: number
    readonly writes: number
    readonly p99Ms: number
    readonly errors: number
  }[]
}
