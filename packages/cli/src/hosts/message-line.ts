import type { Message } from '@causeway/core'
import { bytes, count, duration } from './units.ts'

/** What a message says to a person, in one line; `null` for what a line each would drown. */
export function messageLine(said: Message): string | null {
  switch (said.name) {
    case 'controller-started':
      return `controller of ${said.data.migration} started (epoch ${said.data.epoch})`
    case 'controller-stopped':
      return `controller stopped: ${said.data.reason}`
    case 'phase-changed':
      return said.data.from === said.data.to
        ? null
        : `phase ${said.data.from} → ${said.data.to}   authority ${said.data.authority}, weight ${said.data.weight} %`
    case 'waiting-for':
      return `waiting for ${said.data.what}${said.data.command === null ? '' : `: ${said.data.command}`}`
    case 'paused':
    case 'throttled':
    case 'stalled':
      return `${said.name}: ${said.data.reason}`
    case 'frozen':
      return `FROZEN ${said.data.code ?? ''}: ${said.data.reason}\n  to do: ${said.data.remedy}`
    case 'resumed':
      return `no longer ${said.data.from}`
    case 'warning':
      return `warning: ${said.data.text}`
    case 'finding':
      return `${said.data.severity} (${said.data.side}): ${said.data.message}${said.data.remedy === '' ? '' : `\n  to do: ${said.data.remedy}`}`
    case 'table-progress':
      return said.data.state === 'ready'
        ? `table ${said.data.table} ready: ${count(said.data.copiedRows)} rows, ${bytes(said.data.copiedBytes)}`
        : null
    case 'load-finished':
      return `loaded ${said.data.tables} tables, ${count(said.data.rows)} rows, ${bytes(said.data.bytes)} in ${duration(said.data.durationMs)}`
    case 'load-progress':
    case 'stream-status':
    case 'verification-progress':
      return null
    case 'verification-result':
      return `verified ${count(said.data.rows)} rows in ${said.data.tables} tables in ${duration(said.data.durationMs)}: ${said.data.mismatchCount} mismatches`
    case 'gate-evaluated':
      return `gate ${said.data.gate}: ${said.data.outcome} — ${said.data.message}`
    case 'weight-set':
      return `weight ${said.data.from} % → ${said.data.to} % (${said.data.reason})`
    case 'traffic-measured':
      return trafficLine(said.data)
    case 'clients':
      return `clients ${said.data.action}, authority ${said.data.authority}`
    case 'handover-started':
      return `${said.data.kind} ${said.data.number} begins: the pause may last ${duration(said.data.pauseBudgetMs)}`
    case 'handover-step':
      return `  ${said.data.step.padEnd(16)} ${duration(said.data.durationMs)}`
    case 'handover-decided':
      return `decision: ${said.data.decision}`
    case 'handover-aborted':
      return `${said.data.kind} ${said.data.number} aborted: ${said.data.reason}`
    case 'paused-for':
      return `clients waited ${duration(said.data.pauseMs)} of at most ${duration(said.data.budgetMs)}`
    case 'report-written':
      return `report: ${said.data.path}`
    default:
      throw said satisfies never
  }
}

function trafficLine({ weight, blue, green }: Extract<Message, { name: 'traffic-measured' }>['data']): string {
  const total = blue.requests + green.requests
  const measured = total === 0 ? 'nothing measured' : `measured ${((green.requests / total) * 100).toFixed(1)} %`
  return (
    `weight ${weight} %: ${measured}; blue ${Math.round(blue.requestsPerSecond)}/s p99 ${duration(blue.p99Ms)}, ` +
    `green ${Math.round(green.requestsPerSecond)}/s p99 ${duration(green.p99Ms)}, errors ${blue.errors + green.errors}`
  )
}
