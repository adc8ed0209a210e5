import { CausewayError } from '@causeway/core'
import { until } from '@causeway/harness'
import type { RunningCauseway } from './causeway.ts'

/** How a migration ends: back to the source and cleaned up, or committed. */
export type Ending = 'rollback' | 'commit'

/** Of `causeway run`. */
export const EXIT_CODE: Readonly<Record<Ending, number>> = { rollback: 4, commit: 0 }

/** Gives each order that the controller waits for, until its process ends, however it ends. @throws when it freezes */
export async function drive(run: RunningCauseway, ending: Ending): Promise<void> {
  const orders: Readonly<Record<string, string>> = {
    'the order to cut over': 'cutover',
    'the end of the hold': ending,
    'what comes next': 'clean-up',
  }
  for await (const said of run.each()) {
    if (said.name === 'frozen') throw new Error(`frozen: ${said.data.reason}`)
    if (said.name !== 'waiting-for') continue
    const order = orders[said.data.what]
    if (order !== undefined) await give(run, order)
  }
}

/** Again while a gate refuses it. One that is not waited for any more, or whose hand-over was aborted, is asked for anew. */
async function give(run: RunningCauseway, order: string): Promise<void> {
  await until(async () => {
    try {
      await run.order(order)
      return true
    } catch (error) {
      const code = CausewayError.is(error) ? error.code : null
      if (code === 'CW-0301' || code === 'CW-0302') return false
      if (code === 'CW-0305' || code?.startsWith('CW-04') === true) return true
      if (code !== null && code !== 'CW-0306') throw error
      // The connection broke: the controller is gone, or about to be.
      await run.exited
      return true
    }
  })
}

/** Waits for what the controller says it waits for. @throws when it freezes, or ends */
export async function arrive(run: RunningCauseway, what: string): Promise<void> {
  for await (const { name, data } of run.each()) {
    if (name === 'frozen') throw new Error(`frozen: ${data.reason}`)
    if (name === 'waiting-for' && data.what === what) return
  }
  throw new Error(`causeway ended before ${what}: ${(await run.exited).stderr}`)
}
