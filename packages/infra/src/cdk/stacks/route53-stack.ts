import { Stack, type StackProps } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { dnsValue } from '../attribute-values.ts'
import type { MigrationSite } from '../constructs/migration-site.ts'
import { TrafficDns, type TrafficSide } from '../constructs/traffic-dns.ts'
import type { MirroredDesign } from '../mirrored-design.ts'
import { addOutputs } from './stack-outputs.ts'

export interface Route53StackProps extends StackProps {
  readonly design: MirroredDesign
  readonly source: MigrationSite
  readonly target: MigrationSite
}

/** The names of both sides and the one whose weights shift the traffic; with them what is known before deploying. */
export class Route53Stack extends Stack {
  constructor(scope: Construct, id: string, { design, source, target, ...props }: Route53StackProps) {
    super(scope, id, props)
    const dns = new TrafficDns(this, 'Dns', {
      dns: design.dns,
      sites: { source: sideOf(source), target: sideOf(target) },
    })
    addOutputs(this, design, (value) => (typeof value === 'object' ? dnsValue(dns, value.attribute) : String(value)))
  }
}

function sideOf({ network, frontend, database }: MigrationSite): TrafficSide {
  return {
    vpc: network.vpc,
    loadBalancer: frontend.loadBalancer,
    databaseEndpoint: database.instance.dbInstanceEndpointAddress,
  }
}
