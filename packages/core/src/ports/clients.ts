import type { Authority } from '../phases/phase.ts'

/** Applications and workers that write to the database and must follow the authority. */
export interface Clients extends AsyncDisposable {
  /** Ahead of the pause: opens and finds out what `hold` would have to. @throws CW-0309 when one could not be held */
  prepare(signal: AbortSignal): Promise<void>

  /** Every client stops writing and keeps work waiting. @throws CW-0309 when one refuses or is late */
  hold(signal: AbortSignal): Promise<void>

  /** Every client is told which database is the authority. Idempotent. */
  follow(authority: Exclude<Authority, 'NONE'>, signal: AbortSignal): Promise<void>

  /** Every client goes on. Idempotent. */
  release(signal: AbortSignal): Promise<void>
}
