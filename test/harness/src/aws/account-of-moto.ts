import { DescribeSubnetsCommand, EC2Client } from '@aws-sdk/client-ec2'
import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam'
import type { AccountView } from './dms/account-view.ts'
import type { SdkConfig } from './sdk-config.ts'

/** What DMS sees of the account that moto keeps. */
export function accountOfMoto(config: SdkConfig): AccountView & Disposable {
  const iam = new IAMClient(config)
  const ec2 = new EC2Client(config)
  return {
    async dmsMayAssume(roleName) {
      try {
        const { Role } = await iam.send(new GetRoleCommand({ RoleName: roleName }))
        return decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '').includes('"dms.amazonaws.com"')
      } catch (error) {
        if (error instanceof Error && error.name === 'NoSuchEntityException') return false
        throw error
      }
    },
    async subnets(ids) {
      const filter = { Name: 'subnet-id', Values: [...ids] }
      const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({ Filters: [filter] }))
      return Subnets.map((subnet) => ({
        id: subnet.SubnetId ?? '',
        vpcId: subnet.VpcId ?? '',
        availabilityZone: subnet.AvailabilityZone ?? '',
      }))
    },
    [Symbol.dispose]() {
      iam.destroy()
      ec2.destroy()
    },
  }
}
