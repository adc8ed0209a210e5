import type { ResolvedSpec } from '@causeway/spec'
import type { GateEvidence } from '../gates/evidence.ts'
import type { Clock } from '../clock.ts'
import type { MessageName } from '../messages/message.ts'
import type { MessageData } from '../messages/message-data.ts'
import type { Clients } from '../ports/clients.ts'
import type { Lease } from '../ports/lease.ts'
import type { Logger } from '../ports/logger.ts'
import type { MigrationEngine } from '../ports/migration-engine.ts'
import type { StateStore } from '../ports/state-store.ts'
import type { Traffic } from '../ports/traffic.ts'
import type { PhaseEvent } from '../phases/transitions.ts'
import type { Command, Inbox } from './inbox.ts'
import type { MigrationRecord } from './record.ts'
import type { Services } from './services.ts'

/** What the controller is composed of; the command line opens these, and closes them. */
export interface ControllerParts {
  readonly spec: ResolvedSpec
  readonly engine: MigrationEngine
  /** `null` when the declaration names no router. */
  readonly traffic: Traffic | null
  readonly clients: Clients
  readonly store: StateStore
  readonly clock: Clock
  readonly logger: Logger
}

/** What a phase works with. */
export interface Run extends ControllerParts {
  readonly lease: Lease
  readonly record: MigrationRecord
  readonly services: Services
  readonly inbox: Inbox
  /** Leave with the code of what blocks instead of waiting for a person. */
  readonly exitWhenBlocked: boolean
  /** True until the first phase after a start has ended: what only an earlier process knew is not known. */
  readonly resumed: boolean
  /** The hand-over in course was begun by the phase just before, and nothing of it has been tried yet. */
  readonly fresh: boolean
  /** The order that started the phase; answered when the phase ends. */
  readonly order: Command | null
  /** Lag of the forward stream, oldest first, as long as the longest gate looks back. */
  readonly lagSamples: () => GateEvidence['lag-stable']
  /** Tells what passes by, such as progress: not kept in the journal. */
  readonly tellSoon: <N extends MessageName>(name: N, data: MessageData[N]) => void
}

/**
 * Does the work of one phase and returns the fact that it established. Everything it does may be done again after a
 * crash or a pause. Stops with the reason of `signal`.
 */
export type PhaseHandler = (run: Run, signal: AbortSignal) => Promise<PhaseOutcome>

export interface PhaseOutcome {
  /** `applied`: the phase has recorded its facts itself; `stop`: nothing is left to do. */
  readonly event: PhaseEvent | 'applied' | 'stop'
  /** Handed to the next phase. */
  readonly order?: Command
}
