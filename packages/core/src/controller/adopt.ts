import type { RecordedSide } from '../phases/state.ts'
import type { Database } from '../ports/database.ts'
import { owedHandover } from './perform-handover.ts'
import type { MigrationRecord } from './record.ts'
import type { ControllerParts } from './run.ts'

/**
 * Brings the journal up to what the control rows of both sides know. One that was begun anew, since the old one is lost
 * or on another machine, takes servers and schemas as they are now for those that `prepare` found: the rows are theirs.
 */
export async function adoptControlRows(
  { engine }: ControllerParts,
  record: MigrationRecord,
  signal: AbortSignal,
): Promise<void> {
  await record.adopt((await owedHandover(engine, record.state, signal)).state)
  const { phase, recorded } = record.state
  if (recorded !== null || phase === 'draft' || phase === 'prepare') return
  const seen = async (database: Database): Promise<RecordedSide> => ({
    identity: await database.identity(signal),
    fingerprint: await engine.schemaFingerprint(database.side, signal),
  })
  const [source, target] = await Promise.all([seen(engine.source), seen(engine.target)])
  await record.remember({ recorded: { source, target } })
}
