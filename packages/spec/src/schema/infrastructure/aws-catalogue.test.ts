import { describe, expect, it } from 'vitest'
import {
  databaseClassExists,
  DEFAULT_ENGINE_VERSION,
  engineVersionExists,
  machineTypeExists,
  majorOf,
  newestVersions,
  replicationClassExists,
  TARGET_ENGINES,
} from './aws-catalogue.ts'

describe('engineVersionExists', () => {
  it.each([
    ['aurora-mysql', '8.0.mysql_aurora.3.04.0', true],
    ['aurora-mysql', '8.0.mysql_aurora.3.04.5', false],
    ['aurora-mysql', '8.0.mysql_aurora.3.12.1', true],
    ['aurora-mysql', '8.0', false],
    ['aurora-postgresql', '13.23', true],
    ['aurora-postgresql', '13.17', false],
    ['aurora-postgresql', '13.24', true],
    ['aurora-postgresql', '12.22', false],
    ['rds-postgresql', '14', true],
    ['rds-postgresql', '14.x', false],
    ['rds-postgresql', '140', false],
  ] as const)('%s %s: %s', (engine, version, exists) => {
    expect(engineVersionExists(engine, version)).toBe(exists)
  })

  it('knows the defaults and the newest of every engine', () => {
    for (const engine of TARGET_ENGINES) {
      const named = [DEFAULT_ENGINE_VERSION[engine], ...newestVersions(engine)]
      expect(named.filter((version) => !engineVersionExists(engine, version))).toEqual([])
    }
  })
})

describe('majorOf', () => {
  it.each([
    ['8.0.mysql_aurora.3.04.0', 8],
    ['13.20', 13],
    ['14', 14],
  ])('%s is %i', (version, major) => {
    expect(majorOf(version)).toBe(major)
  })
})

describe('classes', () => {
  it.each([
    ['aurora-mysql', 'db.r6g.large', true],
    ['aurora-mysql', 'db.serverless', true],
    ['rds-postgresql', 'db.serverless', false],
    ['aurora-mysql', 'db.m5.large', false],
    ['rds-postgresql', 'db.m5.large', true],
    ['aurora-mysql', 'r6g.large', false],
    ['aurora-mysql', 'db.constructor.large', false],
    ['aurora-mysql', 'db.r6g.large.extra', false],
  ] as const)('of %s: %s %s', (engine, instanceClass, exists) => {
    expect(databaseClassExists(engine, instanceClass)).toBe(exists)
  })

  it('of replication and of machines', () => {
    expect(['dms.t3.small', 'dms.r5.xlarge', 'dms.t9.small'].map(replicationClassExists)).toEqual([true, true, false])
    expect(['t3.medium', 'm6g.medium', 'm5.medium'].map(machineTypeExists)).toEqual([true, true, false])
  })
})
