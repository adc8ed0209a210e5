import { describe, expect, it } from 'vitest'
import { Inbox } from './inbox.ts'

const never = new AbortController().signal

describe('Inbox', () => {
  it('refuses an order that no phase waits for, at once', async () => {
    await expect(new Inbox().send('cutover', {}, () => 'not now')).rejects.toMatchObject({ code: 'CW-0305', message: 'not now' })
  })

  it('answers whoever asked when the order is carried out', async () => {
    const inbox = new Inbox()
    const taken = inbox.next(['cutover'], never)
    const answer = inbox.send('cutover', { now: true }, () => '')
    const order = await taken
    expect(order.args).toEqual({ now: true })
    order.done('done')
    await expect(answer).resolves.toBe('done')
  })

  it('does not take a second order while the first is carried out', async () => {
    const inbox = new Inbox()
    const taken = inbox.next(['cutover'], never)
    void inbox.send('cutover', {}, () => '')
    await taken
    await expect(inbox.send('cutover', {}, () => 'busy')).rejects.toMatchObject({ message: 'busy' })
  })

  it('takes nothing any more once the phase was interrupted', async () => {
    const inbox = new Inbox()
    const stop = new AbortController()
    const waiting = inbox.next(['commit'], stop.signal)
    stop.abort(new Error('paused'))
    await expect(waiting).rejects.toThrow('paused')
    expect(inbox.accepts('commit')).toBe(false)
  })
})
