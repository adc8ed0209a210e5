import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CausewayError } from '@causeway/core'
import { flatCdkOutputs } from './flat-outputs.ts'
import type { InfraTool } from './infra-tool.ts'
import { runTool, type Workbench } from './run-tool.ts'

/** What `cdk deploy` wrote at the last deployment: CloudFormation is not asked again. */
export const CDK_OUTPUTS_FILE = 'cdk-outputs.json'

/** The last line of `cdk diff`. Its exit code does not tell a difference from a failure. */
const NO_CHANGES = /Number of stacks with differences: 0\b/

/** The AWS CDK, over an assembly that is synthesised already: `cdk.json` beside it says where it is. */
export function cdkTool(bench: Workbench): InfraTool {
  const run = async (...args: readonly string[]) => await runTool('cdk', [...args, '--no-color'], bench)
  return {
    async validate() {
      await run('list')
    },
    async plan() {
      const { said } = await run('diff')
      return { changes: !NO_CHANGES.test(said), planFile: null }
    },
    async apply() {
      await run('deploy', '--all', '--require-approval', 'never', '--outputs-file', CDK_OUTPUTS_FILE)
    },
    async outputs() {
      return flatCdkOutputs(await readOutputs(join(bench.folder, CDK_OUTPUTS_FILE)))
    },
    async destroy() {
      await run('destroy', '--all', '--force')
      await rm(join(bench.folder, CDK_OUTPUTS_FILE), { force: true })
    },
  }
}

async function readOutputs(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw new CausewayError('CW-0276', `there is no ${path}: it is written by causeway infra deploy`, { cause })
  }
}

/** Somewhere to synthesise to, gone afterwards. */
export async function inScratchFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'causeway-cdk-'))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
