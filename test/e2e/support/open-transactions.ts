import type { Client } from 'pg'
import type { Crossing } from './crossing.ts'
import { OWNER } from './servers.ts'

/** Of one migration, in order. The slot is older than `before the snapshot`. */
const MOMENTS = [
  'before prepare',
  'before the snapshot',
  'before the copy',
  'after the copy',
  'while streaming',
] as const

export type Moment = (typeof MOMENTS)[number]

interface OpenTransaction {
  readonly who: string
  /** Before `prepare` a transaction only reads: one that has written holds `prepare` up until it ends. */
  readonly begins: Moment
  readonly ends: Moment
  readonly how: 'COMMIT' | 'ROLLBACK' | 'COMMIT PREPARED' | 'ROLLBACK PREPARED'
}

const LIFETIMES = [
  { begins: 'before prepare', ends: 'before the copy' },
  { begins: 'before prepare', ends: 'after the copy' },
  { begins: 'before prepare', ends: 'while streaming' },
  { begins: 'before the snapshot', ends: 'before the copy' },
  { begins: 'before the snapshot', ends: 'after the copy' },
  { begins: 'before the snapshot', ends: 'while streaming' },
  { begins: 'before the copy', ends: 'after the copy' },
  { begins: 'before the copy', ends: 'while streaming' },
  { begins: 'after the copy', ends: 'while streaming' },
] as const

const WAYS_TO_END = ['COMMIT', 'ROLLBACK', 'COMMIT PREPARED', 'ROLLBACK PREPARED'] as const

const TRANSACTIONS: readonly OpenTransaction[] = LIFETIMES.flatMap(({ begins, ends }) =>
  WAYS_TO_END.map((how) => ({ who: `${how}: from ${begins} to ${ends}`, begins, ends, how })),
)

export const OPEN_TRANSACTIONS = `
  CREATE SCHEMA open; CREATE TABLE open.t (id serial PRIMARY KEY, who text, v text);
  INSERT INTO open.t (who, v) SELECT who, repeat('v', 100) FROM unnest(ARRAY[${TRANSACTIONS.map(({ who }) => `'${who}'`).join(', ')}]) who`

/** What each has left in `open.t` by `while streaming`: what it did once, or nothing. */
export const LEFT_BY_THEM = TRANSACTIONS.map(({ who, how }) => ({ who, rows: how.startsWith('COMMIT') ? 2 : 1 }))

export const LEFT_BY = `SELECT who, count(*)::int AS rows FROM open.t GROUP BY who ORDER BY array_position($1, who)`

/** Transactions that are open across prepare, snapshot and copy, each in a session of its own or prepared. */
export class OpenTransactions implements AsyncDisposable {
  readonly #crossing: Crossing
  readonly #sessions = new Map<string, Client>()

  constructor(crossing: Crossing) {
    this.#crossing = crossing
  }

  /** Begins and ends what has to by then. */
  async reach(moment: Moment): Promise<void> {
    for (const transaction of TRANSACTIONS) {
      const { begins, ends, who } = transaction
      if (begins === 'before prepare' && moment === 'before the snapshot') await this.#write(transaction)
      if (begins === moment) {
        const { source, database } = this.#crossing
        const client = await source.connect(database)
        this.#sessions.set(who, client)
        await client.query(`SET ROLE ${OWNER}; BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM open.t`)
        if (moment !== 'before prepare') await this.#write(transaction)
      }
      if (ends === moment) await this.#end(transaction)
    }
  }

  async #write({ who, how }: OpenTransaction): Promise<void> {
    await this.#session(who).query(`
      INSERT INTO open.t (who, v) VALUES ('${who}', 'new'); SAVEPOINT a; UPDATE open.t SET v = v || '.' WHERE who = '${who}';
      SAVEPOINT b; DELETE FROM open.t WHERE who = '${who}'; ROLLBACK TO b; RELEASE a;
      UPDATE open.t SET id = -id WHERE who = '${who}' AND v = 'new.'; ${how.endsWith('PREPARED') ? `PREPARE TRANSACTION '${who}'` : ''}`)
  }

  async #end({ who, how }: OpenTransaction): Promise<void> {
    const change = `UPDATE open.t SET v = v || '!' WHERE who = '${who}'`
    await this.#session(who).query(how.endsWith('PREPARED') ? `${how} '${who}'` : `${change}; ${how}`)
    await this.#session(who).end()
    this.#sessions.delete(who)
  }

  #session(who: string): Client {
    const client = this.#sessions.get(who)
    if (client === undefined) throw new Error(`the transaction ${who} is not open`)
    return client
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const client of this.#sessions.values()) await client.end()
  }
}
