import type { Finding } from '@causeway/core'
import { matches } from '../schema/scope.ts'
import type { Facts } from './facts.ts'
import { blocker, some, warning } from './report.ts'

/** The declaration's scope says something on the source, and nothing yet on the target. */
export function scope(facts: Facts): readonly Finding[] {
  return [...emptyScope(facts), ...targetNotEmpty(facts), ...unknownInsertOnly(facts)]
}

function emptyScope({ moved, source }: Facts): readonly Finding[] {
  if (moved.tables.length > 0) return []
  const message = `the scope matches no table of the database ${source.server.database.name}`
  const remedy = 'correct scope.schemas and scope.tables (patterns take *), or source.database'
  return [blocker('pg.empty-scope', 'source', message, remedy)]
}

function targetNotEmpty({ found, resumed }: Facts): readonly Finding[] {
  const { count, examples } = found.inScope
  if (count === 0 || resumed) return []
  const remedy = 'name an empty database in target.database, narrow the scope, or drop them when nobody needs them'
  return [blocker('pg.target-not-empty', 'target', `the target already holds ${some(examples, count)}`, remedy)]
}

function unknownInsertOnly({ spec, moved }: Facts): readonly Finding[] {
  const paths = moved.relations.filter(({ kind }) => kind === 'r' || kind === 'p').flatMap((table) => table.paths)
  return spec.scope.insertOnly
    .filter((pattern) => !paths.some((path) => matches([pattern], path)))
    .map((pattern) =>
      warning(
        'pg.insert-only',
        'source',
        `scope.insertOnly names ${pattern}, which matches no table in scope`,
        'correct the name or remove it',
      ),
    )
}
