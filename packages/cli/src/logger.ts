import { pino } from 'pino'
import type { LogData, Logger } from '@causeway/core'
import type { Io } from './io.ts'

/** Diagnostics as JSON lines on stderr; `CAUSEWAY_LOG` sets the level (default `silent` on a terminal, else `warn`). */
export function stderrLogger(io: Io): Logger {
  const level = io.env['CAUSEWAY_LOG'] ?? (io.stderr.isTTY === true ? 'silent' : 'warn')
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
