import type { ResolvedScope } from '@causeway/spec'
import { describe, expect, it } from 'vitest'
import { lookUp } from '../coverage/look-up.ts'
import { blueprintText, designOf } from './fixtures/blueprints.ts'
import { tableMappings } from './task-settings.ts'

const { replication } = designOf(blueprintText('inventory-postgres'))
const EVERYTHING: ResolvedScope = {
  schemas: { include: [], exclude: [] },
  tables: { include: [], exclude: [] },
  insertOnly: [],
}

/** Each rule as `+schema.table` or `-schema.table`. */
function selected(scope: Partial<ResolvedScope>, engine: 'postgres' | 'mysql' = 'postgres'): readonly string[] {
  return tableMappings({ ...EVERYTHING, ...scope }, { engine, database: 'shop' }).rules.map((rule) => {
    const { 'schema-name': schema, 'table-name': table } = rule['object-locator']
    return `${rule['rule-action'] === 'include' ? '+' : '-'}${schema}.${table}`
  })
}

describe('the table mappings', () => {
  it('take everything but what is of the server, or of Causeway', () => {
    expect(selected({})).toEqual(['+%.%', '-pg_%.%', '-information_schema.%', '-causeway.%'])
    expect(selected({}, 'mysql')).toEqual(['+shop.%', '-causeway.%'])
  })

  it('follow the scope', () => {
    expect(selected({ schemas: { include: ['app', 'log*'], exclude: ['logtmp'] } }, 'mysql')).toEqual([
      '+app.%',
      '+log%.%',
      '-causeway.%',
      '-logtmp.%',
    ])
    const tables = { include: ['app.orders', 'app.item*'], exclude: ['app.items_old'] }
    expect(selected({ tables }, 'mysql')).toEqual(['+app.orders', '+app.item%', '-causeway.%', '-app.items_old'])
  })

  it('number their rules', () => {
    const ids = tableMappings(EVERYTHING, { engine: 'postgres', database: 'x' }).rules.map((rule) => rule['rule-id'])
    expect(ids).toEqual(['1', '2', '3', '4'])
  })
})

describe('the settings', () => {
  const of = (purpose: string, path: string) => lookUp(replication, `tasks[purpose=${purpose}].settings.${path}`)

  it('never skip a row in silence', () => {
    for (const purpose of ['replicate', 'validate']) {
      const policies = Object.entries(Object(of(purpose, 'ErrorBehavior'))).filter(([key]) => key.endsWith('Policy'))
      expect(policies.length).toBeGreaterThan(8)
      expect(policies.filter(([, policy]) => policy !== 'STOP_TASK' && policy !== 'SUSPEND_TABLE')).toEqual([])
    }
  })

  it('cut no large value without saying so', () => {
    expect(of('replicate', 'TargetMetadata')).toMatchObject({ LimitedSizeLobMode: true, LobMaxSize: 1024 })
    expect(of('replicate', 'ErrorBehavior.DataTruncationErrorPolicy')).toBe('STOP_TASK')
  })

  it('keep all control tables', () => {
    expect(of('replicate', 'ControlTablesSettings')).toEqual({
      ControlSchema: 'dms_control',
      HistoryTimeslotInMinutes: 5,
      HistoryTableEnabled: true,
      SuspendedTablesTableEnabled: true,
      StatusTableEnabled: true,
      FullLoadExceptionTableEnabled: true,
    })
  })

  it('compare in a task of its own', () => {
    expect(of('replicate', 'ValidationSettings.EnableValidation')).toBe(false)
    expect(of('validate', 'ValidationSettings')).toMatchObject({ EnableValidation: true, ValidationOnly: true })
  })

  it('notice a replication slot that is left behind', () => {
    expect(of('replicate', 'FailTaskWhenCleanTaskResourceFailed')).toBe(true)
  })
})
