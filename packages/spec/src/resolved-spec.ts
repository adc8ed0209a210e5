import type { InfrastructureSettings } from './schema/infrastructure/infrastructure.ts'

/**
 * What every other package reads: the declaration for one environment, validated, with every default filled in,
 * durations in milliseconds and sizes in bytes. Only `resolve()` makes one.
 */
export interface ResolvedSpec {
  readonly name: string
  /** Makes every name Causeway creates unique: slots, publications, control rows. Lower-case letters, digits, `_`. */
  readonly suffix: string
  readonly environment: string
  readonly source: ResolvedDatabase
  readonly target: ResolvedDatabase
  readonly scope: ResolvedScope
  readonly fullLoad: {
    /** Tables (or chunks of one) copied at the same time. */
    readonly workers: number
    /** Indexes and constraints built at the same time. */
    readonly indexWorkers: number
    /** A table larger than this, TOAST included, is copied in ctid ranges of about this size. */
    readonly chunkBytes: number
  }
  readonly replication: {
    readonly heartbeatMs: number
    /** A batch of whole source transactions is applied when it holds this many bytes or is this old. */
    readonly batchBytes: number
    readonly batchAgeMs: number
  }
  readonly verification: { readonly workers: number; readonly maxAgeMs: number }
  readonly traffic: ResolvedTraffic
  readonly clients: readonly ResolvedClient[]
  readonly gates: ResolvedGates
  readonly cutover: {
    readonly pauseBudgetMs: number
    /** The weight, one of the traffic steps or 0, at which authority is handed over. */
    readonly atWeight: number
    /** ISO 8601 instants; the cut-over starts only inside, with room for its worst case and a rollback. */
    readonly window: { readonly opensAt: string; readonly closesAt: string } | null
    readonly approval: 'manual' | 'automatic'
    /** Added to every sequence on the side that becomes the authority. */
    readonly sequenceHeadroom: number
  }
  readonly hold: { readonly durationMs: number }
  /** Where the journal, the control socket and the reports live. */
  readonly stateDir: string
  /** The AWS side; `null` when the declaration has none. */
  readonly infrastructure: ResolvedInfrastructure | null
}

/** What is `undefined` follows from the size of the data or from the protection profile, and is decided by the design. */
export type ResolvedInfrastructure = Omit<InfrastructureSettings, 'fallback'> & {
  /** Whose sizes an unknown Terraform workspace gets. */
  readonly fallback: string
}

/** Where one database is, and how to get in. */
interface ResolvedConnection {
  /** A host name or address, or a directory (starts with `/`) that holds a Unix socket. */
  readonly host: string
  readonly port: number
  readonly database: string
  readonly user: SecretReference
  readonly password: SecretReference | null
  readonly tls: ResolvedTls
}

export interface ResolvedDatabase extends ResolvedConnection {
  readonly engine: 'postgres' | 'mysql'
  readonly majorVersion: number
  /** Logins of the applications, so that the fence can be proven by trying to get in. */
  readonly applications: readonly { readonly user: string; readonly password: SecretReference | null }[]
}

export interface ResolvedTls {
  readonly mode: 'verify-full' | 'verify-ca' | 'require' | 'disable'
  /** Path of a PEM file; `null` uses the system's authorities. */
  readonly caFile: string | null
  /** Why the mode is weaker than `verify-full`; empty when it is not. */
  readonly reason: string
}

/** Where a secret is; read only when a connection is opened, never kept, printed or written. */
export type SecretReference =
  | { readonly from: 'literal'; readonly value: string }
  | { readonly from: 'env'; readonly name: string }
  | { readonly from: 'file'; readonly path: string }
  | { readonly from: 'aws-sm'; readonly id: string; readonly key: string | null }
  | { readonly from: 'aws-ssm'; readonly name: string }

export interface ResolvedScope {
  /** Exact names or patterns with `*`; empty `include` means everything but system schemas. */
  readonly schemas: { readonly include: readonly string[]; readonly exclude: readonly string[] }
  /** `schema.table`, exact or with `*`. */
  readonly tables: { readonly include: readonly string[]; readonly exclude: readonly string[] }
  /** Tables without a key that are declared to be append-only. */
  readonly insertOnly: readonly string[]
}

export interface ResolvedTraffic {
  readonly router:
    | { readonly kind: 'none' }
    | {
        readonly kind: 'embedded'
        readonly listen: { readonly host: string; readonly port: number }
        readonly blueUrl: string
        readonly greenUrl: string
        /** Cookie affinity for this long; 0 is none. Never longer than `bakeMs`. */
        readonly stickyMs: number
      }
  /** Rising weights of green, ending at 100. */
  readonly steps: readonly number[]
  readonly bakeMs: number
  /** Steps a person must let go on. */
  readonly approveSteps: readonly number[]
}

/** An application or worker that must stop, follow the authority, and go on. */
export type ResolvedClient = { readonly name: string; readonly timeoutMs: number } & (
  | { readonly kind: 'http'; readonly url: string }
  | { readonly kind: 'exec'; readonly command: readonly string[] }
  | ResolvedPgBouncer
)

/** `database` is as its configuration names it. */
export interface ResolvedPgBouncer extends ResolvedConnection {
  readonly kind: 'pgbouncer'
  /** Paths on its own machine. */
  readonly config: { readonly source: string; readonly target: string }
}

export interface ResolvedGates {
  readonly lagToShiftMs: number
  readonly lagToCutoverMs: number
  readonly markerRoundTripMs: number
  /** How long the lag must stay under its gate before `replicate` is left. */
  readonly lagStableMs: number
  readonly greenErrorRate: number
  readonly greenErrorRatio: number
  readonly minRequests: number
  readonly greenP99Ratio: number
  readonly weightTolerancePoints: number
  readonly retainedWalOfFreeDisk: number
  readonly oldestTransactionMs: number
  readonly reverseHeartbeatMs: number
}
