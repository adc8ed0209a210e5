import { expect, it } from 'vitest'
import { flatCdkOutputs, flatTerraformOutputs } from './flat-outputs.ts'

const TERRAFORM = JSON.stringify({
  vpc_id: { sensitive: false, type: 'string', value: 'vpc-1' },
  subnet_ids: { sensitive: false, type: ['list', 'string'], value: ['a', 'b'] },
  token: { sensitive: true, type: 'string', value: 'secret' },
})

it("Terraform's outputs are flat, without the sensitive ones", () => {
  expect(flatTerraformOutputs(TERRAFORM, false)).toEqual({ vpc_id: 'vpc-1', subnet_ids: ['a', 'b'] })
  expect(flatTerraformOutputs(TERRAFORM, true)).toHaveProperty('token', 'secret')
})

it("CloudFormation's outputs are flat over all stacks", () => {
  const json = JSON.stringify({ Source: { VpcIdSource: 'vpc-1' }, Target: { VpcIdTarget: 'vpc-2' } })
  expect(flatCdkOutputs(json)).toEqual({ VpcIdSource: 'vpc-1', VpcIdTarget: 'vpc-2' })
})
