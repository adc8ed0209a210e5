import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startMoto } from '../moto.ts'
import type { SdkConfig } from '../sdk-config.ts'
import { awsToolsMissing } from '../terraform-environment.ts'
import { COMPUTE_CASES } from './cases/compute-cases.ts'
import { NETWORK_CASES } from './cases/network-cases.ts'
import { RDS_CASES } from './cases/rds-cases.ts'
import { STORAGE_CASES } from './cases/storage-cases.ts'
import { createRepairs } from './repairs.ts'
import { startFront } from './start-front.ts'

const CASES = { ...NETWORK_CASES, ...RDS_CASES, ...STORAGE_CASES, ...COMPUTE_CASES }

const missing = await awsToolsMissing()

describe.skipIf(missing !== '')(`repairs ${missing}`, () => {
  const started = new AsyncDisposableStack()
  let moto: SdkConfig
  let front: SdkConfig

  beforeAll(async () => {
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
    const [plain, repaired] = [started.use(await startMoto()), started.use(await startMoto())]
    const mended = started.use(await startFront({ moto: repaired.url, dms: repaired.url }))
    moto = { endpoint: plain.url, region: 'us-east-1', credentials }
    front = { endpoint: mended.url, region: 'us-east-1', credentials }
  })
  afterAll(() => started.disposeAsync())

  test('each has a case', () => {
    expect(Object.keys(CASES).sort()).toEqual(
      createRepairs()
        .map(({ name }) => name)
        .sort(),
    )
  })

  test.each(Object.entries(CASES))('%s: through the front it is as in AWS', async (_name, { ask, aws }) => {
    expect(await ask(front)).toEqual(aws)
  })

  test.each(Object.entries(CASES))('%s: moto still needs it', async (_name, { ask, aws }) => {
    const answer = await ask(moto).catch((error: unknown) => error)
    expect(answer).not.toEqual(aws)
  })
})
