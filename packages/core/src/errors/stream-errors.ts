import type { ErrorInfo } from './error-info.ts'

/** What can go wrong with a stream of changes; the same numbers on both sides, as in database-errors.ts. */
const STREAM_ERRORS = {
  '85': {
    title: 'replication stream not understood',
    disposition: 'fatal',
    remedy:
      'this is a defect of Causeway, or a server of an unknown kind: report it with the server version and the log',
  },
  '86': {
    title: 'server fell silent',
    disposition: 'retry',
    remedy: 'nothing while it is retried; if it persists, look for a firewall that drops idle or long connections',
  },
  '87': {
    title: 'replication slot in use',
    disposition: 'retry',
    remedy: 'nothing while it is retried; if it persists, see active_pid in pg_replication_slots and end that session',
  },
  '88': {
    title: 'table cannot be captured',
    disposition: 'user',
    remedy:
      'give the table a primary key or `REPLICA IDENTITY FULL`, declare it in scope.insertOnly, or exclude it from the scope',
  },
  '89': {
    title: 'progress moved by another',
    disposition: 'retry',
    remedy: 'nothing: the stream begins again at the progress found; if it persists, two controllers run: stop one',
  },
} as const satisfies Record<string, ErrorInfo>

export type StreamErrorNumber = keyof typeof STREAM_ERRORS

/** The part of the registry for one side. */
export function streamErrors<Prefix extends 'CW-06' | 'CW-07'>(prefix: Prefix) {
  const side = prefix === 'CW-06' ? 'source' : 'target'
  const entries = Object.entries(STREAM_ERRORS).map(([number, info]) => [
    `${prefix}${number}`,
    { ...info, title: `${side}: ${info.title}` },
  ])
  return Object.fromEntries(entries) as { readonly [Number in StreamErrorNumber as `${Prefix}${Number}`]: ErrorInfo }
}
