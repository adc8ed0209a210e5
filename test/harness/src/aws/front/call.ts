/** One request of a client to AWS, as far as repairs look at it. */
export interface Call {
  /** As in the signature's scope, e.g. `rds`; empty when the request is not signed. */
  readonly service: string
  /** The operation's name where the protocol carries it (`CreateDBCluster`), else method and path with its query (`GET /BUCKET?policy`). */
  readonly operation: string
  readonly body: string
}

const SCOPE = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\/aws4_request/

export function readCall(method: string, url: string, headers: Readonly<Record<string, string>>, body: string): Call {
  const target = headers['x-amz-target']
  const form = headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true
  const action = form ? new URLSearchParams(body).get('Action') : null
  return {
    service: SCOPE.exec(headers['authorization'] ?? '')?.[1] ?? '',
    operation: target?.split('.').at(-1) ?? action ?? `${method} ${url}`,
    body,
  }
}
