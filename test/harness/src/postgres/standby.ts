import { randomBytes } from 'node:crypto'
import { appendFile, cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { binariesOf } from './binaries.ts'
import { startReaper } from './reaper.ts'
import { giveTo, runAs } from './run-as.ts'
import { EmbeddedServer, type PostgresServer } from './server.ts'

/**
 * A server that follows `primary`, which it stops for a moment to copy it, and whose passwords it has.
 *
 * It is ready when it accepts connections; what the primary has committed since arrives later.
 */
export async function startStandby(primary: PostgresServer): Promise<PostgresServer> {
  const directory = await mkdtemp(path.join(tmpdir(), `causeway-pg${primary.major}-`))
  const reaper = startReaper(directory)
  try {
    const user = runAs()
    const dataDirectory = path.join(directory, 'data')
    await primary.stop('fast')
    await cp(primary.dataDirectory, dataDirectory, { recursive: true })
    await primary.start()
    await rm(path.join(dataDirectory, 'pg_replslot'), { recursive: true })
    await cp(path.join(primary.dataDirectory, 'pg_replslot'), path.join(dataDirectory, 'pg_replslot'), {
      recursive: true,
      filter: (file) => path.basename(file) === 'pg_replslot',
    })
    await writeFile(path.join(dataDirectory, 'standby.signal'), '')
    const { password } = primary.superuser
    const conninfo = `host=${primary.host} port=${primary.port} user=postgres password=${password} application_name=${randomBytes(6).toString('hex')}`
    await appendFile(
      path.join(dataDirectory, 'postgresql.conf'),
      `primary_conninfo = '${conninfo}'\nunix_socket_directories = '${directory}'\nhot_standby = on\n`,
    )
    const binaries = await binariesOf(primary.major, directory, user)
    await giveTo(directory, user)
    const cluster = { binaries, user, directory, dataDirectory, logFile: path.join(directory, 'postgres.log'), env: {} }
    const server = new EmbeddedServer(cluster, primary.major, primary.superuser, null, reaper)
    await server.startOnAnyPort()
    return server
  } catch (error) {
    await reaper.finish()
    throw error
  }
}
