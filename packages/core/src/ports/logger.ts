/** Diagnostics for operators, on stderr or in a file. Never given a secret, a row value or a connection string. */
export interface Logger {
  debug(message: string, data?: LogData): void
  info(message: string, data?: LogData): void
  warn(message: string, data?: LogData): void
  error(message: string, data?: LogData): void
  /** A logger that adds `data` to every line. */
  with(data: LogData): Logger
}

export type LogData = Readonly<Record<string, unknown>>

export const silentLogger: Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  with: () => silentLogger,
}
