import { Duration, Tags } from 'aws-cdk-lib'
import type * as ec2 from 'aws-cdk-lib/aws-ec2'
import * as ecs from 'aws-cdk-lib/aws-ecs'
import { Construct } from 'constructs'
import type { Colour, Fargate, ScalingPolicy } from '../../design/model/compute.ts'
import type { Attribute } from '../../design/model/outputs.ts'
import type { SiteLoadBalancer } from './site-load-balancer.ts'
import type { SiteLogGroups } from './site-log-groups.ts'
import type { SiteRoles } from './site-roles.ts'

export interface FargateApplicationProps {
  readonly compute: Fargate
  readonly vpc: ec2.IVpc
  readonly vpcSubnets: ec2.SubnetSelection
  readonly securityGroup: ec2.ISecurityGroup
  readonly frontend: SiteLoadBalancer
  readonly roles: SiteRoles
  readonly logGroups: SiteLogGroups
  /** The value of what is known only when deployed. */
  readonly valueOf: (attribute: Attribute) => string
}

/** The application on ECS Fargate, a service for each colour behind its target group. */
export class FargateApplication extends Construct {
  readonly cluster: ecs.Cluster
  readonly #services: ReadonlyMap<Colour, ecs.FargateService>

  constructor(scope: Construct, id: string, props: FargateApplicationProps) {
    super(scope, id)
    const { compute, vpc } = props
    this.cluster = new ecs.Cluster(this, 'Cluster', {
      clusterName: compute.clusterName,
      vpc,
      containerInsightsV2: compute.containerInsights ? ecs.ContainerInsights.ENABLED : ecs.ContainerInsights.DISABLED,
    })
    const taskDefinition = this.#taskDefinition(props)
    this.#services = new Map(
      compute.services.map((decided) => {
        const service = this.#service(props, taskDefinition, decided)
        if (compute.scaling !== null) scale(service, compute.scaling, decided.colour)
        return [decided.colour, service] as const
      }),
    )
  }

  /** @throws RangeError when there is no such colour. */
  service(colour: Colour): ecs.FargateService {
    const service = this.#services.get(colour)
    if (service === undefined) throw new RangeError(`no service for ${colour}`)
    return service
  }

  #taskDefinition({
    compute: { task },
    roles,
    logGroups,
    valueOf,
  }: FargateApplicationProps): ecs.FargateTaskDefinition {
    const definition = new ecs.FargateTaskDefinition(this, 'Task', {
      family: task.family,
      cpu: task.cpuUnits,
      memoryLimitMiB: task.memoryMib,
      executionRole: roles.of(task.executionRole),
      taskRole: roles.of(task.taskRole),
    })
    definition.addContainer(task.containerName, {
      image: ecs.ContainerImage.fromRegistry(task.image),
      portMappings: [{ containerPort: task.port, protocol: ecs.Protocol.TCP }],
      environment: Object.fromEntries(
        Object.entries(task.environment).map(([name, value]) => [
          name,
          typeof value === 'string' ? value : valueOf(value),
        ]),
      ),
      logging: ecs.LogDrivers.awsLogs({ logGroup: logGroups.of(task.logGroup), streamPrefix: task.streamPrefix }),
    })
    return definition
  }

  #service(
    { compute, vpcSubnets, securityGroup, frontend }: FargateApplicationProps,
    taskDefinition: ecs.FargateTaskDefinition,
    { name, colour, desiredTasks }: Fargate['services'][number],
  ): ecs.FargateService {
    const service = new ecs.FargateService(this, `Service-${colour}`, {
      cluster: this.cluster,
      taskDefinition,
      serviceName: name,
      desiredCount: desiredTasks,
      minHealthyPercent: compute.deployment.minHealthyPercent,
      maxHealthyPercent: compute.deployment.maxPercent,
      healthCheckGracePeriod: Duration.seconds(compute.healthGraceSeconds),
      vpcSubnets,
      securityGroups: [securityGroup],
      assignPublicIp: false,
      propagateTags: ecs.PropagatedTagSource.SERVICE,
    })
    service.attachToApplicationTargetGroup(frontend.targetGroup(colour))
    // A service cannot be made before its target group has a listener.
    service.node.addDependency(frontend.listener)
    Tags.of(service).add('Deployment', colour, { includeResourceTypes: ['AWS::ECS::Service'] })
    return service
  }
}

function scale(service: ecs.FargateService, policy: ScalingPolicy, colour: Colour): void {
  const cooldown = Duration.seconds(policy.cooldownSeconds)
  const capacity = service.autoScaleTaskCount({ minCapacity: policy.min, maxCapacity: policy.max })
  for (const { name, metric, percent } of policy.targets) {
    const props = {
      policyName: `${name}-${colour}`,
      targetUtilizationPercent: percent,
      scaleInCooldown: cooldown,
      scaleOutCooldown: cooldown,
    }
    if (metric === 'cpu') capacity.scaleOnCpuUtilization(metric, props)
    else capacity.scaleOnMemoryUtilization(metric, props)
  }
}
