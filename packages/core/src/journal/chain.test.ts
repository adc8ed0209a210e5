import { expect, it } from 'vitest'
import { CHAIN_START, checkChain, linkHash, type ChainHead, type ChainLink } from './chain.ts'

function chain(...data: readonly string[]): readonly ChainLink[] {
  const links: ChainLink[] = []
  for (const text of data) {
    const prevHash = links.at(-1)?.hash ?? CHAIN_START.lastHash
    const link = { seq: links.length + 1, time: 't', code: 'c', data: text, prevHash }
    links.push({ ...link, hash: linkHash(link) })
  }
  return links
}

function headOf(links: readonly ChainLink[]): ChainHead {
  const last = links.at(-1)
  return last === undefined ? CHAIN_START : { lastSeq: last.seq, lastHash: last.hash }
}

it('is whole when every event follows the one before, up to the head', () => {
  const links = chain('1', '2', '3')
  expect(checkChain(links, headOf(links))).toEqual({ ok: true, events: 3, brokenAt: null })
  expect(checkChain([], CHAIN_START)).toEqual({ ok: true, events: 0, brokenAt: null })
})

it('shows an event that was replaced together with its own hash', () => {
  const links = chain('1', '2', '3')
  const forged = [...chain('x').slice(0, 1), ...links.slice(1)]
  expect(checkChain(forged, headOf(links))).toMatchObject({ ok: false, brokenAt: { seq: 2 } })
})

it('shows that the whole chain was written anew', () => {
  expect(checkChain(chain('x', '2', '3'), headOf(chain('1', '2', '3')))).toMatchObject({
    ok: false,
    brokenAt: { seq: 4 },
  })
})

it('does not take two different events for the same', () => {
  const link = { seq: 1, time: 'a', code: 'bc', data: 'd', prevHash: CHAIN_START.lastHash }
  expect(linkHash(link)).not.toBe(linkHash({ ...link, time: 'ab', code: 'c' }))
})
