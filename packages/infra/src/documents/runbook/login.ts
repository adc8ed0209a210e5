import type { InfraDesign } from '../../design/infra-design.ts'
import { out } from '../facts.ts'

export type Shell = 'postgres' | 'mysql'

/** How the client of the engine reaches a side, without a password on the command line; `as` another user than DMS. */
export function login(design: InfraDesign, side: 'source' | 'target', as?: string): string {
  const { at, databaseName, engine } = design.replication[side]
  const made = side === 'source' ? design.source : design.target
  const own = (made ?? design.target).credentials.find(({ id }) => id === side)?.user
  const user = as ?? own ?? design.target.database.adminUser
  const host = at.kind === 'address' ? at.host : out(design, 'database.endpoint', side)
  const port = at.kind === 'address' ? at.port : design.target.database.port
  return engine === 'mysql' || engine === 'aurora'
    ? `--host=${host} --port=${port} --user=${user}`
    : `--host=${host} --port=${port} --username=${user} --dbname=${databaseName}`
}
