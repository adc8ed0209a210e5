import type { Finding } from '@causeway/core'
import { quoteIdentifier } from '../quote.ts'
import type { Facts } from './facts.ts'
import { ADMINISTRATOR, blocker } from './report.ts'
import type { RoleInScope } from './role-facts.ts'

/** Whoever owns or may use what is moved must exist on the target; passwords stay with the source's administrators. */
export function roles({ moved, target }: Facts): readonly Finding[] {
  const there = new Set(target.roles.map(({ name }) => name))
  return moved.roles
    .filter(({ name }) => !there.has(name))
    .map((role) => {
      const what = role.owns ? 'owns' : 'is named in the access rights of'
      const membership = role.owns ? ` ${membershipOf(role.name, target.grants.role)};` : ''
      return blocker(
        'pg.role',
        'target',
        `the role ${role.name} ${what} ${role.example} on the source and does not exist on the target`,
        `CREATE ROLE ${quoteIdentifier(role.name)}${attributes(role)};${membership} -- on the target, ${ADMINISTRATOR}${
          role.login ? '; give it its password' : ''
        }`,
      )
    })
}

function membershipOf(owner: string, role: string): string {
  return `GRANT ${quoteIdentifier(owner)} TO ${quoteIdentifier(role)}`
}

function attributes(role: RoleInScope): string {
  const words = [
    role.login ? 'LOGIN' : '',
    role.inherit ? '' : 'NOINHERIT',
    role.createDatabase ? 'CREATEDB' : '',
    role.createRole ? 'CREATEROLE' : '',
    role.bypassRowSecurity ? 'BYPASSRLS' : '',
  ]
  return words.map((word) => (word === '' ? '' : ` ${word}`)).join('')
}
