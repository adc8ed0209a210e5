import { flatTerraformOutputs } from './flat-outputs.ts'
import type { InfraTool, PlannedChange } from './infra-tool.ts'
import { runTool, type Workbench } from './run-tool.ts'

/** Beside the module; it may hold values of variables, so it is not for a repository. */
export const PLAN_FILE = 'causeway.tfplan'

/** No tool asks: what has to be said is said by the declaration, by variables or by `--approve`. */
const QUIET = ['-input=false', '-no-color']

/** Exit code of `plan -detailed-exitcode` when something would change. */
const CHANGES = 2

/** Terraform or OpenTofu, which take the same commands, in the workspace of the environment. */
export function terraformTool(tool: 'terraform' | 'tofu', environment: string, bench: Workbench): InfraTool {
  const workbench = { ...bench, env: { ...bench.env, TF_IN_AUTOMATION: 'true' } }
  const run = async (args: readonly string[], alsoFine: readonly number[] = []) =>
    await runTool(tool, args, workbench, { alsoFine })
  const inWorkspace = async () => {
    await run(['init', ...QUIET])
    await run(['workspace', 'select', '-no-color', '-or-create', environment])
  }
  return {
    async validate() {
      await run(['fmt', '-check', '-diff', '-recursive', '-no-color'])
      await run(['init', '-backend=false', ...QUIET])
      await run(['validate', '-no-color'])
    },
    async plan(): Promise<PlannedChange> {
      await inWorkspace()
      const { exitCode } = await run(['plan', '-detailed-exitcode', `-out=${PLAN_FILE}`, ...QUIET], [CHANGES])
      return { changes: exitCode === CHANGES, planFile: PLAN_FILE }
    },
    async apply(planFile) {
      await inWorkspace()
      await run(['apply', ...QUIET, ...(planFile === null ? ['-auto-approve'] : [planFile])])
    },
    async outputs(sensitive) {
      await inWorkspace()
      const { stdout } = await runTool(tool, ['output', '-json', '-no-color'], workbench, { quiet: true })
      return flatTerraformOutputs(stdout, sensitive)
    },
    async destroy() {
      await inWorkspace()
      await run(['destroy', '-auto-approve', ...QUIET])
    },
  }
}
