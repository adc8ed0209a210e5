import type { Finding } from '@causeway/core'
import { quoteIdentifier } from '../quote.ts'
import type { Facts } from './facts.ts'
import { ADMINISTRATOR, blocker, onBothSides, warning } from './report.ts'

/** The fence refuses roles: an application must have one of its own, and not a superuser's. */
export function applications(facts: Facts): readonly Finding[] {
  return onBothSides(facts, (side, { grants, roles }) =>
    facts.spec[side].applications.flatMap(({ user }) => {
      if (user === grants.role) {
        const message = `the application ${user} has the role of Causeway itself: a fence would let it in`
        const remedy = `CREATE ROLE … LOGIN for Causeway alone on the ${side}, and name it in ${side}.user`
        return [blocker('pg.application-shares-role', side, message, remedy)]
      }
      const role = roles.find(({ name }) => name === user)
      if (role === undefined) {
        const message = `the declared application ${user} is no role of this server`
        const remedy = `CREATE ROLE ${quoteIdentifier(user)} LOGIN; -- on the ${side}, ${ADMINISTRATOR}; give it its password; or correct ${side}.applications`
        return [warning('pg.application-unknown', side, message, remedy)]
      }
      if (!role.superuser) return []
      const message = `the application ${user} is a superuser: no fence can refuse it`
      const remedy = `ALTER ROLE ${quoteIdentifier(user)} NOSUPERUSER; -- on the ${side}, as another superuser, after granting it what it needs`
      return [blocker('pg.application-superuser', side, message, remedy)]
    }),
  )
}
