import { randomInt } from 'node:crypto'
import type { AccountView } from './account-view.ts'
import type { Events } from './events.ts'
import type { Tags } from './tags.ts'

/** What the resources of one account and region share. */
export interface Context {
  readonly region: string
  readonly accountId: string
  readonly account: AccountView
  readonly events: Events
  readonly tags: Tags
  readonly now: () => Date
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** `kind` is the word in the ARN, e.g. `rep`; without `resource` DMS makes one up. */
export function arnOf(context: Context, kind: string, resource = randomResource()): string {
  return `arn:aws:dms:${context.region}:${context.accountId}:${kind}:${resource}`
}

function randomResource(): string {
  return Array.from({ length: 26 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')
}
