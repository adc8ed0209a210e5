import type { Table } from '../catalog.ts'
import { statementHash, type PostDataStatement } from '../schema/post-data.ts'
import type { BuildStep } from './build-queue.ts'

/** What is built after the data, in passes: each begins when the one before it has ended. */
export interface BuildPlan {
  /** Of single tables, each as soon as it has landed, beside the copies that still run. */
  readonly tables: readonly BuildStep[]
  /** Of what holds no rows itself: partitioned tables, materialized views. One at a time. */
  readonly parents: readonly BuildStep[]
  /** One at a time. */
  readonly foreignKeys: readonly BuildStep[]
  /** Of foreign keys, side by side, and what depends on them. */
  readonly validations: readonly BuildStep[]
  /** Triggers, policies, refreshes, event triggers. One at a time, in list order. */
  readonly finals: readonly BuildStep[]
}

export interface BuildPlanOptions {
  /**
   * Leave out what checks rows of one table against another: copied from different snapshots, they agree only when the
   * stream has passed the younger one.
   */
  readonly skipCrossChecks: boolean
}

/** Up to this size the transactions of a table take longer than its rows. */
const SMALL_BYTES = 1 << 20
/** Few enough for the locks of one transaction to fit any server's lock table. */
const CHUNK_STATEMENTS = 50

type Pass = keyof BuildPlan | 'skipped'

const PASSES: readonly Pass[] = ['tables', 'parents', 'foreignKeys', 'validations', 'finals', 'skipped']

/** Sorts statements into passes, and adds an ANALYZE for each table that is not a partition. */
export function planBuild(
  tables: readonly Table[],
  statements: readonly PostDataStatement[],
  options: BuildPlanOptions,
): BuildPlan {
  const landing = new Set(tables.map((table) => table.sql))
  const passes = assignPasses(statements, landing, options)
  const positions = (pass: Pass) => statements.flatMap((_, position) => (passes[position] === pass ? [position] : []))
  const small = new Set(tables.filter(({ sizeBytes }) => sizeBytes <= SMALL_BYTES).map(({ sql }) => sql))
  return {
    tables: smallAsOne(withAnalyze(toSteps(statements, positions('tables'), indexesFirst, true), tables), small),
    parents: toSteps(statements, positions('parents'), inSequence, false),
    foreignKeys: inChunks(toSteps(statements, positions('foreignKeys'), inSequence, false)),
    validations: toSteps(statements, positions('validations'), inSequenceOfTable, false),
    finals: toSteps(statements, positions('finals'), inSequence, false),
  }
}

/** Of a partitioned table, which includes its partitions. */
export function analyzeSteps(tables: readonly string[]): readonly BuildStep[] {
  return tables.map((table) => analyze(table, null, []))
}

/** A statement is in no earlier pass than what it depends on. */
function assignPasses(
  statements: readonly PostDataStatement[],
  landing: ReadonlySet<string>,
  { skipCrossChecks }: BuildPlanOptions,
): readonly Pass[] {
  const passes: Pass[] = []
  for (const statement of statements) {
    const own = skipCrossChecks && crossChecks(statement) ? 'skipped' : passOf(statement, landing)
    const all = [own, ...statement.dependsOn.map((position) => passes[position] ?? own)]
    passes.push(PASSES[Math.max(...all.map((pass) => PASSES.indexOf(pass)))] ?? own)
  }
  return passes
}

function passOf({ stage, kind, table }: PostDataStatement, landing: ReadonlySet<string>): Pass {
  if (stage === 'final') return 'finals'
  if (kind === 'foreign-key') return 'foreignKeys'
  if (stage === 'constraint') return 'validations'
  // To change a partitioned table, every copy into its partitions must have ended, and the next ones would wait.
  return table !== null && landing.has(table) ? 'tables' : 'parents'
}

/** Adding a foreign key checks the rows at once, unless it is added NOT VALID. */
function crossChecks({ kind, sql }: PostDataStatement): boolean {
  return kind === 'foreign-key-validation' || (kind === 'foreign-key' && !/ NOT (VALID|ENFORCED)$/.test(sql))
}

/** Positions that must be done before a position, besides what its statement depends on. */
type Order = (statements: readonly PostDataStatement[], positions: readonly number[]) => Map<number, readonly number[]>

const inSequence: Order = (_, positions) =>
  new Map(positions.map((position, index) => [position, positions.slice(Math.max(0, index - 1), index)]))

const inSequenceOfTable: Order = (statements, positions) => {
  const ofTable = Map.groupBy(positions, (position) => statements[position]?.table)
  return new Map([...ofTable.values()].flatMap((group) => [...inSequence(statements, group)]))
}

/**
 * Indexes of a table are built side by side. Everything else about it locks the others out: it follows, one at a time,
 * so that no worker waits for a lock.
 */
const indexesFirst: Order = (statements, positions) => {
  const ofTable = Map.groupBy(positions, (position) => statements[position]?.table)
  const before = new Map<number, readonly number[]>()
  for (const group of ofTable.values()) {
    const [indexes, others] = partition(group, (position) => statements[position]?.kind === 'index')
    for (const [position, previous] of inSequence(statements, others)) {
      before.set(position, previous.length === 0 ? indexes : previous)
    }
  }
  return before
}

function toSteps(
  statements: readonly PostDataStatement[],
  positions: readonly number[],
  order: Order,
  waitsForTable: boolean,
): readonly BuildStep[] {
  const before = order(statements, positions)
  const newPosition = new Map(positions.map((position, index) => [position, index]))
  return positions.flatMap((position) => {
    const statement = statements[position]
    if (statement === undefined) return []
    const { sql, hash, optional, dependsOn, bytes } = statement
    const needed = new Set([...dependsOn, ...(before.get(position) ?? [])])
    const waitsFor = [...needed].flatMap((each) => newPosition.get(each) ?? [])
    return [{ statements: [{ sql, hash, optional }], waitsFor, table: waitsForTable ? statement.table : null, bytes }]
  })
}

/** Last of all steps of a table, so that expressions of its indexes and extended statistics are analysed too. */
function withAnalyze(steps: readonly BuildStep[], tables: readonly Table[]): readonly BuildStep[] {
  const ofTable = Map.groupBy(steps.entries(), ([, step]) => step.table)
  const analyzes = tables
    .filter((table) => !table.isPartition)
    .map(({ sql }) =>
      analyze(
        sql,
        sql,
        (ofTable.get(sql) ?? []).map(([position]) => position),
      ),
    )
  return [...steps, ...analyzes]
}

function analyze(table: string, landing: string | null, waitsFor: readonly number[]): BuildStep {
  const sql = `ANALYZE ${table}`
  return { statements: [{ sql, hash: statementHash(sql), optional: false }], table: landing, waitsFor, bytes: 0 }
}

/** All steps of a small table become one, unless one of them waits for another table. */
function smallAsOne(steps: readonly BuildStep[], small: ReadonlySet<string>): readonly BuildStep[] {
  const isTied = ({ table, waitsFor }: BuildStep) => waitsFor.some((each) => steps[each]?.table !== table)
  const tied = new Set(steps.filter(isTied).map(({ table }) => table))
  const groupOf = ([position, { table }]: Positioned) =>
    table !== null && small.has(table) && !tied.has(table) ? table : position
  const groups = [...Map.groupBy(steps.entries(), groupOf).values()]
  const numbers = new Map(groups.flatMap((group, number) => group.map(([position]) => [position, number])))
  return groups.map((group, number) => {
    const members = inOrder(group)
    const needed = new Set(members.flatMap(({ waitsFor }) => waitsFor.flatMap((each) => numbers.get(each) ?? [])))
    needed.delete(number)
    return {
      statements: members.flatMap(({ statements }) => statements),
      table: members[0]?.table ?? null,
      waitsFor: [...needed],
      bytes: bytesOf(members),
    }
  })
}

type Positioned = readonly [position: number, step: BuildStep]

/** None before what it waits for. */
function inOrder(group: readonly Positioned[]): readonly BuildStep[] {
  const left = new Map(group)
  const ordered: BuildStep[] = []
  while (left.size > 0) {
    for (const [position, step] of left) {
      if (step.waitsFor.some((each) => left.has(each))) continue
      ordered.push(step)
      left.delete(position)
    }
  }
  return ordered
}

/** Of steps that are done one after the other. */
function inChunks(steps: readonly BuildStep[]): readonly BuildStep[] {
  const starts = [...steps.keys()].filter((position) => position % CHUNK_STATEMENTS === 0)
  return starts.map((start, number) => ({
    statements: steps.slice(start, start + CHUNK_STATEMENTS).flatMap(({ statements }) => statements),
    table: null,
    waitsFor: number === 0 ? [] : [number - 1],
    bytes: 0,
  }))
}

function bytesOf(steps: readonly BuildStep[]): number {
  return steps.reduce((sum, { bytes }) => sum + bytes, 0)
}

function partition<T>(items: readonly T[], test: (item: T) => boolean): readonly [readonly T[], readonly T[]] {
  return [items.filter(test), items.filter((item) => !test(item))]
}
