import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { temporaryDirectory } from '@causeway/harness'
import { terraformEnvironment } from '@causeway/harness/aws'
import { synthesise, type BlueprintName, type InfraDesign } from '@causeway/infra'
import { openAccount, type Account } from './account.ts'
import { createClients, type Clients } from './clients.ts'
import { designBlueprint, type Designed } from './declaration.ts'
import type { Deployed } from './deployed.ts'
import { inventory } from './inventory/inventory.ts'
import { operator, type Operator, type Variables } from './operator.ts'
import { Outputs } from './outputs.ts'
import { prepare, type Prerequisites } from './prerequisites.ts'
import { TerraformState } from './terraform-state.ts'

interface Opened {
  readonly design: InfraDesign
  readonly account: Account
  readonly clients: Clients
  readonly state: TerraformState
  readonly operator: Operator
  readonly prerequisites: Prerequisites
  readonly variables: Variables
  /** What is in the account that is not ours. */
  readonly before: ReadonlySet<string>
}

/** One blueprint in one account: opened, deployed, shifted, destroyed. */
export class System implements AsyncDisposable {
  readonly design: InfraDesign
  readonly account: Account
  readonly state: TerraformState
  readonly #opened: Opened
  readonly #stack: AsyncDisposableStack
  #variables: Variables
  #greenPercent: number

  private constructor(opened: Opened, stack: AsyncDisposableStack) {
    this.design = opened.design
    this.account = opened.account
    this.state = opened.state
    this.#opened = opened
    this.#stack = stack
    this.#variables = opened.variables
    this.#greenPercent = opened.design.traffic.greenWeight
  }

  /** The share of green that was deployed last. */
  get greenPercent(): number {
    return this.#greenPercent
  }

  /** Writes the module for the account at hand; nothing is made yet but what an operator makes beforehand. */
  static async open(blueprint: BlueprintName): Promise<System> {
    await using stack = new AsyncDisposableStack()
    const { design: declared } = await designBlueprint(blueprint)
    const account = stack.use(await openAccount(declared.region))
    const clients = createClients(account.sdk)
    const before = await inventory(clients)
    const prerequisites = stack.use(await prepare(declared, clients, account))
    const designed = await designBlueprint(blueprint, prerequisites.change)
    const { design } = designed
    const folder = stack.use(await temporaryDirectory('causeway-system-'))
    await writeModule(folder.path, designed, account.override)
    const environment = { ...(await terraformEnvironment()), ...account.environment }
    const opened = {
      design,
      account,
      clients,
      prerequisites,
      before,
      state: new TerraformState(folder.path, environment),
      operator: operator(folder.path, design.environment, environment),
      variables: await prerequisites.variables(design),
    }
    return new System(opened, stack.move())
  }

  /** Applies the module with this share of green, as an operator does. */
  async deploy(greenPercent: number): Promise<Deployed> {
    const { design, clients, operator, state, variables, prerequisites } = this.#opened
    this.#variables = { ...variables, ...weightVariables(design, greenPercent) }
    await operator.deploy(this.#variables)
    this.#greenPercent = greenPercent
    return {
      design,
      clients,
      state,
      outputs: new Outputs(design, await operator.outputs()),
      resources: await state.resources(),
      passwords: prerequisites.passwords,
    }
  }

  /** The plan when there is something left to change, else `null`. */
  async planAgain(): Promise<string | null> {
    return this.#opened.operator.plan(this.#variables)
  }

  async destroy(): Promise<void> {
    await this.#opened.operator.destroy(this.#variables)
  }

  /** What is in the account now and was not there before, as `kind name`. */
  async made(): Promise<readonly string[]> {
    const now = await inventory(this.#opened.clients)
    return [...now].filter((one) => !this.#opened.before.has(one)).sort()
  }

  /** The same, when what the operator made beforehand is gone as well. */
  async leftovers(): Promise<readonly string[]> {
    await this.#opened.prerequisites[Symbol.asyncDispose]()
    return this.made()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // A suite that failed half-way may not leave a real account with what it has made.
    if (!this.account.isLocal && (await this.state.resources()).length > 0) await this.destroy()
    await this.#stack.disposeAsync()
  }
}

async function writeModule(folder: string, designed: Designed, override: string): Promise<void> {
  const files = new Map([...(await synthesise(designed, 'terraform')), ['causeway_override.tf', override]])
  for (const [name, text] of files) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true })
    await writeFile(path.join(folder, name), text)
  }
}

/** The variables an operator changes to shift traffic. */
function weightVariables({ traffic }: InfraDesign, green: number): Variables {
  return traffic.by === 'dns'
    ? { traffic_weight: green }
    : { blue_target_weight: 100 - green, green_target_weight: green }
}
