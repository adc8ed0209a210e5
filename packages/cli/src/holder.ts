import { hostname, userInfo } from 'node:os'

/** Who runs this process, for the eyes of others: user, host, process. */
export function thisHolder(): string {
  return `${userInfo().username}@${hostname()} pid ${process.pid}`
}
