import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { GENEROUS_ACCOUNT, type AccountView } from './account-view.ts'
import { Events } from './events.ts'
import { DmsFault } from './fault.ts'
import { createOperations, type Operations } from './operations.ts'
import { Tags } from './tags.ts'
import { IDLE_RUNNER, type TaskRunner } from './task-runner.ts'
import { formatAnswer, parseRequest } from './wire.ts'

export interface DmsOptions {
  /** What moves the data of tasks; default: nothing does. */
  readonly runner?: TaskRunner
  /** What DMS sees of its account; default: everything it asks for is there. */
  readonly account?: AccountView
  /** Default `us-east-1`. */
  readonly region?: string
  /** Default `123456789012`. */
  readonly accountId?: string
  /** For dates in answers and events; no state depends on it. */
  readonly now?: () => Date
}

export interface LocalDms extends AsyncDisposable {
  /** For `AWS_ENDPOINT_URL_DATABASE_MIGRATION_SERVICE`. */
  readonly url: string
}

/**
 * AWS Database Migration Service on the loopback interface: AmazonDMSv20160101, protocol AWS JSON 1.1, in memory.
 *
 * Resources pass through the states they have in AWS, but a change is done when it is next looked at by a Describe
 * call (or by that which needs it), never after a time. Credentials are not checked. Disposal stops the tasks.
 */
export async function startDms(options: DmsOptions = {}): Promise<LocalDms> {
  const now = options.now ?? (() => new Date())
  const context = {
    region: options.region ?? 'us-east-1',
    accountId: options.accountId ?? '123456789012',
    account: options.account ?? GENEROUS_ACCOUNT,
    events: new Events(now),
    tags: new Tags(),
    now,
  }
  const operations = createOperations(context, options.runner ?? IDLE_RUNNER)
  const server = createServer((request, response) => void serve(request, response, operations))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
      await operations.end()
    },
  }
}

const TARGET = 'AmazonDMSv20160101.'

async function serve(request: IncomingMessage, response: ServerResponse, operations: Operations): Promise<void> {
  const answer = (status: number, body: object): void => {
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(formatAnswer(body))
  }
  try {
    const target = String(request.headers['x-amz-target'] ?? '')
    const operation = operations.byName[target.startsWith(TARGET) ? target.slice(TARGET.length) : '']
    if (operation === undefined) throw new DmsFault('UnknownOperationException', `${target} is not served here`)
    const input = parseRequest(await readText(request))
    // What was sent is judged by the operation: `required` and the checks of values.
    answer(200, await operation(input as never))
  } catch (error) {
    if (error instanceof DmsFault) answer(400, { __type: error.code, message: error.message })
    else if (error instanceof SyntaxError) answer(400, { __type: 'SerializationException', message: error.message })
    else answer(500, { __type: 'InternalFailure', message: error instanceof Error ? error.message : String(error) })
  }
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}
