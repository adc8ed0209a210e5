import type { Finding } from '@causeway/core'
import type { ColumnCollation, MadeCollation } from './collation-facts.ts'
import type { Facts, SideFacts } from './facts.ts'
import { blocker, count, some, warning } from './report.ts'

/** Text should be in the same order on both sides. */
export function collations(facts: Facts): readonly Finding[] {
  return [...missing(facts), ...notToBeMade(facts), ...defaults(facts), ...ofColumns(facts)]
}

const INSTALL = `install the locales on the target's machine, then SELECT pg_import_system_collations('pg_catalog') in its database`

function missing({ found }: Facts): readonly Finding[] {
  if (found.missingCollations.length === 0) return []
  const message = `the target lacks collations that columns use: ${some(found.missingCollations)}`
  return [blocker('pg.collation-missing', 'target', message, INSTALL)]
}

/** A restore would stop at them. */
function notToBeMade({ moved, found, target }: Facts): readonly Finding[] {
  const known = new Set(found.locales.map(plain))
  const withoutIcu = target.server.collationVersions.icu === null ? ['ICU'] : []
  const unknownOf = ({ locales }: MadeCollation) =>
    locales?.filter((locale) => !isBytewise(locale) && !known.has(plain(locale))) ?? withoutIcu
  const made = moved.madeCollations.filter((each) => unknownOf(each).length > 0)
  if (made.length === 0) return []
  const unknown = [...new Set(made.flatMap(unknownOf))].sort()
  const message = `the target does not know ${some(unknown)}, of which the source has made ${some(made.map(({ name }) => name))}`
  return [blocker('pg.collation-locale', 'target', message, INSTALL)]
}

/** `de_DE.ISO-8859-1` and `de_DE.iso88591` are one locale, as `en_US.UTF-8` and `en_US.utf8` are. */
function plain(locale: string): string {
  return locale.toLowerCase().replaceAll('-', '')
}

const REMEDY =
  'nothing is lost; check what relies on the order of text (ORDER BY, ranges, partition bounds), or make the target with the same locale'

function defaults({ source, target, moved }: Facts): readonly Finding[] {
  const [from, to] = [describe(source), describe(target)]
  if (from === to) return []
  const users = moved.collations.filter(({ provider }) => provider === 'default')
  const message = `the default collation is ${from} on the source and ${to} on the target${usedBy(users)}`
  return [warning('pg.collation', 'both', message, REMEDY)]
}

function describe({ server }: SideFacts): string {
  const { provider, collate, ctype, locale } = server.database
  const name = provider === 'libc' ? normal(collate) : (locale ?? normal(collate))
  const library = provider === 'builtin' || isBytewise(name) ? null : server.collationVersions[provider]
  const version = library === null ? '' : ` ${library}`
  return `${provider} ${name}${version}${normal(ctype) === name || provider !== 'libc' ? '' : ` (ctype ${normal(ctype)})`}`
}

/** `en_US.UTF-8` and `en_US.utf8` are one locale. */
function normal(locale: string): string {
  return locale.replace(/utf-?8$/i, 'UTF-8')
}

function isBytewise(name: string): boolean {
  return name === 'C' || name === 'POSIX'
}

/** Collations that columns name themselves, by the version of the library behind them. */
function ofColumns({ source, target, moved }: Facts): readonly Finding[] {
  return (['libc', 'icu'] as const).flatMap((provider) => {
    const [from, to] = [source.server.collationVersions[provider], target.server.collationVersions[provider]]
    const users = moved.collations.filter((each) => each.provider === provider && !isBytewise(each.name))
    if (from === to || users.length === 0) return []
    const message = `${provider} orders text by version ${from ?? 'unknown'} on the source and ${to ?? 'unknown'} on the target`
    const names = some(users.map(({ name }) => name))
    return [warning('pg.collation-version', 'both', `${message}, for the collations ${names}${usedBy(users)}`, REMEDY)]
  })
}

/** Keys by name: there an order that differs is felt first. */
function usedBy(users: readonly ColumnCollation[]): string {
  const keys = users.flatMap((each) => each.keys)
  const others = users.reduce((sum, each) => sum + each.columns, 0) - keys.length
  const parts = [keys.length === 0 ? '' : `keys ${some(keys)}`, others === 0 ? '' : count(others, 'other column')]
  const named = parts.filter((part) => part !== '').join(', ')
  return named === '' ? '' : `; ${named}`
}
