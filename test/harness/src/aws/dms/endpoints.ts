import type {
  CreateEndpointMessage,
  CreateEndpointResponse,
  DeleteEndpointMessage,
  DescribeEndpointsMessage,
  DescribeEndpointsResponse,
  Endpoint,
  ModifyEndpointMessage,
} from '@aws-sdk/client-database-migration-service'
import { Secret } from '@causeway/spec'
import { Collection } from './collection.ts'
import { arnOf, type Context } from './context.ts'
import { DmsFault, required } from './fault.ts'
import { checkIdentifier } from './identifier.ts'
import type { TaskEndpoint } from './task-runner.ts'

const SETTINGS = /Settings$/

/** Endpoints; passwords are kept apart and never answered. */
export class Endpoints {
  readonly #context: Context
  readonly #hasTasks: (arn: string) => boolean
  readonly #passwords = new Map<string, Secret>()
  readonly #endpoints = new Collection<Endpoint>({
    name: 'Endpoint',
    arn: (endpoint) => endpoint.EndpointArn ?? '',
    identifier: (endpoint) => endpoint.EndpointIdentifier ?? '',
    filters: {
      'endpoint-arn': (endpoint) => [endpoint.EndpointArn],
      'endpoint-id': (endpoint) => [endpoint.EndpointIdentifier],
      'endpoint-type': (endpoint) => [endpoint.EndpointType, endpoint.EndpointType?.toLowerCase()],
      'engine-name': (endpoint) => [endpoint.EngineName],
    },
  })

  constructor(context: Context, hasTasks: (arn: string) => boolean) {
    this.#context = context
    this.#hasTasks = hasTasks
  }

  get values(): readonly Endpoint[] {
    return this.#endpoints.values
  }

  /** @throws DmsFault `ResourceNotFoundFault` */
  get(arn: string): TaskEndpoint {
    return { endpoint: this.#endpoints.get(arn).value, password: this.#passwords.get(arn) ?? null }
  }

  create(input: CreateEndpointMessage): CreateEndpointResponse {
    const { Tags, ResourceIdentifier, ...members } = input
    const EndpointArn = arnOf(this.#context, 'endpoint', ResourceIdentifier)
    const item = this.#endpoints.add({
      SslMode: 'none',
      KmsKeyId: `arn:aws:kms:${this.#context.region}:${this.#context.accountId}:alias/aws/dms`,
      ...withoutPasswords(members),
      EndpointIdentifier: checkIdentifier('EndpointIdentifier', required(input, 'EndpointIdentifier'), 255),
      EndpointType: endpointType(required(input, 'EndpointType')),
      EngineName: required(input, 'EngineName'),
      EngineDisplayName: input.EngineName,
      EndpointArn,
      Status: 'active',
    })
    this.#remember(EndpointArn, members)
    this.#context.tags.create(EndpointArn, Tags)
    return { Endpoint: item.value }
  }

  async describe(input: DescribeEndpointsMessage): Promise<DescribeEndpointsResponse> {
    const { items, ...marker } = await this.#endpoints.describe(input)
    return { Endpoints: [...items], ...marker }
  }

  /** Settings are merged with those there are, unless `ExactSettings`. */
  modify(input: ModifyEndpointMessage): CreateEndpointResponse {
    const { EndpointArn: _arn, ExactSettings, EndpointType, ...members } = input
    const arn = required(input, 'EndpointArn')
    const item = this.#endpoints.get(arn)
    const before = new Map<string, unknown>(Object.entries(item.value))
    const merged = Object.entries(withoutPasswords(members)).map(([name, value]) =>
      SETTINGS.test(name) && ExactSettings !== true
        ? [name, { ...asObject(before.get(name)), ...value }]
        : [name, value],
    )
    item.set(Object.fromEntries(merged))
    if (EndpointType !== undefined) item.set({ EndpointType: endpointType(EndpointType) })
    this.#remember(arn, members)
    return { Endpoint: item.value }
  }

  delete(input: DeleteEndpointMessage): CreateEndpointResponse {
    const arn = required(input, 'EndpointArn')
    const item = this.#endpoints.get(arn)
    if (this.#hasTasks(arn))
      throw new DmsFault('InvalidResourceStateFault', `Endpoint "${arn}" is part of a Replication Task`)
    this.#endpoints.removeAfter(item, { Status: 'deleting' })
    this.#passwords.delete(arn)
    this.#context.tags.forget(arn)
    return { Endpoint: item.value }
  }

  #remember(arn: string, members: object): void {
    const password = Object.entries(members)
      .flatMap(([name, value]) => (SETTINGS.test(name) ? Object.entries(asObject(value)) : [[name, value]]))
      .find(([name]) => name === 'Password')?.[1]
    if (typeof password === 'string') this.#passwords.set(arn, new Secret(password))
  }
}

function withoutPasswords(members: object): object {
  const clean = (value: object): [string, unknown][] =>
    Object.entries(value).filter(([name, member]) => name !== 'Password' && member !== undefined)
  return Object.fromEntries(
    clean(members).map(([name, value]) => [
      name,
      SETTINGS.test(name) ? Object.fromEntries(clean(asObject(value))) : value,
    ]),
  )
}

function asObject(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {}
}

/** Lower case in requests, upper case in answers: the types have only the first. */
function endpointType(type: string): 'source' | 'target' {
  if (!/^(source|target)$/i.test(type)) {
    throw new DmsFault('InvalidParameterValueException', `EndpointType must be source or target, not ${type}`)
  }
  return type.toUpperCase() as 'source' | 'target'
}
