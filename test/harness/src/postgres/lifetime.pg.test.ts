import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, cp, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import { temporaryDirectory } from '../temporary-directory.ts'
import { until } from '../until.ts'
import { binariesOf, usable } from './binaries.ts'
import { runAs } from './run-as.ts'
import { startPostgres } from './server.ts'

test('servers and services end, and directories go, when the process that started them is killed', async () => {
  // As another user, too: most people are not root.
  const child = spawn(process.execPath, [path.join(import.meta.dirname, '../child/abandoned.ts')], {
    ...runAs(),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  // Nothing when it ended before; its error was printed then.
  const { value: line = 'null' } = await createInterface(child.stdout)[Symbol.asyncIterator]().next()
  const left = JSON.parse(line) as { readonly server: number; readonly service: number; readonly directory: string }
  expect([left.server, left.service].map(isRunning)).toEqual([true, true])
  expect(existsSync(path.join(left.directory, 'data/postmaster.pid'))).toBe(true)
  child.kill('SIGKILL')
  await until(() => !existsSync(left.directory))
  expect(isRunning(left.server)).toBe(false)
  await until(() => !isRunning(left.service))
})

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

test('TCP needs TLS, the certificate is proven by caFile', async () => {
  await using server = await startPostgres({ major: 13, tls: true })
  const [row] = await server.query('postgres', 'SELECT ssl, version FROM pg_stat_ssl WHERE pid = pg_backend_pid()')
  expect(row).toEqual({ ssl: true, version: 'TLSv1.3' })
  expect(await readFile(server.caFile ?? '', 'utf8')).toContain('BEGIN CERTIFICATE')
})

test('a wrong password is refused on TCP and on the socket', async () => {
  await using server = await startPostgres({ major: 18 })
  const login = { user: 'postgres', password: 'wrong' }
  await expect(server.connect('postgres', login)).rejects.toMatchObject({ code: '28P01' })
  await expect(server.connect('postgres', login, server.socketDirectory)).rejects.toMatchObject({ code: '28P01' })
  const client = await server.connect('postgres', server.superuser, server.socketDirectory)
  await client.end()
})

test.runIf(process.getuid?.() === 0)(
  'binaries the other user cannot read are copied, missing links are made',
  async () => {
    await using temporary = await temporaryDirectory()
    const { postgres } = await binariesOf(13, temporary.path, runAs())
    const installed = path.dirname(path.dirname(path.dirname(postgres)))
    const closed = path.join(temporary.path, 'closed')
    await cp(path.join(installed, 'native'), path.join(closed, 'native'), { recursive: true, verbatimSymlinks: true })
    await rm(path.join(closed, 'native/lib/libicudata.so.60'))
    await chmod(closed, 0o700)
    await chmod(temporary.path, 0o755)
    const copied = await usable(closed, temporary.path, runAs())
    expect(path.relative(temporary.path, copied.postgres)).toBe('binaries/native/bin/postgres')
  },
)
