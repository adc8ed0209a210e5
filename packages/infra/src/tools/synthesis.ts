import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { CausewayError } from '@causeway/core'
import { whyNoCdk } from '../cdk/mirrored-design.ts'
import type { InfraDesign } from '../design/infra-design.ts'
import { documents, type Documented } from '../documents/documents.ts'
import { terraformModule } from '../terraform/module.ts'
import { inScratchFolder } from './cdk-tool.ts'

/**
 * Everything `infra synth` writes, by path: the module or the cloud assembly, and the documents beside it.
 * @throws CW-0278 where the CDK is asked for a system it is not written for
 */
export async function synthesise(
  documented: Documented,
  kind: 'terraform' | 'cdk',
): Promise<ReadonlyMap<string, string>> {
  const { design } = documented
  const code = kind === 'terraform' ? terraformModule(design) : await cloudAssembly(design)
  return new Map([...code, ...documents(documented)])
}

/** The CDK is loaded only here: it takes seconds that other commands need not wait for. */
async function cloudAssembly(design: InfraDesign): Promise<ReadonlyMap<string, string>> {
  const reason = whyNoCdk(design)
  if (reason !== null) throw new CausewayError('CW-0278', `${design.system} has no CDK app: ${reason}`)
  const { cdkApp } = await import('../cdk/cdk-app.ts')
  return await inScratchFolder(async (folder) => {
    await cdkApp(design, folder)
    return await filesBelow(folder)
  })
}

async function filesBelow(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const texts = files.map(async (path) => {
    return [relative(folder, path), await readFile(path, 'utf8')] as const
  })
  return new Map((await Promise.all(texts)).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
