import type { Finding } from '@causeway/core'
import { quoteIdentifier, quoteLiteral } from '../quote.ts'
import type { Facts } from './facts.ts'
import { ADMINISTRATOR, some, warning } from './report.ts'

/** Applications should find on the target what they find on the source: a time zone, the locale of money, a search path. */
export function sessions(facts: Facts): readonly Finding[] {
  return [...ofTheDatabase(facts), ...ofRoles(facts)]
}

function ofTheDatabase({ source, target, spec }: Facts): readonly Finding[] {
  const there = target.sessions.settings
  const different = Object.entries(source.sessions.settings).filter(
    ([name, value]) => there[name] !== undefined && there[name] !== value,
  )
  // Fixed in every session of ours, so that only what is set for the database itself can be told.
  const pathOf = ({ sessions: { set } }: Facts['source']) =>
    set.find(({ role, name }) => role === null && name === 'search_path')?.value
  const path = pathOf(source)
  if (path !== undefined && path !== pathOf(target)) different.push(['search_path', path])
  if (different.length === 0) return []
  const named = different.map(([name, value]) => `${name} ('${value}', not '${there[name] ?? pathOf(target) ?? ''}')`)
  const message = `sessions find other settings than on the source: ${some(named)}`
  const database = quoteIdentifier(spec.target.database)
  const remedies = different.map(([name, value]) => `ALTER DATABASE ${database} SET ${name} = ${valueOf(name, value)}`)
  return [
    warning('pg.session-settings', 'target', message, `${remedies.join('; ')}; -- on the target, ${ADMINISTRATOR}`),
  ]
}

function ofRoles({ source, target, moved, spec }: Facts): readonly Finding[] {
  const concerned = new Set([
    ...moved.roles.map(({ name }) => name),
    ...spec.source.applications.map(({ user }) => user),
  ])
  const known = new Set(target.roles.map(({ name }) => name))
  const missing = source.sessions.set.filter(
    ({ role, name, value }) =>
      role !== null &&
      concerned.has(role) &&
      known.has(role) &&
      !target.sessions.set.some((its) => its.role === role && its.name === name && its.value === value),
  )
  if (missing.length === 0) return []
  const message = `roles lack settings they have on the source: ${some(missing.map(({ role, name }) => `${role}: ${name}`))}`
  const database = quoteIdentifier(spec.target.database)
  const remedies = missing.map(
    ({ role, here, name, value }) =>
      `ALTER ROLE ${quoteIdentifier(role ?? '')}${here ? ` IN DATABASE ${database}` : ''} SET ${name} = ${valueOf(name, value)}`,
  )
  return [warning('pg.role-settings', 'target', message, `${remedies.join('; ')}; -- on the target, ${ADMINISTRATOR}`)]
}

/** A list of names is one already, as the server keeps it. */
function valueOf(name: string, value: string): string {
  return name === 'search_path' ? value || "''" : quoteLiteral(value).trim()
}
