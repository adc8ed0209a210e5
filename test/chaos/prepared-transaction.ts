import { startHook, type TestHook } from '../e2e/support/hook.ts'
import type { ServerPair } from '../e2e/support/servers.ts'

export type Handover = 'cutover' | 'rollback'

/**
 * A client that makes the first hand-over of one kind abort behind its fence: once held, it leaves a prepared transaction
 * on the database that is to be drained, and takes it back when it is released.
 */
export async function leavePrepared(servers: ServerPair, database: string, during: Handover): Promise<TestHook> {
  const server = during === 'cutover' ? servers.source : servers.target
  const inTheWay = during === 'cutover' ? 1 : 2
  let held = 0
  let left = false
  return await startHook(async (action) => {
    if (action === 'hold') {
      held += 1
      if (held !== inTheWay) return
      await server.query(database, `BEGIN; SELECT txid_current(); PREPARE TRANSACTION '${database}'`)
      left = true
    }
    if (action === 'release' && left) {
      await server.query(database, `ROLLBACK PREPARED '${database}'`)
      left = false
    }
  })
}
