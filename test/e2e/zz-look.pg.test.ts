import { it } from 'vitest'
import { appendFileSync } from 'node:fs'
import { openCrossing } from './support/crossing.ts'
import { runCauseway } from './support/causeway.ts'
import { spawn } from 'node:child_process'
it('look', async () => {
  await using crossing = await openCrossing({ from: 15, to: 17, writesPerSecond: 50, role: 'superuser', sql: 'CREATE TABLE public.keyless (a text)', yaml: 'traffic: { router: { kind: none } }' })
  const env = { SOURCE_PASSWORD: crossing.source.superuser.password, TARGET_PASSWORD: crossing.target.superuser.password, APP_PASSWORD: crossing.application.password }
  const log = (t: string) => appendFileSync('/tmp/scratch/look.txt', t)
  const c = async (...args: string[]) => {
    const r = await runCauseway([...args, '--file', crossing.file], { ...env })
    log(`\n$ causeway ${args.join(' ')}   -> ${r.code}\n${r.stdout}--stderr\n${r.stderr}`)
  }
  await c('doctor'); await c('plan'); await c('run')
  await crossing.source.query('shop', 'DROP TABLE public.keyless')
  const run = spawn('script', ['-qfc', `stty cols 150 rows 40; ${process.execPath} packages/cli/src/bin.ts run --file ${crossing.file}`, '/tmp/scratch/tty.txt'], { env: { ...process.env, ...env, TERM: 'xterm' }, stdio: 'ignore' })
  let out = ''
  for (;;) { const r = await runCauseway(['status', '--json', '--file', crossing.file], env); if (r.stdout.includes('order to cut over')) break }
  const w = spawn('script', ['-qfc', `stty cols 150 rows 40; ${process.execPath} packages/cli/src/bin.ts status --watch --file ${crossing.file}`, '/tmp/scratch/watch.txt'], { env: { ...process.env, ...env, TERM: 'xterm' }, stdio: 'ignore' })
  const w2 = runCauseway(['status', '--watch', '--file', crossing.file], env)
  await c('status'); await c('cutover', '--execute'); await c('commit'); await c('status')
  const r = await w2
  log(`\n$ watch ${r.code}\n${r.stdout}--\n${r.stderr}`)
  await new Promise((done) => run.once('close', done))
  if (w.exitCode === null) await new Promise((done) => w.once('close', done))
}, 200_000)
