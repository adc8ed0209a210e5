import { describe, expect, it } from 'vitest'
import { replicationClass, replicationStorage } from './sizing.ts'

const GB = 1_000_000_000

describe('the replication instance', () => {
  it.each([
    [100, 'ephemeral', 'dms.t3.small'],
    [100, 'production', 'dms.t3.medium'],
    [101, 'ephemeral', 'dms.t3.medium'],
    [500, 'ephemeral', 'dms.r5.xlarge'],
    [500, 'production', 'dms.r5.xlarge'],
    [2000, 'ephemeral', 'dms.r5.2xlarge'],
    [9000, 'production', 'dms.r5.4xlarge'],
  ] as const)('for %i GB, %s, is %s', (sizeGb, protection, instanceClass) => {
    expect(replicationClass(sizeGb * GB, protection)).toBe(instanceClass)
  })

  it.each([
    [1, 100],
    [334, 150],
    [500, 150],
    [2000, 600],
    [50_000, 6144],
  ])('for %i GB has %i GB of storage', (sizeGb, storageGb) => {
    expect(replicationStorage(sizeGb * GB)).toBe(storageGb)
  })
})
