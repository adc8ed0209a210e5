import { startLocalAws, LOCAL_AWS_OVERRIDE, type SdkConfig } from '@causeway/harness/aws'

/**
 * The AWS account a suite works in: the local one, or, with `CAUSEWAY_AWS=real`, the one of the credentials that the SDK
 * and Terraform find; there `CAUSEWAY_AWS_SUFFIX` tells its names from those of others.
 */
export interface Account extends AsyncDisposable {
  readonly isLocal: boolean
  readonly sdk: SdkConfig
  /** For Terraform. */
  readonly environment: Readonly<Record<string, string>>
  /** Beside the module: what a test needs otherwise than an operator. */
  readonly override: string
  /** Instead of the blueprint's, where others work in the same account; names of buckets are unique in the world. */
  readonly suffix: string | null
  /** Requests that should have been served and were not; a real account has none. */
  readonly failures: readonly string[]
}

/** The state of a test is kept beside its module, wherever the operator's would be. */
const REAL_OVERRIDE = `terraform {
  backend "local" {}
}
`

export async function openAccount(region: string): Promise<Account> {
  if (process.env['CAUSEWAY_AWS'] === 'real') {
    return {
      isLocal: false,
      sdk: { region },
      environment: { AWS_REGION: region },
      override: REAL_OVERRIDE,
      suffix: process.env['CAUSEWAY_AWS_SUFFIX'] ?? null,
      failures: [],
      [Symbol.asyncDispose]: () => Promise.resolve(),
    }
  }
  const aws = await startLocalAws()
  return {
    isLocal: true,
    sdk: aws.sdk,
    environment: aws.environment,
    override: LOCAL_AWS_OVERRIDE,
    suffix: null,
    failures: aws.failures,
    [Symbol.asyncDispose]: () => aws[Symbol.asyncDispose](),
  }
}
