import type { Readable, Writable } from 'node:stream'
import type { Session } from '../wire/session.ts'

const SSL_REQUEST = 80_877_103
const GSS_REQUEST = 80_877_104
const PROTOCOL_3 = 3 << 16

/**
 * Puts a client program on a session that is authenticated already, so that it needs neither password nor TLS.
 *
 * Its start-up packet is answered here with what the server would report; from then on bytes pass through both ways,
 * and `toClient` ends when the server is gone.
 */
export async function bridge(fromClient: Readable, toClient: Writable, session: Session): Promise<void> {
  const greeting = await greetingOf(session)
  const rest = await readStartup(fromClient, toClient)
  toClient.write(greeting)
  const server = session.takeSocket()
  if (rest.length > 0) server.write(rest)
  fromClient.pipe(server, { end: false })
  server.pipe(toClient)
  server.resume()
}

/** Refuses encryption until the start-up packet has come; returns what followed it. */
async function readStartup(fromClient: Readable, toClient: Writable): Promise<Buffer> {
  let unread = Buffer.alloc(0)
  for (;;) {
    const length = unread.length >= 8 ? unread.readUInt32BE(0) : Infinity
    if (unread.length >= length) {
      const code = unread.readUInt32BE(4)
      unread = unread.subarray(length)
      if (code >>> 16 === PROTOCOL_3 >>> 16) return unread
      if (code !== SSL_REQUEST && code !== GSS_REQUEST) throw new Error(`start-up packet of protocol ${code >>> 16}`)
      toClient.write('N')
    } else unread = Buffer.concat([unread, await readChunk(fromClient)])
  }
}

async function readChunk(stream: Readable): Promise<Buffer> {
  for (;;) {
    const chunk = stream.read() as Buffer | null
    if (chunk !== null) return chunk
    if (stream.readableEnded || stream.destroyed) throw new Error('the client program ended before it began')
    const { promise, resolve } = Promise.withResolvers<void>()
    for (const event of ['readable', 'end', 'close', 'error']) stream.once(event, resolve)
    await promise
    for (const event of ['readable', 'end', 'close', 'error']) stream.removeListener(event, resolve)
  }
}

/** AuthenticationOk, the parameters libpq and pg_dump look at, a key that cancels nothing, ReadyForQuery. */
async function greetingOf(session: Session): Promise<Buffer> {
  const [row] = await session.query(
    "SELECT current_setting('server_version'), current_setting('server_encoding'), session_user",
  )
  const parameters = {
    server_version: row?.[0] ?? '',
    server_encoding: row?.[1] ?? '',
    session_authorization: row?.[2] ?? '',
    client_encoding: 'UTF8',
    standard_conforming_strings: 'on',
    integer_datetimes: 'on',
    DateStyle: 'ISO, MDY',
    TimeZone: 'UTC',
  }
  return Buffer.concat([
    message('R', Buffer.alloc(4)),
    ...Object.entries(parameters).map(([name, value]) => message('S', Buffer.from(`${name}\0${value}\0`))),
    message('K', Buffer.alloc(8)),
    message('Z', Buffer.from('I')),
  ])
}

function message(type: string, body: Buffer): Buffer {
  const header = Buffer.alloc(5)
  header.write(type)
  header.writeUInt32BE(body.length + 4, 1)
  return Buffer.concat([header, body])
}
