import { readdir, readFile, writeFile } from 'node:fs/promises'
import type { PostgresServer } from '@causeway/harness'

/** Linux counts the processor time of processes in hundredths of a second, on every architecture. */
const TICKS_PER_SECOND = 100

interface CpuTimes {
  readonly parent: number
  /** Of the process itself, and of its children that have ended and were waited for. */
  readonly ownSeconds: number
  readonly endedChildrenSeconds: number
}

/** @returns `null` for a process that is gone */
async function cpuTimes(pid: number | 'self'): Promise<CpuTimes | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null)
  if (text === null) return null
  // The name stands in parentheses and may hold anything; state and parent come next, times are fields 14 to 17.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  const seconds = (first: number) => (Number(fields[first - 3]) + Number(fields[first - 2])) / TICKS_PER_SECOND
  return { parent: Number(fields[1]), ownSeconds: seconds(14), endedChildrenSeconds: seconds(16) }
}

/** Processor time of a server since it began: its postmaster, every backend that has ended and every one that lives. */
async function serverCpuSeconds(server: PostgresServer): Promise<number> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
  const times = await Promise.all(pids.map(async (pid) => ({ pid, times: await cpuTimes(pid) })))
  let sum = 0
  for (const { pid, times: found } of times) {
    if (found === null) continue
    if (pid === server.pid) sum += found.ownSeconds + found.endedChildrenSeconds
    else if (found.parent === server.pid) sum += found.ownSeconds
  }
  return sum
}

/** Processor time of one process since it began, with that of the programs it ran; 0 before it began. */
export async function processCpuSeconds(pid: number | undefined): Promise<number> {
  const times = pid === undefined ? null : await cpuTimes(pid)
  return times === null ? 0 : times.ownSeconds + times.endedChildrenSeconds
}

/** Of every program this process has run to its end. */
export async function endedChildrenCpuSeconds(): Promise<number> {
  return (await cpuTimes('self'))?.endedChildrenSeconds ?? 0
}

/** Forgets how much memory a process has had; what follows is measured anew. */
export async function forgetPeakRss(pid: number): Promise<void> {
  await writeFile(`/proc/${pid}/clear_refs`, '5')
}

/** The most memory a process had resident, the pages of its program included. @throws when it is gone */
export async function peakRssMegabytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  const kilobytes = Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1])
  if (Number.isNaN(kilobytes)) throw new Error(`/proc/${pid}/status has no VmHWM`)
  return (kilobytes * 1024) / 1e6
}

export interface Cost {
  readonly seconds: number
  readonly sourceCpuSeconds: number
  readonly targetCpuSeconds: number
  readonly clientCpuSeconds: number
}

export interface Parties {
  readonly source: PostgresServer
  readonly target: PostgresServer
  /** What the programs between the two have used so far. */
  readonly clientCpuSeconds: () => Promise<number>
}

/** What `work` takes, on the clock and on the processors. */
export async function costOf(parties: Parties, work: () => Promise<void>): Promise<Cost> {
  const before = await usedBy(parties)
  const beganAt = performance.now()
  await work()
  const seconds = (performance.now() - beganAt) / 1000
  const after = await usedBy(parties)
  return {
    seconds,
    sourceCpuSeconds: after.source - before.source,
    targetCpuSeconds: after.target - before.target,
    clientCpuSeconds: after.client - before.client,
  }
}

async function usedBy({ source, target, clientCpuSeconds }: Parties) {
  return {
    source: await serverCpuSeconds(source),
    target: await serverCpuSeconds(target),
    client: await clientCpuSeconds(),
  }
}
