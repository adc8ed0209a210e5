import { CHANGE_CASES } from './change-cases.ts'
import { REFUSED_BY_STREAM, REFUSED_BY_WATCH } from './refused-changes.ts'

export type ChangeOutcome = 'carried' | 'refused' | 'frozen and said' | 'not applicable' | 'not tested'

/** What becomes of one kind of change, by when it is made. */
export interface ChangesRow {
  readonly what: string
  readonly schema: ChangeOutcome
  readonly fullLoad: ChangeOutcome
  readonly cdc: ChangeOutcome
  readonly verification: ChangeOutcome
  readonly rollback: ChangeOutcome
}

const NO_SCHEMA = { schema: 'not applicable' } as const
const CARRIED = { fullLoad: 'carried', cdc: 'carried', verification: 'carried', rollback: 'carried' } as const
const FROZEN = {
  fullLoad: 'not tested',
  cdc: 'frozen and said',
  verification: 'not applicable',
  rollback: 'frozen and said',
} as const

/** Of `changes.pg.test.ts`, beside its cases. */
const CARRIED_BESIDE: readonly ChangesRow[] = [
  { what: 'transactions open across prepare, snapshot and copy, committed or rolled back', ...NO_SCHEMA, ...CARRIED },
  {
    what: 'PREPARE TRANSACTION across snapshot and copy, COMMIT PREPARED or ROLLBACK PREPARED',
    ...NO_SCHEMA,
    ...CARRIED,
  },
  {
    what: 'a transaction of 100,000 statements in subtransactions',
    ...NO_SCHEMA,
    ...CARRIED,
    fullLoad: 'not applicable',
    rollback: 'not applicable',
  },
  { what: 'CREATE INDEX CONCURRENTLY, REINDEX CONCURRENTLY', schema: 'carried', ...CARRIED },
  {
    what: 'rows that a subscription of the database writes, with an origin',
    ...NO_SCHEMA,
    ...CARRIED,
    fullLoad: 'not applicable',
  },
  { what: "the application's own publications and slots beside Causeway's", ...NO_SCHEMA, ...CARRIED },
]

/** Of `changes-refused.pg.test.ts`, beside its cases. */
const SAID_BESIDE: readonly ChangesRow[] = [
  {
    what: 'a transaction left prepared at the cut-over',
    ...NO_SCHEMA,
    fullLoad: 'not applicable',
    cdc: 'refused',
    verification: 'not applicable',
    rollback: 'not tested',
  },
  {
    what: 'CREATE TABLE between the gates and the fence',
    ...NO_SCHEMA,
    fullLoad: 'not applicable',
    cdc: 'frozen and said',
    verification: 'not applicable',
    rollback: 'not tested',
  },
]

/** Every kind of change that the tests of changes make, and what becomes of it. */
export const CHANGES_ROWS: readonly ChangesRow[] = [
  ...CHANGE_CASES.map(({ what }) => ({ what, ...NO_SCHEMA, ...CARRIED })),
  ...CARRIED_BESIDE,
  ...REFUSED_BY_STREAM.map(({ what }) => ({
    what,
    ...NO_SCHEMA,
    ...FROZEN,
  })),
  ...REFUSED_BY_WATCH.map(({ what }) => ({ what, ...NO_SCHEMA, ...FROZEN })),
  ...SAID_BESIDE,
]
