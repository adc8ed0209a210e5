import { CausewayError } from '@causeway/core'
import { until } from '@causeway/harness'
import type { Crossing } from '../test/e2e/support/crossing.ts'

/** A gate that is not measured yet, or fails for now, is waited for; so is a hand-over that was aborted, as people would. */
const NOT_YET: readonly string[] = ['CW-0301', 'CW-0302', 'CW-0305', 'CW-0402']
const PATIENCE_MS = 600_000

/** Gives an order until it is not refused for now; resolves when it has been carried out. */
export async function give(crossing: Crossing, order: string): Promise<void> {
  await until(async () => {
    try {
      await crossing.order(order)
      return true
    } catch (error) {
      if (CausewayError.is(error) && NOT_YET.includes(error.code)) return false
      throw error
    }
  }, PATIENCE_MS)
}
