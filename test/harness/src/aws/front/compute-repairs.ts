import { ServedFault, serveJson, type Repair } from './repair.ts'
import { eachElement, textOf } from './xml.ts'

export function computeRepairs(): readonly Repair[] {
  return [loadBalancerScheme, serviceMembers(), scalingTags(), scalingPolicy, launchTemplateTags]
}

const loadBalancerScheme: Repair = {
  name: 'load-balancer-scheme',
  service: 'elasticloadbalancing',
  operations: /^CreateLoadBalancer$/,
  moto: 'answers no scheme for a load balancer that was made without one',
  reason: 'in AWS such a load balancer faces the internet, and says so',
  request: ({ body }) => {
    const form = new URLSearchParams(body)
    if (!form.has('Scheme')) form.set('Scheme', 'internet-facing')
    return form.toString()
  },
}

interface Service {
  readonly clusterArn: string
  readonly serviceName: string
}

const FORGOTTEN = new Set([
  'availabilityZoneRebalancing',
  'deploymentConfiguration',
  'enableECSManagedTags',
  'healthCheckGracePeriodSeconds',
])

function serviceMembers(): Repair {
  const told = new Map<string, object>()
  const keyOf = (cluster: string, service: string): string =>
    [cluster, service].map((arn) => arn.split('/').at(-1)).join('/')
  return {
    name: 'service-members',
    service: 'ecs',
    operations: /^(Create|Update|Describe)Services?$/,
    moto: 'forgets zone rebalancing, managed tags, the limits of a deployment and the grace period of health checks',
    reason: 'Terraform wants to set them again at each plan',
    request: ({ body, operation }) => {
      if (operation === 'DescribeServices') return body
      const input = JSON.parse(body)
      const key = keyOf(input.cluster ?? 'default', input.service ?? input.serviceName)
      const said = Object.entries(input).filter(([name, value]) => FORGOTTEN.has(name) && value !== null)
      told.set(key, { ...told.get(key), ...Object.fromEntries(said) })
      return body
    },
    answer: (_call, body) => {
      const whole = (service: Service): object => ({
        // What AWS answers for a service that said nothing of it.
        availabilityZoneRebalancing: 'DISABLED',
        ...service,
        ...told.get(keyOf(service.clusterArn, service.serviceName)),
      })
      const output = JSON.parse(body)
      return JSON.stringify({
        ...output,
        ...(output.service && { service: whole(output.service) }),
        ...(output.services && { services: output.services.map(whole) }),
      })
    },
  }
}

/** Application Auto Scaling. */
function scalingTags(): Repair {
  const tags = new Map<string, Record<string, string>>()
  const arnOf = (input: Readonly<Record<string, unknown>>): string => String(input['ResourceARN'])
  return {
    name: 'scaling-tags',
    service: 'application-autoscaling',
    operations: /^(ListTagsForResource|TagResource|UntagResource|RegisterScalableTarget)$/,
    moto: 'keeps no tags of scalable targets, and has no calls for them',
    reason: 'Terraform asks for the tags of every target it reads, and wants to set them again at each plan',
    serve: serveJson({
      ListTagsForResource: (input) => ({ Tags: tags.get(arnOf(input)) ?? {} }),
      TagResource: (input) => {
        tags.set(arnOf(input), { ...tags.get(arnOf(input)), ...asTags(input['Tags']) })
        return {}
      },
      UntagResource: (input) => {
        const { TagKeys: keys } = input
        if (!Array.isArray(keys)) throw new ServedFault('ValidationException', 'TagKeys is missing')
        const left = Object.entries(tags.get(arnOf(input)) ?? {}).filter(([key]) => !keys.includes(key))
        tags.set(arnOf(input), Object.fromEntries(left))
        return {}
      },
    }),
    answer: ({ body: request }, body) => {
      const { ScalableTargetARN: arn } = JSON.parse(body)
      const { Tags } = JSON.parse(request)
      if (typeof arn === 'string' && Tags !== undefined) tags.set(arn, asTags(Tags))
      return body
    },
  }
}

function asTags(value: unknown): Record<string, string> {
  return typeof value === 'object' && value !== null ? { ...value } : {}
}

const scalingPolicy: Repair = {
  name: 'group-scaling-policy',
  service: 'autoscaling',
  operations: /^DescribePolicies$/,
  moto: 'answers an empty PredictiveScalingConfiguration, and not whether a policy is enabled',
  reason: 'Terraform sees a block that nobody declared, and wants to enable the policy at each plan',
  answer: (_call, body) =>
    body
      .replaceAll('<PredictiveScalingConfiguration/>', '')
      .replaceAll('</PolicyType>', '</PolicyType><Enabled>true</Enabled>'),
}

const launchTemplateTags: Repair = {
  name: 'launch-template-tags',
  service: 'ec2',
  operations: /^DescribeLaunchTemplateVersions$/,
  moto: 'shows the tags of a launch template among those it gives to machines',
  reason: 'Terraform sees a block that nobody declared, and makes a new version at each plan',
  answer: (_call, body) =>
    eachElement(body, 'tagSpecificationSet', (set) =>
      set.replace(/<item><resourceType>[\s\S]*?<\/tagSet><\/item>/g, (one) =>
        textOf(one, 'resourceType') === 'launch-template' ? '' : one,
      ),
    ),
}
