import { Writable } from 'node:stream'
import { terraformTool } from '@causeway/infra'

/** Values of a module's variables: text, or what JSON can say of other types. */
export type Variables = Readonly<Record<string, unknown>>

/** What an operator does with `causeway infra`, by the tool that the command uses, in a folder with a module. */
export interface Operator {
  deploy(variables: Variables): Promise<void>
  /** The plan when there is something to change, else `null`. */
  plan(variables: Variables): Promise<string | null>
  /** Flat: name → value. */
  outputs(): Promise<Readonly<Record<string, unknown>>>
  destroy(variables: Variables): Promise<void>
}

/** Longer than any system takes: then Terraform is told to stop, and says what it waited for. */
const DEADLINE_MS = 1_200_000
const SHOWN_LENGTH = 8000

export function operator(folder: string, environment: string, env: NodeJS.ProcessEnv): Operator {
  const use = async <T>(
    variables: Variables,
    work: (tool: ReturnType<typeof terraformTool>, said: () => string) => Promise<T>,
  ): Promise<T> => {
    let text = ''
    const screen = new Writable({
      write(chunk: Buffer, _encoding, done) {
        text += chunk.toString('utf8')
        done()
      },
    })
    const bench = {
      folder,
      env: { ...env, ...byEnvironment(variables) },
      screen,
      signal: AbortSignal.timeout(DEADLINE_MS),
    }
    try {
      return await work(terraformTool('terraform', environment, bench), () => text)
    } catch (cause) {
      // What it did before is of no interest once it says what went wrong.
      throw new Error(text.slice(text.indexOf('\nError: ')).slice(-SHOWN_LENGTH), { cause })
    }
  }
  return {
    deploy: (variables) => use(variables, (tool) => tool.apply(null)),
    plan: (variables) => use(variables, async (tool, said) => ((await tool.plan()).changes ? said() : null)),
    outputs: () => use({}, (tool) => tool.outputs(true)),
    destroy: (variables) => use(variables, (tool) => tool.destroy()),
  }
}

/** Passwords are among them, which belong in no argument. */
function byEnvironment(variables: Variables): Readonly<Record<string, string>> {
  const values = Object.entries(variables).map(([name, value]) => {
    return [`TF_VAR_${name}`, typeof value === 'string' ? value : JSON.stringify(value)] as const
  })
  return Object.fromEntries(values)
}
