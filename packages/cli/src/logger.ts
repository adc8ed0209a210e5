import { pino } from 'pino'
import { CausewayError, type LogData, type Logger } from '@causeway/core'
import type { Io } from './io.ts'

const LEVELS = ['silent', 'error', 'warn', 'info', 'debug']

/**
 * Diagnostics as JSON lines on stderr; `CAUSEWAY_LOG` sets the level (default `silent` on a terminal, else `warn`).
 * @throws CW-0253 when it is set to something else
 */
export function stderrLogger(io: Io): Logger {
  const level = io.env['CAUSEWAY_LOG'] ?? (io.stderr.isTTY === true ? 'silent' : 'warn')
  if (!LEVELS.includes(level)) {
    throw new CausewayError('CW-0253', `CAUSEWAY_LOG is one of ${LEVELS.join(', ')}, not ${JSON.stringify(level)}`)
  }
  return wrap(pino({ level, base: null }, io.stderr))
}

function wrap(log: ReturnType<typeof pino>): Logger {
  const at = (level: 'debug' | 'info' | 'warn' | 'error') => (text: string, data?: LogData) =>
    log[level](data ?? {}, text)
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    with: (data) => wrap(log.child(data)),
  }
}
