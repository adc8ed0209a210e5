import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { freePort, startPostgres, temporaryDirectory, until, type PostgresServer } from '@causeway/harness'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runCauseway, type Finished } from './support/causeway.ts'
import { openServers, OWNER, type ServerPair } from './support/servers.ts'

/** What `migration.yaml` holds; JSON is YAML. */
type Settings = Record<string, unknown>

interface Attempt {
  readonly change?: (declared: { source: Settings; target: Settings } & Settings) => void
  readonly env?: Readonly<Record<string, string>>
  /** In place of the declaration. */
  readonly text?: string
}

const resources = new AsyncDisposableStack()
let servers: ServerPair
let tls: PostgresServer
let otherAuthority: PostgresServer
const WRONG = 'wr0ng-passw0rd-nobody-may-see'

beforeAll(async () => {
  servers = resources.use(await openServers({ from: 15, to: 17, role: 'superuser' }))
  tls = resources.use(await startPostgres({ major: 15, tls: true }))
  otherAuthority = resources.use(await startPostgres({ major: 15, tls: true }))
  const { source, target } = servers
  for (const server of [source, target]) await server.createDatabase('shop', OWNER)
  await source.query('shop', `SET ROLE ${OWNER}; CREATE TABLE orders (id int PRIMARY KEY, total int)`)
})

afterAll(async () => {
  await resources.disposeAsync()
})

function declared(): { source: Settings; target: Settings } & Settings {
  const side = (server: PostgresServer, variable: string): Settings => ({
    engine: 'postgres',
    version: server.major,
    host: server.host,
    port: server.port,
    database: 'shop',
    user: 'postgres',
    password: `env:${variable}`,
    tls: { mode: 'disable', reason: 'a test server on the loopback interface' },
    applications: [{ user: 'app', password: 'env:APP_PASSWORD' }],
  })
  return {
    name: 'shop',
    suffix: 'bad',
    source: side(servers.source, 'SOURCE_PASSWORD'),
    target: side(servers.target, 'TARGET_PASSWORD'),
  }
}

interface Tried {
  readonly doctor: Finished
  readonly run: Finished
}

/** Looks with `doctor` and tries with `run`; whatever comes of it, nothing is left on the servers and no secret is told. */
async function attempt({ change = () => {}, env = {}, text }: Attempt): Promise<Tried> {
  await using folder = await temporaryDirectory()
  const file = join(folder.path, 'migration.yaml')
  const declaration = declared()
  change(declaration)
  await writeFile(file, text ?? JSON.stringify(declaration))
  const secrets = {
    SOURCE_PASSWORD: servers.source.superuser.password,
    TARGET_PASSWORD: servers.target.superuser.password,
    APP_PASSWORD: servers.application.password,
    TLS_PASSWORD: tls.superuser.password,
    WRONG_PASSWORD: WRONG,
    ...env,
  }
  const before = await present()
  const [doctor, run] = await Promise.all([
    runCauseway(['doctor', '--file', file, '--json'], secrets),
    runCauseway(['run', '--file', file, '--exit-when-blocked', '--debug'], secrets),
  ])
  expect(await present()).toEqual(before)
  const told = [doctor.stdout, doctor.stderr, run.stdout, run.stderr, ...(await filesBelow(folder.path))].join('\n')
  for (const secret of Object.values(secrets)) if (secret !== '') expect(told.includes(secret)).toBe(false)
  return { doctor, run }
}

/** What is there on both servers that Causeway might make: it must be the same before and after. */
async function present(): Promise<readonly unknown[]> {
  const found: unknown[] = []
  for (const server of [servers.source, servers.target]) {
    const sessions = `SELECT FROM pg_stat_activity WHERE application_name LIKE 'causeway%'`
    await until(async () => (await server.query('shop', sessions)).length === 0)
    found.push(
      await server.query(
        'shop',
        `SELECT slot_name FROM pg_replication_slots
         UNION ALL SELECT pubname FROM pg_publication
         UNION ALL SELECT nspname FROM pg_namespace
         UNION ALL SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
         UNION ALL SELECT rolname FROM pg_roles
         UNION ALL SELECT datname || coalesce(datacl::text, '') FROM pg_database
         ORDER BY 1`,
      ),
    )
  }
  return found
}

async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile() && entry.name !== 'migration.yaml')
  return await Promise.all(files.map((entry) => readFile(join(entry.parentPath, entry.name), 'latin1')))
}

/** The one coded error of both commands. */
function expectRefusal({ doctor, run }: Tried, code: string, text: RegExp): void {
  const exitCode = Number(code.slice(3, 5))
  expect([doctor.code, run.code]).toEqual([exitCode, exitCode])
  expect(doctor.stdout.trimEnd().split('\n')).toHaveLength(1)
  expect(doctor.answer.error).toMatchObject({ code, message: expect.stringMatching(text) })
  expect(doctor.stderr).toBe('')
  const errors = run.stderr.match(/^CW-\d{4} .*$/gm)
  expect(errors).toHaveLength(1)
  expect(errors?.[0]).toMatch(new RegExp(`^${code} `))
  expect(run.stderr).toMatch(text)
  expect(run.stderr).toMatch(/^ {2}to do: .+$/m)
  expect(run.stdout).toBe('')
}

/** The only blocker, told by both commands, with what to do about it. */
function expectBlocker({ doctor, run }: Tried, check: string, remedy: string | RegExp): void {
  expect([doctor.code, run.code]).toEqual([3, 3])
  expect(doctor.answer.error).toMatchObject({ code: 'CW-0310' })
  const { findings } = doctor.answer.data as {
    findings: readonly { severity: string; check: string; remedy: string }[]
  }
  const blockers = findings.filter(({ severity }) => severity === 'blocker')
  expect(blockers).toEqual([expect.objectContaining({ check, remedy: expect.stringMatching(remedy) })])
  expect(run.stderr.match(/^CW-\d{4} .*$/gm)).toEqual([expect.stringContaining('CW-0310')])
  expect(run.stderr).toContain(blockers[0]?.remedy)
}

describe('a server that cannot be reached or refuses us', () => {
  const verifying = (extra: Settings = {}): Settings => ({ mode: 'verify-full', ...extra })
  const onTls = (host: string, ca: string | null): Settings => ({
    host,
    port: tls.port,
    password: 'env:TLS_PASSWORD',
    tls: verifying(ca === null ? {} : { ca }),
  })

  it.each([
    ['nothing listens', 'CW-0601', /ECONNREFUSED/, async () => ({ port: await freePort() })],
    ['the name is not known', 'CW-0601', /no-such-host\.invalid/, () => ({ host: 'no-such-host.invalid' })],
    ['the password is wrong', 'CW-0602', /postgres/, () => ({ password: 'env:WRONG_PASSWORD' })],
    ['the database is not there', 'CW-0604', /no_such_database/, () => ({ database: 'no_such_database' })],
    ['it speaks no TLS', 'CW-0605', /no TLS/, () => ({ tls: verifying() })],
    ['its authority is not known', 'CW-0606', /certificate/, () => onTls('127.0.0.1', otherAuthority.caFile)],
    ['its certificate is for another host', 'CW-0608', /127\.1/, () => onTls('127.1', tls.caFile)],
    ['the CA file is not there', 'CW-0609', /no-such-ca\.pem/, () => onTls('127.0.0.1', '/no-such-ca.pem')],
  ])('%s: %s on the source', async (_, code, text, changes) => {
    const changed = await changes()
    expectRefusal(await attempt({ change: ({ source }) => void Object.assign(source, changed) }), code, text)
  })

  it.each([
    ['nothing listens', 'CW-0701', /ECONNREFUSED/, async () => ({ port: await freePort() })],
    ['the password is wrong', 'CW-0702', /postgres/, () => ({ password: 'env:WRONG_PASSWORD' })],
    ['the database is not there', 'CW-0704', /no_such_database/, () => ({ database: 'no_such_database' })],
  ])('%s: %s on the target', async (_, code, text, changes) => {
    const changed = await changes()
    expectRefusal(await attempt({ change: ({ target }) => void Object.assign(target, changed) }), code, text)
  })
})

describe('a declaration that is no good', () => {
  it.each<readonly [string, string, RegExp, Attempt]>([
    ['no YAML', 'CW-0201', /migration\.yaml:1:/, { text: 'name: [unclosed' }],
    ['an unknown key', 'CW-0203', /cutovr/, { change: (all) => void (all['cutovr'] = {}) }],
    ['a password in it', 'CW-0213', /source\.password/, { change: ({ source }) => void (source['password'] = WRONG) }],
    [
      'the same database twice',
      'CW-0211',
      /same/,
      { change: ({ source, target }) => void Object.assign(target, source) },
    ],
    ['a target older than the source', 'CW-0212', /older/, { change: ({ source }) => void (source['version'] = 18) }],
    [
      'a secret that is not there',
      'CW-0230',
      /NO_SUCH_VARIABLE/,
      { change: ({ source }) => void (source['password'] = 'env:NO_SUCH_VARIABLE') },
    ],
    ['a secret that is empty', 'CW-0230', /SOURCE_PASSWORD/, { env: { SOURCE_PASSWORD: '' } }],
  ])('%s: %s', async (_, code, text, bad) => {
    expectRefusal(await attempt(bad), code, text)
  })

  it('a state directory that cannot be one', async () => {
    await using folder = await temporaryDirectory()
    await writeFile(join(folder.path, 'file'), '')
    const { run } = await attempt({ change: (all) => void (all['stateDir'] = join(folder.path, 'file/state')) })
    expect(run).toMatchObject({ code: 10, stderr: expect.stringContaining('CW-1020 journal cannot be opened') })
    expect(run.stderr).toContain(join(folder.path, 'file/state'))
  })
})

describe('servers that do not fit', () => {
  it('the same database under two names', async () => {
    const same: Attempt['change'] = ({ source, target }) => void Object.assign(target, source, { host: 'localhost' })
    const { doctor, run } = await attempt({ change: same })
    expect([doctor.code, run.code]).toEqual([3, 3])
    expect(checksOf(doctor)).toContain('pg.same-database')
  })

  it('another version than the one declared', async () => {
    const older: Attempt['change'] = ({ source }) => void (source['version'] = 14)
    expectBlocker(await attempt({ change: older }), 'pg.declared-version', /^set source\.version to 15/)
  })

  it('a target that is really older', async () => {
    const swap: Attempt['change'] = (all) => {
      const { source, target } = all
      all.source = { ...target, version: 15 }
      all.target = { ...source, version: 17 }
    }
    const { doctor } = await attempt({ change: swap })
    expect(doctor.code).toBe(3)
    expect(checksOf(doctor)).toEqual(expect.arrayContaining(['pg.older-target', 'pg.declared-version']))
  })

  it('a target that is not empty', async () => {
    await servers.target.query('shop', 'CREATE TABLE public.theirs (id int PRIMARY KEY)')
    try {
      expectBlocker(await attempt({}), 'pg.target-not-empty', /^name an empty database in target\.database/)
    } finally {
      await servers.target.query('shop', 'DROP TABLE public.theirs')
    }
  })

  it('a table without a key', async () => {
    await servers.source.query('shop', `SET ROLE ${OWNER}; CREATE TABLE public.keyless (note text)`)
    try {
      expectBlocker(await attempt({}), 'pg.no-key', 'ALTER TABLE "public"."keyless" REPLICA IDENTITY FULL')
    } finally {
      await servers.source.query('shop', 'DROP TABLE public.keyless')
    }
  })

  function checksOf({ answer }: Finished): readonly string[] {
    const { findings } = answer.data as { findings: readonly { severity: string; check: string }[] }
    return findings.filter(({ severity }) => severity === 'blocker').map(({ check }) => check)
  }
})

describe('a role that lacks a right', () => {
  /** As a plain role is told by `causeway plan`; what another right of the list gives anyway stands last. */
  const RIGHTS = [
    ['source', 'ALTER ROLE "ROLE" REPLICATION'],
    ['source', `GRANT "${OWNER}" TO "ROLE"`],
    ['source', 'GRANT pg_signal_backend TO "ROLE"'],
    ['source', 'GRANT pg_monitor TO "ROLE"'],
    ['source', 'GRANT SET ON PARAMETER session_replication_role TO "ROLE"'],
    ['target', 'ALTER ROLE "ROLE" REPLICATION'],
    ['target', `GRANT "${OWNER}" TO "ROLE"`],
    ['target', 'GRANT pg_signal_backend TO "ROLE"'],
    ['target', 'GRANT pg_monitor TO "ROLE"'],
    ['target', 'GRANT SET ON PARAMETER session_replication_role TO "ROLE"'],
  ] as const
  const IMPLIED = ['GRANT CREATE ON DATABASE "shop" TO "ROLE"', 'GRANT TEMPORARY ON DATABASE "shop" TO "ROLE"']

  it.each(RIGHTS.map(([side, statement], index) => ({ side, statement, role: `plain_${index}` })))(
    '$statement, on the $side: doctor names it, run exits 3 and changes nothing',
    async ({ side, statement, role }) => {
      const password = `pw-of-${role}-${Math.random().toString(36).slice(2)}`
      for (const server of [servers.source, servers.target]) {
        await server.query('postgres', `CREATE ROLE ${role} LOGIN PASSWORD '${password}'`)
      }
      for (const [on, right] of RIGHTS) {
        if (on === side && right === statement) continue
        await servers[on].query('shop', right.replace('"ROLE"', `"${role}"`))
      }
      const as: Attempt['change'] = ({ source, target }) => {
        for (const one of [source, target]) Object.assign(one, { user: role, password: 'env:ROLE_PASSWORD' })
      }
      const tried = await attempt({ change: as, env: { ROLE_PASSWORD: password } })
      expect([tried.doctor.code, tried.run.code]).toEqual([3, 3])
      const { findings } = tried.doctor.answer.data as {
        findings: readonly { severity: string; side: string; remedy: string }[]
      }
      const blockers = findings.filter(({ severity }) => severity === 'blocker')
      const missing = blockers
        .filter((one) => one.side === side)
        .map(({ remedy }) => remedy.split(';')[0]?.replace(`"${role}"`, '"ROLE"'))
      expect(missing).toContain(statement)
      // Who may not act as the owner lacks what the owner has.
      for (const other of missing) expect([statement, ...(statement.includes(OWNER) ? IMPLIED : [])]).toContain(other)
      expect(blockers.every((one) => one.side === side)).toBe(true)
    },
  )

  it('all of them are told at once; given as told, they are enough', async () => {
    const role = 'plain'
    const password = `pw-of-${role}-${Math.random().toString(36).slice(2)}`
    for (const server of [servers.source, servers.target]) {
      await server.query('postgres', `CREATE ROLE ${role} LOGIN PASSWORD '${password}'`)
    }
    const as: Attempt['change'] = ({ source, target }) => {
      for (const one of [source, target]) Object.assign(one, { user: role, password: 'env:ROLE_PASSWORD' })
    }
    const { doctor, run } = await attempt({ change: as, env: { ROLE_PASSWORD: password } })
    expect([doctor.code, run.code]).toEqual([3, 3])
    const { findings } = doctor.answer.data as {
      findings: readonly { severity: string; side: 'source' | 'target'; remedy: string }[]
    }
    const told = findings
      .filter(({ severity }) => severity === 'blocker')
      .map(({ side, remedy }) => [side, remedy.split(';')[0] ?? ''] as const)
    expect(told).toEqual(
      expect.arrayContaining(RIGHTS.map(([side, right]) => [side, right.replace('"ROLE"', `"${role}"`)])),
    )
    for (const [side, statement] of told) await servers[side].query('shop', statement)
    await using folder = await temporaryDirectory()
    const file = join(folder.path, 'migration.yaml')
    const declaration = declared()
    as(declaration)
    await writeFile(file, JSON.stringify(declaration))
    const secrets = { ROLE_PASSWORD: password, APP_PASSWORD: servers.application.password }
    expect(await runCauseway(['doctor', '--file', file, '--json'], secrets)).toMatchObject({ code: 0 })
  })
})
