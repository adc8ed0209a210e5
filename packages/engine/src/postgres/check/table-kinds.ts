import type { Finding } from '@causeway/core'
import type { Facts } from './facts.ts'
import { blocker, count, information, some, warning } from './report.ts'

/** Tables that are not carried like others. */
export function tableKinds({ moved }: Facts): readonly Finding[] {
  const names = (kind: (table: Facts['moved']['relations'][number]) => boolean) =>
    moved.relations.filter(kind).map(({ sql }) => sql)
  const foreign = names(({ kind }) => kind === 'f')
  const parents = names((table) => table.inheritanceParent)
  const generated = names((table) => table.kind === 'r' && table.generatedColumns > 0)
  return [
    ...unlogged(moved.relations),
    ...(foreign.length === 0
      ? []
      : [
          warning(
            'pg.foreign-table',
            'source',
            `${count(foreign.length, 'foreign table')}, carried as definition only: ${some(foreign)}`,
            'make sure that the target can reach the foreign servers, or exclude them in scope.tables.exclude',
          ),
        ]),
    ...(parents.length === 0
      ? []
      : [
          information(
            'pg.inheritance',
            'source',
            `${count(parents.length, 'table')} with inheriting tables, each carried with its own rows: ${some(parents)}`,
          ),
        ]),
    ...(generated.length === 0
      ? []
      : [
          information(
            'pg.generated-columns',
            'source',
            `generated columns are computed again on the target: ${some(generated)}`,
          ),
        ]),
  ]
}

function unlogged(relations: Facts['moved']['relations']): readonly Finding[] {
  return relations
    .filter((table) => table.kind === 'r' && table.unlogged)
    .map(({ sql, paths }) =>
      blocker(
        'pg.unlogged-table',
        'source',
        `${sql} is unlogged: its changes are in no log and cannot be followed`,
        `ALTER TABLE ${sql} SET LOGGED; -- on the source, rewrites the table; or exclude ${paths[0] ?? sql} in scope.tables.exclude`,
      ),
    )
}
