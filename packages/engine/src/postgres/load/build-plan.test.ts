import { describe, expect, test } from 'vitest'
import type { Table } from '../catalog.ts'
import type { PostDataStatement } from '../schema/post-data.ts'
import { analyzeSteps, planBuild } from './build-plan.ts'
import type { BuildStep } from './build-queue.ts'

const LARGE = 1 << 30
const table = (name: string, isPartition = false, sizeBytes = LARGE) => ({ sql: name, isPartition, sizeBytes }) as Table

function statement(
  sql: string,
  kind: PostDataStatement['kind'],
  stage: PostDataStatement['stage'],
  rest: Partial<PostDataStatement> = {},
): PostDataStatement {
  return { sql, hash: sql, kind, stage, table: null, dependsOn: [], bytes: 0, optional: false, ...rest }
}

const nameOf = (step: BuildStep | undefined) => step?.statements.map(({ sql }) => sql).join('; ')
const names = (steps: readonly BuildStep[]) => steps.map(nameOf)
const waits = (steps: readonly BuildStep[]) =>
  Object.fromEntries(steps.map((step) => [nameOf(step), step.waitsFor.map((each) => nameOf(steps[each]))]))
const everything = { skipCrossChecks: false }

describe('planBuild', () => {
  test('builds the indexes of a table side by side, then the rest one by one, then analyses it', () => {
    const { tables } = planBuild(
      [table('a'), table('b')],
      [
        statement('index 1', 'index', 'table', { table: 'a' }),
        statement('key', 'primary-key', 'table', { table: 'a', dependsOn: [0] }),
        statement('index 2', 'index', 'table', { table: 'a' }),
        statement('cluster', 'cluster', 'table', { table: 'a', dependsOn: [2] }),
        statement('index b', 'index', 'table', { table: 'b' }),
      ],
      everything,
    )
    expect(waits(tables)).toEqual({
      'index 1': [],
      key: ['index 1', 'index 2'],
      'index 2': [],
      cluster: ['index 2', 'key'],
      'index b': [],
      'ANALYZE a': ['index 1', 'key', 'index 2', 'cluster'],
      'ANALYZE b': ['index b'],
    })
    expect(tables.map((step) => step.table)).toEqual(['a', 'a', 'a', 'a', 'b', 'a', 'b'])
  })

  test('leaves what holds no rows itself until all tables are there, with what depends on it', () => {
    const plan = planBuild(
      [table('leaf', true)],
      [
        statement('root key', 'primary-key', 'table', { table: 'root' }),
        statement('leaf key', 'index', 'table', { table: 'leaf' }),
        statement('attach', 'index-attach', 'table', { dependsOn: [0, 1] }),
        statement('on attached', 'comment', 'table', { table: 'leaf', dependsOn: [2] }),
      ],
      everything,
    )
    expect(names(plan.tables)).toEqual(['leaf key'])
    expect(waits(plan.parents)).toEqual({ 'root key': [], attach: ['root key'], 'on attached': ['attach'] })
    expect(plan.parents.every((step) => step.table === null)).toBe(true)
  })

  test('makes one step of all that is built of a small table, in an order that holds', () => {
    const statements = [
      statement('key', 'primary-key', 'table', { table: 'small', dependsOn: [1] }),
      statement('index', 'index', 'table', { table: 'small' }),
      statement('index large', 'index', 'table', { table: 'large' }),
      statement('on large', 'comment', 'table', { table: 'tied', dependsOn: [2] }),
    ]
    const tables = [table('small', false, 1000), table('tied', false, 1000), table('large')]
    expect(waits(planBuild(tables, statements, everything).tables)).toEqual({
      'index; key; ANALYZE small': [],
      'index large': [],
      'on large': ['index large'],
      'ANALYZE tied': ['on large'],
      'ANALYZE large': ['index large'],
    })
  })

  test('adds foreign keys fifty at a time', () => {
    const many = Array.from({ length: 120 }, (_, n) => statement(`fk ${n}`, 'foreign-key', 'constraint'))
    const { foreignKeys } = planBuild([], many, everything)
    expect(foreignKeys.map(({ statements, waitsFor }) => [statements.length, waitsFor])).toEqual([
      [50, []],
      [50, [0]],
      [20, [1]],
    ])
  })

  const constraints = [
    statement('fk a NOT VALID', 'foreign-key', 'constraint', { table: 'a' }),
    statement('validate a', 'foreign-key-validation', 'constraint', { table: 'a', dependsOn: [0] }),
    statement('fk root', 'foreign-key', 'constraint', { table: 'root' }),
    statement('about fk root', 'comment', 'constraint', { table: 'root', dependsOn: [2] }),
    statement('fk a too NOT VALID', 'foreign-key', 'constraint', { table: 'a' }),
    statement('validate a too', 'foreign-key-validation', 'constraint', { table: 'a', dependsOn: [4] }),
    statement('trigger', 'trigger', 'final', { table: 'a' }),
    statement('event trigger', 'event-trigger', 'final', { optional: true }),
  ]

  test('adds foreign keys before it validates them, those of one table one by one', () => {
    const plan = planBuild([table('a')], constraints, everything)
    expect(names(plan.foreignKeys)).toEqual(['fk a NOT VALID; fk root; fk a too NOT VALID'])
    expect(waits(plan.validations)).toEqual({
      'validate a': [],
      'about fk root': [],
      'validate a too': ['validate a'],
    })
    expect(waits(plan.finals)).toEqual({ trigger: [], 'event trigger': ['trigger'] })
    expect(plan.finals.map(({ statements }) => statements[0]?.optional)).toEqual([false, true])
  })

  test('can leave out what compares tables, and what depends on that', () => {
    const plan = planBuild([table('a')], constraints, { skipCrossChecks: true })
    expect(names(plan.foreignKeys)).toEqual(['fk a NOT VALID; fk a too NOT VALID'])
    expect(plan.validations).toEqual([])
    expect(names(plan.finals)).toEqual(['trigger', 'event trigger'])
  })
})

test('a partitioned table is analysed as a whole', () => {
  const [step] = analyzeSteps(['"public"."events"'])
  expect(step).toMatchObject({ statements: [{ sql: 'ANALYZE "public"."events"' }], table: null, waitsFor: [] })
})
