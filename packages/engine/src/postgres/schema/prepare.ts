import type { Lease } from '@causeway/core'
import type { SqlClient } from '../connect.ts'
import type { EngineContext } from '../context.ts'
import { applicationName } from '../names.ts'
import { chooseDumpTool, type DumpTool } from './dump-tool.ts'
import { dumpSchema, readExclusions, type DumpSection } from './dump.ts'
import { readMissingRights } from './owner-rights.ts'
import { planPostData, type PostData } from './post-data.ts'
import { restorePreData } from './restore.ts'
import { SCOPED_RELATIONS, scopeParameters } from './scope.ts'
import { splitDump } from './split.ts'

/** What the schema of the source is dumped with; chosen once for both sections. */
export interface SchemaSource {
  readonly client: SqlClient
  readonly tool: DumpTool
}

/** pg_dump must know both servers. */
export async function openSchemaSource(source: SqlClient, target: SqlClient): Promise<SchemaSource> {
  const newest = Math.max(source.serverVersion, target.serverVersion)
  return { client: source, tool: await chooseDumpTool(Math.floor(newest / 10_000)) }
}

/**
 * Puts everything on the target that must be there before data: schemas, types, tables, routines, views, grants.
 *
 * May be called again after a crash. @returns the security labels that the target does not take
 * @throws CW-0641, CW-0642, CW-0740, CW-0741, CW-0801
 */
export async function carryPreData(
  context: EngineContext,
  source: SchemaSource,
  target: SqlClient,
  lease: Lease,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const statements = await dumpStatements(context, source, 'pre-data', lease, signal)
  return await restorePreData(context, target, statements, lease, signal)
}

/** Plans what is built on the target once the data is there. @throws CW-0641, CW-0642 */
export async function readPostData(
  context: EngineContext,
  source: SchemaSource,
  lease: Lease,
  signal: AbortSignal,
): Promise<PostData> {
  const preData = await dumpStatements(context, source, 'pre-data', lease, signal)
  const postData = await dumpStatements(context, source, 'post-data', lease, signal)
  const unpopulated = await source.client.query<{ sql: string }>(
    `WITH ${SCOPED_RELATIONS}
     SELECT format('"%s"."%s"', replace(s.schema, '"', '""'), replace(s.name, '"', '""')) AS sql
     FROM scoped s JOIN pg_class c ON c.oid = s.oid WHERE s.kind = 'm' AND NOT c.relispopulated`,
    scopeParameters(context.spec.scope),
  )
  return planPostData(preData, postData, {
    unpopulated: new Set(unpopulated.map(({ sql }) => sql)),
    missingRights: await readMissingRights(source.client, postData),
  })
}

async function dumpStatements(
  { spec }: EngineContext,
  { client, tool }: SchemaSource,
  section: DumpSection,
  lease: Lease,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const excluded = await readExclusions(client, spec.scope)
  const application = applicationName(spec, lease.epoch, 'schema')
  return splitDump(await dumpSchema(spec.source, section, { side: 'source', application, tool, excluded, signal }))
}
