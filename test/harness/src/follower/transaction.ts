import { DatabaseError, type Pool, type PoolClient } from 'pg'

/** The connection broke while COMMIT was under way: the transaction is there or it is not. */
export class OutcomeUnknown extends Error {
  override readonly name = 'OutcomeUnknown'
}

/** The server could not be reached; nothing was sent. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable'
}

/**
 * One transaction. An error other than `OutcomeUnknown` means that it certainly was not committed.
 *
 * @throws OutcomeUnknown, Unreachable, or what the server or `body` said
 */
export async function transaction<T>(pool: Pool, body: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await reach(pool)
  let usable = false
  try {
    await client.query('BEGIN')
    const result = await body(client)
    await commit(client)
    usable = true
    return result
  } catch (error) {
    // After anything but an answer of the server nothing is known of the session: it is not used again.
    if (error instanceof DatabaseError && error.severity === 'ERROR') usable = await rolledBack(client)
    throw error
  } finally {
    client.release(!usable)
  }
}

async function reach(pool: Pool): Promise<PoolClient> {
  try {
    return await pool.connect()
  } catch (cause) {
    throw new Unreachable('cannot connect', { cause })
  }
}

async function commit(client: PoolClient): Promise<void> {
  try {
    await client.query('COMMIT')
  } catch (cause) {
    // ERROR is the answer of a live session that has rolled back; FATAL and a broken connection may come after the commit.
    if (cause instanceof DatabaseError && cause.severity === 'ERROR') throw cause
    throw new OutcomeUnknown('the connection broke during COMMIT', { cause })
  }
}

async function rolledBack(client: PoolClient): Promise<boolean> {
  try {
    await client.query('ROLLBACK')
    return true
  } catch {
    return false
  }
}

/** Whether another attempt may succeed where this one failed for sure: connections, shutdowns, conflicts. */
export function isTransient(error: unknown): boolean {
  if (error instanceof OutcomeUnknown) return false
  if (!(error instanceof DatabaseError)) return true
  return error.severity !== 'ERROR' || ['40001', '40P01', '55P03', '57014', '25006'].includes(error.code ?? '')
}
