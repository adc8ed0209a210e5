import { Tags } from 'aws-cdk-lib'
import * as wafv2 from 'aws-cdk-lib/aws-wafv2'
import { Construct } from 'constructs'
import type { Safeguards } from '../../design/model/operations.ts'

export interface WebFirewallProps {
  readonly waf: Safeguards['waf']
}

/** Rules of AWS, and a limit on the requests of one address, for load balancers. */
export class WebFirewall extends Construct {
  readonly arn: string

  constructor(scope: Construct, id: string, { waf }: WebFirewallProps) {
    super(scope, id)
    const managed = waf.managedRules.map((name, priority) => ({
      name,
      priority,
      overrideAction: { none: {} },
      statement: { managedRuleGroupStatement: { vendorName: 'AWS', name } },
      visibilityConfig: measured(name),
    }))
    const limit = {
      name: 'requests-per-address',
      priority: managed.length,
      action: { block: {} },
      statement: { rateBasedStatement: { limit: waf.requestsPerIpIn5Minutes, aggregateKeyType: 'IP' } },
      visibilityConfig: measured('requests-per-address'),
    }
    const acl = new wafv2.CfnWebACL(this, 'Acl', {
      name: waf.name,
      scope: 'REGIONAL',
      defaultAction: { allow: {} },
      rules: [...managed, limit],
      visibilityConfig: measured(waf.name),
    })
    Tags.of(acl).add('Name', waf.name)
    this.arn = acl.attrArn
  }
}

function measured(metricName: string): wafv2.CfnWebACL.VisibilityConfigProperty {
  return { metricName, cloudWatchMetricsEnabled: true, sampledRequestsEnabled: true }
}
