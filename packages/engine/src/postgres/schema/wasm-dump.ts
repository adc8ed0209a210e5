/**
 * A program, not a module: pg_dump as WebAssembly in a process of its own, so that its memory and its crashes are not
 * ours. It speaks the protocol of PostgreSQL over file descriptor 3, writes the dump to stdout, and knows no password.
 * Everything is synchronous, as the library asks for an answer from within a call. What is not in scope comes on stdin,
 * which must be a file (`--filter=-`): as arguments it would not fit the library's stack.
 */
import { readSync, writeSync } from 'node:fs'
import { pgDump } from '@electric-sql/pglite-tools/pg_dump'

const SERVER = 3
const STDOUT = 1
const QUERY = 'Q'.charCodeAt(0)
const READY = 'Z'.charCodeAt(0)

let unsent = Buffer.alloc(0)
let started = false

/** libpq hands over full buffers, not messages: the answer is read when a query is complete. */
function exchange(bytes: Uint8Array, options: { readonly onRawData: (bytes: Uint8Array) => void }): void {
  unsent = Buffer.concat([unsent, bytes])
  for (;;) {
    const header = started ? 1 : 0
    if (unsent.length < header + 4) return
    const length = header + unsent.readUInt32BE(header)
    if (unsent.length < length) return
    const packet = unsent.subarray(0, length)
    unsent = unsent.subarray(length)
    writeFully(SERVER, packet)
    if (!started || packet[0] === QUERY) options.onRawData(readAnswer())
    started = true
  }
}

/** All messages up to ReadyForQuery. */
function readAnswer(): Uint8Array {
  const chunks: Buffer[] = []
  for (;;) {
    const header = readFully(5)
    const body = readFully(header.readUInt32BE(1) - 4)
    chunks.push(header, body)
    if (header[0] === READY) return Buffer.concat(chunks)
  }
}

let received = Buffer.alloc(0)

function readFully(length: number): Buffer {
  const parts: Buffer[] = [received]
  let available = received.length
  while (available < length) {
    const chunk = Buffer.allocUnsafe(1 << 16)
    const count = readSync(SERVER, chunk)
    if (count === 0) throw new Error('the connection to the server is gone')
    parts.push(chunk.subarray(0, count))
    available += count
  }
  const all = parts.length === 1 ? received : Buffer.concat(parts)
  received = all.subarray(length)
  return all.subarray(0, length)
}

function writeFully(descriptor: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length;) written += writeSync(descriptor, bytes, written)
}

/** The part of the library's database object that it uses here. */
const server = {
  query: async () => ({ rows: [{ search_path: '' }] }),
  exec: async () => [],
  execProtocolRawStream: exchange,
}

/** The library strings the lines on stderr together, after a complaint about the file system it does not have. */
function readable(message: string): string {
  return message
    .slice(Math.max(message.indexOf('pg_dump: error:'), 0))
    .replaceAll(/(?=pg_dump: (?:detail|hint):)/g, '\n')
}

const pgDumpArguments = process.argv.slice(2)
// The name by which the program calls itself in its messages.
process.argv[1] = 'pg_dump'
try {
  const dump = await pgDump({
    pg: server as unknown as Parameters<typeof pgDump>[0]['pg'],
    args: pgDumpArguments,
  })
  writeFully(STDOUT, await dump.bytes())
} catch (error) {
  process.stderr.write(readable(error instanceof Error ? error.message : String(error)))
  process.exitCode = 1
}
