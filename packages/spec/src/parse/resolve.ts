import path from 'node:path'
import type { DeclarationProblem } from '../problem.ts'
import type {
  ResolvedClient,
  ResolvedDatabase,
  ResolvedSpec,
  ResolvedTls,
  ResolvedTraffic,
  SecretReference,
} from '../resolved-spec.ts'
import { secretStoreRemedy } from '../secrets/read-secret.ts'
import { formatSecretReference } from '../secrets/secret-reference.ts'
import { DEFAULT_PORT } from '../schema/database.ts'
import type { Settings } from '../schema/migration.ts'
import { locate } from '../yaml/node.ts'
import { showText } from '../yaml/show.ts'
import { DEFAULT_ENVIRONMENT, type Declaration, type Environment } from './declaration.ts'
import { problem } from './issues.ts'
import { stateDirOf, suffixOf } from './names.ts'

export type ResolveResult =
  | { readonly ok: true; readonly spec: ResolvedSpec }
  | { readonly ok: false; readonly problems: readonly DeclarationProblem[] }

/**
 * The declaration for one environment, complete: nothing optional, milliseconds and bytes, paths from the declaration's
 * directory. Without a name the only environment is meant, or the one called `default`.
 *
 * Secrets are not read. Fails for an environment that is not declared (`CW-0216`) and for references to a secret store
 * this version cannot read (`CW-0231`).
 */
export function resolve(declaration: Declaration, environment?: string): ResolveResult {
  const names = [...declaration.environments.keys()]
  const name = environment ?? (names.length === 1 ? names[0] : DEFAULT_ENVIRONMENT)
  const chosen = name === undefined ? undefined : declaration.environments.get(name)
  if (name === undefined || chosen === undefined)
    return { ok: false, problems: [unknownEnvironment(declaration, environment)] }
  const problems = unreadableSecrets(chosen)
  if (problems.length > 0) return { ok: false, problems }
  const [first = name] = names
  return { ok: true, spec: settle(name, first, chosen.settings, path.dirname(declaration.file)) }
}

function settle(environment: string, fallback: string, settings: Settings, folder: string): ResolvedSpec {
  const { name, scope, fullLoad, replication, verification, gates, cutover, hold, infrastructure } = settings
  return {
    name,
    suffix: suffixOf(environment, settings),
    environment,
    source: database(settings.source, folder),
    target: database(settings.target, folder),
    scope,
    fullLoad: { workers: fullLoad.workers, indexWorkers: fullLoad.indexWorkers, chunkBytes: fullLoad.chunkSize },
    replication: {
      heartbeatMs: replication.heartbeat,
      batchBytes: replication.batchSize,
      batchAgeMs: replication.batchAge,
    },
    verification: { workers: verification.workers, maxAgeMs: verification.maxAge },
    traffic: traffic(settings.traffic),
    clients: settings.clients.map((declared) => client(declared, folder)),
    gates: {
      lagToShiftMs: gates.lagToShift,
      lagToCutoverMs: gates.lagToCutover,
      markerRoundTripMs: gates.markerRoundTrip,
      lagStableMs: gates.lagStable,
      greenErrorRate: gates.greenErrorRate,
      greenErrorRatio: gates.greenErrorRatio,
      minRequests: gates.minRequests,
      greenP99Ratio: gates.greenP99Ratio,
      weightTolerancePoints: gates.weightTolerancePoints,
      retainedWalOfFreeDisk: gates.retainedWalOfFreeDisk,
      oldestTransactionMs: gates.oldestTransaction,
      reverseHeartbeatMs: gates.reverseHeartbeat,
    },
    cutover: {
      pauseBudgetMs: cutover.pauseBudget,
      atWeight: cutover.atWeight,
      window: cutover.window ?? null,
      approval: cutover.approval,
      sequenceHeadroom: cutover.sequenceHeadroom,
    },
    hold: { durationMs: hold.duration },
    stateDir: within(folder, stateDirOf(environment, settings)),
    infrastructure:
      infrastructure === undefined ? null : { ...infrastructure, fallback: infrastructure.fallback ?? fallback },
  }
}

function database(settings: Settings['source'], folder: string): ResolvedDatabase {
  const { engine, version, host, port, database: name, applications } = settings
  return {
    engine,
    majorVersion: version,
    host,
    port: port ?? DEFAULT_PORT[engine],
    database: name,
    ...access(settings, folder),
    applications: applications.map((login) => ({
      user: login.user,
      password: login.password === undefined ? null : reference(login.password, folder),
    })),
  }
}

type Access = Pick<Settings['source'], 'host' | 'user' | 'password' | 'tls'>

function access(declared: Access, folder: string): Pick<ResolvedDatabase, 'user' | 'password' | 'tls'> {
  const { user, password } = declared
  return {
    user: reference(user, folder),
    password: password === undefined ? null : reference(password, folder),
    tls: tls(declared, folder),
  }
}

function tls({ host, tls: declared }: Access, folder: string): ResolvedTls {
  if (host.startsWith('/')) return { mode: 'disable', caFile: null, reason: 'a Unix socket does not leave the machine' }
  const { mode = 'verify-full', ca, reason } = declared ?? {}
  return {
    mode,
    caFile: ca === undefined ? null : within(folder, ca),
    reason: mode === 'verify-full' ? '' : (reason ?? ''),
  }
}

function traffic({ router, steps, bakeTime, approve }: Settings['traffic']): ResolvedTraffic {
  const common = { steps, bakeMs: bakeTime, approveSteps: approve }
  if (router.kind === 'none') return { router: { kind: 'none' }, ...common }
  const { kind, listen, blue, green, stickiness } = router
  return { router: { kind, listen, blueUrl: blue, greenUrl: green, stickyMs: stickiness }, ...common }
}

function client(declared: Settings['clients'][number], folder: string): ResolvedClient {
  const { name, timeout: timeoutMs } = declared
  switch (declared.kind) {
    case 'http':
      return { name, timeoutMs, kind: 'http', url: declared.url }
    case 'exec':
      return { name, timeoutMs, kind: 'exec', command: declared.command }
    case 'pgbouncer': {
      const { kind, host, port, database: pooled, config } = declared
      return { name, timeoutMs, kind, host, port, database: pooled, config, ...access(declared, folder) }
    }
    default:
      throw declared satisfies never
  }
}

function reference(secret: SecretReference, folder: string): SecretReference {
  return secret.from === 'file' ? { from: 'file', path: within(folder, secret.path) } : secret
}

/** Absolute paths stay; others start where the declaration is. */
function within(folder: string, file: string): string {
  return path.isAbsolute(file) ? file : path.join(folder, file)
}

function unknownEnvironment({ environments, root }: Declaration, asked: string | undefined): DeclarationProblem {
  const allowed = `one of ${[...environments.keys()].join(', ')}`
  const located = locate(root, ['environments'])
  if (asked !== undefined) {
    return problem('unknownEnvironment', located, `has no ${showText(asked)}; choose ${allowed}`, {
      allowed,
      received: asked,
    })
  }
  return problem('unknownEnvironment', located, `has several; choose ${allowed} with --environment`, { allowed })
}

function unreadableSecrets({ settings, root }: Environment): readonly DeclarationProblem[] {
  return secretsOf(settings).flatMap(({ secret, keys }) => {
    if (secret === undefined || (secret.from !== 'aws-sm' && secret.from !== 'aws-ssm')) return []
    const sentence = `is ${formatSecretReference(secret)}, which ${secretStoreRemedy(secret)}`
    return [problem('secretStore', locate(root, keys), sentence, { allowed: 'env:NAME or file:PATH' })]
  })
}

interface DeclaredSecret {
  readonly secret: SecretReference | undefined
  readonly keys: readonly PropertyKey[]
}

function secretsOf(settings: Settings): readonly DeclaredSecret[] {
  const ofLogin = ({ user, password }: Pick<Access, 'user' | 'password'>, ...keys: readonly PropertyKey[]) => [
    { secret: user, keys: [...keys, 'user'] },
    { secret: password, keys: [...keys, 'password'] },
  ]
  const ofDatabases = (['source', 'target'] as const).flatMap((side) => [
    ...ofLogin(settings[side], side),
    ...settings[side].applications.map((login, index) => {
      return { secret: login.password, keys: [side, 'applications', index, 'password'] }
    }),
  ])
  const ofClients = settings.clients.flatMap((declared, index) =>
    declared.kind === 'pgbouncer' ? ofLogin(declared, 'clients', index) : [],
  )
  return [...ofDatabases, ...ofClients]
}
