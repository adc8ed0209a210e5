import {
  GetHealthCheckCommand,
  GetHostedZoneCommand,
  ListResourceRecordSetsCommand,
  type ResourceRecordSet,
} from '@aws-sdk/client-route-53'
import type { DnsRecord } from '@causeway/infra'
import { expect } from 'vitest'
import { sorted, type Deployed } from '../deployed.ts'

export async function checkDns(deployed: Deployed): Promise<void> {
  const { design, clients, outputs } = deployed
  const { dns } = design
  if (dns === null) return
  const { HostedZone, VPCs = [] } = await clients.route53.send(
    new GetHostedZoneCommand({ Id: outputs.text('target', 'zone.id') }),
  )
  expect(HostedZone).toMatchObject({
    Name: `${dns.zoneName}.`,
    Config: { PrivateZone: dns.private, Comment: dns.comment },
  })
  const sites = design.source === null ? (['target'] as const) : (['source', 'target'] as const)
  const seenFrom = dns.private ? sites.map((site) => outputs.text(site, 'vpc.id')) : []
  expect(sorted(VPCs.map(({ VPCId = '' }) => VPCId))).toEqual(sorted(seenFrom))

  const records = await recordsOf(deployed)
  for (const record of dns.records) {
    const found = records.find(
      (one) => one.Name === `${record.name}.` && (record.weighted === null || one.SetIdentifier === record.weighted.id),
    )
    expect(found, record.name).toMatchObject({
      Type: record.type,
      ...(record.ttlSeconds !== null && { TTL: record.ttlSeconds }),
      ...(record.weighted !== null && { Weight: record.weighted.weight }),
    })
    expect(leadsTo(found), record.name).toBe(expectedLead(deployed, record))
    if (record.healthCheck !== null) {
      const { HealthCheck } = await clients.route53.send(
        new GetHealthCheckCommand({ HealthCheckId: found?.HealthCheckId }),
      )
      const check = dns.healthChecks.find(({ id }) => id === record.healthCheck)
      expect(HealthCheck?.HealthCheckConfig).toMatchObject({
        Type: check?.protocol,
        Port: check?.port,
        ResourcePath: check?.path,
        RequestInterval: check?.intervalSeconds,
        FailureThreshold: check?.failures,
      })
    }
  }
  const own = records.filter(({ Type }) => Type !== 'NS' && Type !== 'SOA')
  expect(own).toHaveLength(dns.records.length)
}

async function recordsOf({ clients, outputs }: Deployed): Promise<readonly ResourceRecordSet[]> {
  const { ResourceRecordSets = [] } = await clients.route53.send(
    new ListResourceRecordSetsCommand({ HostedZoneId: outputs.text('target', 'zone.id') }),
  )
  return ResourceRecordSets
}

function leadsTo(record: ResourceRecordSet | undefined): string | undefined {
  const name = record?.AliasTarget?.DNSName ?? record?.ResourceRecords?.[0]?.Value
  return name?.replace(/^dualstack\./, '').replace(/\.$/, '')
}

function expectedLead({ outputs }: Deployed, { target }: DnsRecord): string {
  switch (target.kind) {
    case 'load-balancer':
      return outputs.text(target.site, 'loadBalancer.dnsName')
    case 'database':
      return outputs.text('target', target.endpoint === 'writer' ? 'database.endpoint' : 'database.readerEndpoint')
    case 'address':
      return target.host
    default:
      throw target satisfies never
  }
}

/** The weight of each weighted record, by its id. */
export async function recordWeights(deployed: Deployed): Promise<Readonly<Record<string, number>>> {
  const weighted = (await recordsOf(deployed)).filter(({ Weight }) => Weight !== undefined)
  return Object.fromEntries(weighted.map(({ SetIdentifier = '', Weight = 0 }) => [SetIdentifier, Weight]))
}
