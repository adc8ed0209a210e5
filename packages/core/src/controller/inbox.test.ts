import { describe, expect, it } from 'vitest'
import { Inbox } from './inbox.ts'

const never = new AbortController().signal

describe('Inbox', () => {
  it('refuses an order that no phase waits for, at once', async () => {
    await expect(new Inbox().send('cutover', {}, () => 'not now')).rejects.toMatchObject({
      code: 'CW-0305',
      message: 'not now',
    })
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
    const answer = inbox.send('cutover', {}, () => '')
    const order = await taken
    expect(inbox.carryingOut).toBe('cutover')
    const other = inbox.next(['verify'], never)
    await expect(inbox.send('verify', {}, () => 'busy')).rejects.toMatchObject({ message: 'busy' })
    order.failed(new Error('refused'))
    await expect(answer).rejects.toThrow('refused')
    expect(inbox.carryingOut).toBeNull()
    void inbox.send('verify', {}, () => '')
    await expect(other).resolves.toMatchObject({ name: 'verify' })
  })

  it('takes nothing any more once the phase was interrupted', async () => {
    const inbox = new Inbox()
    const stop = new AbortController()
    const waiting = inbox.next(['commit'], stop.signal)
    stop.abort(new Error('paused'))
    await expect(waiting).rejects.toThrow('paused')
    expect(inbox.accepts('commit')).toBe(false)
  })

  it('hands each order to the one that waits for it', async () => {
    const inbox = new Inbox()
    const rollback = inbox.next(['rollback'], never)
    const approval = inbox.next(['approve-weight'], never)
    const answer = inbox.send('approve-weight', { weight: 50 }, () => '')
    const approved = await approval
    expect(approved.args).toEqual({ weight: 50 })
    approved.done(null)
    await answer
    expect(inbox.accepts('rollback')).toBe(true)
    void inbox.send('rollback', {}, () => '')
    expect((await rollback).name).toBe('rollback')
  })
})
