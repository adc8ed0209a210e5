import { Validations } from 'aws-cdk-lib'
import type { IConstruct } from 'constructs'
import type { Role } from '../design/model/roles.ts'
import type { MigrationSite } from './constructs/migration-site.ts'
import type { MirroredDesign } from './mirrored-design.ts'
import type { MigrationStacks } from './migration-app.ts'

/** What cdk-nag finds and the design means; each is acknowledged where it is meant, so that the next of its kind is found. */
export function acknowledgeFindings({ prerequisites, target, source }: MigrationStacks, design: MirroredDesign): void {
  acknowledgeManagedPolicies(prerequisites, design.dmsServiceRoles)
  for (const { site } of [target, source]) {
    acknowledgeManagedPolicies(site, site.decided.roles)
    acknowledgeSite(site)
    if (design.protection === 'ephemeral') acknowledgeEphemeral(site)
  }
  const buckets = [design.source, design.target].flatMap((site) => site.buckets)
  for (const stack of [target, source]) {
    for (const { name } of buckets) {
      const finding = `IAM5[Resource::arn:<AWS::Partition>:s3:::${name}/*]`
      acknowledge(stack, finding, 'The objects of one bucket, whose names are not known beforehand.')
    }
  }
}

function acknowledgeManagedPolicies(scope: IConstruct, roles: readonly Role[]): void {
  for (const policy of new Set(roles.flatMap(({ managedPolicies }) => managedPolicies))) {
    const finding = `IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/${policy}]`
    acknowledge(scope, finding, 'AWS keeps this policy in step with what its service needs, and asks for it by name.')
  }
}

function acknowledgeSite(site: MigrationSite): void {
  const { securityGroups, database, application, decided } = site
  acknowledge(
    securityGroups.of('load-balancer'),
    'EC23',
    'The load balancer serves the internet, on 80 and 443 and nothing else.',
  )
  acknowledge(
    database.instance,
    'RDS11',
    'Applications expect the port; security groups let only application and replication reach it.',
  )
  acknowledge(
    database,
    'SMG4',
    'DMS reads the login for as long as it runs: rotation in the middle of a migration stops it. It is switched on afterwards.',
  )
  acknowledge(
    application,
    'ECS2',
    'The environment says where the login is, and holds none; the task reads it with its own role.',
  )
  for (const { purpose } of decided.buckets) {
    const bucket = site.bucket(purpose)
    if (bucket !== undefined) acknowledge(bucket, 'S1', S1_REASONS[purpose])
  }
  Validations.of(application).acknowledge({
    id: '@aws-cdk/aws-ecs:shouldUseCircuitBreaker',
    reason: 'A deployment that fails gets no traffic: weights move by gates, and back the same way.',
  })
}

const NOT_ITSELF = 'Holds logs: access to it would be logged into itself.'
const FEW_READERS = 'Two roles of this system reach it, and CloudTrail tells who took them.'

const S1_REASONS = {
  files: FEW_READERS,
  'transaction-logs': FEW_READERS,
  'access-logs': NOT_ITSELF,
  'log-archive': NOT_ITSELF,
  'audit-trail': NOT_ITSELF,
} as const

/** What the production profile has and a rehearsal has not. */
function acknowledgeEphemeral({ network, database }: MigrationSite): void {
  const reason = 'Made for a rehearsal and destroyed after it; the production profile has it.'
  acknowledge(network, 'VPC7', reason)
  acknowledge(database.instance, 'RDS3', reason)
  acknowledge(database.instance, 'RDS10', reason)
}

function acknowledge(scope: IConstruct, finding: string, reason: string): void {
  Validations.of(scope).acknowledge({ id: `AwsSolutions-${finding}`, reason })
}
