import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import {
  connectionTo,
  createInventoryRoles,
  freePort,
  History,
  INVENTORY_LEDGER,
  judge,
  seed,
  startInventoryLoad,
  startService,
  startWorker,
  temporaryDirectory,
  type Child,
  type InventoryLoad,
  type Login,
  type PostgresServer,
  type Verdict,
} from '@causeway/harness'
import { runCauseway, startCauseway, type Finished, type RunningCauseway } from './causeway.ts'
import { giveRights } from './crossing.ts'
import { declaration } from './declaration.ts'
import { startFront, type Front } from './front.ts'
import { openServers, type ServerPair } from './servers.ts'

export interface InventoryServers extends ServerPair {
  readonly inventoryApplication: Login
}

export async function openInventoryServers(): Promise<InventoryServers> {
  const servers = await openServers({ from: 14, to: 17 })
  const inventoryApplication = await createInventoryRoles(servers.source)
  await createInventoryRoles(servers.target, inventoryApplication)
  return { ...servers, inventoryApplication }
}

export interface InventoryOptions {
  /** Also the suffix of the migration. */
  readonly database: string
  /** Of `traffic`, beside the router. */
  readonly traffic: string
  /** Of `cutover`. */
  readonly cutover: string
}

/** The inventory system behind the router: its service twice, its worker, and customers from when `open` is called. */
export interface Inventory extends AsyncDisposable {
  readonly database: string
  readonly source: PostgresServer
  readonly target: PostgresServer
  readonly blue: Front
  readonly green: Front
  run(): RunningCauseway
  causeway(...args: readonly string[]): Promise<Finished>
  /** Customers come in; the router listens while `run` does. */
  open(): InventoryLoad
  /** SIGKILL to the service behind green. */
  killGreen(): Promise<void>
  /** On the same port, as after a crash. */
  startGreen(): Promise<void>
  /** Stops customers and worker, and judges one side with the oracle's own SQL. */
  judge(side: 'source' | 'target'): Promise<Verdict>
}

const ROWS = 1_000
/** A write is on both servers; what a router is measured by are requests. */
const PACE = { writesPerSecond: 25, readsPerSecond: 40 }

export async function openInventory(servers: InventoryServers, options: InventoryOptions): Promise<Inventory> {
  const { source, target, logins, inventoryApplication: application } = servers
  const { database } = options
  await using opening = new AsyncDisposableStack()
  const folder = opening.use(await temporaryDirectory()).path
  const seeded = await servers.inTurn(async () => {
    for (const server of [source, target]) await server.createDatabase(database, 'inventory_owner')
    const filled = await seed(source, database, { rows: ROWS })
    await giveRights(servers, database)
    return filled
  })
  const sides = {
    source: connectionTo(source, database, application),
    target: connectionTo(target, database, application),
  }
  const history = new History()
  const greenPort = await freePort()
  const greenTier = () => startService({ name: 'green', ...sides, port: greenPort })
  const blueTier = opening.use(await startService({ name: 'blue', ...sides }))
  let green: Child = await greenTier()
  opening.defer(async () => green.stop())
  const worker = opening.use(await startWorker({ ...sides, products: seeded.products, history }))
  const fronts = { blue: opening.use(await startFront(blueTier.url)), green: opening.use(await startFront(green.url)) }
  const listen = `127.0.0.1:${await freePort()}`
  const file = join(folder, 'migration.yaml')
  const users = { source: logins.source.user, target: logins.target.user }
  const hooks = { blue: blueTier.url, green: green.url, worker: worker.url }
  const yaml = environment({ listen, fronts, ...options })
  await writeFile(file, declaration({ source, target, database, users, application, hooks, yaml }))
  const env = {
    SOURCE_PASSWORD: logins.source.password,
    TARGET_PASSWORD: logins.target.password,
    APP_PASSWORD: application.password,
  }
  const stateDir = join(folder, `.causeway/crossing-${database}`)
  const customers: InventoryLoad[] = []
  const resources = opening.move()
  return {
    database,
    source,
    target,
    ...fronts,
    run: () => resources.use(startCauseway(['run', '--file', file, '--json'], env, stateDir)),
    causeway: async (...args) => await runCauseway([...args, '--file', file, '--json'], env),
    open: () => {
      const load = startInventoryLoad({ url: `http://${listen}`, seeded, ...PACE, history })
      customers.push(load)
      return resources.use(load)
    },
    killGreen: async () => await green.kill(),
    startGreen: async () => {
      green = await greenTier()
    },
    judge: async (side) => {
      for (const load of customers) await load.stop()
      await worker.stop()
      const server = side === 'source' ? source : target
      return await judge(connectionTo(server, database), INVENTORY_LEDGER, history.operations)
    },
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  }
}

interface Declared extends InventoryOptions {
  readonly listen: string
  readonly fronts: Readonly<Record<'blue' | 'green', Front>>
}

/** Gates that a few requests on a machine with other work can tell something by. */
function environment({ listen, fronts: { blue, green }, traffic, cutover }: Declared): string {
  return `environments:
  test:
    traffic:
      router: { kind: embedded, listen: '${listen}', blue: '${blue.url}', green: '${green.url}' }
      bakeTime: 1s
      ${traffic}
    gates: { minRequests: 50, weightTolerancePoints: 5, greenP99Ratio: 100 }
    cutover: { ${cutover} }
`
}
