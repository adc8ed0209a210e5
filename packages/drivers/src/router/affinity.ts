import type { TierName } from './tier.ts'

const COOKIE = 'causeway-tier'
const CHOSEN = new RegExp(`(?:^|;)\\s*${COOKIE}=(blue|green)\\s*(?:;|$)`)

/** The tier that a client was sent to before, from its `Cookie` header. */
export function chosenTier(cookies: string | undefined): TierName | null {
  const chosen = cookies === undefined ? undefined : CHOSEN.exec(cookies)?.[1]
  return chosen === 'blue' || chosen === 'green' ? chosen : null
}

/** The `Set-Cookie` value that keeps a client with a tier for `stickyMs`, counted from its first request. */
export function affinityCookie(tier: TierName, stickyMs: number): string {
  return `${COOKIE}=${tier}; Max-Age=${Math.ceil(stickyMs / 1000)}; Path=/; HttpOnly; SameSite=Lax`
}
