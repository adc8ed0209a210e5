import type { Settings } from '../schema/migration.ts'
import type { Node } from '../yaml/node.ts'

/** A sound declaration: every environment of it has been judged. Only `parse` makes one. */
export interface Declaration {
  /** As given to `parse`; relative paths in the declaration start from its directory. */
  readonly file: string
  /** By name, in the order written; `default` alone when none is declared. */
  readonly environments: ReadonlyMap<string, Environment>
  readonly root: Node
}

/** The base with one environment's settings laid over it. */
export interface Environment {
  readonly settings: Settings
  readonly root: Node
}

/** The environment of a declaration that has none. */
export const DEFAULT_ENVIRONMENT = 'default'
