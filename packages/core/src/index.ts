export { systemClock, type Clock } from './clock.ts'
export { revealSecret } from './connecting/reveal-secret.ts'
export { CaFileError, tlsOptions } from './connecting/tls-options.ts'
export { ControlClient } from './control-socket/client.ts'
export { serveControl, type Controlled } from './control-socket/server.ts'
export { Controller, type ControllerOptions } from './controller/controller.ts'
export { FACTS_CODE } from './controller/record.ts'
export type { HandoverResult } from './controller/perform-handover.ts'
export type { ControllerParts } from './controller/run.ts'
export type { StatusView } from './controller/status-view.ts'
export { CausewayError } from './errors/causeway-error.ts'
export type { DatabaseErrorNumber } from './errors/database-errors.ts'
export type { StreamErrorNumber } from './errors/stream-errors.ts'
export { ERRORS, type Disposition, type ErrorCode, type ErrorInfo } from './errors/registry.ts'
export { FAULT_POINTS, faultPoint, type FaultPoint } from './faults.ts'
export { evaluate } from './gates/evaluate.ts'
export {
  gateThresholds,
  type EvidenceOf,
  type GateEvidence,
  type GateThresholds,
  type Measured,
} from './gates/evidence.ts'
export { GATES, type GateName, type GateOutcome, type GateResult } from './gates/gate.ts'
export { GUARDS, requirePassed } from './gates/guards.ts'
export { openJournal, readJournal } from './journal/open-journal.ts'
export { mapLimit } from './limit.ts'
export { errorsPage, messagesPage } from './messages/docs-page.ts'
export type { MessageData } from './messages/message-data.ts'
export {
  message,
  type Message,
  type MessageCode,
  type MessageLevel,
  type MessageName,
  type MessageOf,
  type Messages,
} from './messages/message.ts'
export { MESSAGES } from './messages/registry.ts'
export {
  ABORT_STEPS,
  HANDOVER_STEPS,
  stepDeadlineMs,
  type AbortStepName,
  type HandoverStage,
  type HandoverStep,
  type HandoverStepName,
} from './phases/handover-steps.ts'
export { PHASES, type Authority, type Phase } from './phases/phase.ts'
export { resumption, type Resumption } from './phases/resume.ts'
export {
  advance,
  authorityOf,
  INITIAL_STATE,
  withAttribute,
  withoutAttribute,
  withWeight,
  type Advance,
  type Attribute,
  type MigrationState,
  type RecordedSide,
  type RunningHandover,
  type VerificationEvidence,
} from './phases/state.ts'
export { next, PHASE_EVENTS, TRANSITIONS, type Cell, type PhaseEvent } from './phases/transitions.ts'
export type { Clients } from './ports/clients.ts'
export type {
  Activity,
  ControlRow,
  Database,
  Decision,
  FenceEvidence,
  FenceProbe,
  HandoverId,
  Marker,
  MarkerPurpose,
  Retention,
  ServerIdentity,
  Side,
} from './ports/database.ts'
export type { Finding } from './ports/finding.ts'
export type { Lease, LeaseRequest } from './ports/lease.ts'
export { silentLogger, type LogData, type Logger } from './ports/logger.ts'
export type {
  Direction,
  LoadProgress,
  LoadSummary,
  MigrationEngine,
  Mismatch,
  PrepareResult,
  TableProgress,
  TableState,
  TableVerification,
  VerificationResult,
  VerifyProgress,
} from './ports/migration-engine.ts'
export type { MarkerArrival, ReplicationStream, StreamStatus } from './ports/replication-stream.ts'
export type {
  ChainCheck,
  NewEvent,
  StateReader,
  StateStore,
  StepKey,
  StoredEvent,
  StoredGate,
  StoredStep,
  VersionedState,
} from './ports/state-store.ts'
export type { TierMeasurement, Traffic, TrafficMeasurement } from './ports/traffic.ts'
export { runLoop, type Attempt, type RunLoopOptions } from './run-loop.ts'
