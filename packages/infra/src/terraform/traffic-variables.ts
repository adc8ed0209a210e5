import type { InfraDesign } from '../design/infra-design.ts'
import { INPUTS } from './inputs.ts'
import { hcl } from './writer/expression.ts'
import type { Ref } from './writer/ref.ts'
import type { TerraformFile } from './writer/terraform-file.ts'
import type { Validation } from './writer/variable.ts'

/** How traffic is divided now. Causeway moves the weights; between its steps an apply has to be given the current ones. */
export function trafficVariables(file: TerraformFile, design: InfraDesign): void {
  const { https, weights } = design.target.loadBalancer
  if (https !== null) {
    file.variable('certificate_arn', {
      description:
        'Certificate of the load balancer, imported into ACM beforehand: a key given here would be in the state.',
      type: 'string',
      default: https.certificateArn,
      validation: (value) => ({
        condition: hcl`can(regex("^arn:aws[a-z-]*:acm:", ${value}))`,
        message: 'The certificate must be an ARN of ACM, such as arn:aws:acm:us-east-1:123456789012:certificate/ID.',
      }),
    })
  }
  if (design.traffic.by === 'dns') {
    file.variable('traffic_weight', {
      description: 'Share of the traffic that goes to AWS, 0 to 100; the rest goes to the source.',
      type: 'number',
      default: design.traffic.greenWeight,
      validation: isWeight,
    })
    return
  }
  for (const { colour, weight } of weights) {
    const serving = colour === 'blue' ? 'the tier that served before' : 'the tier in AWS'
    file.variable(`${colour}_target_weight`, {
      description: `Share of the requests that ${colour} gets, ${serving}, 0 to 100.`,
      type: 'number',
      default: weight,
      validation: (value) =>
        colour === 'green' && weights.length === 2 ? [isWeight(value), sumsTo100(value)] : isWeight(value),
    })
  }
}

function isWeight(value: Ref<number>): Validation {
  return {
    condition: hcl`${value} >= 0 && ${value} <= 100 && floor(${value}) == ${value}`,
    message: 'A weight is a whole number from 0 to 100.',
  }
}

function sumsTo100(green: Ref<number>): Validation {
  return {
    condition: hcl`${INPUTS.blueWeight} + ${green} == 100`,
    message: 'The weights of blue and green must sum to 100.',
  }
}
