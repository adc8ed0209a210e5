import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { silentLogger } from '@causeway/core'
import { grantsNeeded } from '@causeway/engine'
import {
  BANK_LEDGER,
  connectionTo,
  createBank,
  judge,
  resolvedDatabase,
  startPgBouncer,
  startSqlLoad,
  temporaryDirectory,
  testSpec,
  type Login,
  type PgBouncer,
  type PgBouncerOptions,
  type PostgresServer,
  type SqlLoad,
  type Verdict,
} from '@causeway/harness'
import { giveOrder, runCauseway, startCauseway, type Finished, type RunningCauseway } from './causeway.ts'
import { declaration } from './declaration.ts'
import { openServers, OWNER, type ServerPair, type ServersOptions } from './servers.ts'

export interface CrossingOptions {
  /** 0 starts no load. */
  readonly writesPerSecond: number
  /** Added to the declaration; an environment overrides what is there. */
  readonly yaml?: string
  /** Client hooks beside the load, by name. */
  readonly hooks?: Readonly<Record<string, string>>
  /** Runs as superuser in the source database before anything else. */
  readonly sql?: string
  /** Fills databases of this name on either side; rights are given afterwards. */
  readonly fill?: (database: string) => Promise<void>
  /** Default `shop`; also the suffix of the migration. */
  readonly database?: string
  /** Added to `CREATE DATABASE`. */
  readonly created?: Readonly<Partial<Record<'source' | 'target', string>>>
  /** Where Causeway finds the servers, when not at their `host`. */
  readonly hosts?: Readonly<Partial<Record<'source' | 'target', string>>>
  /**
   * The clients go through PgBouncer, which the declaration names; what fails is not tried again.
   * Default is that they connect directly, and follow by themselves.
   */
  readonly pooled?: Pick<PgBouncerOptions, 'poolMode' | 'settings'>
}

export const DATABASE = 'shop'

/** A database on each of two servers, the oracle's bank on the source with clients writing, and a declaration that names it all. */
export interface Crossing extends AsyncDisposable {
  readonly folder: string
  readonly file: string
  readonly database: string
  readonly source: PostgresServer
  readonly target: PostgresServer
  readonly application: Login
  readonly load: SqlLoad | null
  /** Between the clients and the servers. */
  readonly pooler: PgBouncer | null
  /** `causeway run` as a process of its own; `env` may arm a fault, `file` name another copy of the declaration. */
  run(args?: readonly string[], env?: Readonly<Record<string, string>>, file?: string): RunningCauseway
  /** Any other command, to its end. */
  causeway(...args: readonly string[]): Promise<Finished>
  /** What the command of this name tells the controller of `file`, without a process of its own. */
  order(name: string): Promise<unknown>
  /** The same declaration with another state directory. @returns its file */
  copyTo(folder: string): Promise<string>
  /** Stops the load and judges one side with the oracle's own SQL. */
  judge(side: 'source' | 'target'): Promise<Verdict>
}

/** With servers of its own. */
export async function openCrossing(options: CrossingOptions & ServersOptions): Promise<Crossing> {
  await using opening = new AsyncDisposableStack()
  const servers = opening.use(await openServers(options))
  const crossing = opening.use(await openCrossingOn(servers, options))
  const resources = opening.move()
  return { ...crossing, [Symbol.asyncDispose]: () => resources.disposeAsync() }
}

/** On servers that other crossings may be using too. */
export async function openCrossingOn(servers: ServerPair, options: CrossingOptions): Promise<Crossing> {
  const { source, target, application, logins } = servers
  const { database = DATABASE, yaml = '', hooks = {}, hosts = {} } = options
  await using opening = new AsyncDisposableStack()
  const folder = opening.use(await temporaryDirectory()).path
  await servers.inTurn(async () => {
    await createDatabases(servers, database, options)
  })
  const { load, pooler } = await startClients(servers, { ...options, database }, opening)
  const users = { source: logins.source.user, target: logins.target.user }
  const declare = async (into: string): Promise<string> => {
    await mkdir(into, { recursive: true })
    const file = join(into, 'migration.yaml')
    const all = load === null || pooler !== null ? hooks : { load: load.hookUrl, ...hooks }
    const parts = { source, target, database, users, application, hosts, hooks: all, pooler, yaml }
    await writeFile(file, declaration(parts))
    return file
  }
  const file = await declare(folder)
  const env = {
    SOURCE_PASSWORD: logins.source.password,
    TARGET_PASSWORD: logins.target.password,
    APP_PASSWORD: application.password,
    ...(pooler === null ? {} : { PGBOUNCER_PASSWORD: pooler.admin.password }),
  }
  const stateDirOf = (declared: string) => join(dirname(declared), `.causeway/crossing-${database}`)
  const resources = opening.move()
  return {
    folder,
    file,
    database,
    source,
    target,
    application,
    load,
    pooler,
    run: (args = [], more = {}, declared = file) => {
      const command = ['run', '--file', declared, '--json', ...args]
      return resources.use(startCauseway(command, { ...env, ...more }, stateDirOf(declared)))
    },
    causeway: async (...args) => await runCauseway([...args, '--file', file, '--json'], env),
    order: async (name) => await giveOrder(stateDirOf(file), name),
    copyTo: declare,
    judge: async (side) => {
      await load?.stop()
      const operations = load?.history.operations ?? []
      return await judge(connectionTo(side === 'source' ? source : target, database), BANK_LEDGER, operations)
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  }
}

async function startClients(
  { source, target, application }: ServerPair,
  { writesPerSecond, database, pooled }: CrossingOptions & { readonly database: string },
  resources: AsyncDisposableStack,
): Promise<Pick<Crossing, 'load' | 'pooler'>> {
  const logins = [application]
  const pooler =
    pooled === undefined ? null : resources.use(await startPgBouncer({ source, target, database, logins, ...pooled }))
  const to = (server: PostgresServer) =>
    pooler?.connectionFor(application) ?? connectionTo(server, database, application)
  if (writesPerSecond === 0) return { load: null, pooler }
  const retries = pooler === null ? {} : { budgetMs: 0 }
  const load = await startSqlLoad({ source: to(source), target: to(target), writesPerSecond, ...retries })
  return { load: resources.use(load), pooler }
}

async function createDatabases(
  servers: ServerPair,
  database: string,
  { sql, fill, created = {} }: CrossingOptions,
): Promise<void> {
  const { source, target, application, role } = servers
  await source.createDatabase(database, OWNER, created.source)
  await target.createDatabase(database, OWNER, created.target)
  await createBank(source, database, application.user)
  await source.query(database, OWN_EVERYTHING)
  if (sql !== undefined) await source.query(database, sql)
  await fill?.(database)
  if (role === 'plain') await giveRights(servers, database)
}

/** As on a real system: the application's objects do not belong to a superuser. */
const OWN_EVERYTHING = `
  ALTER SCHEMA oracle OWNER TO ${OWNER};
  DO $$ DECLARE r regclass; BEGIN
    FOR r IN SELECT oid FROM pg_class WHERE relnamespace = 'oracle'::regnamespace AND relkind = 'r' LOOP
      EXECUTE format('ALTER TABLE %s OWNER TO ${OWNER}', r);
    END LOOP;
  END $$;
  ALTER FUNCTION oracle.write OWNER TO ${OWNER}`

/** To a role without any right of its own, what Causeway says it needs. */
export async function giveRights({ source, target, logins }: ServerPair, database: string): Promise<void> {
  const spec = testSpec({
    source: resolvedDatabase(source, { database, ...logins.source }),
    target: resolvedDatabase(target, { database, ...logins.target }),
  })
  const grants = await grantsNeeded({ spec, logger: silentLogger }, AbortSignal.timeout(30_000))
  for (const { side, statement, satisfied } of grants) {
    if (!satisfied) await (side === 'source' ? source : target).query(database, statement)
  }
}
