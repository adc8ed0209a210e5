import type { Finding } from '@causeway/core'
import { CONTROL_SCHEMA } from '../names.ts'
import { quoteIdentifier } from '../quote.ts'
import type { Facts } from './facts.ts'
import { ADMINISTRATOR, blocker, onBothSides } from './report.ts'
import { standby } from './standby.ts'

const OLDEST = 13
const NEWEST = 18

/** Two different databases, of versions that fit, both able to write, and room for what Causeway keeps on them. */
export function servers(facts: Facts): readonly Finding[] {
  return [...versions(facts), ...sameDatabase(facts), ...standby(facts), ...connections(facts), ...controlSchema(facts)]
}

function versions(facts: Facts): readonly Finding[] {
  const { spec, source, target } = facts
  const [from, to] = [major(source.server.version), major(target.server.version)]
  const each = onBothSides(facts, (side, { server }) => {
    const [found, declared] = [major(server.version), spec[side].majorVersion]
    return [
      ...(found === declared
        ? []
        : [
            blocker(
              'pg.declared-version',
              side,
              `the server is PostgreSQL ${found}, the declaration says ${declared}`,
              `set ${side}.version to ${found}, or check that ${side}.host and ${side}.port name the right server`,
            ),
          ]),
      ...(found >= OLDEST && found <= NEWEST
        ? []
        : [
            blocker(
              'pg.version',
              side,
              `the server is PostgreSQL ${found}; supported are ${OLDEST} to ${NEWEST}`,
              `use a server of PostgreSQL ${OLDEST} to ${NEWEST}`,
            ),
          ]),
    ]
  })
  if (to >= from) return each
  const message = `the target (PostgreSQL ${to}) is older than the source (PostgreSQL ${from})`
  return [...each, blocker('pg.older-target', 'target', message, `use a target of PostgreSQL ${from} or newer`)]
}

/** A clone has the identifier of its origin, so that the moment of start has to be the same as well. */
function sameDatabase({ source, target }: Facts): readonly Finding[] {
  const [one, other] = [source.server, target.server]
  const differentSystem =
    one.systemIdentifier !== null && other.systemIdentifier !== null && one.systemIdentifier !== other.systemIdentifier
  const same = !differentSystem && one.startedAt === other.startedAt && one.database.oid === other.database.oid
  if (!same) return []
  return [
    blocker(
      'pg.same-database',
      'both',
      `source and target are the same database ${one.database.name} of the same server`,
      'name two different databases in source and target',
    ),
  ]
}

/** Besides what copies and verifies, sessions of the lease, both streams, schema and control. */
const OTHER_SESSIONS = 6

function connections(facts: Facts): readonly Finding[] {
  const needed = facts.spec.fullLoad.workers * 2 + OTHER_SESSIONS
  return onBothSides(facts, (side, { server }) => {
    const setting = (name: string) => Number(server.settings[name] ?? 0)
    const reserved = setting('superuser_reserved_connections') + setting('reserved_connections')
    const free = setting('max_connections') - reserved - server.connections
    const left = Math.min(free, server.connectionsLeftByLimit ?? free)
    if (left >= needed) return []
    const why =
      left === free ? `max_connections is ${setting('max_connections')}` : 'role and database have a CONNECTION LIMIT'
    return [
      blocker(
        'pg.connections',
        side,
        `${left} sessions are left (${why}), ${needed} are needed for ${facts.spec.fullLoad.workers} workers`,
        `raise max_connections or the CONNECTION LIMIT, or lower fullLoad.workers`,
      ),
    ]
  })
}

function controlSchema(facts: Facts): readonly Finding[] {
  return onBothSides(facts, (side, { control, grants }) => {
    const schema = quoteIdentifier(CONTROL_SCHEMA)
    if (control.foreignOwner !== null) {
      const message = `the schema ${CONTROL_SCHEMA} belongs to ${control.foreignOwner}, our role ${grants.role} cannot use it`
      const remedy = `ALTER SCHEMA ${schema} OWNER TO ${quoteIdentifier(grants.role)}; -- on the ${side}, ${ADMINISTRATOR}`
      return [blocker('pg.control-schema', side, message, remedy)]
    }
    if (control.otherVersion === null) return []
    const remedy = `DROP SCHEMA ${schema} CASCADE; -- on the ${side}, once no migration of that version is going on`
    return [blocker('pg.control-schema', side, control.otherVersion, remedy)]
  })
}

function major(version: number): number {
  return Math.floor(version / 10_000)
}
