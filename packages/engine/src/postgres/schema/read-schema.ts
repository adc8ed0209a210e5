import { mapLimit, type Lease } from '@causeway/core'
import type { ResolvedScope } from '@causeway/spec'
import type { SqlClient } from '../connect.ts'
import type { EngineContext } from '../context.ts'
import { applicationName } from '../names.ts'
import { chooseDumpTool, type DumpTool } from './dump-tool.ts'
import { dumpSchema, readExclusions, type DumpSection } from './dump.ts'
import { readMissingRights } from './owner-rights.ts'
import { planPostData, type PostData } from './post-data.ts'
import { indexKey } from './post-data-statement.ts'
import { SCOPED_RELATIONS, scopeParameters } from './scope.ts'
import { splitDump } from './split.ts'

/** The schema of the source, as pg_dump writes it for the target. */
export interface SourceSchema {
  /** Schemas, types, tables, routines, views, grants: what must be there before data. */
  readonly preData: readonly string[]
  /** What is built once the data is there. */
  readonly postData: PostData
}

const SECTIONS: readonly DumpSection[] = ['pre-data', 'post-data']

/** Reads both sections at the same time; pg_dump must know both servers. @throws CW-0641, CW-0642 */
export async function readSchema(
  context: EngineContext,
  { source, target }: { readonly source: SqlClient; readonly target: SqlClient },
  lease: Lease,
  signal: AbortSignal,
): Promise<SourceSchema> {
  const newest = Math.max(source.serverVersion, target.serverVersion)
  const tool = await chooseDumpTool(Math.floor(newest / 10_000))
  return await readSchemaWith(tool, context, source, lease, signal)
}

export async function readSchemaWith(
  tool: DumpTool,
  { spec }: EngineContext,
  client: SqlClient,
  lease: Lease,
  signal: AbortSignal,
): Promise<SourceSchema> {
  const excluded = await readExclusions(client, spec.scope)
  const application = applicationName(spec, lease.epoch, 'schema')
  const dump = async (section: DumpSection, signal: AbortSignal) =>
    splitDump(await dumpSchema(spec.source, section, { side: 'source', application, tool, excluded, signal }))
  const [preData = [], postData = []] = await mapLimit(SECTIONS, SECTIONS.length, signal, dump)
  const unpopulated = await client.query<{ sql: string }>(
    `WITH ${SCOPED_RELATIONS}
     SELECT format('"%s"."%s"', replace(s.schema, '"', '""'), replace(s.name, '"', '""')) AS sql
     FROM scoped s JOIN pg_class c ON c.oid = s.oid WHERE s.kind = 'm' AND NOT c.relispopulated`,
    scopeParameters(spec.scope),
  )
  const options = {
    unpopulated: new Set(unpopulated.map(({ sql }) => sql)),
    indexBytes: await readIndexBytes(client, spec.scope),
    missingRights: await readMissingRights(client, postData),
  }
  return { preData, postData: planPostData(preData, postData, options) }
}

async function readIndexBytes(client: SqlClient, scope: ResolvedScope): Promise<ReadonlyMap<string, number>> {
  const indexes = await client.query<{ schema: string; name: string; bytes: string | null }>(
    `WITH ${SCOPED_RELATIONS}
     SELECT s.schema, c.relname AS name, pg_relation_size(c.oid) AS bytes
     FROM scoped s JOIN pg_index i ON i.indrelid = s.oid JOIN pg_class c ON c.oid = i.indexrelid`,
    scopeParameters(scope),
  )
  return new Map(indexes.map(({ schema, name, bytes }) => [indexKey(schema, name), Number(bytes ?? 0)]))
}
