/** Where a part of the design is written down: `TYPE.ARGUMENT` of Terraform and `TYPE.PROPERTY` of CloudFormation. */
export interface Home {
  /** The first of these that the module has is the home; a type without an argument is the resource itself. */
  readonly terraform: readonly string[]
  /** `null` where only Terraform writes it. */
  readonly cdk: string | null
}

function home(terraform: string, cdk: string | null = null): Home {
  return { terraform: terraform.split(' '), cdk }
}

/** A database argument: of Aurora's cluster, or of the RDS instance. */
function ofDatabase(argument: string, cdk: string | null): Home {
  return home(`aws_rds_cluster.${argument} aws_db_instance.${argument}`, cdk && `AWS::RDS::DBInstance.${cdk}`)
}

/**
 * By path of the design, without its site and without what is in brackets; the longest path that a requirement's begins with
 * counts.
 */
export const HOMES: Readonly<Record<string, Home>> = {
  role: home('aws_vpc', 'AWS::EC2::VPC'),
  network: home('aws_vpc.cidr_block', 'AWS::EC2::VPC.CidrBlock'),
  'network.name': home('aws_vpc.tags', 'AWS::EC2::VPC.Tags'),
  'network.zones': home('aws_subnet.availability_zone', 'AWS::EC2::Subnet.AvailabilityZone'),
  'network.subnets': home('aws_subnet.cidr_block', 'AWS::EC2::Subnet.CidrBlock'),
  'network.natGateways': home('aws_nat_gateway.subnet_id', 'AWS::EC2::NatGateway.SubnetId'),
  'network.internetGatewayName': home('aws_internet_gateway.tags', 'AWS::EC2::InternetGateway.Tags'),
  'network.routeTables': home('aws_route_table.vpc_id', 'AWS::EC2::RouteTable.VpcId'),
  'network.routeTables.privateCidrs': home('aws_route.destination_cidr_block', 'AWS::EC2::Route.DestinationCidrBlock'),
  'network.acls': home('aws_network_acl.subnet_ids'),
  'network.connectivity': home(
    'aws_dx_gateway_association.dx_gateway_id aws_vpn_gateway_attachment.vpn_gateway_id aws_vpc_peering_connection.peer_vpc_id',
    'AWS::EC2::VPCPeeringConnection.PeerVpcId',
  ),
  'network.connectivity.onPremisesCidrs': home('onprem_cidrs.default'),
  'network.connectivity.virtualInterfaceId': home('direct_connect_vif_id.default outputs.value'),
  securityGroups: home('aws_security_group.vpc_id', 'AWS::EC2::SecurityGroup.GroupName'),
  edges: home('aws_vpc_security_group_ingress_rule.from_port', 'AWS::EC2::SecurityGroupIngress.FromPort'),
  keys: home('aws_kms_key.enable_key_rotation'),
  'keys.alias': home('aws_kms_alias.name'),
  'credentials.user': home(
    'aws_secretsmanager_secret_version.secret_string_wo',
    'AWS::SecretsManager::Secret.GenerateSecretString',
  ),
  'credentials.password': home(
    'aws_secretsmanager_secret_version.secret_string_wo',
    'AWS::SecretsManager::Secret.GenerateSecretString',
  ),
  'credentials.parameters': home('aws_ssm_parameter.value_wo'),
  'database.engine': ofDatabase('engine', 'Engine'),
  'database.version': ofDatabase('engine_version', 'EngineVersion'),
  'database.identifier': home(
    'aws_rds_cluster.cluster_identifier aws_db_instance.identifier',
    'AWS::RDS::DBInstance.DBInstanceIdentifier',
  ),
  'database.databaseName': home('aws_rds_cluster.database_name aws_db_instance.db_name', 'AWS::RDS::DBInstance.DBName'),
  'database.instanceClass': home(
    'aws_rds_cluster_instance.instance_class aws_db_instance.instance_class',
    'AWS::RDS::DBInstance.DBInstanceClass',
  ),
  'database.instances': home('aws_rds_cluster_instance.promotion_tier aws_db_instance'),
  'database.multiAz': home(
    'aws_rds_cluster_instance.promotion_tier aws_db_instance.multi_az',
    'AWS::RDS::DBInstance.MultiAZ',
  ),
  'database.storage': home('aws_db_instance.allocated_storage', 'AWS::RDS::DBInstance.AllocatedStorage'),
  'database.serverless': home('aws_rds_cluster.serverlessv2_scaling_configuration'),
  'database.clusterParameters': home('aws_rds_cluster_parameter_group.family'),
  'database.clusterParameters.parameters': home('aws_rds_cluster_parameter_group.parameter'),
  'database.instanceParameters': home('aws_db_parameter_group.parameter', 'AWS::RDS::DBParameterGroup.Parameters'),
  'database.optionGroup': home('aws_rds_cluster aws_db_instance.option_group_name'),
  'database.subnetGroupName': home('aws_db_subnet_group.name', 'AWS::RDS::DBSubnetGroup.DBSubnetGroupName'),
  'database.backupRetentionDays': ofDatabase('backup_retention_period', 'BackupRetentionPeriod'),
  'database.backupWindow': home(
    'aws_rds_cluster.preferred_backup_window aws_db_instance.backup_window',
    'AWS::RDS::DBInstance.PreferredBackupWindow',
  ),
  'database.maintenanceWindow': home(
    'aws_rds_cluster.preferred_maintenance_window aws_db_instance.maintenance_window',
    'AWS::RDS::DBInstance.PreferredMaintenanceWindow',
  ),
  'database.logExports': ofDatabase('enabled_cloudwatch_logs_exports', 'EnableCloudwatchLogsExports'),
  'database.performanceInsightsDays': home(
    'aws_rds_cluster_instance.performance_insights_retention_period aws_db_instance.performance_insights_retention_period',
    'AWS::RDS::DBInstance.PerformanceInsightsRetentionPeriod',
  ),
  'database.iamAuthentication': ofDatabase('iam_database_authentication_enabled', 'EnableIAMDatabaseAuthentication'),
  'database.key': ofDatabase('storage_encrypted', 'StorageEncrypted'),
  'database.deletionProtection': ofDatabase('deletion_protection', 'DeletionProtection'),
  'database.finalSnapshotName': ofDatabase('skip_final_snapshot', null),
  'database.retain': ofDatabase('lifecycle', null),
  buckets: home('aws_s3_bucket.bucket', 'AWS::S3::Bucket.BucketName'),
  'buckets.versioned': home(
    'aws_s3_bucket_versioning.versioning_configuration',
    'AWS::S3::Bucket.VersioningConfiguration',
  ),
  'buckets.encryption': home(
    'aws_s3_bucket_server_side_encryption_configuration.rule',
    'AWS::S3::Bucket.BucketEncryption',
  ),
  'buckets.lifecycle': home('aws_s3_bucket_lifecycle_configuration.rule', 'AWS::S3::Bucket.LifecycleConfiguration'),
  'buckets.replication': home(
    'aws_s3_bucket_replication_configuration.rule',
    'AWS::S3::Bucket.ReplicationConfiguration',
  ),
  'buckets.writers': home('aws_s3_bucket_policy.policy', 'AWS::S3::BucketPolicy.PolicyDocument'),
  'buckets.emptyOnDestroy': home('aws_s3_bucket.force_destroy', 'Custom::S3AutoDeleteObjects.BucketName'),
  'buckets.retain': home('aws_s3_bucket.force_destroy', null),
  'compute.clusterName': home('aws_ecs_cluster.name', 'AWS::ECS::Cluster.ClusterName'),
  'compute.containerInsights': home('aws_ecs_cluster.setting', 'AWS::ECS::Cluster.ClusterSettings'),
  'compute.deployment': home('aws_ecs_service.deployment_maximum_percent', 'AWS::ECS::Service.DeploymentConfiguration'),
  'compute.healthGraceSeconds': home(
    'aws_ecs_service.health_check_grace_period_seconds aws_autoscaling_group.health_check_grace_period',
    'AWS::ECS::Service.HealthCheckGracePeriodSeconds',
  ),
  'compute.services': home('aws_ecs_service.name', 'AWS::ECS::Service.ServiceName'),
  'compute.services.desiredTasks': home('aws_ecs_service.desired_count', 'AWS::ECS::Service.DesiredCount'),
  'compute.scaling': home(
    'aws_appautoscaling_target.max_capacity aws_autoscaling_group.max_size',
    'AWS::ApplicationAutoScaling::ScalableTarget.MaxCapacity',
  ),
  'compute.scaling.min': home(
    'aws_appautoscaling_target.min_capacity aws_autoscaling_group.min_size',
    'AWS::ApplicationAutoScaling::ScalableTarget.MinCapacity',
  ),
  'compute.scaling.targets': home(
    'aws_appautoscaling_policy.target_tracking_scaling_policy_configuration aws_autoscaling_policy.target_tracking_configuration',
    'AWS::ApplicationAutoScaling::ScalingPolicy.TargetTrackingScalingPolicyConfiguration',
  ),
  'compute.scaling.cooldownSeconds': home(
    'aws_appautoscaling_policy.scale_in_cooldown',
    'AWS::ApplicationAutoScaling::ScalingPolicy.TargetTrackingScalingPolicyConfiguration',
  ),
  'compute.task': home(
    'aws_ecs_task_definition.container_definitions',
    'AWS::ECS::TaskDefinition.ContainerDefinitions',
  ),
  'compute.task.family': home('aws_ecs_task_definition.family', 'AWS::ECS::TaskDefinition.Family'),
  'compute.task.cpuUnits': home('aws_ecs_task_definition.cpu', 'AWS::ECS::TaskDefinition.Cpu'),
  'compute.task.memoryMib': home('aws_ecs_task_definition.memory', 'AWS::ECS::TaskDefinition.Memory'),
  'compute.kind': home('aws_autoscaling_group.name aws_ecs_service.launch_type', 'AWS::ECS::Service.LaunchType'),
  'compute.name': home('aws_autoscaling_group.name'),
  'compute.instanceType': home('aws_launch_template.instance_type'),
  'compute.port': home('app_port.default'),
  'loadBalancer.name': home('aws_lb.name', 'AWS::ElasticLoadBalancingV2::LoadBalancer.Name'),
  'loadBalancer.http2': home('aws_lb.enable_http2', 'AWS::ElasticLoadBalancingV2::LoadBalancer.LoadBalancerAttributes'),
  'loadBalancer.deletionProtection': home(
    'aws_lb.enable_deletion_protection',
    'AWS::ElasticLoadBalancingV2::LoadBalancer.LoadBalancerAttributes',
  ),
  'loadBalancer.accessLogs': home(
    'aws_lb.access_logs',
    'AWS::ElasticLoadBalancingV2::LoadBalancer.LoadBalancerAttributes',
  ),
  'loadBalancer.http': home('aws_lb_listener.default_action', 'AWS::ElasticLoadBalancingV2::Listener.DefaultActions'),
  'loadBalancer.https': home('aws_lb_listener.certificate_arn', 'AWS::ElasticLoadBalancingV2::Listener.Certificates'),
  'loadBalancer.stickinessSeconds': home('aws_lb_listener.stickiness'),
  'loadBalancer.weights': home('aws_lb_listener.forward'),
  'loadBalancer.targetGroups': home('aws_lb_target_group.port', 'AWS::ElasticLoadBalancingV2::TargetGroup.Port'),
  'loadBalancer.targetGroups.health': home(
    'aws_lb_target_group.health_check',
    'AWS::ElasticLoadBalancingV2::TargetGroup.HealthCheckPath',
  ),
  'loadBalancer.targetGroups.deregistrationSeconds': home(
    'aws_lb_target_group.deregistration_delay',
    'AWS::ElasticLoadBalancingV2::TargetGroup.TargetGroupAttributes',
  ),
  logGroups: home('aws_cloudwatch_log_group.name', 'AWS::Logs::LogGroup.LogGroupName'),
  'logGroups.retentionDays': home('aws_cloudwatch_log_group.retention_in_days', 'AWS::Logs::LogGroup.RetentionInDays'),
  roles: home('aws_iam_role.assume_role_policy', 'AWS::IAM::Role.AssumeRolePolicyDocument'),
  'roles.managedPolicies': home('aws_iam_role_policy_attachment.policy_arn', 'AWS::IAM::Role.ManagedPolicyArns'),
  'roles.statements': home('aws_iam_role_policy.policy', 'AWS::IAM::Policy.PolicyDocument'),
  dmsServiceRoles: home('aws_iam_role.assume_role_policy', 'AWS::IAM::Role.AssumeRolePolicyDocument'),
  'dmsServiceRoles.managedPolicies': home(
    'aws_iam_role_policy_attachment.policy_arn',
    'AWS::IAM::Role.ManagedPolicyArns',
  ),
  dns: home('aws_route53_zone.name', 'AWS::Route53::HostedZone.Name'),
  'dns.private': home('aws_route53_zone.vpc aws_route53_zone.name', 'AWS::Route53::HostedZone.Name'),
  'dns.records': home('aws_route53_record.type', 'AWS::Route53::RecordSet.Type'),
  'dns.records.target': home(
    'aws_route53_record.alias aws_route53_record.records',
    'AWS::Route53::RecordSet.AliasTarget',
  ),
  'dns.records.weighted': home('aws_route53_record.weighted_routing_policy', 'AWS::Route53::RecordSet.Weight'),
  'dns.healthChecks': home('aws_route53_health_check.failure_threshold', 'AWS::Route53::HealthCheck.HealthCheckConfig'),
  traffic: home('aws_route53_record.weighted_routing_policy aws_lb_listener.forward', 'AWS::Route53::RecordSet.Weight'),
  'traffic.ttlSeconds': home('aws_route53_record.ttl aws_route53_record.alias', 'AWS::Route53::RecordSet.AliasTarget'),
  'replication.instance': home(
    'aws_dms_replication_instance.replication_instance_id',
    'AWS::DMS::ReplicationInstance.ReplicationInstanceIdentifier',
  ),
  'replication.instance.instanceClass': home(
    'aws_dms_replication_instance.replication_instance_class',
    'AWS::DMS::ReplicationInstance.ReplicationInstanceClass',
  ),
  'replication.instance.storageGb': home(
    'aws_dms_replication_instance.allocated_storage',
    'AWS::DMS::ReplicationInstance.AllocatedStorage',
  ),
  'replication.instance.engineVersion': home(
    'aws_dms_replication_instance.engine_version',
    'AWS::DMS::ReplicationInstance.EngineVersion',
  ),
  'replication.instance.multiAz': home(
    'aws_dms_replication_instance.multi_az',
    'AWS::DMS::ReplicationInstance.MultiAZ',
  ),
  'replication.instance.subnetGroupName': home(
    'aws_dms_replication_subnet_group.replication_subnet_group_id',
    'AWS::DMS::ReplicationSubnetGroup.ReplicationSubnetGroupIdentifier',
  ),
  'replication.instance.key': home('aws_dms_replication_instance.kms_key_arn'),
  'replication.source': home('aws_dms_endpoint.endpoint_type', 'AWS::DMS::Endpoint.EndpointType'),
  'replication.target': home('aws_dms_endpoint.endpoint_type', 'AWS::DMS::Endpoint.EndpointType'),
  'replication.source.engine': home('aws_dms_endpoint.engine_name', 'AWS::DMS::Endpoint.EngineName'),
  'replication.target.engine': home('aws_dms_endpoint.engine_name', 'AWS::DMS::Endpoint.EngineName'),
  'replication.target.sslMode': home('aws_dms_endpoint.ssl_mode', 'AWS::DMS::Endpoint.SslMode'),
  'replication.source.accessRole': home(
    'aws_dms_endpoint.secrets_manager_access_role_arn',
    'AWS::DMS::Endpoint.PostgreSqlSettings',
  ),
  'replication.target.accessRole': home(
    'aws_dms_endpoint.secrets_manager_access_role_arn',
    'AWS::DMS::Endpoint.PostgreSqlSettings',
  ),
  'replication.tasks': home('aws_dms_replication_task.migration_type', 'AWS::DMS::ReplicationTask.MigrationType'),
  'replication.tasks.settings': home(
    'aws_dms_replication_task.replication_task_settings',
    'AWS::DMS::ReplicationTask.ReplicationTaskSettings',
  ),
  'replication.tasks.tableMappings': home(
    'aws_dms_replication_task.table_mappings',
    'AWS::DMS::ReplicationTask.TableMappings',
  ),
  'replication.eventSubscriptions': home(
    'aws_dms_event_subscription.event_categories',
    'AWS::DMS::EventSubscription.EventCategories',
  ),
  'monitoring.alarms': home('aws_cloudwatch_metric_alarm.threshold', 'AWS::CloudWatch::Alarm.Threshold'),
  'monitoring.alarms.comparison': home(
    'aws_cloudwatch_metric_alarm.comparison_operator',
    'AWS::CloudWatch::Alarm.ComparisonOperator',
  ),
  'monitoring.alarms.metric': home('aws_cloudwatch_metric_alarm.metric_name', 'AWS::CloudWatch::Alarm.MetricName'),
  'monitoring.alarms.missingData': home(
    'aws_cloudwatch_metric_alarm.treat_missing_data',
    'AWS::CloudWatch::Alarm.TreatMissingData',
  ),
  'monitoring.alarms.periods': home(
    'aws_cloudwatch_metric_alarm.evaluation_periods',
    'AWS::CloudWatch::Alarm.EvaluationPeriods',
  ),
  'monitoring.dashboard': home('aws_cloudwatch_dashboard.dashboard_name', 'AWS::CloudWatch::Dashboard.DashboardName'),
  'monitoring.dashboard.widgets': home(
    'aws_cloudwatch_dashboard.dashboard_body',
    'AWS::CloudWatch::Dashboard.DashboardBody',
  ),
  'monitoring.delivery': home('aws_kinesis_firehose_delivery_stream.name'),
  'monitoring.delivery.syslog': home('aws_lambda_function.environment'),
  notifications: home('aws_sns_topic.name', 'AWS::SNS::Topic.TopicName'),
  'notifications.subscriptions': home('aws_sns_topic_subscription.protocol', 'AWS::SNS::Subscription.Protocol'),
  'safeguards.waf': home('aws_wafv2_web_acl.name', 'AWS::WAFv2::WebACL.Name'),
  'safeguards.flowLogs': home('aws_flow_log.traffic_type', 'AWS::EC2::FlowLog.TrafficType'),
  'safeguards.backup': home('aws_backup_plan.name', 'AWS::Backup::BackupPlan.BackupPlan'),
  'safeguards.trail': home('aws_cloudtrail.name', 'AWS::CloudTrail::Trail.TrailName'),
  'state.bucket': home('terraform.bucket'),
  'state.key': home('terraform.key'),
  'state.region': home('terraform.region'),
  'state.encrypt': home('terraform.encrypt'),
  'state.lockTable': home('terraform.dynamodb_table'),
  workspaces: home('locals.environments'),
  'workspaces.fallback': home('locals.environment'),
  environment: home('environment.type'),
  region: home('provider.region'),
  tags: home('locals.tags', 'AWS::EC2::VPC.Tags'),
  naming: home('environment_suffix.default', 'AWS::EC2::VPC.Tags'),
  protection: home(
    'aws_rds_cluster.deletion_protection aws_db_instance.deletion_protection',
    'AWS::RDS::DBInstance.DeletionProtection',
  ),
}
