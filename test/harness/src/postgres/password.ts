import { randomBytes } from 'node:crypto'

/** Of a role that lives as long as a server of ours. */
export function newPassword(): string {
  return randomBytes(18).toString('base64url')
}
