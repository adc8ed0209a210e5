import { createHash } from 'node:crypto'
import type { ChainCheck } from '../ports/state-store.ts'

export interface ChainLink {
  readonly seq: number
  readonly time: string
  readonly code: string
  /** As stored: the hash is over the text, not over its meaning. */
  readonly data: string
  readonly prevHash: string
  readonly hash: string
}

export interface ChainHead {
  readonly lastSeq: number
  readonly lastHash: string
}

/** What the first event follows. */
export const CHAIN_START: ChainHead = { lastSeq: 0, lastHash: '0'.repeat(64) }

/** SHA-256 over the lengths and texts of all parts, so that no two events share an input. */
export function linkHash(link: Omit<ChainLink, 'hash'>): string {
  const parts = [link.prevHash, String(link.seq), link.time, link.code, link.data]
  return createHash('sha256')
    .update(parts.map((part) => `${Buffer.byteLength(part)}:${part}`).join(''))
    .digest('hex')
}

/** Finds the first event that was changed, taken out, put in or cut off. */
export function checkChain(links: Iterable<ChainLink>, head: ChainHead): ChainCheck {
  let last = CHAIN_START
  for (const link of links) {
    const reason = brokenLink(link, last)
    if (reason !== null) return { ok: false, events: last.lastSeq, brokenAt: { seq: link.seq, reason } }
    last = { lastSeq: link.seq, lastHash: link.hash }
  }
  if (last.lastSeq === head.lastSeq && last.lastHash === head.lastHash)
    return { ok: true, events: last.lastSeq, brokenAt: null }
  const reason = `the state row knows ${head.lastSeq} events, ${last.lastSeq} are there or the last one is another`
  return { ok: false, events: last.lastSeq, brokenAt: { seq: last.lastSeq + 1, reason } }
}

function brokenLink(link: ChainLink, last: ChainHead): string | null {
  if (link.seq !== last.lastSeq + 1) return `event ${last.lastSeq + 1} is missing`
  if (link.prevHash !== last.lastHash) return 'it does not follow the event before it'
  return linkHash(link) === link.hash ? null : 'its content does not match its hash'
}
