import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { ResolvedDatabase, ResolvedSpec } from '@causeway/spec'
import type { Login, PostgresServer } from './postgres/server.ts'

/** A database of a harness server as the declaration would name it: verify-full with TLS, otherwise plain with the reason. */
export function resolvedDatabase(
  server: PostgresServer,
  options: Login & { readonly database: string } & Partial<Omit<ResolvedDatabase, 'user' | 'password'>>,
): ResolvedDatabase {
  const { user, password, ...rest } = options
  return {
    engine: 'postgres',
    majorVersion: server.major,
    host: server.host,
    port: server.port,
    user: { from: 'literal', value: user },
    password: { from: 'literal', value: password },
    tls:
      server.caFile === null
        ? { mode: 'disable', caFile: null, reason: 'a test server on the loopback interface' }
        : { mode: 'verify-full', caFile: server.caFile, reason: '' },
    applications: [],
    ...rest,
  }
}

/** A declaration for tests: small batches, no router, no bake times, no approvals. `stateDir` is a new path, not yet made. */
export function testSpec(options: Pick<ResolvedSpec, 'source' | 'target'> & Partial<ResolvedSpec>): ResolvedSpec {
  return {
    name: 'test',
    suffix: 'a1',
    environment: 'test',
    infrastructure: null,
    scope: { schemas: { include: [], exclude: [] }, tables: { include: [], exclude: [] }, insertOnly: [] },
    fullLoad: { workers: 2, indexWorkers: 2, chunkBytes: 256 * 1024 * 1024 },
    replication: { heartbeatMs: 200, batchBytes: 4 * 1024 * 1024, batchAgeMs: 50 },
    verification: { workers: 2, maxAgeMs: 24 * 3600 * 1000 },
    traffic: { router: { kind: 'none' }, steps: [20, 50, 100], bakeMs: 0, approveSteps: [] },
    clients: [],
    gates: {
      lagToShiftMs: 10_000,
      lagToCutoverMs: 2000,
      markerRoundTripMs: 1000,
      lagStableMs: 0,
      greenErrorRate: 0.01,
      greenErrorRatio: 1.5,
      minRequests: 0,
      greenP99Ratio: 1.2,
      weightTolerancePoints: 3,
      retainedWalOfFreeDisk: 0.5,
      oldestTransactionMs: 5000,
      reverseHeartbeatMs: 5000,
    },
    cutover: { pauseBudgetMs: 10_000, atWeight: 100, window: null, approval: 'automatic', sequenceHeadroom: 1000 },
    hold: { durationMs: 0 },
    stateDir: path.join(tmpdir(), `causeway-state-${randomBytes(6).toString('hex')}`),
    ...options,
  }
}
