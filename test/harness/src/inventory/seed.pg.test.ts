import { describe, expect, test } from 'vitest'
import { connectionTo } from '../connection.ts'
import { judge } from '../oracle/judge.ts'
import { MAJORS } from '../postgres/binaries.ts'
import { startPostgres } from '../postgres/server.ts'
import { INVENTORY_LEDGER } from './ledger.ts'
import { createInventoryRoles, seed } from './seed.ts'

describe.each(MAJORS)('PostgreSQL %i', (major) => {
  test('holds a seeded inventory system in which the application may work', async () => {
    await using server = await startPostgres({ major })
    const app = await createInventoryRoles(server)
    const database = await server.createDatabase('shop')
    const tables: string[] = []
    const seeded = await seed(server, database, { rows: 5000, onProgress: ({ table }) => tables.push(table) })
    expect(tables).toHaveLength(10)
    expect(seeded.rows).toBeGreaterThan(4500)
    expect(seeded.rows).toBeLessThan(5500)

    const client = await server.connect(database, app)
    const order = await client.query(`CALL inventory.place_order('c', 1, 1, 7, 1::smallint, 3)`)
    expect(order.rows[0]).toMatchObject({ new_order: '1001', is_new: true })
    const again = await client.query(`CALL inventory.place_order('c', 1, 1, 7, 1::smallint, 3)`)
    expect(again.rows[0]).toMatchObject({ new_order: '1001', is_new: false })
    await client.query(`CALL inventory.restock('c', 2, 7, 1::smallint, 5)`)
    const tooMany = client.query(`CALL inventory.place_order('c', 3, 1, 7, 1::smallint, 1000000)`)
    await expect(tooMany).rejects.toMatchObject({ code: 'IV001' })
    await expect(client.query('DELETE FROM inventory.orders')).rejects.toMatchObject({ code: '42501' })
    await client.end()

    const verdict = await judge(connectionTo(server, database), INVENTORY_LEDGER, [])
    expect(verdict).toMatchObject({ unexpected: 2, reordered: 0 })
    expect(verdict.brokenInvariants).toEqual([
      'every order is booked on both sides with its total: order 1001 has 0 entries, sum 0',
    ])
  })
})
