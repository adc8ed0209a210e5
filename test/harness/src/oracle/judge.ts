import { Client } from 'pg'
import { clientConfig, type ConnectionSettings } from '../connection.ts'
import type { Operation } from './history.ts'
import type { Ledger } from './ledger.ts'
import { decide, type Entry, type Verdict } from './verdict.ts'

/**
 * Judges a database after all clients have stopped: with its own SQL on a connection of its own, not with the product.
 *
 * The role must be able to read what `ledger` names. Reads one snapshot.
 */
export async function judge(
  database: ConnectionSettings,
  ledger: Ledger,
  operations: Iterable<Operation>,
): Promise<Verdict> {
  const client = new Client(await clientConfig(database))
  await client.connect()
  try {
    await client.query('BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY')
    const entries = await readEntries(
      client,
      `SELECT * FROM (${ledger.entries}) AS entry ORDER BY entry.key, entry.version`,
    )
    const registers = await readEntries(client, ledger.registers)
    const brokenInvariants: string[] = []
    for (const { name, violations } of ledger.invariants) {
      const { rows } = await client.query<{ detail: string }>(`SELECT detail FROM (${violations}) AS violation LIMIT 5`)
      brokenInvariants.push(...rows.map(({ detail }) => `${name}: ${detail}`))
    }
    return decide({ entries, registers, brokenInvariants }, operations)
  } finally {
    await client.end()
  }
}

async function readEntries(client: Client, sql: string): Promise<readonly Entry[]> {
  const { rows } = await client.query<{ client: string; seq: string; key: string; version: string }>(sql)
  return rows.map((row) => ({ client: row.client, seq: Number(row.seq), key: row.key, version: Number(row.version) }))
}
