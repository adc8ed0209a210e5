import type { Operation } from './history.ts'

export interface Entry {
  readonly client: string
  readonly seq: number
  readonly key: string
  readonly version: number
}

export interface Findings {
  /** By key and version. */
  readonly entries: readonly Entry[]
  readonly registers: readonly Entry[]
  readonly brokenInvariants: readonly string[]
}

export interface Verdict {
  /** Nothing is wrong: every count from `lost` to `reordered` is 0 and no invariant is broken. */
  readonly ok: boolean
  readonly acked: number
  /** Acknowledged writes that are there. */
  readonly found: number
  readonly lost: number
  /** Writes that are there more than once. */
  readonly duplicated: number
  /** Writes that are there although the client was told that they failed. */
  readonly resurrected: number
  /** Writes that are there although no client made them. */
  readonly unexpected: number
  /** Writes whose place among the writes of their key is not where they were acknowledged, and keys whose last write is not the last. */
  readonly reordered: number
  readonly failed: number
  /** Writes whose client was not told; they may be there or not. */
  readonly unknown: number
  readonly unknownFound: number
  readonly brokenInvariants: readonly string[]
  /** What is wrong, in words, the first 20. */
  readonly offenders: readonly string[]
}

const SHOWN = 20

/** Compares what clients saw with what is there. Pure. */
export function decide(findings: Findings, operations: Iterable<Operation>): Verdict {
  const offenders: string[] = []
  const blame = (text: string): number => offenders.push(text)
  const counts = countOf(findings.entries)
  const byName = new Map<string, Operation>()
  const tally = {
    acked: 0,
    found: 0,
    lost: 0,
    duplicated: 0,
    resurrected: 0,
    unexpected: 0,
    failed: 0,
    unknown: 0,
    unknownFound: 0,
  }
  for (const operation of operations) {
    const name = nameOf(operation)
    byName.set(name, operation)
    const there = counts.get(name) ?? 0
    tally[operation.outcome] += 1
    if (there > 1) {
      tally.duplicated += 1
      blame(`${name} on ${operation.key} is there ${there} times`)
    }
    if (operation.outcome === 'acked' && there > 0) tally.found += 1
    if (operation.outcome === 'unknown' && there > 0) tally.unknownFound += 1
    if (operation.outcome === 'acked' && there === 0) {
      tally.lost += 1
      blame(`${name} on ${operation.key} was acknowledged at ${isoTime(operation.endedAtMs)} and is not there`)
    }
    if (operation.outcome === 'failed' && there > 0) {
      tally.resurrected += 1
      blame(`${name} on ${operation.key} failed and is there`)
    }
  }
  for (const name of counts.keys()) {
    if (byName.has(name)) continue
    tally.unexpected += 1
    blame(`${name} is there and no client made it`)
  }
  const disorder = [...misplaced(findings.entries, byName), ...staleRegisters(findings)]
  disorder.forEach(blame)
  findings.brokenInvariants.forEach(blame)
  return {
    ...tally,
    ok: offenders.length === 0,
    reordered: disorder.length,
    brokenInvariants: findings.brokenInvariants,
    offenders: offenders.slice(0, SHOWN),
  }
}

function nameOf(of: { readonly client: string; readonly seq: number }): string {
  return `${of.client}#${of.seq}`
}

function isoTime(ms: number): string {
  return new Date(ms).toISOString()
}

function countOf(entries: readonly Entry[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const entry of entries) counts.set(nameOf(entry), (counts.get(nameOf(entry)) ?? 0) + 1)
  return counts
}

/** Per key: versions count without a gap, and nothing stands behind a write that began only after it was acknowledged. */
function misplaced(entries: readonly Entry[], operations: ReadonlyMap<string, Operation>): readonly string[] {
  const problems: string[] = []
  let key: string | null = null
  let version = 0
  let latestStartMs = 0
  for (const entry of entries) {
    if (entry.key !== key) {
      key = entry.key
      version = 0
      latestStartMs = 0
    }
    const name = nameOf(entry)
    if (entry.version !== version + 1) problems.push(`${name} on ${key} has version ${entry.version} after ${version}`)
    version = entry.version
    const operation = operations.get(name)
    if (operation === undefined) continue
    if (operation.endedAtMs < latestStartMs) {
      problems.push(`${name} on ${key} was acknowledged before a write began that is ordered in front of it`)
    }
    latestStartMs = Math.max(latestStartMs, operation.startedAtMs)
  }
  return problems
}

/** The row of each key must hold the last of its writes. */
function staleRegisters({ entries, registers }: Findings): readonly string[] {
  const last = new Map(entries.map((entry) => [entry.key, entry]))
  const problems = registers.flatMap((register) => {
    const entry = last.get(register.key)
    last.delete(register.key)
    if (entry?.version === register.version && nameOf(entry) === nameOf(register)) return []
    const expected = entry === undefined ? 'no write' : `${nameOf(entry)} version ${entry.version}`
    return [
      `the row ${register.key} holds ${nameOf(register)} version ${register.version}, its last write is ${expected}`,
    ]
  })
  return [...problems, ...[...last.keys()].map((key) => `the row ${key} holds no write although there are some`)]
}
