export interface LeaseRequest {
  /** Who asks, for other people's eyes: user, host, pid. */
  readonly holder: string
  /** Take it from a live holder: its sessions are ended and its epoch is void. */
  readonly takeOver: boolean
}

/**
 * The right to act, one holder at a time. The control rows on both databases hold the epoch; every effect compares it
 * inside its own transaction.
 */
export interface Lease extends AsyncDisposable {
  readonly epoch: number
  readonly holder: string
  /** Aborts with `CW-0801` when somebody else has taken over or the sessions that hold the lease are gone for good. */
  readonly lost: AbortSignal
}
