import type { Resource, Role } from '../design/model/roles.ts'
import { inRegion } from './account.ts'
import { INPUTS } from './inputs.ts'
import { named } from './names.ts'
import { parameterArn } from './secrets.ts'
import { nameTag, scopeOf, type Scope } from './scope.ts'
import { get, hcl, jsonencode, text } from './writer/expression.ts'
import { reference, type Ref } from './writer/ref.ts'
import { TerraformFile } from './writer/terraform-file.ts'

/** The roles of a site, each with the statements it needs and no others. */
export function iam(scope: Scope): TerraformFile {
  const file = new TerraformFile()
  for (const role of scope.site.roles) siteRole(file, scope, role)
  return file
}

function siteRole(file: TerraformFile, scope: Scope, role: Role): void {
  const { design, at } = scope
  const mine = file.resource('aws_iam_role', at.name(role.id), {
    name: named(design, role.name),
    description: named(design, role.description),
    assume_role_policy: trustPolicy(scope, role),
    tags: nameTag(scope, role.name),
  })
  if (role.statements.length > 0) {
    file.resource('aws_iam_role_policy', at.name(role.id), {
      name: named(design, role.name),
      role: mine.id,
      policy: jsonencode({
        Version: '2012-10-17',
        Statement: role.statements.map(({ sid, actions, resources }) => ({
          Sid: sid,
          Effect: 'Allow',
          Action: actions,
          Resource: resources.flatMap((resource) => arns(scope, resource)),
        })),
      }),
    })
  }
  for (const policy of role.managedPolicies) {
    file.resource('aws_iam_role_policy_attachment', at.name(role.id, role.managedPolicies.length > 1 ? policy : ''), {
      role: mine.name,
      policy_arn: `arn:aws:iam::aws:policy/${policy}`,
    })
  }
  if (scope.site.compute.kind === 'autoscaling' && scope.site.compute.instanceRole === role.id) {
    file.resource('aws_iam_instance_profile', at.name(role.id), { name: mine.name, role: mine.name })
  }
}

function trustPolicy({ design }: Scope, { trustedServices }: Role): Ref<string> {
  return jsonencode({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: trustedServices.map((service) => inRegion(design, service)) },
        Action: 'sts:AssumeRole',
      },
    ],
  })
}

function arns(scope: Scope, resource: Resource): readonly Ref<string>[] {
  const { design, site, at } = scope
  switch (resource.kind) {
    case 'bucket': {
      const { arn } = scopeOf(design, resource.site).at.bucket(resource.purpose)
      return [resource.objects ? text`${arn}/*` : arn]
    }
    case 'secret':
      return [at.secret(resource.credential).arn]
    case 'parameter':
      return [parameterArn(site.credentials, resource.name)]
    case 'key':
      return [scopeOf(design, resource.site).at.key(resource.purpose).arn]
    case 'log-group': {
      const { arn } = at.logGroup(resource.name)
      return [arn, text`${arn}:*`]
    }
    case 'delivery-stream':
      return [reference(`aws_kinesis_firehose_delivery_stream.${at.name('logs')}.arn`)]
    default:
      throw new TypeError(`no ARN for ${JSON.stringify(resource satisfies never)}`)
  }
}

/** The two roles DMS looks for by name. An account has one of each, so they are made where they are missing. */
export function dmsServiceRoles(scope: Scope): TerraformFile {
  const file = new TerraformFile()
  const { dmsServiceRoles: roles } = scope.design
  const [like] = roles
  if (like === undefined) return file
  const known = roles.map(({ name, description, managedPolicies: [policy = ''] }) => [
    name,
    { description, policy: `arn:aws:iam::aws:policy/${policy}` },
  ])
  file
    .comment('DMS takes its rights in the VPC and in CloudWatch from two roles that it finds by their names.')
    .locals({
      known_dms_roles: Object.fromEntries(known),
      dms_roles: hcl`{ for name, role in local.known_dms_roles : name => role if contains(${INPUTS.dmsServiceRoles}, name) }`,
    })
  const table = reference<Record<string, { description: string; policy: string }>>('local.dms_roles')
  const made = file.resourceForEach('aws_iam_role', 'dms_service', table, ({ key, value }) => ({
    name: key,
    description: get(value, 'description'),
    assume_role_policy: trustPolicy(scope, like),
  }))
  file.resourceForEach('aws_iam_role_policy_attachment', 'dms_service', table, ({ key, value }) => ({
    role: made.at(key).name,
    policy_arn: get(value, 'policy'),
  }))
  return file
}
