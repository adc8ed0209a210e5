import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Template } from 'aws-cdk-lib/assertions'
import type { InfraDesign } from '../../design/infra-design.ts'
import { cdkApp } from '../cdk-app.ts'

export const STACKS = ['DmsPrereq', 'Target', 'Source', 'Route53'] as const
export type StackId = (typeof STACKS)[number]

/** A stack in the cloud assembly. */
export interface SynthesisedStack {
  readonly name: string
  readonly template: Template
  readonly terminationProtection: boolean
  /** Ids of the stacks that are deployed before it. */
  readonly after: readonly string[]
}

/** An app that was written to a directory of its own, which goes with the disposal. */
export class SynthesisedApp implements AsyncDisposable {
  readonly directory: string
  readonly stacks: Readonly<Record<StackId, SynthesisedStack>>

  private constructor(directory: string, stacks: SynthesisedApp['stacks']) {
    this.directory = directory
    this.stacks = stacks
  }

  static async of(design: InfraDesign): Promise<SynthesisedApp> {
    const directory = mkdtempSync(join(tmpdir(), 'causeway-cdk-'))
    const assembly = await cdkApp(design, directory)
    const stack = (id: StackId): SynthesisedStack => {
      const artifact = assembly.getStackArtifact(id)
      return {
        name: artifact.stackName,
        template: Template.fromJSON(artifact.template as Record<string, unknown>),
        terminationProtection: artifact.terminationProtection ?? false,
        after: artifact.dependencies
          .map((dependency) => dependency.id)
          .filter((after) => STACKS.includes(after as StackId)),
      }
    }
    const stacks = {
      DmsPrereq: stack('DmsPrereq'),
      Target: stack('Target'),
      Source: stack('Source'),
      Route53: stack('Route53'),
    }
    return new SynthesisedApp(directory, stacks)
  }

  /** All resources of one type, or all there are. */
  resources(type?: string): readonly Resource[] {
    return STACKS.flatMap((id) => {
      const { Resources = {} } = this.stacks[id].template.toJSON() as { readonly Resources?: Record<string, Resource> }
      return Object.values(Resources).filter((resource) => type === undefined || resource.Type === type)
    })
  }

  /** Keys of all outputs, without those that only carry a reference from one stack to another. */
  outputs(): readonly string[] {
    const keys = STACKS.flatMap((id) => Object.keys(this.stacks[id].template.findOutputs('*')))
    return keys.filter((key) => !key.startsWith('ExportsOutput'))
  }

  /** Every template as text. */
  text(): string {
    return STACKS.map((id) => JSON.stringify(this.stacks[id].template.toJSON(), null, 1)).join('\n')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.directory, { recursive: true, force: true })
  }
}

export interface Resource {
  readonly Type: string
  readonly Properties?: Readonly<Record<string, unknown>>
  readonly DeletionPolicy?: string
}
