import { Agent } from 'node:http'
import { Measurements, type LoadStats } from '../load/measurements.ts'
import { pace } from '../load/pace.ts'
import { History, type OpenOperation } from '../oracle/history.ts'
import { requestJson, type Answer } from './http-client.ts'
import { stockKey } from './ledger.ts'
import type { Seeded } from './seed.ts'

export interface InventoryLoadOptions {
  /** The router, or a service. */
  readonly url: string
  /** What there is to buy and who buys. */
  readonly seeded: Pick<Seeded, 'products' | 'customers' | 'warehouses'>
  readonly writesPerSecond: number
  /** Default: as many as writes. */
  readonly readsPerSecond?: number
  /** Requests under way at the same time, of writes and again of reads; default 32. */
  readonly clients?: number
  /** A request without an answer for so long is given up; default 60 s. */
  readonly timeoutMs?: number
  /** To record into together with others. */
  readonly history?: History
}

/** Customers who buy, restock and look at a constant rate, whatever the answers take. */
export interface InventoryLoad extends AsyncDisposable {
  readonly history: History
  stats(): LoadStats
  /** No more requests begin; resolves when those under way are answered. */
  stop(): Promise<void>
}

/** Every tenth write brings goods in. */
const RESTOCK_SHARE = 0.1

export function startInventoryLoad(options: InventoryLoadOptions): InventoryLoad {
  const clients = options.clients ?? 32
  const agent = new Agent({ keepAlive: true, maxSockets: 2 * clients })
  const history = options.history ?? new History()
  const measurements = new Measurements()
  const stopping = new AbortController()
  const customer = new Customer(options, agent, history, measurements)
  const running = Promise.all([
    pace(
      {
        perSecond: options.writesPerSecond,
        concurrency: clients,
        run: (client, dueMs) => customer.write(client, dueMs),
      },
      stopping.signal,
    ),
    pace(
      {
        perSecond: options.readsPerSecond ?? options.writesPerSecond,
        concurrency: clients,
        run: () => customer.read(),
      },
      stopping.signal,
    ),
  ])
  const stop = async (): Promise<void> => {
    measurements.stop()
    stopping.abort()
    await running
    agent.destroy()
  }
  return { history, stats: () => measurements.stats(), stop, [Symbol.asyncDispose]: stop }
}

class Customer {
  readonly #options: InventoryLoadOptions
  readonly #agent: Agent
  readonly #history: History
  readonly #measurements: Measurements

  constructor(options: InventoryLoadOptions, agent: Agent, history: History, measurements: Measurements) {
    this.#options = options
    this.#agent = agent
    this.#history = history
    this.#measurements = measurements
  }

  async write(client: number, dueMs: number): Promise<void> {
    const { products, customers, warehouses } = this.#options.seeded
    const productId = oneOf(products)
    const warehouseId = oneOf(warehouses)
    const restocks = Math.random() < RESTOCK_SHARE
    const operation = this.#history.begin(`customer-${client}`, stockKey(productId, warehouseId))
    const { client: name, seq } = operation
    const body = {
      client: name,
      seq,
      customerId: oneOf(customers),
      productId,
      warehouseId,
      quantity: oneOf(restocks ? 20 : 3),
    }
    this.#record(operation, dueMs, await this.#send('POST', restocks ? '/restock' : '/orders', body))
  }

  #record(operation: OpenOperation, dueMs: number, answer: Answer): void {
    operation.end(answer.outcome)
    if (answer.outcome === 'acked') this.#measurements.acked(dueMs)
    else if (answer.status === 409) this.#measurements.rejected()
    else this.#measurements.failed('write', `${operation.client}#${operation.seq}: ${answer.reason}`)
  }

  async read(): Promise<void> {
    const path = `/products/${oneOf(this.#options.seeded.products)}`
    const { outcome, reason } = await this.#send('GET', path)
    if (outcome === 'acked') this.#measurements.read()
    else this.#measurements.failed('read', reason)
  }

  #send(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Answer> {
    const { url, timeoutMs = 60_000 } = this.#options
    return requestJson(new URL(path, url), { method, body, agent: this.#agent, timeoutMs })
  }
}

/** 1 to `count`. */
function oneOf(count: number): number {
  return 1 + Math.floor(Math.random() * count)
}
