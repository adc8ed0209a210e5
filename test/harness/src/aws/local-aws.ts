import { accountOfMoto } from './account-of-moto.ts'
import { startDms } from './dms/start-dms.ts'
import type { TaskRunner } from './dms/task-runner.ts'
import { startFront } from './front/start-front.ts'
import { startMoto } from './moto.ts'
import type { SdkConfig } from './sdk-config.ts'

export interface LocalAwsOptions {
  /** What moves the data of DMS tasks; default: nothing does. */
  readonly runner?: TaskRunner
}

/** An empty AWS account on the loopback interface. */
export interface LocalAws extends AsyncDisposable {
  readonly url: string
  /** For every client of the SDK. */
  readonly sdk: SdkConfig
  /** For programs that talk to AWS, Terraform among them; no credential of the machine is seen by them. */
  readonly environment: Readonly<Record<string, string>>
  /** Requests the local AWS could not serve, `service operation: status`: gaps that are not listed yet. */
  readonly failures: readonly string[]
}

const REGION = 'us-east-1'
const ACCESS_KEY = 'test'
const SECRET_KEY = 'test'

/** @throws when moto is not installed */
export async function startLocalAws(options: LocalAwsOptions = {}): Promise<LocalAws> {
  await using started = new AsyncDisposableStack()
  const credentials = { accessKeyId: ACCESS_KEY, secretAccessKey: SECRET_KEY }
  const moto = started.use(await startMoto())
  const account = started.use(accountOfMoto({ endpoint: moto.url, region: REGION, credentials }))
  const dms = started.use(await startDms({ account, region: REGION, ...options }))
  const front = started.use(await startFront({ moto: moto.url, dms: dms.url }))
  const stack = started.move()
  return {
    url: front.url,
    sdk: { endpoint: front.url, region: REGION, credentials },
    environment: {
      AWS_ENDPOINT_URL: front.url,
      AWS_ACCESS_KEY_ID: ACCESS_KEY,
      AWS_SECRET_ACCESS_KEY: SECRET_KEY,
      AWS_REGION: REGION,
      AWS_DEFAULT_REGION: REGION,
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      AWS_EC2_METADATA_DISABLED: 'true',
    },
    failures: front.failures,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}
