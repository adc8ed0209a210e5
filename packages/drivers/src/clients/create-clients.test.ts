import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ResolvedClient, ResolvedSpec } from '@causeway/spec'
import { expect, test } from 'vitest'
import { createClients } from './create-clients.ts'

const never = new AbortController().signal

function clientsOf(...clients: ResolvedClient[]) {
  return createClients({ clients } as unknown as ResolvedSpec)
}

function http(name: string, url: string, timeoutMs = 2000): ResolvedClient {
  return { name, kind: 'http', url, timeoutMs }
}

function script(name: string, text: string, timeoutMs = 2000): ResolvedClient {
  return { name, kind: 'exec', command: ['/bin/sh', '-c', text], timeoutMs }
}

async function startHook(answer: (request: IncomingMessage, body: string, response: ServerResponse) => void) {
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString())).on('end', () => answer(request, body, response))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
    },
  }
}

async function temporaryFile() {
  const folder = await mkdtemp(join(tmpdir(), 'causeway-hook-'))
  return {
    path: join(folder, 'out'),
    text: async () => await readFile(join(folder, 'out'), 'utf8'),
    [Symbol.asyncDispose]: async () => await rm(folder, { recursive: true }),
  }
}

test('http clients get the three requests', async () => {
  const seen: string[] = []
  await using hook = await startHook((request, body, response) => {
    seen.push(`${request.method} ${request.url} ${body}`)
    response.end('{}')
  })
  await using clients = clientsOf(http('app', `${hook.url}/base/`))
  await clients.hold(never)
  await clients.follow('TARGET', never)
  await clients.release(never)
  expect(seen).toEqual([
    'POST /base/causeway/hold {}',
    'POST /base/causeway/follow {"authority":"TARGET"}',
    'POST /base/causeway/release {}',
  ])
})

test('all are told at the same time, and every failure is named', async () => {
  const together = Promise.withResolvers<void>()
  let arrived = 0
  await using hook = await startHook((request, _body, response) => {
    arrived += 1
    if (arrived === 3) together.resolve()
    const fails = request.url?.startsWith('/bad') === true
    void together.promise.then(() => response.writeHead(fails ? 503 : 200).end(fails ? 'queue\nis full' : ''))
  })
  await using clients = clientsOf(
    http('good', hook.url),
    http('bad', `${hook.url}/bad`),
    http('good too', hook.url),
    http('gone', 'http://127.0.0.1:9'),
    script('worker', 'echo first >&2; echo "no such queue" >&2; exit 3'),
  )
  const error: unknown = await clients.hold(never).catch((thrown: unknown) => thrown)
  expect(error).toMatchObject({
    code: 'CW-0309',
    message:
      '3 of 5 clients did not hold: bad: answered 503 queue is full; ' +
      'gone: could not be told: connect ECONNREFUSED 127.0.0.1:9; worker: ended with exit code 3: no such queue',
    data: { action: 'hold', clients: [{ name: 'bad' }, { name: 'gone' }, { name: 'worker' }] },
  })
})

test('a client that is late is named, and the others are not cut short', async () => {
  await using hook = await startHook((request, _body, response) => {
    if (request.url?.startsWith('/slow') === true) response.writeHead(200).write('{')
    else if (request.url?.startsWith('/silent') === false) setTimeout(() => response.end(), 300)
  })
  await using clients = clientsOf(
    http('silent', `${hook.url}/silent`, 100),
    http('slow', `${hook.url}/slow`, 150),
    http('good', hook.url),
  )
  await expect(clients.hold(never)).rejects.toMatchObject({
    message: '2 of 3 clients did not hold: silent: did not answer within 100 ms; slow: did not answer within 150 ms',
  })
})

test('a command sees four variables, no shell, and not the environment of this process', async () => {
  await using file = await temporaryFile()
  const command = [
    process.execPath,
    '-e',
    `fs.writeFileSync(process.argv[1], JSON.stringify([process.argv[2], process.env]))`,
  ]
  await using clients = clientsOf({
    name: 'a b',
    kind: 'exec',
    command: [...command, file.path, '$HOME;x'],
    timeoutMs: 5000,
  })
  await clients.follow('SOURCE', never)
  expect(JSON.parse(await file.text())).toEqual([
    '$HOME;x',
    { PATH: process.env['PATH'], CAUSEWAY_ACTION: 'follow', CAUSEWAY_AUTHORITY: 'SOURCE', CAUSEWAY_CLIENT: 'a b' },
  ])
})

test('a late command is killed with all that it started', async () => {
  await using file = await temporaryFile()
  await using clients = clientsOf(script('stuck', `sleep 60 & echo $! > ${file.path}; wait`, 300))
  const begun = performance.now()
  await expect(clients.release(never)).rejects.toMatchObject({
    message: '1 of 1 clients did not release: stuck: did not answer within 300 ms',
  })
  expect(performance.now() - begun).toBeLessThan(2000)
  const child = (await file.text()).trim()
  await expect.poll(async () => await isRunning(child)).toBe(false)
})

test('what a command leaves running does not keep the hand-over waiting', async () => {
  await using file = await temporaryFile()
  await using clients = clientsOf(script('starter', `sleep 60 & echo $! > ${file.path}; exit 0`))
  const begun = performance.now()
  await clients.hold(never)
  expect(performance.now() - begun).toBeLessThan(1500)
  process.kill(Number(await file.text()))
})

test('a command that is not there, a signal and a long complaint', async () => {
  await using clients = clientsOf(
    { name: 'absent', kind: 'exec', command: ['/no/such/program'], timeoutMs: 1000 },
    script('killed', 'kill -9 $$'),
    script('long', `head -c 5000 /dev/zero | tr '\\0' x >&2; exit 1`),
  )
  const reasons = await clients
    .hold(never)
    .catch((error: { data: { clients: { reason: string }[] } }) => error.data.clients)
  expect(reasons).toEqual([
    { name: 'absent', reason: 'could not be told: spawn /no/such/program ENOENT' },
    { name: 'killed', reason: 'was ended by SIGKILL' },
    { name: 'long', reason: `ended with exit code 1: ${'x'.repeat(200)}` },
  ])
})

test('the reason of an abort is thrown, after the commands have ended', async () => {
  await using file = await temporaryFile()
  await using clients = clientsOf(script('stuck', `echo $$ > ${file.path}; sleep 60`))
  const stop = new AbortController()
  const held = clients.hold(stop.signal)
  await expect.poll(async () => await file.text().catch(() => '')).toMatch(/\d+\n/)
  const reason = new Error('enough')
  stop.abort(reason)
  await expect(held).rejects.toBe(reason)
  expect(await isRunning((await file.text()).trim())).toBe(false)
})

/** A zombie has ended: only nobody has asked for its exit code yet. */
async function isRunning(pid: string): Promise<boolean> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ' Z')
  return !/ Z/.test(stat)
}
