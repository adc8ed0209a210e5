import type { InfraDesign } from '../design/infra-design.ts'
import { credentials, passwordName } from './secrets.ts'
import { scopes } from './scope.ts'
import { alignRows, commentLines, type Row } from './writer/align.ts'
import { renderValue } from './writer/literal.ts'

/** `terraform.tfvars.example`: what is most often said when deploying, and what must never be said in such a file. */
export function exampleVariables(design: InfraDesign): string {
  const secret = credentials(design)
    .map(({ credential }) => `TF_VAR_${passwordName(credential)}`)
    .join(' and ')
  return [
    commentLines(
      'Copy to terraform.tfvars and change what differs; what is left out has the default of variables.tf.',
      '',
    ),
    section('', { environment_suffix: design.naming.suffix, aws_region: design.region }),
    section('Tags.', { migration_phase: design.tags.MigrationPhase, cost_center: design.tags.CostCenter }),
    section('Addresses.', network(design)),
    traffic(design),
    commentLines(`Passwords belong in no file: they are given by ${secret}.`, ''),
  ].join('\n')
}

function section(comment: string, values: Readonly<Record<string, unknown>>): string {
  const rows = Object.entries(values).map(([name, value]): Row => ({
    name,
    value: renderValue(value, 0),
    comment: null,
  }))
  return (comment === '' ? '' : commentLines(comment, '')) + alignRows(rows, '')
}

function network(design: InfraDesign): Readonly<Record<string, unknown>> {
  const way = design.target.network.connectivity
  const { at } = design.replication.source
  return {
    ...Object.fromEntries(scopes(design).map(({ at, site }) => [at.own('vpc_cidr'), site.network.cidr])),
    ...('onPremisesCidrs' in way ? { onprem_cidrs: way.onPremisesCidrs } : {}),
    ...(at.kind === 'address' ? { source_host: at.host, source_port: at.port } : {}),
  }
}

/** The phases in their order, the present one without a `#`. */
function traffic({ traffic }: InfraDesign): string {
  const phases = traffic.phases.map(({ name, blue, green }) =>
    traffic.by === 'dns'
      ? `${name}: traffic_weight = ${green}`
      : `${name}: blue_target_weight = ${blue}, green_target_weight = ${green}`,
  )
  const now = traffic.greenWeight
  const weights =
    traffic.by === 'dns' ? { traffic_weight: now } : { blue_target_weight: 100 - now, green_target_weight: now }
  return section(['Traffic, phase by phase:', ...phases].join('\n'), weights)
}
