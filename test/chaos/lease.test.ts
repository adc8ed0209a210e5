import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { RunningCauseway } from '../e2e/support/causeway.ts'
import { openCrossing, type Crossing } from '../e2e/support/crossing.ts'
import { drive, EXIT_CODE } from '../e2e/support/drive.ts'
import { startHook } from '../e2e/support/hook.ts'
import { accessOf, leftoversOf } from '../e2e/support/leftovers.ts'

const SERVERS = { from: 13, to: 17 } as const
const NOTHING_LOST = { ok: true, lost: 0, duplicated: 0, reordered: 0, failed: 0, unknown: 0 }

it('refuses a second controller, here and elsewhere, and names the first', async () => {
  await using crossing = await openCrossing({ ...SERVERS, writesPerSecond: 25 })
  const first = crossing.run()
  await first.seen('phase-changed', ({ to }) => to === 'prepare')

  const here = await crossing.run().exited
  expect(here).toMatchObject({ code: 3, error: { code: 'CW-0340' } })
  expect(here.error?.message).toContain(`pid ${first.pid}`)

  const elsewhere = await crossing.run([], {}, await crossing.copyTo(join(crossing.folder, 'b'))).exited
  expect(elsewhere).toMatchObject({ code: 8, error: { code: 'CW-0802' } })
  expect(elsewhere.error?.message).toContain(`pid ${first.pid}`)

  await drive(first, 'rollback')
  expect(await first.exited).toMatchObject({ code: EXIT_CODE.rollback, error: null })
  expect(await crossing.judge('source')).toMatchObject(NOTHING_LOST)
  expect(await leftoversOf(crossing)).toEqual([])
})

it('takes over from a controller that stands still before the decision; revived, it has no effect', async () => {
  const stopped = Promise.withResolvers<void>()
  let first: RunningCauseway | null = null
  await using client = await startHook(async (action) => {
    if (action !== 'hold' || first === null) return
    first.kill('SIGSTOP')
    stopped.resolve()
  })
  await using crossing = await openCrossing({ ...SERVERS, writesPerSecond: 25, hooks: { batch: client.url } })
  const access = await accessOf(crossing)
  const zombie = crossing.run()
  first = zombie
  await zombie.waitingFor('the order to cut over')
  // Never answered: who was ordered stands still.
  void zombie.order('cutover').catch(() => {})
  await stopped.promise
  first = null

  const file = await crossing.copyTo(join(crossing.folder, 'b'))
  const second = crossing.run(['--take-over'], {}, file)
  await second.waitingFor('the order to cut over')
  const before = await controlRows(crossing)
  expect(before).toMatchObject({ source: { epoch: '3', decision: 'ABORT', fenced: false } })

  zombie.kill('SIGCONT')
  expect(await zombie.exited).toMatchObject({ code: 8, error: { code: 'CW-0801' } })
  expect(await controlRows(crossing)).toEqual(before)
  expect(await accessOf(crossing)).toMatchObject({ source: access.source })

  await drive(second, 'rollback')
  expect(await second.exited).toMatchObject({ code: EXIT_CODE.rollback, error: null })
  expect(await crossing.judge('source')).toMatchObject(NOTHING_LOST)
  expect(await leftoversOf(crossing)).toEqual([])
  expect(await accessOf(crossing)).toEqual(access)
})

async function controlRows({ source, target, database }: Crossing) {
  const read = async (server: Crossing['source']) =>
    (
      await server.query(
        database,
        'SELECT epoch, holder, fenced, handover, handover_kind, decision FROM causeway.control',
      )
    )[0]
  return { source: await read(source), target: await read(target) }
}
