import type {
  Connection,
  DeleteConnectionMessage,
  DescribeConnectionsMessage,
  DescribeConnectionsResponse,
  TestConnectionMessage,
  TestConnectionResponse,
} from '@aws-sdk/client-database-migration-service'
import type { Endpoints } from './endpoints.ts'
import { DmsFault, required } from './fault.ts'
import type { Instances } from './instances.ts'
import { Managed } from './managed.ts'
import { matching, pageOf, type FilterFields } from './page.ts'
import type { TaskRunner } from './task-runner.ts'

const FILTERS: FilterFields<Connection> = {
  'endpoint-arn': (connection) => [connection.EndpointArn],
  'replication-instance-arn': (connection) => [connection.ReplicationInstanceArn],
}

/** The last test of each pair of instance and endpoint. */
export class Connections {
  readonly #instances: Instances
  readonly #endpoints: Endpoints
  readonly #runner: TaskRunner
  readonly #connections = new Map<string, Managed<Connection>>()

  constructor(instances: Instances, endpoints: Endpoints, runner: TaskRunner) {
    this.#instances = instances
    this.#endpoints = endpoints
    this.#runner = runner
  }

  test(input: TestConnectionMessage): TestConnectionResponse {
    const instance = this.#instances.available(required(input, 'ReplicationInstanceArn'))
    const tested = this.#endpoints.get(required(input, 'EndpointArn'))
    const item = new Managed<Connection>({
      ReplicationInstanceArn: instance.ReplicationInstanceArn,
      ReplicationInstanceIdentifier: instance.ReplicationInstanceIdentifier,
      EndpointArn: tested.endpoint.EndpointArn,
      EndpointIdentifier: tested.endpoint.EndpointIdentifier,
    })
    const key = keyOf(item.value)
    if (this.#connections.get(key)?.changing === true) {
      throw new DmsFault('InvalidResourceStateFault', 'The connection is already being tested')
    }
    let outcome: Partial<Connection> | null = null
    const failed = (message: string): void => void (outcome = { Status: 'failed', LastFailureMessage: message })
    void this.#runner.connect(tested).then(
      (problem) => (problem === null ? void (outcome = { Status: 'successful' }) : failed(problem)),
      (error: unknown) => failed(String(error)),
    )
    item.begin({ Status: 'testing' }, () => {
      if (outcome !== null) item.set(outcome)
      return outcome !== null
    })
    this.#connections.set(key, item)
    return { Connection: item.value }
  }

  describe(input: DescribeConnectionsMessage): DescribeConnectionsResponse {
    this.#forgetDeleted()
    for (const item of this.#connections.values()) if (matching([item.value], input, FILTERS).length > 0) item.look()
    const values = [...this.#connections.values()].map((item) => item.value)
    const { items, ...marker } = pageOf(matching(values, input, FILTERS), input)
    return { Connections: [...items], ...marker }
  }

  delete(input: DeleteConnectionMessage): TestConnectionResponse {
    const key = keyOf({ ...input, EndpointArn: required(input, 'EndpointArn') })
    const item = this.#connections.get(key)
    if (item === undefined) throw new DmsFault('ResourceNotFoundFault', 'Connection not found')
    this.#connections.delete(key)
    return { Connection: { ...item.value, Status: 'deleting' } }
  }

  successful(instanceArn: string, endpointArn: string): boolean {
    const item = this.#connections.get(keyOf({ ReplicationInstanceArn: instanceArn, EndpointArn: endpointArn }))
    item?.look()
    return item?.value.Status === 'successful'
  }

  #forgetDeleted(): void {
    const endpoints = new Set(this.#endpoints.values.map((endpoint) => endpoint.EndpointArn))
    const instances = new Set(this.#instances.values.map((instance) => instance.ReplicationInstanceArn))
    for (const [key, { value }] of this.#connections) {
      if (!endpoints.has(value.EndpointArn) || !instances.has(value.ReplicationInstanceArn))
        this.#connections.delete(key)
    }
  }
}

function keyOf(connection: Connection): string {
  return `${connection.ReplicationInstanceArn} ${connection.EndpointArn}`
}
