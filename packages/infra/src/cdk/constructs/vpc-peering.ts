import { Tags } from 'aws-cdk-lib'
import * as ec2 from 'aws-cdk-lib/aws-ec2'
import { Construct } from 'constructs'
import type { SiteNetwork } from './site-network.ts'

export interface VpcPeeringProps {
  readonly peeringName: string
  readonly requester: SiteNetwork
  readonly accepter: SiteNetwork
}

/**
 * A connection of two VPCs of one account, with the routes of each to the other. No DNS option is needed: the name of a
 * database that is not public leads to its private address from anywhere.
 */
export class VpcPeering extends Construct {
  constructor(scope: Construct, id: string, { peeringName, requester, accepter }: VpcPeeringProps) {
    super(scope, id)
    const { ref } = new ec2.CfnVPCPeeringConnection(this, 'Connection', {
      vpcId: requester.vpc.vpcId,
      peerVpcId: accepter.vpc.vpcId,
    })
    Tags.of(this).add('Name', peeringName)
    this.#routes('FromRequester', requester, accepter, ref)
    this.#routes('FromAccepter', accepter, requester, ref)
  }

  #routes(id: string, from: SiteNetwork, to: SiteNetwork, vpcPeeringConnectionId: string): void {
    const scope = new Construct(this, id)
    for (const [index, routeTableId] of from.privateRouteTableIds.entries()) {
      new ec2.CfnRoute(scope, `Route${index + 1}`, {
        routeTableId,
        destinationCidrBlock: to.cidr,
        vpcPeeringConnectionId,
      })
    }
  }
}
