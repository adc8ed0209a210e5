import type { Repair } from './repair.ts'

export function storageRepairs(): readonly Repair[] {
  return [replicationRules(), conditionalDenials()]
}

/** `BUCKET` of `PUT /BUCKET?policy`, which other clients write `PUT /BUCKET/?policy=`. */
function bucketOf(operation: string): string {
  return /^\w+ \/([^/?]+)/.exec(operation)?.[1] ?? ''
}

function replicationRules(): Repair {
  const told = new Map<string, string>()
  return {
    name: 'bucket-replication',
    service: 's3',
    operations: /^(GET|PUT) \/[^/?]+\/?\?replication=?$/,
    moto: 'answers that delete markers are not replicated, whatever was said',
    reason: 'Terraform wants to set it again at each plan, and no check can see it',
    request: ({ operation, body }) => {
      if (operation.startsWith('PUT')) told.set(bucketOf(operation), body)
      return body
    },
    answer: ({ operation }, body) => (operation.startsWith('GET') ? (told.get(bucketOf(operation)) ?? body) : body),
  }
}

interface Policy {
  readonly Statement: readonly { readonly Effect: string; readonly Condition?: unknown }[]
}

function conditionalDenials(): Repair {
  const told = new Map<string, string>()
  return {
    name: 'conditional-denials',
    service: 's3',
    operations: /^(GET|PUT) \/[^/?]+\/?\?policy=?$/,
    moto: 'denies what a statement of a bucket policy denies, whatever its condition',
    reason: 'every bucket refuses requests without TLS, and moto would refuse all requests for its objects',
    request: ({ operation, body }) => {
      if (!operation.startsWith('PUT')) return body
      told.set(bucketOf(operation), body)
      const policy: Policy = JSON.parse(body)
      const kept = policy.Statement.filter(({ Effect, Condition }) => Effect !== 'Deny' || Condition === undefined)
      return JSON.stringify({ ...policy, Statement: kept })
    },
    answer: ({ operation }, body) => (operation.startsWith('GET') ? (told.get(bucketOf(operation)) ?? body) : body),
  }
}
