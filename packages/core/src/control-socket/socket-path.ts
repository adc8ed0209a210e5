import { join, relative } from 'node:path'
import { CausewayError } from '../errors/causeway-error.ts'

/** The kernel's limit for the path of a Unix socket, less its closing NUL. */
const LONGEST = 103

/** Where the controller of this state directory listens. @throws CW-0251 when no usable path is short enough */
export function socketPath(stateDir: string): string {
  const absolute = join(stateDir, 'control.sock')
  const local = relative(process.cwd(), absolute)
  const path = local.length < absolute.length ? local : absolute
  if (Buffer.byteLength(path) <= LONGEST) return path
  throw new CausewayError(
    'CW-0251',
    `the state directory's path is too long for a control socket: ${absolute} (at most ${LONGEST} bytes); set stateDir to a shorter one`,
  )
}
