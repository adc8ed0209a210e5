import { setTimeout as delay } from 'node:timers/promises'
import { meetParent } from '../child/run-child.ts'
import { followAuthority } from '../follower/authority-follower.ts'
import { answerHook } from '../follower/hook.ts'
import { listenHttp } from '../follower/http.ts'
import { OutcomeUnknown } from '../follower/transaction.ts'
import type { Outcome } from '../oracle/history.ts'
import { restockWork } from './routes.ts'
import type { WorkerConfig, WorkerReport } from './start-worker.ts'

/** The background worker as a program: restocks one product after the other and tells its parent of every write. */
const parent = await meetParent<WorkerConfig>()
const { config, gone } = parent
const report = (value: WorkerReport): void => parent.tell(value)
const follower = await followAuthority(config)
const listener = await listenHttp(0, async (request) => {
  return (await answerHook(request, follower)) ?? { status: 404, body: { error: 'not found' } }
})
parent.tell({ url: listener.url })

for (let seq = 1; !gone.aborted; seq += 1) {
  const productId = 1 + ((seq - 1) % config.products)
  report({ seq, productId })
  report({ seq, outcome: await restock(seq, productId) })
  await delay(config.intervalMs, undefined, { signal: gone }).catch(() => {})
}
await listener[Symbol.asyncDispose]()
await follower[Symbol.asyncDispose]()

async function restock(seq: number, productId: number): Promise<Outcome> {
  const work = restockWork({ client: config.name, seq, productId, warehouseId: 1, quantity: 1 })
  try {
    await follower.transaction(work, gone)
    return 'acked'
  } catch (error) {
    return error instanceof OutcomeUnknown ? 'unknown' : 'failed'
  }
}
