import {
  AutoScalingClient,
  CreateAutoScalingGroupCommand,
  CreateLaunchConfigurationCommand,
  DescribePoliciesCommand,
  PutScalingPolicyCommand,
} from '@aws-sdk/client-auto-scaling'
import {
  CreateLaunchTemplateCommand,
  DescribeLaunchTemplateVersionsCommand,
  DescribeSubnetsCommand,
  EC2Client,
} from '@aws-sdk/client-ec2'
import {
  CreateClusterCommand,
  CreateServiceCommand,
  DescribeServicesCommand,
  ECSClient,
  RegisterTaskDefinitionCommand,
} from '@aws-sdk/client-ecs'
import { CreateLoadBalancerCommand, ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2'
import { expect } from 'vitest'
import { askJson, type RepairCases } from './repair-case.ts'

export const COMPUTE_CASES: RepairCases = {
  'load-balancer-scheme': {
    async ask(sdk) {
      const ec2 = new EC2Client(sdk)
      const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({}))
      const { LoadBalancers } = await new ElasticLoadBalancingV2Client(sdk).send(
        new CreateLoadBalancerCommand({
          Name: `lb-${Math.floor(Math.random() * 1e6)}`,
          Subnets: Subnets.slice(0, 2).map(({ SubnetId = '' }) => SubnetId),
        }),
      )
      return LoadBalancers?.[0]?.Scheme
    },
    aws: 'internet-facing',
  },
  'service-members': {
    async ask(sdk) {
      const ecs = new ECSClient(sdk)
      await ecs.send(new CreateClusterCommand({ clusterName: 'cluster' }))
      const containerDefinitions = [{ name: 'app', image: 'nginx', memory: 64 }]
      await ecs.send(new RegisterTaskDefinitionCommand({ family: 'task', containerDefinitions }))
      const service = { cluster: 'cluster', serviceName: 'service', taskDefinition: 'task', desiredCount: 1 }
      await ecs.send(
        new CreateServiceCommand({
          ...service,
          deploymentConfiguration: { maximumPercent: 200, minimumHealthyPercent: 100 },
          enableECSManagedTags: true,
          healthCheckGracePeriodSeconds: 60,
        }),
      )
      const { services } = await ecs.send(new DescribeServicesCommand({ cluster: 'cluster', services: ['service'] }))
      return services?.[0]
    },
    aws: expect.objectContaining({
      availabilityZoneRebalancing: 'DISABLED',
      deploymentConfiguration: { maximumPercent: 200, minimumHealthyPercent: 100 },
      enableECSManagedTags: true,
      healthCheckGracePeriodSeconds: 60,
    }),
  },
  'scaling-tags': {
    async ask(sdk) {
      const call = (operation: string, input: object): Promise<unknown> =>
        askJson(sdk, 'application-autoscaling', `AnyScaleFrontendService.${operation}`, input)
      const table = {
        ServiceNamespace: 'dynamodb',
        ResourceId: 'table/sample',
        ScalableDimension: 'dynamodb:table:ReadCapacityUnits',
      }
      const made = (await call('RegisterScalableTarget', {
        ...table,
        MinCapacity: 1,
        MaxCapacity: 2,
        Tags: { Environment: 'sample' },
      })) as { readonly ScalableTargetARN: string }
      const ResourceARN = made.ScalableTargetARN
      await call('TagResource', { ResourceARN, Tags: { CostCenter: 'one' } })
      await call('UntagResource', { ResourceARN, TagKeys: ['Environment'] })
      return call('ListTagsForResource', { ResourceARN })
    },
    aws: { Tags: { CostCenter: 'one' } },
  },
  'group-scaling-policy': {
    async ask(sdk) {
      const client = new AutoScalingClient(sdk)
      const group = { AutoScalingGroupName: 'group' }
      const machine = { LaunchConfigurationName: 'machine', ImageId: 'ami-1', InstanceType: 't3.micro' }
      await client.send(new CreateLaunchConfigurationCommand(machine))
      await client.send(
        new CreateAutoScalingGroupCommand({
          ...group,
          LaunchConfigurationName: 'machine',
          MinSize: 0,
          MaxSize: 1,
          AvailabilityZones: ['us-east-1a'],
        }),
      )
      await client.send(
        new PutScalingPolicyCommand({
          ...group,
          PolicyName: 'cpu',
          PolicyType: 'TargetTrackingScaling',
          TargetTrackingConfiguration: {
            TargetValue: 70,
            PredefinedMetricSpecification: { PredefinedMetricType: 'ASGAverageCPUUtilization' },
          },
        }),
      )
      const { ScalingPolicies } = await client.send(new DescribePoliciesCommand(group))
      const { Enabled, PredictiveScalingConfiguration } = ScalingPolicies?.[0] ?? {}
      return { Enabled, PredictiveScalingConfiguration }
    },
    aws: { Enabled: true, PredictiveScalingConfiguration: undefined },
  },
  'launch-template-tags': {
    async ask(sdk) {
      const ec2 = new EC2Client(sdk)
      const LaunchTemplateName = `template-${Math.floor(Math.random() * 1e6)}`
      const tagged = (ResourceType: 'instance' | 'launch-template') => ({
        ResourceType,
        Tags: [{ Key: 'Name', Value: ResourceType }],
      })
      await ec2.send(
        new CreateLaunchTemplateCommand({
          LaunchTemplateName,
          LaunchTemplateData: { InstanceType: 't3.micro', TagSpecifications: [tagged('instance')] },
          TagSpecifications: [tagged('launch-template')],
        }),
      )
      const { LaunchTemplateVersions } = await ec2.send(
        new DescribeLaunchTemplateVersionsCommand({ LaunchTemplateName }),
      )
      const specifications = LaunchTemplateVersions?.[0]?.LaunchTemplateData?.TagSpecifications ?? []
      return specifications.map((one) => one.ResourceType)
    },
    aws: ['instance'],
  },
}
