import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

export interface TemporaryDirectory extends AsyncDisposable {
  readonly path: string
}

/** A new directory that is removed with everything in it on disposal. */
export async function temporaryDirectory(prefix = 'causeway-'): Promise<TemporaryDirectory> {
  const directory = await mkdtemp(path.join(tmpdir(), prefix))
  return { path: directory, [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true }) }
}
