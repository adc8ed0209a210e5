import type { AutoscalingGroup, Fargate } from '../design/model/compute.ts'
import { autoscaling } from './autoscaling.ts'
import { fargate } from './fargate.ts'
import type { Scope } from './scope.ts'
import { TerraformFile } from './writer/terraform-file.ts'

/** The application: tasks on Fargate, or machines in an Auto Scaling group. */
export function compute(scope: Scope): TerraformFile {
  const file = new TerraformFile()
  const { compute } = scope.site
  if (compute.kind === 'fargate') fargate(file, scope, compute satisfies Fargate)
  else autoscaling(file, scope, compute satisfies AutoscalingGroup)
  return file
}
