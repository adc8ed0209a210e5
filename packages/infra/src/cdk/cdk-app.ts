import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { cx_api as cxapi } from 'aws-cdk-lib'
import type { InfraDesign } from '../design/infra-design.ts'
import { migrationApp } from './migration-app.ts'

const ASSEMBLY = 'cdk.out'

/**
 * Writes the CDK app of a mirrored system into a directory: the synthesised templates, and a `cdk.json` that makes
 * `npx cdk diff`, `deploy` and `destroy` work in there without building anything. The same design gives the same files.
 *
 * @throws RangeError for a system that is written as Terraform only; `whyNoCdk` tells beforehand.
 */
export async function cdkApp(design: InfraDesign, directory: string): Promise<cxapi.CloudAssembly> {
  const folder = join(directory, ASSEMBLY)
  const assembly = migrationApp(design, folder).app.synth()
  await forgetMachine(folder)
  await writeFile(join(directory, 'cdk.json'), `${JSON.stringify({ app: ASSEMBLY }, null, 2)}\n`)
  return assembly
}

/** Takes out what names files of this machine: the traces of acknowledgements, and the report, which has been read. */
async function forgetMachine(folder: string): Promise<void> {
  await rm(join(folder, 'validation-report.json'), { force: true })
  const names = await readdir(folder)
  for (const name of names.filter((each) => each.endsWith('.metadata.json'))) {
    const path = join(folder, name)
    const metadata: unknown = JSON.parse(await readFile(path, 'utf8'), (key, value: unknown) =>
      key === 'trace' ? undefined : value,
    )
    await writeFile(path, `${JSON.stringify(metadata, null, 2)}\n`)
  }
}
