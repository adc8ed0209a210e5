import type { ResolvedClient } from '@causeway/spec'

/** What every client is told. */
export type Instruction =
  | { readonly action: 'hold' | 'release' }
  | { readonly action: 'follow'; readonly authority: 'SOURCE' | 'TARGET' }

export type ClientOf<Kind extends ResolvedClient['kind']> = Extract<ResolvedClient, { readonly kind: Kind }>

/** Part of an answer, fit for a message: one line, 200 characters. */
export function excerpt(text: string): string {
  return text
    .replaceAll(/\p{Cc}+/gu, ' ')
    .trim()
    .slice(0, 200)
}
