import type { Message, MessageData, MessageName, TierMeasurement } from '@causeway/core'
import { bytes, count, counted, duration, percent } from './units.ts'

/** What a message says to a person, in one line; what is to be done about it in a second one. */
export function messageLine(said: Message): string {
  // A message's name and its data belong together; TypeScript does not see that across the lookup.
  const line = LINES[said.name] as (data: Message['data']) => string
  return line(said.data)
}

const LINES: { readonly [N in MessageName]: (data: MessageData[N]) => string } = {
  'controller-started': ({ migration, epoch }) => `controller of ${migration} started (epoch ${epoch})`,
  'controller-stopped': ({ reason }) => `controller stopped: ${reason}`,
  'phase-changed': ({ from, to, event, authority, weight }) =>
    `phase ${from === to ? `${to}: ${event}` : `${from} → ${to}`}   authority ${authority}, weight ${weight} %`,
  'waiting-for': ({ what, command }) => `waiting for ${what}${command === null ? '' : `: ${command}`}`,
  paused: ({ reason }) => `paused: ${reason}`,
  throttled: ({ reason }) => `throttled: ${reason}`,
  stalled: ({ reason }) => `stalled: ${reason}`,
  frozen: ({ reason, code, remedy }) => `FROZEN${code === null ? '' : ` ${code}`}: ${reason}${toDo(remedy)}`,
  resumed: ({ from }) => `no longer ${from}`,
  warning: ({ text }) => `warning: ${text}`,
  finding: ({ severity, side, message, remedy }) => `${severity} (${side}): ${message}${toDo(remedy)}`,
  'table-progress': ({ table, state, copiedRows, copiedBytes }) =>
    `table ${table} ${state}: ${counted(copiedRows, 'row')}, ${bytes(copiedBytes)}`,
  'load-progress': (load) => `loading: ${loadText(load)}`,
  'load-finished': ({ tables, rows, bytes: size, durationMs }) =>
    `loaded ${counted(tables, 'table')}, ${counted(rows, 'row')}, ${bytes(size)} in ${duration(durationMs)}`,
  'stream-status': ({ direction, ...stream }) => `${direction} ${streamText(stream)}`,
  'verification-progress': (progress) => `verifying: ${verifyingText(progress)}`,
  'verification-result': ({ rows, tables, durationMs, mismatchCount }) =>
    `verified ${counted(rows, 'row')} in ${counted(tables, 'table')} in ${duration(durationMs)}: ${differText(mismatchCount)}`,
  'gate-evaluated': ({ gate, outcome, message }) => `gate ${gate}: ${outcome} — ${message}`,
  'weight-set': ({ from, to, reason }) => `weight ${from} % → ${to} % (${reason})`,
  'traffic-measured': (measured) => trafficText(measured),
  clients: ({ action, authority }) => `clients ${action}, authority ${authority}`,
  'handover-started': ({ kind, number, pauseBudgetMs }) =>
    `${kind} ${number} begins: the pause may last ${duration(pauseBudgetMs)}`,
  'handover-step': ({ step, durationMs }) => `  ${step.padEnd(16)} ${duration(durationMs)}`,
  'handover-decided': ({ decision }) => `decision: ${decision}`,
  'handover-aborted': ({ kind, number, reason }) => `${kind} ${number} aborted: ${reason}`,
  'paused-for': (pause) => pausedText(pause),
  'report-written': ({ path }) => `report: ${path}`,
}

/** A controller that was restarted within the pause has not seen its beginning, and says nothing about its length. */
export function pausedText({ pauseMs, budgetMs, steps }: MessageData['paused-for']): string {
  const seen = steps.some(({ step }) => step === 'hold-clients')
  return seen ? `clients waited ${duration(pauseMs)} of at most ${duration(budgetMs)}` : 'clients go on'
}

export function differText(mismatches: number): string {
  return mismatches === 1 ? '1 row differs' : `${count(mismatches)} rows differ`
}

export function loadText(load: MessageData['load-progress']): string {
  const { copiedBytes, totalBytes, bytesPerSecond, etaSeconds, tablesReady, tables } = load
  const copied = `${bytes(copiedBytes)} of about ${bytes(totalBytes)}`
  // Nothing is left to copy; how long indexes take is not known.
  const speed =
    etaSeconds === 0
      ? ''
      : `${bytes(bytesPerSecond)}/s, ETA ${etaSeconds === null ? '–' : duration(etaSeconds * 1_000)}, `
  return `${copied}, ${speed}${tablesReady} of ${counted(tables, 'table')} ready`
}

export function streamText(stream: Omit<MessageData['stream-status'], 'direction'>): string {
  const reason = stream.reason === null ? '' : ` (${stream.reason})`
  if (stream.state === 'stopped') return `stopped${reason}`
  const lag = stream.lagMs === null ? 'not known' : duration(stream.lagMs)
  return (
    `${stream.state}${reason}, lag ${lag}, ${bytes(stream.backlogBytes)} not yet applied, ` +
    `${count(stream.rowsPerSecond)} rows/s, ${counted(stream.appliedTransactions, 'transaction')} applied`
  )
}

export function verifyingText({ table, checkedRows, tablesDone, tables }: MessageData['verification-progress']) {
  return `${tablesDone} of ${counted(tables, 'table')}, ${table} ${counted(checkedRows, 'row')}`
}

export function trafficText({ weight, blue, green }: MessageData['traffic-measured']): string {
  const total = blue.sent + green.sent
  const measured = total === 0 ? 'nothing measured' : `${percent(green.sent / total)} measured`
  return `weight ${weight} % configured, ${measured}; blue ${tierText(blue)}; green ${tierText(green)}`
}

function tierText({ requests, requestsPerSecond, p99Ms, errors }: TierMeasurement): string {
  if (requests === 0) return 'nothing'
  return `${count(requestsPerSecond)}/s, p99 ${duration(p99Ms)}, ${counted(errors, 'error')}`
}

function toDo(remedy: string): string {
  return remedy === '' ? '' : `\n  to do: ${remedy}`
}
