import type { Finding, Side } from '@causeway/core'
import type { Facts, SideFacts } from './facts.ts'
import { blocker, onBothSides, warning } from './report.ts'

const SHORTEST_SENDER_TIMEOUT_MS = 10_000

/** Both servers must be able to send their log: the target's is the way back. */
export function logicalDecoding(facts: Facts): readonly Finding[] {
  return onBothSides(facts, (side, { server }) => [
    ...walLevel(side, server),
    ...room(side, server),
    ...senderTimeout(side, server),
    ...slotLimits(side, server),
  ])
}

type Server = SideFacts['server']

function restart(setting: string, value: string, side: Side): string {
  return `ALTER SYSTEM SET ${setting} = ${value}; -- on the ${side}, then restart the server`
}

function walLevel(side: Side, { settings }: Server): readonly Finding[] {
  const level = settings['wal_level'] ?? 'unknown'
  if (level === 'logical') return []
  const why = side === 'source' ? 'to follow its changes' : 'for the way back'
  const remedy = `${restart('wal_level', 'logical', side)}; on RDS and Aurora rds.logical_replication = 1 in the parameter group`
  return [blocker('pg.wal-level', side, `wal_level is ${level}; logical is needed ${why}`, remedy)]
}

/** One slot and one sender: forward on the source, reverse on the target. */
function room(side: Side, { settings, slots, senders, ourSlot }: Server): readonly Finding[] {
  const findings: Finding[] = []
  const maxSlots = Number(settings['max_replication_slots'])
  const maxSenders = Number(settings['max_wal_senders'])
  if (ourSlot === null && slots >= maxSlots) {
    const remedy = `${restart('max_replication_slots', String(slots + 1), side)}; or drop a slot that nobody reads any more`
    findings.push(blocker('pg.replication-slots', side, `all ${maxSlots} replication slots are in use`, remedy))
  }
  if (ourSlot?.active !== true && senders >= maxSenders) {
    const remedy = restart('max_wal_senders', String(senders + 1), side)
    findings.push(blocker('pg.wal-senders', side, `all ${maxSenders} WAL senders are in use`, remedy))
  }
  return findings
}

function senderTimeout(side: Side, { settings }: Server): readonly Finding[] {
  const check = 'pg.wal-sender-timeout'
  const timeoutMs = Number(settings['wal_sender_timeout'])
  const remedy = `ALTER SYSTEM SET wal_sender_timeout = '60s'; -- on the ${side}, then SELECT pg_reload_conf()`
  if (timeoutMs === 0) {
    const message = 'wal_sender_timeout is 0: a connection that is gone without a word keeps its slot in use'
    return [warning(check, side, message, remedy)]
  }
  if (timeoutMs >= SHORTEST_SENDER_TIMEOUT_MS) return []
  return [blocker(check, side, `wal_sender_timeout is ${timeoutMs} ms; at least 10 s are needed`, remedy)]
}

/** Limits that make the server throw a slot away, and with it the stream. */
function slotLimits(side: Side, { settings }: Server): readonly Finding[] {
  const findings: Finding[] = []
  const keepMb = Number(settings['max_slot_wal_keep_size'])
  if (keepMb !== -1) {
    const message = `max_slot_wal_keep_size is ${keepMb} MB: a stream further behind than that is lost and the copy starts again`
    const remedy = `ALTER SYSTEM SET max_slot_wal_keep_size = -1; -- on the ${side}, then SELECT pg_reload_conf(); or size it for the longest interruption`
    findings.push(warning('pg.slot-wal-keep-size', side, message, remedy))
  }
  // In seconds since PostgreSQL 18.
  const idle = Number(settings['idle_replication_slot_timeout'] ?? 0)
  if (idle !== 0) {
    const message = `idle_replication_slot_timeout is ${idle} s: a stream interrupted for longer is lost`
    const remedy = `ALTER SYSTEM SET idle_replication_slot_timeout = 0; -- on the ${side}, then SELECT pg_reload_conf()`
    findings.push(warning('pg.idle-slot-timeout', side, message, remedy))
  }
  return findings
}
