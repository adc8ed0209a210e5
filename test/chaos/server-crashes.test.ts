import { afterAll, beforeAll, expect, it } from 'vitest'
import { blockSlot, lockOnTarget, type Blocking } from '../e2e/support/blocking.ts'
import type { RunningCauseway } from '../e2e/support/causeway.ts'
import { openCrossingOn, type Crossing } from '../e2e/support/crossing.ts'
import { drive, EXIT_CODE } from '../e2e/support/drive.ts'
import { leftoversOf } from '../e2e/support/leftovers.ts'
import { openServers, type ServerPair } from '../e2e/support/servers.ts'

const CASES = [
  { side: 'source', phase: 'full-load' },
  { side: 'target', phase: 'full-load' },
  { side: 'source', phase: 'replicate' },
  { side: 'target', phase: 'replicate' },
] as const

let servers: ServerPair

beforeAll(async () => {
  servers = await openServers({ from: 13, to: 17 })
})

afterAll(async () => servers[Symbol.asyncDispose]())

it.each(CASES)('carries on by itself when the $side crashes during $phase', async ({ side, phase }) => {
  await using crossing = await openCrossingOn(servers, {
    database: `${side}_${phase.slice(0, 4)}`,
    writesPerSecond: 150,
  })
  const run = crossing.run()
  const copying = phase === 'full-load' ? await reachCopy(crossing) : await reachStream(run)
  await servers[side].restart('immediate')
  await copying?.end()

  await drive(run, 'rollback')
  expect(await run.exited).toMatchObject({ code: EXIT_CODE.rollback, error: null })
  const verdict = await crossing.judge('source')
  // What was under way when the server of the clients crashed has an outcome that nobody was told.
  expect(verdict).toMatchObject({ ok: true, lost: 0, duplicated: 0, reordered: 0, failed: 0 })
  expect(verdict.unknown).toBeLessThanOrEqual(side === 'source' ? 8 : 0)
  expect(await leftoversOf(crossing)).toEqual([])
})

/** Resolves with a table being copied, which then cannot end by itself. */
async function reachCopy(crossing: Crossing): Promise<Blocking> {
  await using slot = await blockSlot(crossing)
  await slot.reached()
  const lock = await lockOnTarget(crossing)
  await slot.end()
  await lock.reached()
  return lock
}

async function reachStream(run: RunningCauseway): Promise<null> {
  await run.seen('phase-changed', ({ to }) => to === 'replicate')
  await run.seen(
    'stream-status',
    ({ direction, state, appliedRows }) => direction === 'forward' && state === 'streaming' && appliedRows > 0,
  )
  return null
}
