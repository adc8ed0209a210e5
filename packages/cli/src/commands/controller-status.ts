import {
  authorityOf,
  CausewayError,
  ControlClient,
  readJournal,
  type Authority,
  type MessageData,
  type MigrationState,
  type StatusView,
} from '@causeway/core'
import type { ResolvedSpec } from '@causeway/spec'
import { allEvents, lastOf } from '../report/journal-events.ts'
import type { Io } from '../io.ts'

/** What the journal holds while no controller runs; what the databases say may be newer, and then they win. */
export interface RecordedStatus extends Pick<
  MigrationState,
  'phase' | 'weight' | 'attribute' | 'handover' | 'verification'
> {
  readonly migration: string
  readonly environment: string
  readonly authority: Authority
  readonly verified: MessageData['verification-result'] | null
}

/** What the running controller says of itself; `null` while none runs. */
export async function liveStatus(io: Io, spec: ResolvedSpec): Promise<StatusView | null> {
  try {
    return (await new ControlClient(spec.stateDir).status(io.signal)) as StatusView
  } catch (error) {
    if (CausewayError.is(error) && error.code === 'CW-0306') return null
    throw error
  }
}

/** `null` when nothing has been started here. */
export async function recordedStatus(spec: ResolvedSpec): Promise<RecordedStatus | null> {
  await using journal = readJournal(spec.stateDir)
  if (journal === null) return null
  const { state } = await journal.state()
  const { phase, weight, attribute, handover, verification } = state
  return {
    migration: `${spec.name}-${spec.suffix}`,
    environment: spec.environment,
    phase,
    authority: authorityOf(state),
    weight,
    attribute,
    handover,
    verification,
    verified: lastOf(await allEvents(journal), 'verification-result'),
  }
}
