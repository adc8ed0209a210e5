import type { Traffic } from '@causeway/core'
import type { ResolvedSpec } from '@causeway/spec'
import { EmbeddedRouter } from './embedded-router.ts'

/** What splits the requests, ready to accept them; `null` when weights are changed by hand. @throws CW-0260 */
export async function createTraffic({ traffic }: ResolvedSpec): Promise<Traffic | null> {
  return traffic.router.kind === 'none' ? null : await EmbeddedRouter.listen(traffic.router)
}
