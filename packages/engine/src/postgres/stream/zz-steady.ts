import { startPostgres } from '@causeway/harness'
import { TestMigration } from './fixtures/migration.ts'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
const seconds = 10
await using old = await startPostgres({ major: Number(process.env['FROM'] ?? 13) as 13, settings: { shared_buffers: '512MB', max_wal_size: '8GB' } })
await using current = await startPostgres({ major: 17, settings: { shared_buffers: '512MB', max_wal_size: '8GB' } })
await using migration = await TestMigration.create(old, current, `CREATE TABLE public.accounts (id int PRIMARY KEY, balance bigint, filler text); CREATE TABLE public.tellers (id int PRIMARY KEY, balance bigint); CREATE TABLE public.history (id bigint PRIMARY KEY, account int, at timestamptz, note text);`, { replication: { heartbeatMs: 200, batchBytes: 16 * 1024 * 1024, batchAgeMs: 200 } })
for (const c of [migration.source, migration.target]) await c.query(`INSERT INTO public.accounts SELECT n, 0, repeat('f', 80) FROM generate_series(1, 100000) n; INSERT INTO public.tellers SELECT n, 0 FROM generate_series(0, 99) n; ANALYZE`)
await migration.createStream('forward')
await using forward = migration.run('forward')
await migration.caughtUp(forward)
const child = fork(path.join(import.meta.dirname, 'zz-load.ts'), [JSON.stringify({ host: old.host, port: old.port, database: migration.spec.source.database, ...old.superuser }), process.env['RATE'] ?? '1000', String(seconds)], { execArgv: [] })
const trips: number[] = []; const lags: number[] = []
let running = true
child.once('exit', () => (running = false))
const cpu0 = process.cpuUsage()
const t0 = performance.now()
while (running) {
  await new Promise((f) => setTimeout(f, 250))
  trips.push((await migration.caughtUp(forward)).roundTripMs)
  lags.push(forward.stream.status().lagMs ?? -1)
}
const u = process.cpuUsage(cpu0)
const q = (a: number[], p: number) => a.toSorted((x, y) => x - y)[Math.floor(a.length * p)]?.toFixed(1)
console.log('marker p50', q(trips, 0.5), 'p95', q(trips, 0.95), 'max', q(trips, 0.999), 'lag p50', q(lags, 0.5), 'p95', q(lags, 0.95), 'max', q(lags, 0.999), 'our cpu', ((u.user + u.system) / 1e6).toFixed(2), 's of', ((performance.now() - t0) / 1e3).toFixed(1))
await migration.caughtUp(forward)
console.log(forward.stream.status())
const { rows } = await migration.target.query('SELECT sum(balance), (SELECT count(*) FROM public.history) FROM public.accounts')
console.log(rows)
