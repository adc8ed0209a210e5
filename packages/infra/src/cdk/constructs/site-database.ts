import { Duration, RemovalPolicy } from 'aws-cdk-lib'
import * as ec2 from 'aws-cdk-lib/aws-ec2'
import * as rds from 'aws-cdk-lib/aws-rds'
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager'
import { Construct } from 'constructs'
import type { Credential, Database } from '../../design/model/database.ts'
import { memberOf } from '../member-of.ts'
import { removalPolicy } from '../removal-policy.ts'
import type { SiteKeys } from './site-keys.ts'

export interface SiteDatabaseProps {
  readonly database: Database
  readonly credential: Credential
  readonly vpc: ec2.IVpc
  readonly vpcSubnets: ec2.SubnetSelection
  readonly securityGroup: ec2.ISecurityGroup
  readonly keys: SiteKeys
}

/** RDS PostgreSQL with a login that is generated, kept in Secrets Manager and completed with the address, as DMS reads it. */
export class SiteDatabase extends Construct {
  readonly instance: rds.DatabaseInstance
  /** Holds username, password, host and port once the instance is there. */
  readonly secret: secretsmanager.ISecret

  constructor(scope: Construct, id: string, props: SiteDatabaseProps) {
    super(scope, id)
    const { database, credential, keys } = props
    const login = generatedLogin(this, credential, keys, database.retain)
    this.instance = new rds.DatabaseInstance(this, 'Instance', {
      ...machine(database),
      ...place(this, props),
      ...care(database),
      credentials: rds.Credentials.fromSecret(login, credential.user),
      storageEncrypted: true,
      storageEncryptionKey: keys.of(database.key),
      performanceInsightEncryptionKey: keys.of(database.key),
    })
    this.secret = this.instance.secret ?? login
  }
}

function generatedLogin(
  scope: Construct,
  { password, user, ...credential }: Credential,
  keys: SiteKeys,
  retain: boolean,
): secretsmanager.Secret {
  if (password.from !== 'generated') throw new RangeError(`the password of ${credential.secretName} is not generated`)
  return new secretsmanager.Secret(scope, 'Login', {
    secretName: credential.secretName,
    description: credential.description,
    encryptionKey: keys.of(credential.key),
    removalPolicy: removalPolicy(retain),
    generateSecretString: {
      secretStringTemplate: JSON.stringify({ username: user }),
      generateStringKey: 'password',
      passwordLength: password.length,
      excludePunctuation: !password.punctuation,
    },
  })
}

function engineOf({ version }: Database): rds.IInstanceEngine {
  const [major = version] = version.split('.')
  return rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.of(version, major) })
}

function machine(database: Database) {
  const { storage } = database
  return {
    instanceIdentifier: database.identifier,
    engine: engineOf(database),
    instanceType: new ec2.InstanceType(database.instanceClass.replace('db.', '')),
    databaseName: database.databaseName,
    port: database.port,
    multiAz: database.multiAz,
    ...(storage === null ? {} : { allocatedStorage: storage.sizeGb, storageType: STORAGE_TYPES[storage.type] }),
  }
}

const STORAGE_TYPES = { gp2: rds.StorageType.GP2, gp3: rds.StorageType.GP3 } as const

function place(scope: Construct, { database, vpc, vpcSubnets, securityGroup }: SiteDatabaseProps) {
  const { name, description, parameters } = database.instanceParameters
  return {
    vpc,
    vpcSubnets,
    securityGroups: [securityGroup],
    publiclyAccessible: false,
    iamAuthentication: database.iamAuthentication,
    subnetGroup: new rds.SubnetGroup(scope, 'SubnetGroup', {
      vpc,
      vpcSubnets,
      subnetGroupName: database.subnetGroupName,
      description: 'Where the database has its network interfaces.',
    }),
    parameterGroup: new rds.ParameterGroup(scope, 'Parameters', {
      engine: engineOf(database),
      name,
      description,
      parameters: Object.fromEntries(parameters.map((parameter) => [parameter.name, parameter.value])),
    }),
  }
}

function care(database: Database) {
  return {
    backupRetention: Duration.days(database.backupRetentionDays),
    preferredBackupWindow: database.backupWindow,
    preferredMaintenanceWindow: database.maintenanceWindow,
    cloudwatchLogsExports: [...database.logExports],
    copyTagsToSnapshot: true,
    enablePerformanceInsights: database.performanceInsightsDays !== null,
    ...(database.performanceInsightsDays === null
      ? {}
      : { performanceInsightRetention: memberOf(rds.PerformanceInsightRetention, database.performanceInsightsDays) }),
    deletionProtection: database.deletionProtection,
    removalPolicy: whenRemoved(database),
  }
}

function whenRemoved({ retain, finalSnapshotName }: Database): RemovalPolicy {
  if (retain) return RemovalPolicy.RETAIN
  return finalSnapshotName === null ? RemovalPolicy.DESTROY : RemovalPolicy.SNAPSHOT
}
