import { createRepairs } from './front/repairs.ts'

/** Where the local AWS is not AWS. */
export interface Gap {
  readonly what: string
  /** What moto 5.2.1 does. */
  readonly moto: string
  /** How a test can go past it, or what covers it instead. */
  readonly instead: string
  /** Types of Terraform resources that no suite applies for this reason. */
  readonly resources?: readonly string[]
}

const OWN: Gap = {
  what: 'dms',
  moto: 'has no table statistics, changes, events or tags of DMS, and answers dates Terraform cannot read',
  instead: 'an endpoint of our own (aws/dms), behind the same address',
}

const NOT_SERVED: readonly Gap[] = [
  {
    what: 'machine-refresh',
    moto: 'has no StartInstanceRefresh: a new version of a launch template cannot be rolled out',
    instead: 'terraform validate and plan; the suites never change a launch template',
  },
  {
    what: 'production-safeguards',
    moto: 'answers StartLogging of a trail with 500, and has no selections of AWS Backup',
    instead:
      'the production profile is validated, planned with mocks (terraform test) and compared with the design; it could not be destroyed here anyway, which is its purpose',
    resources: [
      'aws_backup_plan',
      'aws_backup_selection',
      'aws_backup_vault',
      'aws_cloudtrail',
      'aws_flow_log',
      'aws_wafv2_web_acl',
      'aws_wafv2_web_acl_association',
    ],
  },
  {
    what: 'vpc-remains',
    moto: 'keeps network ACLs and interfaces of a VPC that is gone, and automatic snapshots of databases that are gone',
    instead: 'what is left behind is counted without them',
  },
  {
    what: 'alarm-evaluation',
    moto: 'never evaluates an alarm and never fires its actions',
    instead: 'tests set the state of an alarm themselves; what an alarm watches is compared with the design',
  },
  {
    what: 'dms-notifications',
    moto: 'has no DMS events; the endpoint of our own keeps them and sends nothing to topics',
    instead: 'subscriptions are compared with the design; whoever needs the events asks for them',
  },
  {
    what: 'metric-mathematics',
    moto: 'answers no values for expressions, and 500 for percentiles',
    instead: 'single metrics with plain statistics',
  },
  {
    what: 'policy-simulation',
    moto: 'cannot simulate policies, and checks no permission',
    instead: 'statements are compared with the design, whose tests refuse wide ones',
  },
  {
    what: 'value-checks',
    moto: 'takes values AWS refuses, such as a weight of 1500 or a wrong checksum',
    instead: 'the validation of variables and of the declaration',
  },
  {
    what: 'running-things',
    moto: 'runs no task and no machine, and answers no request to a load balancer',
    instead:
      'the number asked for is compared, not the number that runs; traffic is tested with real routers elsewhere',
  },
]

/** All of them: what the front mends, what we serve, and what nothing here serves. */
export function gaps(): readonly Gap[] {
  const mended = createRepairs().map(({ name, moto, reason }) => ({
    what: name,
    moto,
    instead: `mended by the front: ${reason}`,
  }))
  return [...mended, OWN, ...NOT_SERVED]
}
