import { describe, expect, it } from 'vitest'
import { Services } from './services.ts'

async function untilAborted(signal: AbortSignal): Promise<void> {
  await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }))
}

describe('Services', () => {
  it('tells of a service that fails by itself, once, and lets it start again', async () => {
    const failed = Promise.withResolvers<string>()
    const services = new Services((name, error) => failed.resolve(`${name}: ${String(error)}`))
    services.start('stream', () => Promise.reject(new Error('slot lost')))
    await expect(failed.promise).resolves.toBe('stream: Error: slot lost')
    services.start('stream', untilAborted)
    expect(services.isRunning('stream')).toBe(true)
    await services[Symbol.asyncDispose]()
  })

  it('waits for what it stops, and stopping is not failing', async () => {
    const failures: string[] = []
    const services = new Services((name) => failures.push(name))
    let ended = false
    services.start('stream', async (signal) => {
      await untilAborted(signal).catch(() => {})
      ended = true
    })
    await services.stop('stream')
    expect(ended).toBe(true)
    expect(failures).toEqual([])
    expect(services.isRunning('stream')).toBe(false)
  })

  it('does not start twice what is running', async () => {
    const services = new Services(() => {})
    let starts = 0
    const run = async (signal: AbortSignal) => {
      starts += 1
      await untilAborted(signal)
    }
    services.start('stream', run)
    services.start('stream', run)
    expect(starts).toBe(1)
    await services[Symbol.asyncDispose]()
  })
})
