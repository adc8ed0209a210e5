import type { Finding } from '@causeway/core'
import { quoteLiteral } from '../quote.ts'
import type { Facts } from './facts.ts'
import { blocker, onBothSides, some, warning } from './report.ts'

/** What others are doing now that capture or the fence would wait for. */
export function activity(facts: Facts): readonly Finding[] {
  return onBothSides(facts, (side, { activity: { prepared, oldest, superusers } }) => {
    const findings: Finding[] = prepared.map(({ id, database }) => {
      const name = quoteLiteral(id).trim()
      const remedy = `COMMIT PREPARED ${name}; -- or ROLLBACK PREPARED ${name}, on the ${side}, in the database ${database}`
      const message = `the prepared transaction ${name} is open in the database ${database}: capture and fence wait for it`
      return blocker('pg.prepared-transaction', side, message, remedy)
    })
    const limitMs = facts.spec.gates.oldestTransactionMs
    if (oldest !== null && oldest.ageMs > limitMs) {
      const message = `a transaction of ${oldest.user} has been open for ${seconds(oldest.ageMs)}, longer than gates.oldestTransaction (${seconds(limitMs)})`
      const remedy = `SELECT pg_terminate_backend(${oldest.pid}); -- on the ${side}; or wait for its end`
      findings.push(warning('pg.oldest-transaction', side, message, remedy))
    }
    if (superusers.length > 0) {
      const names = superusers.map(({ user, application }) => (application === '' ? user : `${user} (${application})`))
      const message = `superusers are connected, whom no fence refuses: ${some(names)}`
      findings.push(warning('pg.superuser-session', side, message, `have them disconnect before the cut-over`))
    }
    return findings
  })
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`
}
