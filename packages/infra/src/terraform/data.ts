import type { InfraDesign } from '../design/infra-design.ts'
import { scopes } from './scope.ts'
import { TerraformFile } from './writer/terraform-file.ts'

/** What is read of the account. */
export function data(design: InfraDesign): TerraformFile {
  const file = new TerraformFile()
  file.data('aws_caller_identity', 'current', {})
  const writers = scopes(design).flatMap(({ site }) => site.buckets.flatMap((bucket) => bucket.writers))
  if (writers.includes('load-balancer-logs')) {
    file
      .comment('The account of AWS that writes the logs of load balancers in this region.')
      .data('aws_elb_service_account', 'current', {})
  }
  return file
}
