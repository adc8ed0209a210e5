import { describe, expect, it } from 'vitest'
import { REPORT } from '../fixtures/report-data.ts'
import type { ReportData } from './report-data.ts'
import { reportHtml } from './report-html.ts'

function page(changes: Partial<ReportData> = {}): string {
  return reportHtml({ ...REPORT, ...changes })
}

/** What a reader sees, on one line. */
function words(changes: Partial<ReportData> = {}): string {
  return page(changes)
    .replace(/<style>[^]*?<\/style>/, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
}

const NOTHING: Partial<ReportData> = {
  outcome: 'in-progress',
  source: null,
  target: null,
  phases: [],
  load: null,
  verification: null,
  gates: [],
  weights: [],
  handovers: [],
  findings: [],
  clients: null,
}

describe('the page', () => {
  it('holds what the record holds', () => {
    const text = words()
    for (const shown of [
      'shop-t1 Rolled back',
      'PostgreSQL 13.23 shop → PostgreSQL 17.6 shop_new',
      'pause of the cut-over 212 ms budget 5.0 s',
      'Cut-over 1: committed, clients waited 212 ms',
      'Before and after the pause, while clients wrote: arm-reverse 400 ms, retire-forward 900 ms.',
      'Rollback 2: aborted, clients waited at most 4.0 s (the controller was restarted meanwhile)',
      'an earlier process left it undecided',
      'Verification: 1 row differs',
      'public.orders id=7 total differs',
      'public.users 500 0 text-hash',
      'lag-to-cutover pass the lag is 42 ms',
      '50 % 49.9 % 12 ms 12 ms 4 declared step',
      '0 % – – – – rolled back',
      'blocker source wal_level is replica set it',
      'red: seconds with an error',
      'chain intact',
    ]) {
      expect(text).toContain(shown)
    }
  })

  it('says nothing of what there was not', () => {
    expect(words(NOTHING)).toMatch(
      /^ shop-t1: In progress Causeway migration report · environment staging shop-t1 In progress 2031-05-04 22:00:00 UTC, 1 min 0 s Journal: 40 events/,
    )
    expect(page(NOTHING)).not.toMatch(/<section|<table|<svg|class="tiles"|undefined|null|NaN/)
    expect(page()).not.toMatch(/undefined|null|NaN|\[object/)
  })

  it('says loudly when the journal was tampered with', () => {
    expect(words({ journal: { events: 3, lastHash: 'x', intact: false } })).toContain('chain BROKEN')
  })

  it('a hand-over that did not commit has no pause to boast of', () => {
    const [, aborted] = REPORT.handovers
    expect(words({ handovers: aborted === undefined ? [] : [aborted] })).not.toContain('pause of the')
  })

  it('folds long tables away, and keeps every row', () => {
    const tables = Array.from({ length: 100 }, (_, index) => ({
      table: `t${index}`,
      rows: 1,
      mismatches: 0,
      method: 'text-hash' as const,
    }))
    const { verification } = REPORT
    const html = page({ verification: verification && { ...verification, tables } })
    expect(html).toMatch(/<details>\s*<summary>100 rows<\/summary>/)
    expect(html).toContain('>t99<')
  })
})

it('nothing in the page runs or comes from elsewhere, whatever the source calls its tables', () => {
  const evil = `"><script>alert(1)</script><img src=x onerror=alert(1)>`
  const everywhere = JSON.parse(
    JSON.stringify(REPORT, (key, value: unknown) =>
      typeof value === 'string' && !/^(at|startedAt|finishedAt|outcome|kind|decision)$/.test(key) ? evil : value,
    ),
  ) as ReportData
  const html = reportHtml(everywhere)
  expect(html).toContain('&lt;script&gt;alert(1)')
  const tags = html.match(/<[^>]*>/g)?.join('') ?? ''
  expect(tags).not.toMatch(/script|<img|link|iframe|onerror|src=|href=|style=|url\(/i)
})
