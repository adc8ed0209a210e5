import { startPostgres, resolvedDatabase } from '@causeway/harness'
import { connect } from '../connect.ts'
import { scopeParameters } from './scope.ts'
import { OBJECT_KINDS, objectQuery } from './objects/object-kinds.ts'
await using server = await startPostgres({ major: Number(process.argv[2] ?? 18) as 17 })
const c = await connect(resolvedDatabase(server, { database: 'postgres', ...server.superuser }), { side: 'source', application: 't', signal: new AbortController().signal })
await server.query('postgres', `DO $$ BEGIN FOR i IN 1..2000 LOOP
        EXECUTE format('CREATE TABLE t%s (id serial PRIMARY KEY, a text, b numeric, c timestamptz, d int, e int)', i); END LOOP; END $$`)
const scope = { schemas: { include: [], exclude: [] }, tables: { include: [], exclude: [] }, insertOnly: [] }
for (const name of process.argv.slice(3)) {
  const k = OBJECT_KINDS.find(k=>k.name===name)!
  console.log(name); console.log((await c.query<any>('EXPLAIN ANALYZE '+objectQuery(k,{version:c.serverVersion,floor:c.serverVersion}), scopeParameters(scope))).map(r=>r['QUERY PLAN']).join('\n'))
}
await c[Symbol.asyncDispose]()
