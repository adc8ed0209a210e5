import { startPostgres, resolvedDatabase } from '@causeway/harness'
import { connect } from '../connect.ts'
import { TABLES, SEQUENCES } from '../catalog-query.ts'
import { scopeParameters } from './scope.ts'
await using server = await startPostgres({ major: Number(process.argv[2] ?? 18) as 17 })
const c = await connect(resolvedDatabase(server, { database: 'postgres', ...server.superuser }), { side: 'source', application: 't', signal: new AbortController().signal })
await server.query('postgres', `DO $$ BEGIN FOR i IN 1..2000 LOOP
        EXECUTE format('CREATE TABLE t%s (id serial PRIMARY KEY, a text, b numeric, c timestamptz, d int, e int)', i); END LOOP; END $$`)
const scope = { schemas: { include: [], exclude: [] }, tables: { include: [], exclude: [] }, insertOnly: [] }
for (const [n,q] of Object.entries({TABLES, SEQUENCES})) { 
const t=performance.now(); try { await c.query(q, scopeParameters(scope), {signal: AbortSignal.timeout(15000)}); } catch(e) { console.log('TIMEOUT')}; console.log(n, performance.now()-t) }
const { OBJECT_KINDS, objectQuery } = await import('./objects/object-kinds.ts'); const { fingerprint } = await import('./fingerprint.ts')
for (const k of OBJECT_KINDS) { const t=performance.now(); let n=0; try { n=(await c.query(objectQuery(k,{version:c.serverVersion,floor:c.serverVersion}), scopeParameters(scope), {signal:AbortSignal.timeout(15000)})).length } catch(e) { console.log('TIMEOUT') }; console.log(k.name, n, (performance.now()-t)) }
const t=performance.now();  await fingerprint(c, scope, AbortSignal.timeout(60000)); console.log('fp', (performance.now()-t))
await c[Symbol.asyncDispose]()
