import { describe, expect, it } from 'vitest'
import { PauseClock } from './pause-clock.ts'

const never = new AbortController().signal

/** Ends only with its signal, as a step does that waits for a server. */
async function untilAborted(deadline: AbortSignal): Promise<void> {
  await new Promise((_, reject) => deadline.addEventListener('abort', () => reject(deadline.reason), { once: true }))
}

describe('PauseClock', () => {
  it('fails the step that overruns its share of the budget, with its name', async () => {
    const pause = new PauseClock(100, () => {})
    await expect(pause.bounded('fence', never, untilAborted)).rejects.toMatchObject({
      code: 'CW-0402',
      data: { step: 'fence' },
    })
  })

  it('gives a later step the time that earlier ones did not need', async () => {
    const pause = new PauseClock(1_000, () => {})
    await pause.bounded('hold-clients', never, async () => {})
    const began = performance.now()
    await pause.bounded('fence', never, untilAborted).catch(() => {})
    // hold-clients may use 15 % and fence 20 %, together 350 ms.
    expect(performance.now() - began).toBeGreaterThan(300)
  })

  it('passes the reason of the caller on, not an overrun', async () => {
    const stop = new AbortController()
    const pause = new PauseClock(10_000, () => {})
    const step = pause.bounded('barrier', stop.signal, untilAborted)
    stop.abort(new Error('operator'))
    await expect(step).rejects.toThrow('operator')
  })

  it('counts the pause from the first bounded step to the release', async () => {
    const told: string[] = []
    const pause = new PauseClock(10_000, (timing) => told.push(timing.step))
    await pause.measured('arm-reverse', async () => {})
    expect(pause.pauseMs()).toBe(0)
    await pause.bounded('hold-clients', never, async () => {})
    await pause.measured('release', async () => {})
    const ended = pause.pauseMs()
    await pause.measured('retire-forward', async () => {})
    expect(pause.pauseMs()).toBe(ended)
    expect(told).toEqual(['arm-reverse', 'hold-clients', 'release', 'retire-forward'])
  })
})
