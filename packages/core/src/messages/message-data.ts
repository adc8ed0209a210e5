import type { GateResult } from '../gates/gate.ts'
import type { AbortStepName, HandoverStepName } from '../phases/handover-steps.ts'
import type { Authority, Phase } from '../phases/phase.ts'
import type { PhaseEvent } from '../phases/transitions.ts'
import type { Decision, HandoverId } from '../ports/database.ts'
import type { Finding } from '../ports/finding.ts'
import type {
  Direction,
  LoadProgress,
  LoadSummary,
  Mismatch,
  TableProgress,
  TableVerification,
  VerifyProgress,
} from '../ports/migration-engine.ts'
import type { StreamStatus } from '../ports/replication-stream.ts'
import type { TrafficMeasurement } from '../ports/traffic.ts'

/** What each message carries. Field by field documented in the registry, from which the reference page is made. */
export interface MessageData {
  readonly 'controller-started': { readonly migration: string; readonly holder: string; readonly epoch: number }
  readonly 'controller-stopped': { readonly reason: string; readonly code: string | null }
  readonly 'phase-changed': {
    readonly from: Phase
    readonly to: Phase
    readonly event: PhaseEvent
    readonly authority: Authority
    readonly weight: number
  }
  readonly 'waiting-for': { readonly what: string; readonly command: string | null }
  readonly paused: { readonly reason: string }
  readonly throttled: { readonly reason: string }
  readonly stalled: { readonly reason: string }
  readonly frozen: { readonly reason: string; readonly code: string | null; readonly remedy: string }
  readonly resumed: { readonly from: 'paused' | 'throttled' | 'stalled' | 'frozen' }
  readonly warning: { readonly text: string; readonly code: string | null }
  readonly finding: Finding
  readonly 'table-progress': TableProgress
  readonly 'load-progress': Omit<LoadProgress, 'tables'> & { readonly tablesReady: number; readonly tables: number }
  readonly 'load-finished': LoadSummary
  readonly 'stream-status': StreamStatus & { readonly direction: Direction }
  readonly 'verification-progress': VerifyProgress
  readonly 'verification-result': {
    readonly tables: number
    readonly rows: number
    readonly mismatchCount: number
    readonly mismatches: readonly Mismatch[]
    readonly inMotion: number
    readonly durationMs: number
    readonly position: string
    readonly perTable: readonly TableVerification[]
  }
  readonly 'gate-evaluated': GateResult
  readonly 'weight-set': { readonly from: number; readonly to: number; readonly reason: string }
  readonly 'traffic-measured': TrafficMeasurement & { readonly weight: number }
  readonly clients: { readonly action: 'held' | 'following' | 'released'; readonly authority: Authority }
  readonly 'handover-started': HandoverId & { readonly pauseBudgetMs: number }
  readonly 'handover-step': HandoverId & {
    readonly step: HandoverStepName | AbortStepName
    readonly durationMs: number
    readonly remainingMs: number
  }
  readonly 'handover-decided': HandoverId & { readonly decision: Decision }
  readonly 'handover-aborted': HandoverId & { readonly reason: string; readonly code: string | null }
  readonly 'paused-for': HandoverId & {
    readonly pauseMs: number
    readonly budgetMs: number
    readonly steps: readonly { readonly step: string; readonly durationMs: number }[]
  }
  readonly 'report-written': { readonly path: string }
}
