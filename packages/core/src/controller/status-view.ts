import type { Message, MessageName } from '../messages/message.ts'
import type { MessageData } from '../messages/message-data.ts'
import { authorityOf, type Attribute, type MigrationState } from '../phases/state.ts'
import type { Authority, Phase } from '../phases/phase.ts'
import type { StreamStatus } from '../ports/replication-stream.ts'
import type { TableProgress } from '../ports/migration-engine.ts'
import type { ControllerParts } from './run.ts'

/** Every number an operator needs, in one object; `causeway status --json` prints it. */
export interface StatusView {
  readonly migration: string
  readonly environment: string
  readonly epoch: number
  readonly phase: Phase
  readonly authority: Authority
  readonly weight: number
  readonly attribute: Attribute | null
  readonly handover: MigrationState['handover']
  readonly streams: { readonly forward: StreamStatus; readonly reverse: StreamStatus }
  readonly pendingVerification: number
  readonly verification: MigrationState['verification']
  readonly tables: readonly TableProgress[]
  /** The newest message of each of these kinds; `null` before the first. */
  readonly load: MessageData['load-progress'] | null
  readonly verifying: MessageData['verification-progress'] | null
  readonly verified: MessageData['verification-result'] | null
  readonly traffic: MessageData['traffic-measured'] | null
  /** `null` while nobody has to act. */
  readonly waitingFor: MessageData['waiting-for'] | null
  readonly wayBack: { readonly available: boolean; readonly why: string }
}

export function viewOf(
  parts: ControllerParts,
  state: MigrationState,
  latest: ReadonlyMap<MessageName, Message>,
  tables: readonly TableProgress[],
  epoch: number,
): StatusView {
  const forward = parts.engine.stream('forward').status()
  const reverse = parts.engine.stream('reverse').status()
  const newest = <N extends MessageName>(name: N) => (latest.get(name)?.data ?? null) as MessageData[N] | null
  return {
    migration: `${parts.spec.name}-${parts.spec.suffix}`,
    environment: parts.spec.environment,
    epoch,
    phase: state.phase,
    authority: authorityOf(state),
    weight: state.weight,
    attribute: state.attribute,
    handover: state.handover,
    streams: { forward, reverse },
    pendingVerification: parts.engine.pendingVerification(state.phase === 'hold' ? 'reverse' : 'forward'),
    verification: state.verification,
    tables,
    load: newest('load-progress'),
    verifying: newest('verification-progress'),
    verified: newest('verification-result'),
    traffic: newest('traffic-measured'),
    waitingFor: waitingFor(state, newest('waiting-for')),
    wayBack: wayBack(state, reverse),
  }
}

/** Whoever holds the migration must let it go before anything else can be ordered. */
function waitingFor(state: MigrationState, told: StatusView['waitingFor']): StatusView['waitingFor'] {
  if (state.attribute === null || state.handover !== null) return told
  const back = state.phase === 'hold' ? ', or causeway rollback' : ''
  return { what: 'somebody to let it go on', command: `causeway resume${back}` }
}

function wayBack(state: MigrationState, reverse: StreamStatus): StatusView['wayBack'] {
  if (state.phase === 'committed') return { available: false, why: 'the migration is committed' }
  if (state.phase !== 'hold') return { available: true, why: 'the source is the authority' }
  if (reverse.state === 'streaming')
    return {
      available: true,
      why: `reverse replication lags ${reverse.lagMs === null ? '?' : Math.round(reverse.lagMs)} ms`,
    }
  return { available: false, why: `reverse replication is ${reverse.state}: ${reverse.reason ?? ''}` }
}
