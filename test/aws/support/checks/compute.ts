import { DescribeAutoScalingGroupsCommand, DescribePoliciesCommand } from '@aws-sdk/client-auto-scaling'
import { DescribeLaunchTemplateVersionsCommand, DescribeSubnetsCommand } from '@aws-sdk/client-ec2'
import { DescribeClustersCommand, DescribeServicesCommand, DescribeTaskDefinitionCommand } from '@aws-sdk/client-ecs'
import { DescribeTargetGroupsCommand } from '@aws-sdk/client-elastic-load-balancing-v2'
import type { AutoscalingGroup, Fargate } from '@causeway/infra'
import { expect } from 'vitest'
import { sorted, type DeployedSite } from '../deployed.ts'

export async function checkCompute(deployed: DeployedSite): Promise<void> {
  const { compute } = deployed.site
  if (compute.kind === 'fargate') await checkFargate(deployed, compute)
  else await checkMachines(deployed, compute)
}

async function checkFargate(deployed: DeployedSite, compute: Fargate): Promise<void> {
  const { clients, outputs, site } = deployed
  const { clusters } = await clients.ecs.send(
    new DescribeClustersCommand({ clusters: [outputs.text(site.role, 'cluster.name')], include: ['SETTINGS'] }),
  )
  expect(clusters?.[0]).toMatchObject({ clusterName: compute.clusterName, status: 'ACTIVE' })
  expect(clusters?.[0]?.settings).toContainEqual({
    name: 'containerInsights',
    value: compute.containerInsights ? 'enabled' : 'disabled',
  })
  for (const service of compute.services) {
    const { services } = await clients.ecs.send(
      new DescribeServicesCommand({ cluster: compute.clusterName, services: [service.name] }),
    )
    const found = services?.[0]
    expect(found, service.name).toMatchObject({
      status: 'ACTIVE',
      desiredCount: service.desiredTasks,
      launchType: 'FARGATE',
      healthCheckGracePeriodSeconds: compute.healthGraceSeconds,
      deploymentConfiguration: {
        minimumHealthyPercent: compute.deployment.minHealthyPercent,
        maximumPercent: compute.deployment.maxPercent,
      },
      loadBalancers: [
        {
          targetGroupArn: await targetGroupArn(deployed, service.targetGroup),
          containerName: compute.task.containerName,
          containerPort: compute.task.port,
        },
      ],
    })
    const network = found?.networkConfiguration?.awsvpcConfiguration
    expect(network?.assignPublicIp ?? 'DISABLED').toBe('DISABLED')
    await checkSubnets(deployed, network?.subnets ?? [])
    await checkTask(deployed, compute, found?.taskDefinition ?? '')
  }
}

async function checkTask({ clients, site, design }: DeployedSite, { task }: Fargate, arn: string): Promise<void> {
  const { taskDefinition } = await clients.ecs.send(new DescribeTaskDefinitionCommand({ taskDefinition: arn }))
  const role = (id: string): string | undefined => site.roles.find((one) => one.id === id)?.name
  expect(taskDefinition).toMatchObject({
    family: task.family,
    cpu: String(task.cpuUnits),
    memory: String(task.memoryMib),
    networkMode: 'awsvpc',
    executionRoleArn: expect.stringMatching(new RegExp(`:role/${role(task.executionRole)}$`)),
    taskRoleArn: expect.stringMatching(new RegExp(`:role/${role(task.taskRole)}$`)),
  })
  const container = taskDefinition?.containerDefinitions?.[0]
  expect(container).toMatchObject({
    name: task.containerName,
    image: task.image,
    portMappings: [{ containerPort: task.port }],
    logConfiguration: {
      logDriver: 'awslogs',
      options: {
        'awslogs-group': task.logGroup,
        'awslogs-region': design.region,
        'awslogs-stream-prefix': task.streamPrefix,
      },
    },
  })
  expect(sorted(container?.environment?.map(({ name = '' }) => name) ?? [])).toEqual(
    sorted(Object.keys(task.environment)),
  )
}

async function checkMachines(deployed: DeployedSite, compute: AutoscalingGroup): Promise<void> {
  const { clients, outputs, site } = deployed
  const name = outputs.text(site.role, 'autoscalingGroup.name')
  expect(name).toBe(compute.name)
  const { AutoScalingGroups } = await clients.autoScaling.send(
    new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: [name] }),
  )
  const group = AutoScalingGroups?.[0]
  expect(group).toMatchObject({
    MinSize: compute.scaling.min,
    MaxSize: compute.scaling.max,
    DesiredCapacity: compute.desired,
    HealthCheckType: 'ELB',
    HealthCheckGracePeriod: compute.healthGraceSeconds,
    TargetGroupARNs: [await targetGroupArn(deployed, compute.targetGroup)],
  })
  await checkSubnets(deployed, group?.VPCZoneIdentifier?.split(',') ?? [])

  const { LaunchTemplateVersions } = await clients.ec2.send(
    new DescribeLaunchTemplateVersionsCommand({
      LaunchTemplateName: compute.launchTemplateName,
      Versions: ['$Latest'],
    }),
  )
  expect(LaunchTemplateVersions?.[0]?.LaunchTemplateData).toMatchObject({
    InstanceType: compute.instanceType,
    MetadataOptions: { HttpTokens: 'required' },
    BlockDeviceMappings: [{ Ebs: { Encrypted: true, VolumeSize: compute.volumeGb } }],
  })
  const { ScalingPolicies = [] } = await clients.autoScaling.send(
    new DescribePoliciesCommand({ AutoScalingGroupName: name }),
  )
  const targets = ScalingPolicies.map(
    (policy) => `${policy.PolicyName} ${policy.TargetTrackingConfiguration?.TargetValue}`,
  )
  expect(sorted(targets)).toEqual(sorted(compute.scaling.targets.map((target) => `${target.name} ${target.percent}`)))
}

async function targetGroupArn({ clients }: DeployedSite, name: string): Promise<string> {
  const { TargetGroups } = await clients.elb.send(new DescribeTargetGroupsCommand({ Names: [name] }))
  return TargetGroups?.[0]?.TargetGroupArn ?? ''
}

/** One private subnet for the application in each zone. */
async function checkSubnets({ clients, site }: DeployedSite, ids: readonly string[]): Promise<void> {
  const { Subnets = [] } = await clients.ec2.send(new DescribeSubnetsCommand({ SubnetIds: [...ids] }))
  const expected = site.network.subnets.filter(({ tier }) => tier === 'app').map(({ cidr }) => cidr)
  expect(sorted(Subnets.map(({ CidrBlock = '' }) => CidrBlock))).toEqual(sorted(expected))
}
