import { escapeIdentifier } from 'pg'
import type { PostgresServer } from '../postgres/server.ts'
import type { Ledger } from './ledger.ts'

/** Accounts and what each holds at the beginning. */
const ACCOUNTS = 500
const OPENING_BALANCE = 1000
export const BANK_KEYS = 2000

/**
 * The oracle's own workload: each write appends to a ledger, replaces the row of its key and moves money between two
 * accounts, in one transaction.
 *
 * Entries have no unique constraint, so that a row applied twice shows.
 */
const SCHEMA = `
CREATE SCHEMA oracle;
CREATE TABLE oracle.ledger (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  client text NOT NULL,
  seq bigint NOT NULL,
  key int NOT NULL,
  version bigint NOT NULL,
  value text NOT NULL
);
CREATE INDEX ON oracle.ledger (client, seq);
CREATE TABLE oracle.register (key int PRIMARY KEY, version bigint NOT NULL, client text, seq bigint, value text);
CREATE TABLE oracle.account (id int PRIMARY KEY, balance bigint NOT NULL);
INSERT INTO oracle.register (key, version) SELECT key, 0 FROM generate_series(1, ${BANK_KEYS}) AS key;
INSERT INTO oracle.account SELECT id, ${OPENING_BALANCE} FROM generate_series(1, ${ACCOUNTS}) AS id;
CREATE FUNCTION oracle.write(a_client text, a_seq bigint, a_key int, a_value text, amount int) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  one int := 1 + floor(random() * ${ACCOUNTS - 1});
  other int := one + 1 + floor(random() * (${ACCOUNTS} - one));
BEGIN
  -- Always in the same order, register first and the lower account first: no deadlocks.
  UPDATE oracle.register SET version = version + 1, client = a_client, seq = a_seq, value = a_value WHERE key = a_key;
  INSERT INTO oracle.ledger (client, seq, key, version, value)
    SELECT client, seq, key, version, value FROM oracle.register WHERE key = a_key;
  UPDATE oracle.account SET balance = balance - amount WHERE id = one;
  UPDATE oracle.account SET balance = balance + amount WHERE id = other;
END $$;`

/** Creates the workload's schema; `user` may then write. */
export async function createBank(server: PostgresServer, database: string, user?: string): Promise<void> {
  await server.query(database, SCHEMA)
  if (user === undefined) return
  const role = escapeIdentifier(user)
  await server.query(
    database,
    `GRANT USAGE ON SCHEMA oracle TO ${role}; GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA oracle TO ${role}`,
  )
}

export const BANK_LEDGER: Ledger = {
  entries: 'SELECT client, seq, key::text, version FROM oracle.ledger',
  registers: 'SELECT client, seq, key::text, version FROM oracle.register WHERE version > 0',
  invariants: [
    {
      name: 'the bank holds what it held',
      violations: `SELECT 'the sum is ' || coalesce(sum(balance), 0) || ' of ${ACCOUNTS * OPENING_BALANCE}' AS detail
        FROM oracle.account HAVING coalesce(sum(balance), 0) <> ${ACCOUNTS * OPENING_BALANCE}`,
    },
    {
      name: 'an entry and its row hold the same value',
      violations: `SELECT 'key ' || key || ' version ' || version AS detail
        FROM oracle.ledger JOIN oracle.register USING (key, version) WHERE ledger.value IS DISTINCT FROM register.value`,
    },
  ],
}
