import { describe, expect, it, vi } from 'vitest'
import { CausewayError } from '../errors/causeway-error.ts'
import type { MigrationState } from '../phases/state.ts'
import { Controller } from './controller.ts'
import { World } from './fixtures/world.ts'

const side = { identity: { systemIdentifier: '1', timeline: 1, database: 'app', version: '17' }, fingerprint: 'schema' }
const KNOWN: Partial<MigrationState> = {
  recorded: { source: side, target: side },
  verification: { mismatches: 0, finishedAt: '2026-01-01T00:00:00Z' },
}

describe('a controller that begins', () => {
  it('compares all rows again after it has undone a cut-over of an earlier process', async () => {
    const handover = { number: 1, kind: 'cutover', stage: 'paused' } as const
    const world = new World({ ...KNOWN, phase: 'cutover', handovers: 1, handover })
    world.source.handover = { number: 1, kind: 'cutover', decision: null }
    world.source.fenced = true
    await runUntil(world, 'refresh forward')
    expect(world.deeds.filter((deed) => /^(decide|open|verify)/.test(deed))).toEqual([
      'decide ABORT',
      'open source',
      'verify forward',
    ])
  })
})

describe('ready', () => {
  const ready: Partial<MigrationState> = { ...KNOWN, phase: 'ready' }

  it('watches the target before it compares all rows, with a witness that knows nothing of earlier repairs', async () => {
    const world = new World(ready)
    await runUntil(world, 'refresh forward')
    expect(world.deeds.filter((deed) => /reverse|verify/.test(deed))).toEqual([
      'drop reverse',
      'create reverse',
      'run reverse',
      'verify forward',
    ])
  })

  it('begins the witness anew when it has found a writer, and compares all rows once more', async () => {
    const stranger = Promise.withResolvers<void>()
    const world = new World({ ...ready, phase: 'verify' }, (deed) =>
      deed === 'run reverse' && !world.deeds.includes('refresh forward') ? stranger.promise : undefined,
    )
    // In `ready`, long after the first phase of this process.
    const found = vi.waitUntil(() => world.deeds.includes('refresh forward'))
    void found.then(() => stranger.reject(new CausewayError('CW-1054', 'somebody wrote to the target')))
    await runUntil(world, 'refresh forward', 'resumed')
    const deeds = world.deeds.filter((deed) => /^(create|drop|run|verify)/.test(deed))
    const from = deeds.lastIndexOf('drop reverse')
    expect(deeds.slice(from, from + 4)).toEqual(['drop reverse', 'create reverse', 'run reverse', 'verify forward'])
  })
})

/** Runs a controller until `deed` is done; when `resumed`, it freezes before, and the deed is waited for after that. */
async function runUntil(world: World, deed: string, resumed?: 'resumed'): Promise<void> {
  const done = new AbortController()
  const frozen = Promise.withResolvers<void>()
  const options = { exitWhenBlocked: false, lease: { holder: 'test', takeOver: false } }
  const messages = { emit: ({ name }: { readonly name: string }) => void (name === 'frozen' && frozen.resolve()) }
  const controller = await Controller.open(world.parts(), messages, options, done.signal)
  const running = controller.run(done.signal).catch((error: unknown) => error)
  let from = 0
  if (resumed !== undefined) {
    await frozen.promise
    from = world.deeds.length
    await controller.command('resume', {}, done.signal)
  }
  await expect.poll(() => world.deeds.slice(from)).toContain(deed)
  done.abort(new Error('enough'))
  await running
}
