import type { Finding } from '@causeway/core'
import type { Facts } from './facts.ts'
import { blocker, onBothSides } from './report.ts'

/** Neither side may be one: docs/adr/0006. */
export function standby(facts: Facts): readonly Finding[] {
  return onBothSides(facts, (side, { server }) => {
    if (!server.inRecovery) return []
    const message = 'the server is a standby: it cannot be fenced or written to, and its snapshots do not fit its log'
    const primary = server.followed === null ? '' : `, which is ${server.followed} as this server knows it`
    return [blocker('pg.standby', side, message, `name its primary in ${side}.host and ${side}.port${primary}`)]
  })
}
