import {
  paginateDescribeEndpoints,
  paginateDescribeEventSubscriptions,
  paginateDescribeReplicationInstances,
  paginateDescribeReplicationSubnetGroups,
  paginateDescribeReplicationTasks,
} from '@aws-sdk/client-database-migration-service'
import { paginateListInstanceProfiles, paginateListRoles } from '@aws-sdk/client-iam'
import { DescribeKeyCommand, paginateListAliases, paginateListKeys, type AliasListEntry } from '@aws-sdk/client-kms'
import {
  paginateDescribeDBClusterParameterGroups,
  paginateDescribeDBClusters,
  paginateDescribeDBClusterSnapshots,
  paginateDescribeDBInstances,
  paginateDescribeDBParameterGroups,
  paginateDescribeDBSnapshots,
  paginateDescribeDBSubnetGroups,
} from '@aws-sdk/client-rds'
import { paginateListBuckets } from '@aws-sdk/client-s3'
import { paginateListSecrets } from '@aws-sdk/client-secrets-manager'
import { paginateDescribeParameters } from '@aws-sdk/client-ssm'
import { collect, type Kind } from './collect.ts'

/** Automated snapshots go with their database. */
const MANUAL = { SnapshotType: 'manual' }

export const DATA_KINDS: Readonly<Record<string, Kind>> = {
  'database cluster': async ({ rds: client }) => {
    const all = await collect(paginateDescribeDBClusters({ client }, {}), (page) => page.DBClusters)
    return all.map(({ DBClusterIdentifier }) => DBClusterIdentifier)
  },
  database: async ({ rds: client }) => {
    const all = await collect(paginateDescribeDBInstances({ client }, {}), (page) => page.DBInstances)
    return all.map(({ DBInstanceIdentifier }) => DBInstanceIdentifier)
  },
  'database subnet group': async ({ rds: client }) => {
    const all = await collect(paginateDescribeDBSubnetGroups({ client }, {}), (page) => page.DBSubnetGroups)
    return all.map(({ DBSubnetGroupName }) => DBSubnetGroupName)
  },
  'parameter group': async ({ rds: client }) => {
    const all = await collect(paginateDescribeDBParameterGroups({ client }, {}), (page) => page.DBParameterGroups)
    return all.map(({ DBParameterGroupName }) => DBParameterGroupName)
  },
  'cluster parameter group': async ({ rds: client }) => {
    const pages = paginateDescribeDBClusterParameterGroups({ client }, {})
    const all = await collect(pages, (page) => page.DBClusterParameterGroups)
    return all.map(({ DBClusterParameterGroupName }) => DBClusterParameterGroupName)
  },
  'database snapshot': async ({ rds: client }) => {
    const all = await collect(paginateDescribeDBSnapshots({ client }, MANUAL), (page) => page.DBSnapshots)
    return all.map(({ DBSnapshotIdentifier }) => DBSnapshotIdentifier)
  },
  'cluster snapshot': async ({ rds: client }) => {
    const all = await collect(paginateDescribeDBClusterSnapshots({ client }, MANUAL), (page) => page.DBClusterSnapshots)
    return all.map(({ DBClusterSnapshotIdentifier }) => DBClusterSnapshotIdentifier)
  },
  'replication instance': async ({ dms: client }) => {
    const all = await collect(paginateDescribeReplicationInstances({ client }, {}), (page) => page.ReplicationInstances)
    return all.map(({ ReplicationInstanceIdentifier }) => ReplicationInstanceIdentifier)
  },
  'replication subnet group': async ({ dms: client }) => {
    const pages = paginateDescribeReplicationSubnetGroups({ client }, {})
    const all = await collect(pages, (page) => page.ReplicationSubnetGroups)
    return all.map(({ ReplicationSubnetGroupIdentifier }) => ReplicationSubnetGroupIdentifier)
  },
  'replication endpoint': async ({ dms: client }) => {
    const all = await collect(paginateDescribeEndpoints({ client }, {}), (page) => page.Endpoints)
    return all.map(({ EndpointIdentifier }) => EndpointIdentifier)
  },
  'replication task': async ({ dms: client }) => {
    const all = await collect(paginateDescribeReplicationTasks({ client }, {}), (page) => page.ReplicationTasks)
    return all.map(({ ReplicationTaskIdentifier }) => ReplicationTaskIdentifier)
  },
  'replication event subscription': async ({ dms: client }) => {
    const pages = paginateDescribeEventSubscriptions({ client }, {})
    const all = await collect(pages, (page) => page.EventSubscriptionsList)
    return all.map(({ CustSubscriptionId }) => CustSubscriptionId)
  },
  bucket: async ({ s3: client }) =>
    (await collect(paginateListBuckets({ client }, {}), (page) => page.Buckets)).map(({ Name }) => Name),
  secret: async ({ secrets: client }) =>
    (await collect(paginateListSecrets({ client }, {}), (page) => page.SecretList)).map(({ Name }) => Name),
  // AWS's own are in every account.
  parameter: async ({ ssm: client }) => {
    const all = await collect(paginateDescribeParameters({ client }, {}), (page) => page.Parameters)
    return all.map(({ Name }) => Name).filter((name) => name?.startsWith('/aws/') === false)
  },
  // A key is never gone at once: pending deletion is as far as it goes. Those under alias/aws/ are AWS's.
  key: async ({ kms: client }) => {
    const aliases = await collect(paginateListAliases({ client }, {}), (page) => page.Aliases)
    const ofAws = new Set(aliases.filter(isOfAws).map(({ TargetKeyId }) => TargetKeyId))
    const all = await collect(paginateListKeys({ client }, {}), (page) => page.Keys)
    const own = all.filter(({ KeyId }) => !ofAws.has(KeyId))
    const described = await Promise.all(own.map(({ KeyId }) => client.send(new DescribeKeyCommand({ KeyId }))))
    const standing = described.filter(
      ({ KeyMetadata }) => KeyMetadata?.KeyManager === 'CUSTOMER' && KeyMetadata.KeyState !== 'PendingDeletion',
    )
    return standing.map(({ KeyMetadata }) => KeyMetadata?.KeyId)
  },
  'key alias': async ({ kms: client }) => {
    const all = await collect(paginateListAliases({ client }, {}), (page) => page.Aliases)
    return all.filter((alias) => !isOfAws(alias)).map(({ AliasName }) => AliasName)
  },
  role: async ({ iam: client }) =>
    (await collect(paginateListRoles({ client }, {}), (page) => page.Roles)).map(({ RoleName }) => RoleName),
  'instance profile': async ({ iam: client }) => {
    const all = await collect(paginateListInstanceProfiles({ client }, {}), (page) => page.InstanceProfiles)
    return all.map(({ InstanceProfileName }) => InstanceProfileName)
  },
}

function isOfAws({ AliasName = '' }: AliasListEntry): boolean {
  return AliasName.startsWith('alias/aws/')
}
