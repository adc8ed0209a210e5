import type { AutoscalingGroup } from '../design/model/compute.ts'
import { INPUTS } from './inputs.ts'
import { named } from './names.ts'
import { nameTag, sized, type Scope } from './scope.ts'
import { dynamic } from './writer/dynamic.ts'
import { heredoc, hcl, substitute, text } from './writer/expression.ts'
import { handle } from './writer/handle.ts'
import { reference } from './writer/ref.ts'
import type { TerraformFile } from './writer/terraform-file.ts'

export function autoscaling(file: TerraformFile, scope: Scope, group: AutoscalingGroup): void {
  launchTemplate(file, scope, group)
  machines(file, scope, group)
  policies(file, scope, group)
}

function launchTemplate(file: TerraformFile, scope: Scope, group: AutoscalingGroup): void {
  const { design, at } = scope
  const image = file
    .comment('The newest image of its line; a new one comes with the next apply.')
    .data('aws_ssm_parameter', at.name('machine_image'), { name: group.imageParameter })
  const script = substitute(group.bootScript.join('\n'), {
    [group.image]: INPUTS.image,
    [group.logGroup]: at.logGroup(group.logGroup).name,
    [design.region]: INPUTS.region,
    [`${group.port}:`]: text`${INPUTS.port}:`,
  })
  const local = at.own('boot_script')
  file.comment('Brings up the container; no secret is in it.').locals({ [local]: heredoc(script) })
  file.resource('aws_launch_template', at.name(), {
    name: named(design, group.launchTemplateName),
    image_id: image.value,
    instance_type: sized(scope, 'instanceType', group.instanceType),
    vpc_security_group_ids: [at.securityGroups().at('app').id],
    user_data: hcl`base64encode(${reference(`local.${local}`)})`,
    update_default_version: true,
    tags: nameTag(scope, group.launchTemplateName),
    iam_instance_profile: { arn: reference(`aws_iam_instance_profile.${at.name(group.instanceRole)}.arn`) },
    // Without version 2 any request that a machine can be made to send reads its credentials.
    metadata_options: { http_tokens: 'required', http_endpoint: 'enabled', http_put_response_hop_limit: 1 },
    monitoring: { enabled: true },
    tag_specifications: ['instance', 'volume'].map((type) => ({ resource_type: type, tags: reference('local.tags') })),
    block_device_mappings: {
      device_name: '/dev/xvda',
      ebs: { volume_size: group.volumeGb, volume_type: 'gp3', encrypted: 'true', delete_on_termination: 'true' },
    },
  })
}

function machines(file: TerraformFile, scope: Scope, group: AutoscalingGroup): void {
  const { design, at } = scope
  const template = handle<{ id: string; latest_version: number }>(`aws_launch_template.${at.name()}`)
  file.resource('aws_autoscaling_group', at.name(), {
    name: named(design, group.name),
    min_size: sized(scope, 'minCount', group.scaling.min),
    max_size: sized(scope, 'maxCount', group.scaling.max),
    desired_capacity: sized(scope, 'desiredCount', group.desired),
    vpc_zone_identifier: at.subnets('app').all('id'),
    target_group_arns: at.targetGroups().all('arn'),
    health_check_type: 'ELB',
    health_check_grace_period: group.healthGraceSeconds,
    launch_template: { id: template.id, version: text`${template.latest_version}` },
    instance_refresh: { strategy: 'Rolling', preferences: { min_healthy_percentage: 66 } },
    // Machines do not get the tags of the provider block by themselves.
    tag: dynamic(hcl<Record<string, string>>`merge(local.tags, { Name = ${named(design, group.name)} })`, (tag) => ({
      key: tag.key,
      value: tag.value,
      propagate_at_launch: true,
    })),
    lifecycle: { ignore_changes: ['desired_capacity'] },
  })
}

function policies(file: TerraformFile, { design, at }: Scope, { scaling }: AutoscalingGroup): void {
  for (const { name, percent } of scaling.targets) {
    file.resource('aws_autoscaling_policy', at.name('cpu'), {
      name: named(design, name),
      autoscaling_group_name: at.autoscalingGroup().name,
      policy_type: 'TargetTrackingScaling',
      target_tracking_configuration: {
        target_value: percent,
        predefined_metric_specification: { predefined_metric_type: 'ASGAverageCPUUtilization' },
      },
    })
  }
}
