import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'

interface Forwarder {
  readonly handler: (event: { readonly awslogs: { readonly data: string } }) => Promise<void>
}

const { handler } = (await import(new URL('syslog-forwarder.mjs', import.meta.url).href)) as Forwarder

function delivered(content: object): { readonly awslogs: { readonly data: string } } {
  return { awslogs: { data: gzipSync(JSON.stringify(content)).toString('base64') } }
}

const LINES = {
  messageType: 'DATA_MESSAGE',
  logGroup: '/ecs/payment service',
  logStream: 'app/1',
  logEvents: [
    { timestamp: 0, message: 'first' },
    { timestamp: 1000, message: 'second\nwith é' },
  ],
}

test('every line arrives as a message of its own', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const connection = once(server, 'connection')
  process.env['SYSLOG_HOST'] = '127.0.0.1'
  process.env['SYSLOG_PORT'] = String((server.address() as AddressInfo).port)
  const sent = handler(delivered(LINES))
  const [socket] = await connection
  const received = await text(socket)
  socket.end()
  await sent
  server.close()
  const first = '<134>1 1970-01-01T00:00:00.000Z /ecs/payment_service app/1 - - - first'
  const second = '<134>1 1970-01-01T00:00:01.000Z /ecs/payment_service app/1 - - - second\nwith é'
  expect(received).toBe([first, second].map((line) => `${Buffer.byteLength(line)} ${line}`).join(''))
})

test('a question whether it is there sends nothing, and needs no syslog', async () => {
  process.env['SYSLOG_PORT'] = '1'
  await expect(handler(delivered({ messageType: 'CONTROL_MESSAGE' }))).resolves.toBeUndefined()
})

test('a syslog that cannot be reached fails the delivery', async () => {
  process.env['SYSLOG_HOST'] = '127.0.0.1'
  process.env['SYSLOG_PORT'] = '1'
  await expect(handler(delivered(LINES))).rejects.toThrow('ECONNREFUSED')
})
