import { expect, it } from 'vitest'
import { DATABASE, openCrossing } from './support/crossing.ts'

const MILLION = `
  CREATE TABLE public.parts (part_no bigint PRIMARY KEY, name text NOT NULL, weight numeric(10,3));
  INSERT INTO public.parts SELECT n, 'part ' || n, n % 1000 / 8.0 FROM generate_series(1, 1000000) AS n;
  ALTER TABLE public.parts OWNER TO shop_owner`

it('finds the one row in a million that differs, names it, and does not cut over', async () => {
  await using crossing = await openCrossing({
    from: 13,
    to: 17,
    writesPerSecond: 40,
    sql: MILLION,
    // Time to plant the difference between the load and the verification.
    yaml: 'fullLoad: { chunkSize: 16MB }\n',
  })
  const run = crossing.run(['--exit-when-blocked'])
  await run.seen('table-progress', (progress) => progress.table.includes('parts') && progress.state === 'ready')
  await crossing.target.query(DATABASE, `UPDATE public.parts SET weight = weight + 0.001 WHERE part_no = 777777`)
  const ended = await run.exited
  expect(ended.code).toBe(5)
  expect(ended.error).toMatchObject({ code: 'CW-0501' })
  expect(ended.error?.message).toMatch(/1 row\(s\) differ.*parts.*part_no=777777.*weight/)
  expect(ended.error?.message).not.toMatch(/222|0\.001/)
  const refused = await crossing.causeway('cutover', '--execute')
  expect(refused.code).toBe(3)
  expect(refused.answer.error).toMatchObject({ code: 'CW-0306' })
  expect(await crossing.judge('source')).toMatchObject({ ok: true, lost: 0 })
})
