import { connectionTo } from '../connection.ts'
import { startService } from '../inventory/start-service.ts'
import { startPostgres } from '../postgres/server.ts'

/** For a test: starts a server and a service, says where they are, and waits to be killed. */
const server = await startPostgres({ major: 18 })
const database = connectionTo(server, 'postgres')
const service = await startService({ name: 'abandoned', source: database, target: database })
const left = { server: server.pid, service: service.pid, directory: server.socketDirectory }
process.stdout.write(`${JSON.stringify(left)}\n`)
