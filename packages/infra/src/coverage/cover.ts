import { blueprintText, designsOf, inProduction, specsOf } from '../design/fixtures/blueprints.ts'
import type { InfraDesign } from '../design/infra-design.ts'
import { documents } from '../documents/documents.ts'
import { terraformModule } from '../terraform/module.ts'
import { blocksOf, homeOf, placesOf, textWithReferences, type Place } from './find-home.ts'
import type { Requirement, System } from './requirement.ts'
import { REQUIREMENTS } from './requirements.ts'

/** A requirement with every place it has in what is written. */
export interface Covered {
  readonly requirement: Requirement
  /** Blocks of the module that write it down. */
  readonly terraform: readonly Place[]
  /** What is written there, the variables and locals it refers to included. */
  readonly text: string
  /** `TYPE.PROPERTY`, or `Outputs.KEY`; `null` where the CDK does not write it. */
  readonly cdk: string | null
  /** Of the documents written beside the code. */
  readonly documents: readonly string[]
}

/** What is paid for, needed beforehand or done by people is in the documents, not in a resource. */
const DOCUMENTS: Readonly<Record<string, readonly string[]>> = {
  costs: ['cost.md'],
  prerequisites: ['README.md', 'runbook.md'],
  'traffic.phases': ['runbook.md'],
}

/** How the lists call a document, where that is not its name. */
const MENTIONS: Readonly<Record<string, string>> = {
  'README.md': 'README',
  'production-readiness.md': 'production-readiness checklist',
}

/** Only the mirrored system is written for the CDK as well. */
const CDK_SYSTEM: System = 'payments-fargate-postgres'

/** What a system was asked for, and where it came to. */
export function cover(system: System): readonly Covered[] {
  const ephemeral = written(system, 'ephemeral')
  const production = written(system, 'production')
  return REQUIREMENTS.filter((requirement) => requirement.system === system).map((requirement) => {
    const all = requirement.protection === 'production' ? production : ephemeral
    const chosen = all.find(({ environment }) => environment === requirement.environment) ?? all[0]
    const blocks = chosen?.blocks ?? []
    const covered = coverOne(requirement, blocks, chosen?.documents ?? [])
    return { ...covered, text: covered.terraform.map((place) => textWithReferences(place, blocks)).join('\n') }
  })
}

interface Written {
  readonly environment: string
  readonly blocks: readonly Place[]
  readonly documents: readonly string[]
}

function written(system: System, protection: 'ephemeral' | 'production'): readonly Written[] {
  const text = blueprintText(system)
  const change = protection === 'production' ? inProduction : undefined
  const specs = specsOf(text)
  const all = designsOf(text, change)
  return all.map((design, index) => {
    const spec = specs[index]
    return {
      environment: design.environment,
      blocks: blocksOf(plain(design, terraformModule(design))),
      documents: spec === undefined ? [] : [...documents({ spec, design, all }).keys()],
    }
  })
}

/** With suffix and environment in the place of their variables, so that names can be found. */
function plain(design: InfraDesign, module: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const { suffix } = design.naming
  return new Map(
    [...module].map(([file, text]) => [
      file,
      text
        .replaceAll('${var.environment_suffix}', suffix)
        .replaceAll('${local.name_suffix}', `${design.environment}-${suffix}`)
        .replaceAll('${var.aws_region}', design.region),
    ]),
  )
}

function coverOne(
  requirement: Requirement,
  blocks: readonly Place[],
  present: readonly string[],
): Omit<Covered, 'text'> {
  const { design, elsewhere = '', system } = requirement
  const mentioned = present.filter((name) => elsewhere.includes(MENTIONS[name] ?? name))
  if (design === null) {
    const files = blocks.filter(({ file }) => new RegExp(`(^| )${file}( |$)`).test(elsewhere))
    return { requirement, terraform: files.slice(0, 1), cdk: null, documents: mentioned }
  }
  const hasCdk = system === CDK_SYSTEM
  const key = outputKey(requirement)
  if (key !== null) {
    const terraform = blocks.filter(({ address }) =>
      key === '' ? /^output\./.test(address) : address === `output.${key}`,
    )
    return { requirement, terraform, cdk: hasCdk ? `Outputs.${key}` : null, documents: mentioned }
  }
  const inDocuments = Object.entries(DOCUMENTS).find(([start]) => design.startsWith(start))?.[1] ?? []
  const home = homeOf(design)
  return {
    requirement,
    terraform: home === null ? [] : ofSite(design, placesOf(home, blocks)),
    cdk: hasCdk ? (home?.cdk ?? null) : null,
    documents: [...inDocuments, ...mentioned],
  }
}

/** With two sites the files of each begin with its role. */
function ofSite(path: string, places: readonly Place[]): readonly Place[] {
  const own = places.filter(({ file }) => file.startsWith(`${path.split('.')[0]}_`))
  return own.length > 0 ? own : places
}

/** Of a path into the outputs; empty for all of them, `null` for another path. */
function outputKey({ design, is }: Requirement): string | null {
  if (design?.startsWith('outputs') !== true) return null
  if (design.endsWith('.key') && typeof is === 'string') return is
  return /\[key=([^\]]+)\]/.exec(design)?.[1] ?? ''
}
