import { App, Aspects, Tags, Validations } from 'aws-cdk-lib'
import recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json' with { type: 'json' }
import { AwsSolutionsChecks } from 'cdk-nag'
import type { InfraDesign } from '../design/infra-design.ts'
import { acknowledgeFindings } from './acknowledgements.ts'
import { BucketEncryption } from './constructs/bucket-encryption.ts'
import { mirrored, type MirroredDesign } from './mirrored-design.ts'
import { DmsPrerequisitesStack } from './stacks/dms-prerequisites-stack.ts'
import { Route53Stack } from './stacks/route53-stack.ts'
import { SourceStack } from './stacks/source-stack.ts'
import { TargetStack } from './stacks/target-stack.ts'

/** The stacks of a migration, in the order in which they are deployed. */
export interface MigrationStacks {
  readonly prerequisites: DmsPrerequisitesStack
  readonly target: TargetStack
  readonly source: SourceStack
  readonly route53: Route53Stack
}

export interface MigrationApp extends MigrationStacks {
  readonly app: App
}

const CONTEXT = {
  // Exports that a stack in use cannot lose, in place of copies that may be out of date.
  '@aws-cdk/core:defaultCrossStackReferences': 'strong',
  // The assembly is the same wherever it is made: it names no file of the machine.
  'aws:cdk:disable-stack-trace': true,
  'aws:cdk:disable-creation-stack-traces': true,
} as const

/** Resources that CloudFormation gives no tags, though CDK would. */
const WITHOUT_TAGS = [
  'AWS::ApplicationAutoScaling::ScalableTarget',
  'AWS::CloudWatch::Dashboard',
  'AWS::ElasticLoadBalancingV2::Listener',
]

/**
 * A CDK app for a mirrored system: prerequisites, target, source and DNS, checked by cdk-nag when it is synthesised.
 *
 * @throws RangeError for a system that is written as Terraform only; `whyNoCdk` tells beforehand.
 */
export function migrationApp(design: InfraDesign, outdir: string): MigrationApp {
  const decided = mirrored(design)
  const app = new App({
    outdir,
    analyticsReporting: false,
    treeMetadata: false,
    context: { ...recommendedFlags, ...CONTEXT },
  })
  const stacks = addStacks(app, decided)
  Aspects.of(app).add(new BucketEncryption())
  for (const [key, value] of Object.entries(design.tags)) {
    Tags.of(app).add(key, value, { excludeResourceTypes: WITHOUT_TAGS })
  }
  acknowledgeFindings(stacks, decided)
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app, { verbose: true }))
  return { app, ...stacks }
}

function addStacks(app: App, design: MirroredDesign): MigrationStacks {
  const { naming, region } = design
  const propsOf = (part: string, description: string) => ({
    design,
    description,
    stackName: `${naming.prefix === '' ? design.system : naming.prefix}-${part}${naming.tail}`,
    // The account is that of whoever deploys.
    env: { region },
    terminationProtection: design.protection === 'production',
  })
  const prerequisites = new DmsPrerequisitesStack(
    app,
    'DmsPrereq',
    propsOf('dms-prereq', 'Roles that AWS DMS looks for by name'),
  )
  const target = new TargetStack(app, 'Target', propsOf('target', 'Where data and traffic move to'))
  const source = new SourceStack(app, 'Source', {
    ...propsOf('source', 'Where data and traffic come from, and the copy'),
    target,
  })
  const route53 = new Route53Stack(app, 'Route53', {
    ...propsOf('route53', 'Names whose weights shift the traffic'),
    source: source.site,
    target: target.site,
  })
  target.addStackDependency(prerequisites)
  source.addStackDependency(prerequisites)
  source.addStackDependency(target)
  route53.addStackDependency(source)
  route53.addStackDependency(target)
  return { prerequisites, target, source, route53 }
}
