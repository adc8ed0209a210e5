import {
  CreateDBInstanceCommand,
  CreateDBParameterGroupCommand,
  DescribeDBInstancesCommand,
  DescribeDBParametersCommand,
  ModifyDBInstanceCommand,
  ModifyDBParameterGroupCommand,
  RDSClient,
} from '@aws-sdk/client-rds'
import { type RepairCases } from './repair-case.ts'

const INSTANCE = {
  Engine: 'postgres',
  DBInstanceClass: 'db.r5.large',
  MasterUsername: 'a',
  MasterUserPassword: 'password',
}

export const RDS_CASES: RepairCases = {
  'parameter-source': {
    async ask(sdk) {
      const rds = new RDSClient(sdk)
      const DBParameterGroupName = 'parameters'
      const group = { DBParameterGroupName, DBParameterGroupFamily: 'postgres14', Description: 'sample' }
      await rds.send(new CreateDBParameterGroupCommand(group)).catch(() => {})
      const parameter = { ParameterName: 'work_mem', ParameterValue: '65536', ApplyMethod: 'immediate' as const }
      await rds.send(new ModifyDBParameterGroupCommand({ DBParameterGroupName, Parameters: [parameter] }))
      const { Parameters } = await rds.send(new DescribeDBParametersCommand({ DBParameterGroupName }))
      return Parameters?.[0]?.Source
    },
    aws: 'user',
  },
  'default-option-group': {
    async ask(sdk) {
      const { DBInstance } = await new RDSClient(sdk).send(
        new CreateDBInstanceCommand({
          ...INSTANCE,
          DBInstanceIdentifier: `options-${Math.floor(Math.random() * 1e6)}`,
          EngineVersion: '14',
          OptionGroupName: 'default:postgres-14',
        }),
      )
      return DBInstance?.OptionGroupMemberships?.[0]?.OptionGroupName
    },
    aws: 'default:postgres-14',
  },
  'database-monitoring': {
    async ask(sdk) {
      const rds = new RDSClient(sdk)
      const id = { DBInstanceIdentifier: `watched-${Math.floor(Math.random() * 1e6)}` }
      const watched = { EnablePerformanceInsights: true, PerformanceInsightsRetentionPeriod: 7 }
      await rds.send(new CreateDBInstanceCommand({ ...INSTANCE, ...id, ...watched }))
      await rds.send(new ModifyDBInstanceCommand({ ...id, MonitoringInterval: 60, MonitoringRoleArn: 'arn:role' }))
      const { DBInstances } = await rds.send(new DescribeDBInstancesCommand(id))
      const { PerformanceInsightsEnabled, PerformanceInsightsRetentionPeriod, MonitoringInterval } =
        DBInstances?.[0] ?? {}
      return { PerformanceInsightsEnabled, PerformanceInsightsRetentionPeriod, MonitoringInterval }
    },
    aws: { PerformanceInsightsEnabled: true, PerformanceInsightsRetentionPeriod: 7, MonitoringInterval: 60 },
  },
  'database-windows': {
    async ask(sdk) {
      const { DBInstance } = await new RDSClient(sdk).send(
        new CreateDBInstanceCommand({
          ...INSTANCE,
          DBInstanceIdentifier: `windows-${Math.floor(Math.random() * 1e6)}`,
          PreferredBackupWindow: '03:00-04:00',
          PreferredMaintenanceWindow: 'mon:04:00-mon:05:00',
        }),
      )
      return [DBInstance?.PreferredBackupWindow, DBInstance?.PreferredMaintenanceWindow]
    },
    aws: ['03:00-04:00', 'mon:04:00-mon:05:00'],
  },
  'database-resource-id': {
    async ask(sdk) {
      const rds = new RDSClient(sdk)
      const names = ['one', 'two'].map((name) => `${name}-${Math.floor(Math.random() * 1e6)}`)
      for (const DBInstanceIdentifier of names) {
        await rds.send(new CreateDBInstanceCommand({ ...INSTANCE, DBInstanceIdentifier }))
      }
      const { DBInstances: first } = await rds.send(new DescribeDBInstancesCommand({ DBInstanceIdentifier: names[0] }))
      const byId = { Name: 'dbi-resource-id', Values: [first?.[0]?.DbiResourceId ?? ''] }
      const { DBInstances = [] } = await rds.send(new DescribeDBInstancesCommand({ Filters: [byId] }))
      return DBInstances.map((instance) => instance.DBInstanceIdentifier === names[0])
    },
    aws: [true],
  },
  'aurora-scaling-configuration': {
    async ask(sdk) {
      const response = await fetch(sdk.endpoint ?? '', {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          authorization:
            'AWS4-HMAC-SHA256 Credential=test/20250101/us-east-1/rds/aws4_request, SignedHeaders=host, Signature=0',
        },
        body: String(
          new URLSearchParams({
            Action: 'CreateDBCluster',
            Version: '2014-10-31',
            DBClusterIdentifier: `cluster-${Math.floor(Math.random() * 1e6)}`,
            Engine: 'aurora-postgresql',
            MasterUsername: 'administrator',
            MasterUserPassword: 'password',
          }),
        ),
      })
      const text = await response.text()
      // The SDK reads an empty element as an absent one; the client of Terraform does not.
      return [response.ok, text.includes('ScalingConfigurationInfo')]
    },
    aws: [true, false],
  },
}
