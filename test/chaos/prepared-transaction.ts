import { startHook, type TestHook } from '../e2e/support/hook.ts'
import type { ServerPair } from '../e2e/support/servers.ts'

/**
 * A client that makes the first cut-over abort behind its fence, and then the first rollback: once held, it leaves a
 * prepared transaction on the database that is to be drained, and takes it back when it is released.
 */
export async function leavePrepared({ source, target }: ServerPair, database: string): Promise<TestHook> {
  // The second hold is of the cut-over that is carried out.
  const inTheWay = new Map([
    [1, source],
    [3, target],
  ])
  let held = 0
  let left = false
  return await startHook(async (action) => {
    if (action === 'hold') {
      held += 1
      const server = inTheWay.get(held)
      if (server === undefined) return
      await server.query(database, `BEGIN; SELECT txid_current(); PREPARE TRANSACTION '${database}'`)
      left = true
    }
    if (action === 'release' && left) {
      await inTheWay.get(held)?.query(database, `ROLLBACK PREPARED '${database}'`)
      left = false
    }
  })
}
