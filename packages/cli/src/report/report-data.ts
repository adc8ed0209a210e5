import type { Finding, TableVerification, TierMeasurement } from '@causeway/core'

/** The record of one migration; `report.json` is this, `report.html` is a view of it. Times are ISO 8601. */
export interface ReportData {
  readonly schemaVersion: 1
  readonly migration: string
  readonly environment: string
  readonly outcome: 'committed' | 'rolled-back' | 'in-progress'
  readonly source: ReportedServer
  readonly target: ReportedServer
  readonly startedAt: string
  readonly finishedAt: string
  readonly phases: readonly { readonly phase: string; readonly at: string; readonly durationMs: number }[]
  readonly load: {
    readonly tables: number
    readonly rows: number
    readonly bytes: number
    readonly durationMs: number
  } | null
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
  readonly tables: readonly TableVerification[]
}

export interface ReportedGate {
  readonly gate: string
  readonly outcome: 'pass' | 'fail' | 'inconclusive'
  readonly value: string
  readonly threshold: string
  readonly at: string
}

export interface ReportedWeight {
  readonly at: string
  readonly configured: number
  /** Share of green measured over the step, in percent; `null` where nothing was served. */
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
