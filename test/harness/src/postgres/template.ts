import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Major } from './binaries.ts'
import { initialise, type Cluster } from './cluster.ts'
import { startReaper } from './reaper.ts'
import { newPassword } from './password.ts'
import { giveTo, runAs } from './run-as.ts'

/** Names a directory for clusters to be copied from; inherited by the processes that tests start. */
const TEMPLATES = 'CAUSEWAY_TEMPLATES'

/** Holds its password. */
const SUPERUSER = 'superuser'

/** From here on servers of this process and of those it starts are copies: a tenth of a second each instead of a whole one. */
export async function keepTemplates(): Promise<AsyncDisposable> {
  const directory = await mkdtemp(path.join(tmpdir(), 'causeway-templates-'))
  const reaper = startReaper(directory)
  await giveTo(directory, runAs())
  process.env[TEMPLATES] = directory
  return {
    [Symbol.asyncDispose]: async () => {
      delete process.env[TEMPLATES]
      await reaper.finish()
    },
  }
}

/** @returns the password of its superuser */
export async function createCluster(cluster: Cluster, major: Major): Promise<string> {
  const templates = process.env[TEMPLATES]
  if (templates === undefined) {
    const password = newPassword()
    await initialise(cluster, password)
    return password
  }
  const template = path.join(templates, String(major))
  if (!existsSync(template)) await makeTemplate(cluster, template)
  await copyCluster(path.join(template, 'data'), cluster.dataDirectory)
  return await readFile(path.join(template, SUPERUSER), 'utf8')
}

/** In a directory of its own, renamed once it is whole. Of two that are made at a time one stays. */
async function makeTemplate(cluster: Cluster, template: string): Promise<void> {
  const directory = await mkdtemp(`${template}-`)
  const password = newPassword()
  await writeFile(path.join(directory, SUPERUSER), password, { mode: 0o600 })
  await giveTo(directory, cluster.user)
  await initialise({ ...cluster, directory, dataDirectory: path.join(directory, 'data') }, password)
  await rename(directory, template).catch(async (error: unknown) => {
    if (!existsSync(template)) throw error
    await rm(directory, { recursive: true })
  })
}

/** With an identifier of its own, so that nobody takes it for the same system. */
async function copyCluster(from: string, to: string): Promise<void> {
  const [code] = await once(spawn('cp', ['-a', from, to], { stdio: ['ignore', 'ignore', 'inherit'] }), 'exit')
  if (code !== 0) throw new Error(`cp -a ${from} ${to} ended with ${code}`)
  await changeIdentifier(to)
}

/** In the control file, and in the head of each file of the log, which tells the cluster it is of. */
async function changeIdentifier(dataDirectory: string): Promise<void> {
  const control = path.join(dataDirectory, 'global/pg_control')
  const bytes = await readFile(control)
  const checksumAt = findChecksum(bytes)
  // The upper half is the time it was made.
  randomBytes(4).copy(bytes, 0)
  bytes.writeUInt32LE(crc32c(bytes.subarray(0, checksumAt)), checksumAt)
  await writeAt(control, bytes, 0)
  const log = path.join(dataDirectory, 'pg_wal')
  for (const file of await readdir(log)) {
    if (/^[0-9A-F]{24}$/.test(file)) await writeAt(path.join(log, file), bytes.subarray(0, 8), 24)
  }
}

/** `ControlFileData` ends with the CRC-32C of what is before it; how long that is differs between versions. */
function findChecksum(bytes: Buffer): number {
  for (let at = 4; at + 4 <= bytes.length; at += 4) {
    if (bytes.readUInt32LE(at) === crc32c(bytes.subarray(0, at))) return at
  }
  throw new Error('the control file has no checksum')
}

function crc32c(bytes: Uint8Array): number {
  let crc = ~0
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (crc & 1 ? 0x82f63b78 : 0)
  }
  return ~crc >>> 0
}

async function writeAt(file: string, bytes: Uint8Array, position: number): Promise<void> {
  const handle = await open(file, 'r+')
  try {
    await handle.write(bytes, 0, bytes.length, position)
  } finally {
    await handle.close()
  }
}
