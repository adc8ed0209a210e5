import type { InfraDesign, Site } from '../design/infra-design.ts'
import type { Fargate } from '../design/model/compute.ts'
import type { Dns } from '../design/model/traffic.ts'

/** A site the constructs can build: RDS PostgreSQL with an application on Fargate. */
export type FargateSite = Site & { readonly compute: Fargate }

/** A system whose two sides are made here, each a copy of the other, with DNS that shifts between them. */
export type MirroredDesign = InfraDesign & {
  readonly source: FargateSite
  readonly target: FargateSite
  readonly dns: Dns
}

/** Why a design cannot be written as a CDK app; `null` when it can. Terraform is written for every design. */
export function whyNoCdk(design: InfraDesign): string | null {
  const { source, target, dns, monitoring } = design
  if (source === null) return 'the source is outside AWS: a CDK app is written for a mirrored system (`mirror:`)'
  if (dns === null) return 'there is no DNS zone that could shift the traffic (`dns:`)'
  if (monitoring.delivery !== null)
    return 'log delivery is written as Terraform only (`monitoring.archive`, `monitoring.syslog`)'
  return [source, target].map(whyNoSite).find((reason) => reason !== null) ?? null
}

function whyNoSite({ role, compute, database, network, credentials }: Site): string | null {
  if (compute.kind !== 'fargate') return `the application of the ${role} does not run on Fargate (\`compute.kind\`)`
  if (database.engine !== 'rds-postgresql')
    return `the database of the ${role} is not RDS PostgreSQL (\`database.engine\`)`
  if (network.acls.length > 0) return `the network of the ${role} has ACLs (\`network.acls\`)`
  if (credentials.some(({ password }) => password.from !== 'generated')) {
    return `a password of the ${role} is not generated (\`secrets\`)`
  }
  return credentials.some(({ parameters }) => parameters.length > 0)
    ? `CloudFormation cannot make the SecureString parameters of the ${role} (\`secrets.parameters\`)`
    : null
}

/** @throws RangeError when `whyNoCdk` has a reason. */
export function mirrored(design: InfraDesign): MirroredDesign {
  if (!isMirrored(design)) throw new RangeError(`no CDK app for ${design.system}: ${whyNoCdk(design)}`)
  return design
}

function isMirrored(design: InfraDesign): design is MirroredDesign {
  return whyNoCdk(design) === null
}
