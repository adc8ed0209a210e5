import { afterAll, beforeAll, expect, test } from 'vitest'
import { connectionTo } from '../connection.ts'
import { startPostgres, type PostgresServer } from '../postgres/server.ts'
import { BANK_LEDGER, createBank } from './bank.ts'
import { History } from './history.ts'
import { judge } from './judge.ts'

let server: PostgresServer

beforeAll(async () => {
  server = await startPostgres({ major: 13 })
})

afterAll(async () => server[Symbol.asyncDispose]())

/** A database after ten writes on three keys, damaged by `sql`. */
async function verdictAfter(name: string, sql: string) {
  await server.createDatabase(name)
  await createBank(server, name)
  const history = new History()
  for (let count = 0; count < 10; count += 1) {
    const key = (count % 3) + 1
    const operation = history.begin('c', String(key))
    await server.query(name, 'SELECT oracle.write($1, $2, $3, $4, 7)', [operation.client, operation.seq, key, 'v'])
    operation.end('acked')
  }
  if (sql !== '') await server.query(name, sql)
  return judge(connectionTo(server, name), BANK_LEDGER, history.operations)
}

test('finds every write of an undamaged database', async () => {
  expect(await verdictAfter('intact', '')).toMatchObject({ ok: true, acked: 10, found: 10, lost: 0 })
})

test('a planted loss', async () => {
  const verdict = await verdictAfter('loss', 'DELETE FROM oracle.ledger WHERE seq = 10')
  expect(verdict).toMatchObject({ ok: false, found: 9, lost: 1, duplicated: 0 })
  expect(verdict.offenders[0]).toMatch(/^c#10 on 1 was acknowledged/)
})

test('a planted duplicate', async () => {
  const again = 'INSERT INTO oracle.ledger (client, seq, key, version, value) SELECT client, seq, key, version, value'
  expect(await verdictAfter('twice', `${again} FROM oracle.ledger WHERE seq = 5`)).toMatchObject({
    ok: false,
    duplicated: 1,
    lost: 0,
  })
})

test('planted disorder: two writes of a key changed places; an older write stands last', async () => {
  const swap = 'UPDATE oracle.ledger SET version = CASE version WHEN 1 THEN 2 ELSE 1 END WHERE key = 1 AND version < 3'
  expect(await verdictAfter('swapped', swap)).toMatchObject({ ok: false, reordered: 1, lost: 0, duplicated: 0 })
  const older = 'UPDATE oracle.register SET version = version - 1, seq = seq - 3 WHERE key = 2'
  expect(await verdictAfter('older', older)).toMatchObject({ ok: false, reordered: 1 })
})

test('money that appeared, and a value that differs', async () => {
  const richer = await verdictAfter('richer', 'UPDATE oracle.account SET balance = balance + 1 WHERE id = 3')
  expect(richer.brokenInvariants).toEqual(['the bank holds what it held: the sum is 500001 of 500000'])
  const other = await verdictAfter('other', `UPDATE oracle.register SET value = 'w' WHERE key = 3`)
  expect(other.brokenInvariants).toEqual(['an entry and its row hold the same value: key 3 version 3'])
})
