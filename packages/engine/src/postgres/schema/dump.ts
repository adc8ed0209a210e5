import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { getCompileCacheDir } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Duplex, Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { CausewayError } from '@causeway/core'
import type { ResolvedDatabase, ResolvedScope } from '@causeway/spec'
import { cancelBackend, type ConnectOptions, type SqlClient } from '../connect.ts'
import { quoteQualified, quoteIdentifier } from '../quote.ts'
import { openSession, type Session } from '../wire/session.ts'
import { bridge } from './dump-bridge.ts'
import type { DumpTool } from './dump-tool.ts'
import { SCOPED_RELATIONS, schemaInScope, scopeParameters } from './scope.ts'

/** pg_dump's sections: what comes before the data, and what is built after it. */
export type DumpSection = 'pre-data' | 'post-data'

/** Databases whose schema is carried: owners, grants, comments, policies stay; what belongs to one server is left out. */
const OPTIONS = ['--schema-only', '--no-publications', '--no-subscriptions', '--no-tablespaces']

/**
 * One section of the schema in scope as plain SQL.
 *
 * pg_dump is put on a session of ours: passwords, certificates and TLS modes work as everywhere else, and it is told none
 * of them. Its process ends with `signal`.
 * @throws CW-0641 when pg_dump fails, and what `connect` throws
 */
export async function dumpSchema(
  database: ResolvedDatabase,
  section: DumpSection,
  options: ConnectOptions & { readonly tool: DumpTool; readonly excluded: readonly Exclusion[] },
): Promise<string> {
  await using session = await openSession(database, options)
  const directory = await mkdtemp(path.join(tmpdir(), 'causeway-dump-'))
  try {
    const run = options.tool.kind === 'wasm' ? runWasm : runSystem
    return await run({ ...options, session, directory, arguments: [...OPTIONS, `--section=${section}`] })
  } catch (error) {
    // A server that waits for a lock does not notice that its client has gone.
    if (!session.closed.aborted) await cancelBackend(database, options, session.processId)
    throw error
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}

/** Something a dump leaves out; `pattern` as pg_dump reads it, matching exactly one name. */
export interface Exclusion {
  readonly kind: 'schema' | 'table'
  readonly pattern: string
}

/**
 * Everything that is not in scope, by exact name.
 *
 * A dump never names what is in: that would leave out what belongs to no schema, such as extensions and casts.
 */
export async function readExclusions(client: SqlClient, scope: ResolvedScope): Promise<readonly Exclusion[]> {
  const rows = await client.query<{ schema: string; name: string | null }>(
    `WITH ${SCOPED_RELATIONS}
     SELECT n.nspname AS schema, NULL AS name FROM pg_namespace n
     WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND NOT ${schemaInScope('n.nspname')}
     UNION ALL
     SELECT c.schema, c.name FROM candidate c WHERE NOT EXISTS (SELECT FROM scoped s WHERE s.oid = c.oid)
     ORDER BY schema, name`,
    scopeParameters(scope),
  )
  return rows.map(({ schema, name }) =>
    name === null
      ? { kind: 'schema', pattern: quoteIdentifier(schema) }
      : { kind: 'table', pattern: quoteQualified(schema, name) },
  )
}

interface Run {
  readonly tool: DumpTool
  readonly session: Session
  /** Private to this run. */
  readonly directory: string
  readonly arguments: readonly string[]
  readonly excluded: readonly Exclusion[]
  readonly signal: AbortSignal
}

/** A dump waits for the server most of the time: compiling it well takes longer than it ever saves. */
const QUICK_START = ['--liftoff-only']

async function runWasm(run: Run): Promise<string> {
  const program = fileURLToPath(new URL(`wasm-dump${path.extname(import.meta.url)}`, import.meta.url))
  const filter = path.join(run.directory, 'filter')
  await writeFile(filter, run.excluded.map(({ kind, pattern }) => `exclude ${kind} ${pattern}\n`).join(''))
  await using input = await open(filter)
  const child = spawn(process.execPath, [...QUICK_START, program, ...run.arguments, '--filter=-'], {
    stdio: [input.fd, 'pipe', 'pipe', 'pipe'],
    env: compiledBefore(),
    signal: run.signal,
    killSignal: 'SIGKILL',
  })
  const server = child.stdio[3] as Duplex
  server.on('error', () => {})
  bridge(server, server, run.session).catch(() => child.kill('SIGKILL'))
  return await finish(child, run)
}

/** Nothing of ours but where compiled code is kept, when it is. */
function compiledBefore(): NodeJS.ProcessEnv {
  const directory = getCompileCacheDir()
  return directory === undefined ? {} : { NODE_COMPILE_CACHE: path.dirname(directory) }
}

async function runSystem(run: Run): Promise<string> {
  if (run.tool.kind !== 'system') throw new CausewayError('CW-0101', 'not a pg_dump of the system')
  const server = createServer().once('connection', (socket) => {
    server.close()
    socket.on('error', () => {})
    bridge(socket, socket, run.session).catch(() => socket.destroy())
  })
  try {
    server.listen(path.join(run.directory, '.s.PGSQL.5432'))
    await once(server, 'listening')
    const connection = [
      '--host',
      run.directory,
      '--port',
      '5432',
      '--username',
      'causeway',
      '--no-password',
      'causeway',
    ]
    const excluded = run.excluded.map(({ kind, pattern }) => `--exclude-${kind}=${pattern}`)
    const child = spawn(run.tool.path, [...run.arguments, ...excluded, ...connection], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: systemEnvironment(),
      signal: run.signal,
      killSignal: 'SIGKILL',
    })
    return await finish(child, run)
  } finally {
    server.close()
  }
}

/** Ours without libpq's variables, which could point it somewhere else. */
function systemEnvironment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('PG') && !name.startsWith('LC_'))
  return {
    ...Object.fromEntries(inherited),
    LC_ALL: 'C',
    PGSSLMODE: 'disable',
    PGGSSENCMODE: 'disable',
    PGPASSFILE: '/dev/null',
  }
}

const MESSAGE_CHARACTERS = 2000

async function finish(child: ChildProcess, { session, signal }: Run): Promise<string> {
  const [dump, said, code] = await Promise.all([gather(child.stdout), gather(child.stderr), exitOf(child)])
  if (code === 0) return decode(dump)
  signal.throwIfAborted()
  if (session.closed.aborted) throw session.closed.reason
  const words = said.toString().trim().slice(0, MESSAGE_CHARACTERS)
  throw new CausewayError('CW-0641', `source: pg_dump failed (${code}): ${words}`)
}

async function exitOf(child: ChildProcess): Promise<number | string> {
  const { promise, resolve } = Promise.withResolvers<number | string>()
  child.once('error', (error) => resolve(error.message))
  child.once('close', (code, killedBy) => resolve(code ?? killedBy ?? 'ended'))
  return await promise
}

async function gather(stream: Readable | null): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream ?? []) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

function decode(dump: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(dump)
  } catch (error) {
    throw new CausewayError('CW-0642', 'the schema dump is not UTF-8: names or bodies hold bytes of another encoding', {
      cause: error,
    })
  }
}
