import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

export interface TerraformResource {
  readonly address: string
  /** Such as `aws_vpc`. */
  readonly type: string
  readonly values: Readonly<Record<string, unknown>>
}

interface Shown {
  readonly values?: {
    readonly root_module?: { readonly resources?: readonly (TerraformResource & { readonly mode: string })[] }
  }
}

const MAX_BYTES = 64 * 2 ** 20

/** What Terraform keeps of what it has made in a folder. */
export class TerraformState {
  readonly #options: { readonly cwd: string; readonly env: NodeJS.ProcessEnv; readonly maxBuffer: number }

  constructor(folder: string, env: NodeJS.ProcessEnv) {
    this.#options = { cwd: folder, env, maxBuffer: MAX_BYTES }
  }

  async resources(): Promise<readonly TerraformResource[]> {
    const { values }: Shown = JSON.parse(await this.#run(['show', '-json']))
    return (values?.root_module?.resources ?? []).filter(({ mode }) => mode === 'managed')
  }

  /** The whole of it, secrets and all. */
  async text(): Promise<string> {
    return this.#run(['state', 'pull'])
  }

  async #run(args: readonly string[]): Promise<string> {
    const { stdout } = await promisify(execFile)('terraform', args, this.#options)
    return stdout
  }
}
