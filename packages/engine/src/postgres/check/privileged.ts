import type { Finding } from '@causeway/core'
import { quoteIdentifier } from '../quote.ts'
import type { Facts } from './facts.ts'
import type { Privilege } from './privileged-facts.ts'
import { ADMINISTRATOR, blocker, some } from './report.ts'

/** What only a superuser may create: refused before anything is done, unless our role on the target is one. */
export function privileged({ moved, found, target }: Facts): readonly Finding[] {
  if (target.grants.superuser) return []
  const privileges = new Set(moved.privileged.map(({ privilege }) => privilege))
  return [
    ...[...privileges].map((privilege) => {
      const objects = moved.privileged.filter((each) => each.privilege === privilege).map(({ object }) => object)
      const message = `${WHAT[privilege]}: only a superuser may create them on the target: ${some(objects)}`
      return blocker('pg.needs-superuser', 'target', message, REMEDIES[privilege] ?? REMEDY)
    }),
    ...settings({ moved, found, target }),
  ]
}

const WHAT = {
  'untrusted language': 'routines in C, internal or another untrusted language',
  leakproof: 'LEAKPROOF functions',
  'support function': 'functions with a planner SUPPORT function',
  'internal state': 'aggregates whose state has the type internal',
  'base type': 'base types, shell types and ranges with a CANONICAL function',
  'operator class': 'operator classes and families',
  'access method': 'access methods',
  language: 'procedural languages of no extension',
  cast: 'casts without a function or between types of the server or of extensions',
  'text search': 'text search parsers and templates',
  'foreign data wrapper': 'foreign data wrappers of no extension',
  transform: 'transforms',
} as const satisfies Record<Privilege, string>

const REMEDY =
  'name a superuser of the target in target.user, where there is one; or drop them on the source when nothing needs them'

const REMEDIES: Partial<Record<Privilege, string>> = {
  leakproof: `${REMEDY}, or take the mark away: ALTER FUNCTION … NOT LEAKPROOF`,
}

const MAY_BE_GRANTED = 150_000

function settings({ moved, found, target }: Pick<Facts, 'moved' | 'found' | 'target'>): readonly Finding[] {
  const { role } = target.grants
  return found.settingsNotOurs.map((name) => {
    const routines = moved.routineSettings.filter((each) => each.settings.includes(name)).map(({ routine }) => routine)
    const message = `the role ${role} may not create routines that set ${name}: ${some(routines)}`
    const remedy =
      target.server.version < MAY_BE_GRANTED
        ? `${REMEDY}, or take the setting away: ALTER ROUTINE … RESET ${name}`
        : `GRANT SET ON PARAMETER ${name.split('.').map(quoteIdentifier).join('.')} TO ${quoteIdentifier(role)}; -- on the target, ${ADMINISTRATOR}`
    return blocker('pg.routine-setting', 'target', message, remedy)
  })
}
