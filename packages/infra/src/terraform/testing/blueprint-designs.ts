import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { InfraSpec } from '../../design/context.ts'
import { blueprintText, designsOf, inProduction } from '../../design/fixtures/blueprints.ts'
import type { InfraDesign } from '../../design/infra-design.ts'
import type { ProtectionProfile } from '../../design/model/operations.ts'

const BLUEPRINTS = new URL('../../blueprints/', import.meta.url)

export function blueprintNames(): readonly string[] {
  const entries = readdirSync(BLUEPRINTS, { withFileTypes: true })
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
}

/** Every environment of a blueprint, under a protection profile. */
export function protectedDesigns(blueprint: string, protection: ProtectionProfile): readonly InfraDesign[] {
  return designsOf(blueprintText(blueprint), protection === 'production' ? inProduction : inTrial)
}

/** The module of a blueprint's first environment, as it is kept beside its declaration. */
export function goldenDirectory(blueprint: string): string {
  return fileURLToPath(new URL(`${blueprint}/terraform/`, BLUEPRINTS))
}

function inTrial(spec: InfraSpec): InfraSpec {
  return { ...spec, infrastructure: { ...spec.infrastructure, protection: 'ephemeral' } }
}
