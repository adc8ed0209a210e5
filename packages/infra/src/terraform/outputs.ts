import type { InfraDesign } from '../design/infra-design.ts'
import type { Output } from '../design/model/outputs.ts'
import { attribute } from './attributes.ts'
import { INPUTS } from './inputs.ts'
import { named } from './names.ts'
import { hcl, text } from './writer/expression.ts'
import type { Ref, Value } from './writer/ref.ts'
import { TerraformFile } from './writer/terraform-file.ts'

/** What the controller, the tests and people read of a deployed system. */
export function outputs(design: InfraDesign): TerraformFile {
  const file = new TerraformFile()
  const told = inputsTold(design)
  for (const { key, description, value } of design.outputs) {
    file.output(key, { description, value: told[key] ?? outputValue(design, value) })
  }
  return file
}

/** What is said when deploying, and told again for those who read outputs only. */
function inputsTold({ traffic }: InfraDesign): Readonly<Record<string, Ref<unknown>>> {
  const byDns = traffic.by === 'dns'
  return {
    migration_phase: INPUTS.migrationPhase,
    MigrationPhase: INPUTS.migrationPhase,
    blue_target_weight: byDns ? hcl`100 - ${INPUTS.trafficWeight}` : INPUTS.blueWeight,
    green_target_weight: byDns ? INPUTS.trafficWeight : INPUTS.greenWeight,
    vpn_connection_id: INPUTS.vpnConnection,
    direct_connect_vif_id: INPUTS.directConnectInterface,
  }
}

function outputValue(design: InfraDesign, value: Output['value']): Value<string | number> {
  if (typeof value === 'object') return attribute(design, value)
  if (typeof value === 'number') return value
  const [before = '', ...after] = value.split(design.region)
  return after.length === 0
    ? named(design, value)
    : text`${before}${INPUTS.region}${named(design, after.join(design.region))}`
}
