import type { StatementReader, QualifiedName } from './statement.ts'

export type PostDataKind =
  | 'index'
  | 'primary-key'
  | 'unique'
  | 'exclusion'
  | 'index-attach'
  | 'replica-identity'
  | 'cluster'
  | 'statistics'
  | 'check'
  | 'foreign-key'
  | 'foreign-key-validation'
  | 'rule'
  | 'trigger'
  | 'policy'
  | 'row-security'
  | 'event-trigger'
  | 'security-label'
  | 'matview-refresh'
  | 'comment'
  | 'other'

/** What one statement is about. Keys name indexes, constraints and relations among the statements of one dump. */
export interface Classified {
  readonly kind: PostDataKind
  readonly table: QualifiedName | null
  readonly creates: readonly string[]
  readonly needs: readonly string[]
}

export const indexKey = (schema: string, name: string) => JSON.stringify(['index', schema, name])
export const constraintKey = (table: QualifiedName, name: string) => JSON.stringify(['constraint', table.sql, name])
export const relationKey = (relation: QualifiedName) => JSON.stringify(['relation', relation.sql])
const statisticsKey = (statistics: QualifiedName) => JSON.stringify(['statistics', statistics.sql])

/** Reads the head of a post-data statement as pg_dump 13 to 18 write it; what it does not know is `other`. */
export function classify(open: () => StatementReader): Classified {
  for (const read of READERS) {
    const found = read(open())
    if (found !== null) return found
  }
  return { kind: 'other', table: null, creates: [], needs: [] }
}

type Reader = (sql: StatementReader) => Classified | null

function about(kind: PostDataKind, table: QualifiedName | null, keys: Partial<Classified> = {}): Classified {
  return { kind, table, creates: [], needs: [], ...keys }
}

function createIndex(sql: StatementReader): Classified | null {
  if (!sql.take('CREATE', 'INDEX') && !sql.take('CREATE', 'UNIQUE', 'INDEX')) return null
  const name = sql.name()
  if (name === null || !sql.take('ON')) return null
  sql.take('ONLY')
  const table = sql.qualified()
  return table && about('index', table, { creates: [indexKey(table.schema, name)] })
}

function alterIndex(sql: StatementReader): Classified | null {
  if (!sql.take('ALTER', 'INDEX')) return null
  const index = sql.qualified()
  if (index === null) return null
  const needs = [indexKey(index.schema, index.name)]
  const child = sql.take('ATTACH', 'PARTITION') ? sql.qualified() : null
  return child === null
    ? about('statistics', null, { needs })
    : about('index-attach', null, { needs: [...needs, indexKey(child.schema, child.name)] })
}

function alterTable(sql: StatementReader): Classified | null {
  if (!sql.take('ALTER', 'TABLE') && !sql.take('ALTER', 'FOREIGN', 'TABLE')) return null
  sql.take('ONLY')
  const table = sql.qualified()
  if (table === null) return null
  if (sql.take('ADD', 'CONSTRAINT')) return addConstraint(sql, table)
  if (sql.take('REPLICA', 'IDENTITY', 'USING', 'INDEX')) return usingIndex('replica-identity', sql, table)
  if (sql.take('CLUSTER', 'ON')) return usingIndex('cluster', sql, table)
  const rest = sql.rest()
  if (/^(ENABLE|DISABLE|FORCE|NO FORCE) ROW LEVEL/.test(rest)) return about('row-security', table)
  if (/^(ENABLE|DISABLE)( ALWAYS| REPLICA)? TRIGGER/.test(rest)) return about('trigger', table)
  if (/^(ENABLE|DISABLE)( ALWAYS| REPLICA)? RULE/.test(rest)) return about('rule', table)
  return null
}

const CONSTRAINTS: readonly (readonly [PostDataKind, readonly string[]])[] = [
  ['primary-key', ['PRIMARY', 'KEY']],
  ['unique', ['UNIQUE']],
  ['exclusion', ['EXCLUDE']],
  ['foreign-key', ['FOREIGN', 'KEY']],
  ['check', ['CHECK']],
  ['check', ['NOT', 'NULL']],
]

function addConstraint(sql: StatementReader, table: QualifiedName): Classified | null {
  const name = sql.name()
  const kind = CONSTRAINTS.find(([, words]) => sql.take(...words))?.[0]
  if (name === null || kind === undefined) return null
  const indexed = kind === 'primary-key' || kind === 'unique' || kind === 'exclusion'
  const creates = [constraintKey(table, name), ...(indexed ? [indexKey(table.schema, name)] : [])]
  return about(kind, table, { creates })
}

function usingIndex(kind: PostDataKind, sql: StatementReader, table: QualifiedName): Classified | null {
  const index = sql.name()
  return index === null ? null : about(kind, table, { needs: [indexKey(table.schema, index)] })
}

function statistics(sql: StatementReader): Classified | null {
  if (sql.take('CREATE', 'STATISTICS')) {
    const name = sql.qualified()
    const table = sql.skipPast('FROM') ? sql.qualified() : null
    return name && table && about('statistics', table, { creates: [statisticsKey(name)] })
  }
  if (!sql.take('ALTER', 'STATISTICS')) return null
  const name = sql.qualified()
  return name && about('statistics', null, { needs: [statisticsKey(name)] })
}

function onTable(kind: PostDataKind, words: readonly (readonly string[])[], beforeTable: string): Reader {
  return (sql) => {
    if (!words.some((start) => sql.take(...start)) || !sql.skipPast(beforeTable)) return null
    const table = sql.qualified()
    return table && about(kind, table)
  }
}

function comment(sql: StatementReader): Classified | null {
  if (!sql.take('COMMENT', 'ON')) return null
  if (sql.take('INDEX')) {
    const index = sql.qualified()
    return index && about('comment', null, { needs: [indexKey(index.schema, index.name)] })
  }
  if (sql.take('STATISTICS')) {
    const name = sql.qualified()
    return name && about('comment', null, { needs: [statisticsKey(name)] })
  }
  if (!sql.take('CONSTRAINT')) return null
  const name = sql.name()
  const table = sql.take('ON') ? sql.qualified() : null
  return name !== null && table ? about('comment', table, { needs: [constraintKey(table, name)] }) : null
}

/** Relations that need a primary key (GROUP BY leaves out columns) come after the data. */
function createRelation(sql: StatementReader): Classified | null {
  if (!sql.take('CREATE', 'MATERIALIZED', 'VIEW') && !sql.take('CREATE', 'OR', 'REPLACE', 'VIEW')) return null
  const relation = sql.qualified()
  return relation && about('other', relation, { creates: [relationKey(relation)] })
}

/** Its own statements depend on the one that creates it. */
function eventTrigger(sql: StatementReader): Classified | null {
  const creates = sql.take('CREATE', 'EVENT', 'TRIGGER')
  if (!creates && !sql.take('ALTER', 'EVENT', 'TRIGGER') && !sql.take('COMMENT', 'ON', 'EVENT', 'TRIGGER')) return null
  const key = JSON.stringify(['event-trigger', sql.name()])
  return about('event-trigger', null, creates ? { creates: [key] } : { needs: [key] })
}

/** Of views that come after the data. */
function securityLabel(sql: StatementReader): Classified | null {
  return sql.take('SECURITY', 'LABEL') ? about('security-label', null) : null
}

const READERS: readonly Reader[] = [
  createIndex,
  alterIndex,
  alterTable,
  statistics,
  onTable(
    'trigger',
    [
      ['CREATE', 'TRIGGER'],
      ['CREATE', 'CONSTRAINT', 'TRIGGER'],
    ],
    'ON',
  ),
  onTable('rule', [['CREATE', 'RULE']], 'TO'),
  onTable('policy', [['CREATE', 'POLICY']], 'ON'),
  comment,
  createRelation,
  eventTrigger,
  securityLabel,
]
