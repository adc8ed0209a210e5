import {
  connectionTo,
  createInventoryRoles,
  seed,
  startPostgres,
  startService,
  startWorker,
  temporaryDirectory,
  History,
  type Child,
  type Login,
  type Major,
  type PostgresServer,
  type Seeded,
} from '@causeway/harness'

export interface DemoSystem extends AsyncDisposable {
  readonly folder: string
  readonly source: PostgresServer
  readonly target: PostgresServer
  readonly database: string
  readonly causeway: Login
  readonly application: Login
  readonly seeded: Seeded
  readonly blue: Child
  readonly green: Child
  readonly worker: Child
  readonly history: History
}

export interface DemoSystemOptions {
  readonly from: Major
  readonly to: Major
  readonly rows: number
  readonly say: (text: string) => void
  readonly signal: AbortSignal
}

const DATABASE = 'inventory'

/** Two servers, the inventory system on the source, its service twice and its worker. Disposal leaves nothing behind. */
export async function startDemoSystem({ from, to, rows, say, signal }: DemoSystemOptions): Promise<DemoSystem> {
  const resources = new AsyncDisposableStack()
  try {
    const folder = resources.use(await temporaryDirectory()).path
    const settings = { shared_buffers: '256MB', maintenance_work_mem: '256MB', max_wal_size: '4GB' }
    say(`starting PostgreSQL ${from} (source) and PostgreSQL ${to} (target) …`)
    const source = resources.use(await startPostgres({ major: from, settings }))
    const target = resources.use(await startPostgres({ major: to, settings }))
    const application = await createInventoryRoles(source)
    await createInventoryRoles(target, application)
    await source.createDatabase(DATABASE, 'inventory_owner')
    await target.createDatabase(DATABASE, 'inventory_owner')
    say(`seeding the inventory system, about ${rows.toLocaleString('en-US')} rows …`)
    const seeded = await seed(source, DATABASE, { rows, signal })
    const causeway = await source.createLogin('causeway')
    await target.query('postgres', `CREATE ROLE causeway LOGIN PASSWORD '${causeway.password}'`)

    const sides = {
      source: connectionTo(source, DATABASE, application),
      target: connectionTo(target, DATABASE, application),
    }
    const history = new History()
    const blue = resources.use(await startService({ name: 'blue', ...sides }))
    const green = resources.use(await startService({ name: 'green', ...sides }))
    const worker = resources.use(
      await startWorker({ name: 'restock-worker', ...sides, products: seeded.products, history }),
    )
    return {
      folder,
      source,
      target,
      database: DATABASE,
      causeway,
      application,
      seeded,
      blue,
      green,
      worker,
      history,
      [Symbol.asyncDispose]: () => resources.disposeAsync(),
    }
  } catch (error) {
    await resources.disposeAsync()
    throw error
  }
}
