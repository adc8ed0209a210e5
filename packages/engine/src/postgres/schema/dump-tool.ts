import { execFile } from 'node:child_process'
import { access, constants, readdir, realpath } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'

/** A pg_dump that can be run here: one of the system, or the one that comes with us as WebAssembly. */
export type DumpTool = { readonly kind: 'system'; readonly path: string; readonly major: number } | typeof WASM_DUMP

/** pg_dump 18.3 of `@electric-sql/pglite-tools`; dumps every server up to 18. */
export const WASM_DUMP = { kind: 'wasm', major: 18 } as const

/** Where Debian and Ubuntu keep every installed major, then Red Hat's packages. */
const VERSIONED = [
  { parent: '/usr/lib/postgresql', bin: 'bin' },
  { parent: '/usr', bin: 'bin', prefix: 'pgsql-' },
]

/**
 * A pg_dump whose major is at least `major`: the lowest that is kept by version, one on the PATH, or the WebAssembly one.
 *
 * pg_dump refuses servers newer than itself, and writes for servers of its own major; for an older target the settings
 * at the head of its output are left out (see split.ts).
 */
export async function chooseDumpTool(major: number): Promise<DumpTool> {
  // Debian's on the PATH is a program around those by version, and slow to answer.
  const versioned = await fitting(await versionedDirectories(), major)
  const onPath = (process.env['PATH'] ?? '').split(path.delimiter).filter((directory) => directory !== '')
  return versioned ?? (await fitting(onPath, major)) ?? WASM_DUMP
}

async function fitting(directories: readonly string[], major: number): Promise<DumpTool | undefined> {
  const real = await Promise.all(directories.map((directory) => realpath(directory).catch(() => directory)))
  const found = await Promise.all([...new Set(real)].map((directory) => describe(path.join(directory, 'pg_dump'))))
  const fit = found.filter((tool) => tool !== null && tool.major >= major)
  return fit.toSorted((a, b) => (a?.major ?? 0) - (b?.major ?? 0))[0] ?? undefined
}

async function versionedDirectories(): Promise<readonly string[]> {
  const found = await Promise.all(
    VERSIONED.map(async ({ parent, bin, prefix = '' }) => {
      const names = await readdir(parent).catch(() => [])
      return names.filter((name) => name.startsWith(prefix)).map((name) => path.join(parent, name, bin))
    }),
  )
  return found.flat()
}

async function describe(file: string): Promise<DumpTool | null> {
  try {
    // To start a program that is not there takes as long as to start one.
    await access(file, constants.X_OK)
    const { stdout } = await promisify(execFile)(file, ['--version'], { timeout: 5000 })
    const major = /^pg_dump \(PostgreSQL\) (\d+)/.exec(stdout)?.[1]
    return major === undefined ? null : { kind: 'system', path: file, major: Number(major) }
  } catch {
    // Not there, or not for this machine.
    return null
  }
}
