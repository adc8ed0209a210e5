import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { silentLogger } from '@causeway/core'
import { grantsNeeded } from '@causeway/engine'
import {
  BANK_LEDGER,
  connectionTo,
  createBank,
  judge,
  resolvedDatabase,
  startPostgres,
  startSqlLoad,
  temporaryDirectory,
  testSpec,
  type Login,
  type Major,
  type PostgresServer,
  type SqlLoad,
  type Verdict,
} from '@causeway/harness'
import { runCauseway, startCauseway, type Finished, type RunningCauseway } from './causeway.ts'

export interface CrossingOptions {
  readonly from: Major
  readonly to: Major
  /** 0 starts no load. */
  readonly writesPerSecond: number
  /** Causeway's own login; a plain role gets exactly what `causeway plan` prints. */
  readonly role?: 'plain' | 'superuser'
  /** Added to the declaration. */
  readonly yaml?: string
  /** Runs as superuser in the source database before anything else. */
  readonly sql?: string
}

export const DATABASE = 'shop'

/** Two servers, the oracle's bank on the source with clients writing, and a declaration that names it all. */
export interface Crossing extends AsyncDisposable {
  readonly folder: string
  readonly file: string
  readonly source: PostgresServer
  readonly target: PostgresServer
  readonly application: Login
  readonly load: SqlLoad | null
  /** `causeway run` as a process of its own; `env` may arm a fault. */
  run(args?: readonly string[], env?: Readonly<Record<string, string>>): RunningCauseway
  /** Any other command, to its end. */
  causeway(...args: readonly string[]): Promise<Finished>
  /** Stops the load and judges one side with the oracle's own SQL. */
  judge(side: 'source' | 'target'): Promise<Verdict>
}

export async function openCrossing(options: CrossingOptions): Promise<Crossing> {
  const resources = new AsyncDisposableStack()
  try {
    const folder = resources.use(await temporaryDirectory()).path
    const source = resources.use(await startPostgres({ major: options.from }))
    const target = resources.use(await startPostgres({ major: options.to }))
    const application = await loginOnBoth(source, target, 'app')
    for (const server of [source, target]) {
      await server.query('postgres', 'CREATE ROLE shop_owner NOLOGIN')
      await server.createDatabase(DATABASE, 'shop_owner')
    }
    await createBank(source, DATABASE, application.user)
    await ownEverything(source)
    if (options.sql !== undefined) await source.query(DATABASE, options.sql)
    const causeway = options.role === 'superuser' ? null : await plainRole(source, target)
    const sides = { source: connectionTo(source, DATABASE, application), target: connectionTo(target, DATABASE, application) }
    const load =
      options.writesPerSecond === 0 ? null : resources.use(await startSqlLoad({ ...sides, writesPerSecond: options.writesPerSecond }))
    const file = join(folder, 'migration.yaml')
    const logins = { source: causeway ?? source.superuser, target: causeway ?? target.superuser }
    await writeFile(file, declaration({ source, target, application, hookUrl: load?.hookUrl ?? null, yaml: options.yaml ?? '', ...loginYaml(logins) }))
    const env = { SOURCE_PASSWORD: logins.source.password, TARGET_PASSWORD: logins.target.password, APP_PASSWORD: application.password }
    return {
      folder,
      file,
      source,
      target,
      application,
      load,
      run: (args = [], more = {}) => resources.use(startCauseway(['run', '--file', file, '--json', ...args], { ...env, ...more })),
      causeway: async (...args) => runCauseway([...args, '--file', file, '--json'], env),
      judge: async (side) => {
        await load?.stop()
        return judge(connectionTo(side === 'source' ? source : target, DATABASE), BANK_LEDGER, load?.history.operations ?? [])
      },
      [Symbol.asyncDispose]: () => resources.disposeAsync(),
    }
  } catch (error) {
    await resources.disposeAsync()
    throw error
  }
}

async function loginOnBoth(source: PostgresServer, target: PostgresServer, user: string): Promise<Login> {
  const login = await source.createLogin(user)
  await target.query('postgres', `CREATE ROLE "${user}" LOGIN PASSWORD '${login.password}'`)
  return login
}

/** As on a real system: the application's objects do not belong to a superuser. */
async function ownEverything(source: PostgresServer): Promise<void> {
  await source.query(
    DATABASE,
    `ALTER SCHEMA oracle OWNER TO shop_owner;
     DO $$ DECLARE r regclass; BEGIN
       FOR r IN SELECT oid FROM pg_class WHERE relnamespace = 'oracle'::regnamespace AND relkind = 'r' LOOP
         EXECUTE format('ALTER TABLE %s OWNER TO shop_owner', r);
       END LOOP;
     END $$;
     ALTER FUNCTION oracle.write OWNER TO shop_owner`,
  )
}

/** A role without any right of its own, given what Causeway says it needs. */
async function plainRole(source: PostgresServer, target: PostgresServer): Promise<Login> {
  const login = await loginOnBoth(source, target, 'causeway')
  const spec = testSpec({
    source: resolvedDatabase(source, { database: DATABASE, ...login }),
    target: resolvedDatabase(target, { database: DATABASE, ...login }),
  })
  const grants = await grantsNeeded({ spec, logger: silentLogger }, AbortSignal.timeout(30_000))
  for (const { side, statement, satisfied } of grants) {
    if (!satisfied) await (side === 'source' ? source : target).query(DATABASE, statement)
  }
  return login
}

function loginYaml({ source, target }: { source: Login; target: Login }): { sourceUser: string; targetUser: string } {
  return { sourceUser: source.user, targetUser: target.user }
}

interface DeclarationParts {
  readonly source: PostgresServer
  readonly target: PostgresServer
  readonly sourceUser: string
  readonly targetUser: string
  readonly application: Login
  readonly hookUrl: string | null
  readonly yaml: string
}

function declaration({ source, target, sourceUser, targetUser, application, hookUrl, yaml }: DeclarationParts): string {
  const side = (server: PostgresServer, user: string, variable: string) => `
  engine: postgres
  version: ${server.major}
  host: ${server.host}
  port: ${server.port}
  database: ${DATABASE}
  user: ${user}
  password: env:${variable}
  tls: { mode: disable, reason: a test server on the loopback interface }
  applications:
    - { user: ${application.user}, password: 'env:APP_PASSWORD' }`
  return `name: crossing
suffix: t1
source:${side(source, sourceUser, 'SOURCE_PASSWORD')}
target:${side(target, targetUser, 'TARGET_PASSWORD')}
replication: { heartbeat: 100ms, batchAge: 20ms }
gates: { lagStable: 500ms }
cutover: { pauseBudget: 5s }
${hookUrl === null ? '' : `clients:\n  - { name: load, kind: http, url: '${hookUrl}' }\n`}${yaml}`
}
