import { expect, it } from 'vitest'
import { DATABASE, openCrossing } from './support/crossing.ts'

const WAYS = [
  { from: 13, to: 17, role: 'plain' },
  { from: 16, to: 16, role: 'superuser' },
] as const

it.each(WAYS)('PostgreSQL $from → $to as $role: over, and back, with nothing lost', async ({ from, to, role }) => {
  await using crossing = await openCrossing({ from, to, role, writesPerSecond: 40 })
  const run = crossing.run()
  await run.waitingFor('the order to cut over')
  const cutover = await crossing.causeway('cutover', '--execute')
  expect(cutover.answer).toMatchObject({ data: { decision: 'COMMIT' } })
  await run.waitingFor('the end of the hold')
  const rollback = await crossing.causeway('rollback')
  expect(rollback.answer).toMatchObject({ data: { decision: 'COMMIT' } })
  await run.waitingFor('what comes next')
  const verdict = await crossing.judge('source')
  expect(verdict).toMatchObject({ ok: true, lost: 0, duplicated: 0, reordered: 0, unknown: 0 })
  expect(crossing.load?.stats().writes.errors).toBe(0)
  await crossing.causeway('clean-up')
  expect((await run.exited).code).toBe(4)
  for (const server of [crossing.source, crossing.target]) {
    expect(await server.query(DATABASE, 'SELECT slot_name FROM pg_replication_slots')).toEqual([])
    expect(await server.query(DATABASE, 'SELECT pubname FROM pg_publication')).toEqual([])
    expect(await server.query(DATABASE, `SELECT nspname FROM pg_namespace WHERE nspname = 'causeway'`)).toEqual([])
  }
})

it('over, and committed: the target is the authority, the source stays closed', async () => {
  await using crossing = await openCrossing({ from: 14, to: 17, writesPerSecond: 40 })
  const run = crossing.run()
  await run.waitingFor('the order to cut over')
  expect((await crossing.causeway('cutover', '--rehearse')).code).toBe(0)
  expect((await crossing.causeway('cutover', '--execute')).code).toBe(0)
  await run.waitingFor('the end of the hold')
  expect((await crossing.causeway('commit')).code).toBe(0)
  expect((await run.exited).code).toBe(0)
  const verdict = await crossing.judge('target')
  expect(verdict).toMatchObject({ ok: true, lost: 0, duplicated: 0, reordered: 0 })
  await expect(crossing.source.connect(DATABASE, crossing.application)).rejects.toThrow(/CONNECT|permission/)
})
