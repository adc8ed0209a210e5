import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CausewayError } from '../errors/causeway-error.ts'
import { message, type Message } from '../messages/message.ts'
import { ControlClient } from './client.ts'
import { serveControl, type Controlled } from './server.ts'

const signal = new AbortController().signal
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'causeway-socket-'))
})

afterEach(async () => {
  await rm(folder, { recursive: true })
})

const said: Message = message('report-written', { path: 'here' }, new Date())

const controlled: Controlled = {
  status: () => ({ phase: 'ready' }),
  command: (name, args) =>
    name === 'cutover'
      ? Promise.resolve({ name, args })
      : Promise.reject(new CausewayError('CW-0305', `no ${name} now`, { data: { name } })),
  messages: async function* () {
    yield await Promise.resolve(said)
  },
}

describe('the control socket', () => {
  it('answers status and commands, and streams messages', async () => {
    await using _server = await serveControl(folder, controlled)
    const client = new ControlClient(folder)
    await expect(client.status(signal)).resolves.toEqual({ phase: 'ready' })
    await expect(client.command('cutover', { at: 1 }, signal)).resolves.toEqual({ name: 'cutover', args: { at: 1 } })
    expect(await Array.fromAsync(client.messages(signal))).toEqual([said])
  })

  it('passes an error on with its code and data', async () => {
    await using _server = await serveControl(folder, controlled)
    await expect(new ControlClient(folder).command('commit', {}, signal)).rejects.toMatchObject({
      code: 'CW-0305',
      message: 'no commit now',
      data: { name: 'commit' },
    })
  })

  it('an end in the middle is an end, not an internal error', async () => {
    const listening = Promise.withResolvers<void>()
    const server = await serveControl(folder, {
      ...controlled,
      command: async () => {
        listening.resolve()
        return await new Promise(() => {})
      },
      messages: async function* () {
        yield await Promise.resolve(said)
        await new Promise(() => {})
      },
    })
    const client = new ControlClient(folder)
    const messages = client.messages(signal)
    await messages.next()
    const command = client.command('cutover', {}, signal)
    await listening.promise
    await Promise.all([
      expect(command).rejects.toMatchObject({
        code: 'CW-0306',
        message: expect.stringContaining('before it answered'),
      }),
      expect(messages.next()).resolves.toEqual({ done: true, value: undefined }),
      server[Symbol.asyncDispose](),
    ])
  })

  it('is for its owner only, and goes with the controller', async () => {
    const server = await serveControl(folder, controlled)
    const path = join(folder, 'control.sock')
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    await server[Symbol.asyncDispose]()
    await expect(stat(path)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('takes the place of a socket that a killed controller left', async () => {
    const left = await serveControl(folder, controlled)
    await using _server = await serveControl(folder, controlled)
    await expect(new ControlClient(folder).status(signal)).resolves.toEqual({ phase: 'ready' })
    await left[Symbol.asyncDispose]()
  })

  it('says how to start a controller when none is there', async () => {
    await expect(new ControlClient(folder).status(signal)).rejects.toMatchObject({
      code: 'CW-0306',
      message: expect.stringContaining('causeway run'),
    })
  })

  it('refuses a path too long for a socket', () => {
    expect(() => new ControlClient(`/${'x'.repeat(120)}`)).toThrow(expect.objectContaining({ code: 'CW-0251' }))
  })
})
