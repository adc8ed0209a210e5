import type { PostgresServer } from '@causeway/harness'

export interface Route {
  readonly source: PostgresServer
  readonly target: PostgresServer
  readonly database: string
  /** Exists and is empty; is removed afterwards. */
  readonly directory: string
}

/** Another way to carry a whole database to an empty one. */
export interface Carrier {
  readonly name: string
  /** How many times faster Causeway shall be with tables of many kinds; nothing is promised by default. */
  readonly atLeast?: number
  /** It starts programs for each table: not for thousands of them. */
  readonly perTable?: boolean
  /** What is there before the clock starts. */
  readonly prepare?: (route: Route) => Promise<void>
  readonly carry: (route: Route) => Promise<void>
  /** Undoes what keeps the target from being emptied. */
  readonly leave?: (route: Route) => Promise<void>
}

/** What could be found of one peer. */
export interface Found {
  readonly carriers: readonly Carrier[]
  /** Why it, or a way to run it, is not among them; empty when it is. */
  readonly missing: readonly string[]
}
