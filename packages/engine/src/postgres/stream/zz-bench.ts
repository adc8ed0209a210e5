import { startPostgres } from '@causeway/harness'
import { TestMigration } from './fixtures/migration.ts'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
const rows = Number(process.env['ROWS'] ?? 500000)
await using old = await startPostgres({ major: Number(process.env['FROM'] ?? 13) as 13, settings: { shared_buffers: '512MB', max_wal_size: '8GB' } })
await using current = await startPostgres({ major: 17, settings: { shared_buffers: '512MB', max_wal_size: '8GB' } })
await using migration = await TestMigration.create(old, current, `CREATE TABLE public.rows (id int PRIMARY KEY, n int, note text)`, { replication: { heartbeatMs: 200, batchBytes: Number(process.env['BATCH'] ?? 32 * 1024 * 1024), batchAgeMs: 50 } })
await migration.createStream('forward')
const t0 = performance.now()
if (process.env['SMALL']) {
  await migration.source.query(`DO $$ BEGIN FOR n IN 1..${rows} LOOP INSERT INTO public.rows VALUES (n, 0, 'x'); COMMIT; END LOOP; END $$`)
  await migration.source.query(`DO $$ BEGIN FOR k IN 1..${rows} LOOP UPDATE public.rows SET n = 1 WHERE id = k; COMMIT; END LOOP; END $$`)
} else {
await migration.source.query(`INSERT INTO public.rows SELECT n, 0, NULL FROM generate_series(1, ${rows}) n`)
await migration.source.query('UPDATE public.rows SET n = n + 1')
}
console.log('workload', performance.now() - t0)
const child = fork(path.join(import.meta.dirname, 'fixtures/zz-run.ts'), [JSON.stringify(migration.spec), String(migration.lease.epoch)], { execArgv: (process.env['EXECARGV'] ?? '').split(' ').filter(Boolean) })
const t1 = performance.now()
for (;;) {
  const [r] = (await migration.target.query<{ done: boolean }>(`SELECT count(*) FILTER (WHERE n = 1) = ${rows} AS done FROM public.rows`)).rows
  if (r?.done) break
  await new Promise((f) => setTimeout(f, 200))
}
console.log('streamed', rows * 2, 'changes', Math.round(rows * 2 / (performance.now() - t1)), 'k/s')
child.send('x')
console.log((await once(child, 'message'))[0])
child.send('exit')
await once(child, 'exit')
