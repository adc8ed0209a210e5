import { startPostgres, resolvedDatabase } from '@causeway/harness'
import { connect } from '../connect.ts'
import { readFileSync } from 'node:fs'
import { scopeParameters } from './scope.ts'
import { fingerprint } from './fingerprint.ts'
import { OBJECT_KINDS, objectQuery } from './objects/object-kinds.ts'
for (const major of [13] as const) {
await using server = await startPostgres({ major })
await server.query('postgres', `DO $$ BEGIN FOR i IN 1..300 LOOP EXECUTE format(
    'CREATE TABLE t%s (id bigserial PRIMARY KEY, a text NOT NULL, b numeric DEFAULT 0, c timestamptz, d int CHECK (d > 0), e jsonb, f uuid, g int)', i)
    ; EXECUTE format('CREATE INDEX ON t%s (a)', i); EXECUTE format('CREATE INDEX ON t%s (c) WHERE d > 5', i); END LOOP; END $$`)
const c = await connect(resolvedDatabase(server, { database: 'postgres', ...server.superuser }), { side: 'source', application: 't', signal: new AbortController().signal })
const scope = { schemas: { include: [], exclude: [] }, tables: { include: [], exclude: [] }, insertOnly: [] }
const cpu = () => { const f = readFileSync(`/proc/${c.processId}/stat`,'utf8').split(') ')[1]!.split(' '); return (Number(f[11])+Number(f[12]))*10 }
for (const k of OBJECT_KINDS) { const t=cpu(); let n=0; for (let i=0;i<20;i++) n=(await c.query(objectQuery(k,{version:c.serverVersion,floor:c.serverVersion}), scopeParameters(scope))).length; console.log(k.name, n, (cpu()-t)/20) }
const t0=cpu(); const ts=[]
for (let i=0;i<20;i++) { const t=performance.now(); await fingerprint(c, scope, AbortSignal.timeout(60000)); ts.push(performance.now()-t) }
console.log(major, 'cpu', (cpu()-t0)/20, 'wall', Math.min(...ts), Math.max(...ts))
await c[Symbol.asyncDispose]()
}
