import type { SdkConfig } from '../../sdk-config.ts'

/** What shows a repair: the same question to AWS, to the front and to moto alone. */
interface RepairCase {
  /** What is asked, of an account that may hold what other cases made; what comes back is compared. */
  readonly ask: (sdk: SdkConfig) => Promise<unknown>
  readonly aws: unknown
}

/** By the name of the repair. */
export type RepairCases = Readonly<Record<string, RepairCase>>

/** AWS JSON 1.1 of services for which the tests have no client. */
export async function askJson(sdk: SdkConfig, service: string, target: string, input: object): Promise<unknown> {
  const response = await fetch(sdk.endpoint ?? '', {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': target,
      authorization: `AWS4-HMAC-SHA256 Credential=test/20250101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: JSON.stringify(input),
  })
  if (!response.ok) throw new Error(`${target}: ${response.status}`)
  return await response.json()
}
