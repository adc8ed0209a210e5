import type { InfraDesign, Site } from '../design/infra-design.ts'
import { credentialVariables } from './credential-variables.ts'
import { scopes } from './scope.ts'
import { longestSuffix } from './suffix-room.ts'
import { trafficVariables } from './traffic-variables.ts'
import { hcl } from './writer/expression.ts'
import type { Ref } from './writer/ref.ts'
import { TerraformFile } from './writer/terraform-file.ts'
import type { Validation } from './writer/variable.ts'

/** What may be said when deploying; each default is what the declaration says. */
export function variables(design: InfraDesign): TerraformFile {
  const file = new TerraformFile()
  general(file, design)
  addresses(file, design)
  connectivity(file, design.target)
  replication(file, design)
  application(file, design.target)
  trafficVariables(file, design)
  credentialVariables(file, design)
  logging(file, design)
  notifications(file, design)
  return file
}

function general(file: TerraformFile, design: InfraDesign): void {
  const { fallback } = design.workspaces
  file.variable('aws_region', {
    description: 'Region of AWS everything is made in.',
    type: 'string',
    default: design.region,
    validation: (value) => matches(value, '^[a-z]{2}(-[a-z]+)+-[0-9]$', 'must be a region, such as us-east-1.'),
  })
  file.variable('environment', {
    description: `Environment to build. Left out, the name of the workspace; one that is not known is built as ${fallback}.`,
    type: 'string',
    default: null,
  })
  const room = longestSuffix(design)
  file.variable('environment_suffix', {
    description: 'Makes the names of everything unique, so that several copies can stand side by side.',
    type: 'string',
    default: design.naming.suffix,
    validation: (value) => [
      matches(value, '^[a-z0-9]+(-[a-z0-9]+)*$', 'must be small letters and digits, with single hyphens between.'),
      {
        condition: hcl`length(${value}) <= ${room}`,
        message: `The suffix must have at most ${room} characters: AWS limits the names that end with it.`,
      },
    ],
  })
  file.variable('migration_phase', {
    description: 'Tag MigrationPhase: how far the migration is.',
    type: 'string',
    default: design.tags.MigrationPhase,
  })
  file.variable('cost_center', {
    description: 'Tag CostCenter: who pays.',
    type: 'string',
    default: design.tags.CostCenter,
  })
}

function addresses(file: TerraformFile, design: InfraDesign): void {
  for (const { at, site } of scopes(design)) {
    const which = design.source === null ? '' : ` of the ${site.role}`
    file.variable(at.own('vpc_cidr'), {
      description: `Addresses of the VPC${which}. No network it is connected to may overlap them.`,
      type: 'string',
      default: site.network.cidr,
      validation: (value) => isCidr(value),
    })
  }
}

function connectivity(file: TerraformFile, { network }: Site): void {
  const way = network.connectivity
  if (way.kind === 'none' || way.kind === 'peering') return
  file.variable('onprem_cidrs', {
    description: 'Addresses of the networks on-premises that are reached privately.',
    type: 'list(string)',
    default: way.onPremisesCidrs,
    validation: (value) => ({
      condition: hcl`length(${value}) > 0 && alltrue([for cidr in ${value} : can(cidrhost(cidr, 0))])`,
      message: 'Each must be a block of IPv4 addresses, such as 192.168.0.0/16.',
    }),
  })
  if (way.kind === 'direct-connect') {
    file.variable('direct_connect_gateway_id', {
      description: 'Existing Direct Connect gateway. Null prepares the VPC and associates nothing yet.',
      type: 'string',
      default: way.gatewayId,
    })
    if (way.virtualInterfaceId !== null) {
      file.variable('direct_connect_vif_id', {
        description: 'Existing virtual interface of the Direct Connect gateway; it is only shown.',
        type: 'string',
        default: way.virtualInterfaceId,
      })
    }
    return
  }
  const existing = { vpn_gateway_id: way.vpnGatewayId, customer_gateway_id: way.customerGatewayId }
  for (const [name, id] of Object.entries({ ...existing, vpn_connection_id: way.vpnConnectionId })) {
    const what = name.replace('_id', '').replaceAll('_', ' ').replace('vpn', 'VPN')
    file.variable(name, {
      description: `Existing ${what}, which is read and never changed.`,
      type: 'string',
      default: id,
    })
  }
}

function replication(file: TerraformFile, design: InfraDesign): void {
  const { at } = design.replication.source
  if (at.kind === 'address') {
    file.variable('source_host', {
      description: 'Host of the database on-premises, as DMS reaches it.',
      type: 'string',
      default: at.host,
    })
    file.variable('source_port', {
      description: 'Port of the database on-premises.',
      type: 'number',
      default: at.port,
      validation: isPort,
    })
  }
  const roles = design.dmsServiceRoles.map(({ name }) => name)
  if (roles.length === 0) return
  file.variable('dms_service_roles', {
    description: 'Roles of DMS to make. An account has one of each: leave out those it has already.',
    type: 'set(string)',
    default: roles,
    validation: (value) => ({
      condition: hcl`length(setsubtract(${value}, ${roles})) == 0`,
      message: `The roles are ${roles.join(' and ')}.`,
    }),
  })
}

function application(file: TerraformFile, { compute }: Site): void {
  const { image, port } = compute.kind === 'fargate' ? compute.task : compute
  file.variable('app_image', { description: 'Container image of the application.', type: 'string', default: image })
  file.variable('app_port', {
    description: 'Port the application listens on.',
    type: 'number',
    default: port,
    validation: isPort,
  })
}

function logging(file: TerraformFile, { monitoring }: InfraDesign): void {
  const syslog = monitoring.delivery?.syslog
  if (!syslog) return
  file.variable('syslog_host', {
    description: 'Host of syslog on-premises, which takes messages by TCP.',
    type: 'string',
    default: syslog.host,
  })
  file.variable('syslog_port', {
    description: 'Port of syslog on-premises.',
    type: 'number',
    default: syslog.port,
    validation: isPort,
  })
}

function notifications(file: TerraformFile, { notifications }: InfraDesign): void {
  if (notifications === null) return
  const emails = notifications.subscriptions.filter(({ protocol }) => protocol === 'email')
  file.variable('notification_emails', {
    description: 'Who is told of alarms and of what DMS does. Each address is asked to confirm.',
    type: 'set(string)',
    default: emails.map(({ endpoint }) => endpoint),
  })
}

function matches(value: Ref<string>, pattern: string, rule: string): Validation {
  return { condition: hcl`can(regex(${pattern}, ${value}))`, message: `The value ${rule}` }
}

function isCidr(value: Ref<string>): Validation {
  return {
    condition: hcl`can(cidrhost(${value}, 0)) && tonumber(split("/", ${value})[1]) <= 22`,
    message: 'The VPC must be a block of IPv4 addresses of at most /22, such as 10.0.0.0/16.',
  }
}

function isPort(value: Ref<number>): Validation {
  return { condition: hcl`${value} >= 1 && ${value} <= 65535`, message: 'A port is a number from 1 to 65535.' }
}
