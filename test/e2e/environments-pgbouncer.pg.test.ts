import { pgBouncerMissing, startPgBouncer, until } from '@causeway/harness'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openCrossingOn, type Crossing } from './support/crossing.ts'
import { openServers, type ServerPair } from './support/servers.ts'

const missing = pgBouncerMissing()

describe.skipIf(missing !== '')(`PgBouncer ${missing}`, () => {
  let servers: ServerPair

  beforeAll(async () => {
    servers = await openServers({ from: 14, to: 16 })
  })

  afterAll(async () => servers[Symbol.asyncDispose]())

  it('applications behind PgBouncer, transaction pooling', async () => {
    await using crossing = await openCrossingOn(servers, { database: 'pooled', writesPerSecond: 100, pooled: {} })
    const run = crossing.run()
    await run.waitingFor('the order to cut over')
    const cutover = await crossing.causeway('cutover', '--execute')
    expect(cutover.answer).toMatchObject({ data: { decision: 'COMMIT' } })
    await run.waitingFor('the end of the hold')
    expect(await leadsTo(crossing)).toBe(crossing.target.port)
    const rollback = await crossing.causeway('rollback')
    expect(rollback.answer).toMatchObject({ data: { decision: 'COMMIT' } })
    await run.waitingFor('what comes next')
    expect(await leadsTo(crossing)).toBe(crossing.source.port)
    expect(await crossing.judge('source')).toMatchObject({ ok: true, lost: 0, duplicated: 0, reordered: 0, unknown: 0 })
    expect(crossing.load?.stats()).toMatchObject({ writes: { errors: 0 }, firstErrors: [] })
  })

  it('applications behind PgBouncer, session pooling', async () => {
    const pooled = { poolMode: 'session' } as const
    await using crossing = await openCrossingOn(servers, { database: 'sessions', writesPerSecond: 50, pooled })
    const run = crossing.run()
    await run.waitingFor('the order to cut over')
    const { code, answer } = await crossing.causeway('cutover', '--execute')
    expect([code, answer.error?.code]).toEqual([4, 'CW-0402'])
    expect(answer.error?.message).toMatch(/hold-clients/)
    const acked = () => crossing.load?.stats().writes.acked ?? 0
    const before = acked()
    await until(() => acked() > before)
    expect(await crossing.judge('source')).toMatchObject({ ok: true, lost: 0 })
    expect(crossing.load?.stats()).toMatchObject({ writes: { errors: 0 }, firstErrors: [] })
  })

  it('Causeway itself behind a pooler', async () => {
    const { source, target, logins } = servers
    const through = async (settings: Readonly<Record<string, string>>) =>
      await startPgBouncer({ source, target, database: 'direct', logins: [logins.source], settings })
    await using strict = await through({})
    await using lenient = await through({ pool_mode: 'session', ignore_startup_parameters: 'options' })
    const yaml = `environments:
  source: { suffix: strict, source: { port: ${strict.port} } }
  target: { suffix: lenient, target: { port: ${lenient.port} } }
`
    await using crossing = await openCrossingOn(servers, { database: 'direct', writesPerSecond: 0, yaml })
    for (const [side, exitCode, { port }] of [['source', 6, strict] as const, ['target', 7, lenient] as const]) {
      const { code, answer } = await crossing.causeway('doctor', '--environment', side)
      expect([code, answer.error]).toEqual([
        exitCode,
        expect.objectContaining({
          code: `CW-0${exitCode}24`,
          message: expect.stringContaining(`${side}: a connection pooler answers at 127.0.0.1:${port}: `),
          remedy: expect.stringContaining('declare host and port of the server itself'),
        }),
      ])
    }
  })
})

async function leadsTo({ pooler, database }: Crossing): Promise<number | undefined> {
  const databases = await pooler?.console<{ name: string; port: number }>('SHOW DATABASES')
  return databases?.find(({ name }) => name === database)?.port
}
