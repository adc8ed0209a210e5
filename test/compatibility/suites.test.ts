import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { STEPS } from './row.ts'
import { SUITES } from './suites.ts'

describe.each(SUITES)('$title', ({ provenBy, rows }) => {
  it('is proven by a test that is there', () => {
    expect(existsSync(join(import.meta.dirname, '../..', provenBy)), provenBy).toBe(true)
  })

  it('has rows that say each thing once, at every step, and fit into a table', () => {
    expect(rows.map(({ what }) => what)).toEqual([...new Set(rows.map(({ what }) => what))])
    for (const { what, results } of rows) {
      expect(Object.keys(results)).toEqual(STEPS)
      for (const cell of [what, ...Object.values(results)]) expect(cell).toMatch(/^[^|\n]+$/)
    }
  })
})
