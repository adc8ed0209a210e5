import { createHash, randomBytes } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { CausewayError } from '@causeway/core'

/** What was written where, so that what people changed is told from what we wrote. */
export interface Manifest {
  readonly schemaVersion: 1
  readonly system: string
  readonly environment: string
  readonly tool: 'terraform' | 'cdk'
  /** SHA-256 of each file as it was written, by path. */
  readonly files: Readonly<Record<string, string>>
}

export const MANIFEST = '.causeway-synth.json'

export type Origin = Pick<Manifest, 'system' | 'environment' | 'tool'>

export interface WrittenFiles {
  readonly written: readonly string[]
  readonly removed: readonly string[]
  readonly unchanged: number
}

/**
 * Makes a folder hold these files: what is already so is not touched, files of an earlier synthesis that are not wanted any
 * more go, files of other origin stay. Each file appears whole or not at all.
 * @throws CW-0275 naming every file that a person wrote or changed, before anything is written; `force` overwrites them
 */
export async function writeGenerated(
  folder: string,
  files: ReadonlyMap<string, string>,
  origin: Origin,
  force: boolean,
): Promise<WrittenFiles> {
  const before = (await readManifest(folder))?.files ?? {}
  const present = await currentHashes(folder, [...files.keys(), ...Object.keys(before)])
  const wanted = new Map([...files].map(([path, text]) => [path, digest(text)]))
  const stale = [...present.keys()].filter((path) => !wanted.has(path))
  const different = [...wanted.keys()].filter((path) => present.get(path) !== wanted.get(path))
  const changed = [...different, ...stale].filter((path) => present.has(path) && present.get(path) !== before[path])
  if (changed.length > 0 && !force) throw changedByHand(folder, changed)

  for (const path of different) await replaceFile(join(folder, path), files.get(path) ?? '')
  for (const path of stale) await rm(join(folder, path))
  const manifest: Manifest = { schemaVersion: 1, ...origin, files: Object.fromEntries(wanted) }
  await replaceFile(join(folder, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`)
  return { written: different.toSorted(), removed: stale.toSorted(), unchanged: wanted.size - different.length }
}

/** Why the folder does not hold what would be synthesised now; `null` when it does. What people changed is theirs. */
export async function outOfDate(
  folder: string,
  files: ReadonlyMap<string, string>,
  origin: Origin,
): Promise<string | null> {
  const manifest = await readManifest(folder)
  if (manifest === null) return `nothing was synthesised in ${folder}`
  for (const key of ['system', 'environment', 'tool'] as const) {
    if (manifest[key] !== origin[key])
      return `${folder} was synthesised for ${key} ${manifest[key]}, not ${origin[key]}`
  }
  const paths = new Set([...files.keys(), ...Object.keys(manifest.files)])
  const differing = [...paths].filter((path) => manifest.files[path] !== digestOf(files.get(path)))
  if (differing.length > 0)
    return `${folder} is not what would be synthesised now; different are ${differing.toSorted().join(', ')}`
  const present = await currentHashes(folder, [...paths])
  const missing = [...paths].filter((path) => !present.has(path))
  return missing.length === 0 ? null : `missing in ${folder}: ${missing.toSorted().join(', ')}`
}

async function readManifest(folder: string): Promise<Manifest | null> {
  const text = await contentOf(join(folder, MANIFEST))
  return text === null ? null : (JSON.parse(text.toString('utf8')) as Manifest)
}

/** Of those files that are there. */
async function currentHashes(folder: string, paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const hashes = new Map<string, string>()
  for (const path of paths) {
    const content = await contentOf(join(folder, path))
    if (content !== null) hashes.set(path, digest(content))
  }
  return hashes
}

async function contentOf(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path)
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null
    throw cause
  }
}

/** A reader finds the old file or the new one, whatever interrupts us. */
async function replaceFile(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const draft = `${path}.${randomBytes(6).toString('hex')}.tmp`
  try {
    await writeFile(draft, text, { flag: 'wx' })
    await rename(draft, path)
  } finally {
    await rm(draft, { force: true })
  }
}

function digest(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex')
}

function digestOf(text: string | undefined): string | undefined {
  return text === undefined ? undefined : digest(text)
}

function changedByHand(folder: string, paths: readonly string[]): CausewayError {
  const list = paths.toSorted().map((path) => `\n  ${join(folder, path)}`)
  const message = `${paths.length === 1 ? 'this file is' : 'these files are'} not as we wrote ${paths.length === 1 ? 'it' : 'them'}; nothing was written:${list.join('')}`
  return new CausewayError('CW-0275', message, { data: { paths } })
}
