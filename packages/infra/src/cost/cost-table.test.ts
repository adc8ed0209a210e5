import { describe, expect, it } from 'vitest'
import { blueprintText, designOf } from '../design/fixtures/blueprints.ts'
import { costTable, dollars, total } from './cost-table.ts'

describe('costTable', () => {
  const design = designOf(blueprintText('inventory-postgres'))
  const table = costTable(design)

  it('keeps every item, what runs first, and the dearest of it at the top', () => {
    expect(table.rows).toHaveLength(design.costs.length)
    const scopes = table.rows.map(({ scope }) => scope)
    expect(scopes).toEqual(scopes.toSorted().reverse())
    const running = table.rows.filter(({ scope }) => scope === 'running').map(({ monthlyUsd }) => monthlyUsd ?? -1)
    expect(running).toEqual(running.toSorted((a, b) => b - a))
  })

  it('sums what is known, and counts what is not', () => {
    const all = [...design.costs, { ...design.costs[0], monthlyUsd: null, scope: 'running' as const }]
    const { running, migration } = costTable({ ...design, costs: all as typeof design.costs })
    const known = design.costs.reduce((sum, { monthlyUsd }) => sum + (monthlyUsd ?? 0), 0)
    expect(running.monthlyUsd + migration.monthlyUsd).toBeCloseTo(known, 6)
    expect(running.unknown).toBe(table.running.unknown + 1)
  })
})

it.each([
  [1234.5, '$1,234.50'],
  [0, '$0.00'],
  [null, 'unknown'],
])('%s is %s', (value, text) => {
  expect(dollars(value)).toBe(text)
})

it('a sum says what is missing in it', () => {
  expect(total({ monthlyUsd: 10, unknown: 0 })).toBe('$10.00')
  expect(total({ monthlyUsd: 10, unknown: 2 })).toBe('$10.00 and 2 unknown')
})
