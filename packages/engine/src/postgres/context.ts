import type { Logger } from '@causeway/core'
import type { ResolvedSpec } from '@causeway/spec'

/** What every part of the engine is given. */
export interface EngineContext {
  readonly spec: ResolvedSpec
  readonly logger: Logger
}
