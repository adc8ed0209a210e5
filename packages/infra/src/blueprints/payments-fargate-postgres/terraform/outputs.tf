output "VpcIdSource" {
  description = "The VPC of the source"
  value       = aws_vpc.source.id
}

output "RDSSourceDatabaseEndpoint" {
  description = "Endpoint of the source database"
  value       = aws_db_instance.source.address
}

output "RDSSourceDBIdentifier" {
  description = "Identifier of the source database"
  value       = aws_db_instance.source.identifier
}

output "S3SourceBucketName" {
  description = "Bucket of the source"
  value       = aws_s3_bucket.source_transaction_logs.id
}

output "S3SourceBucketArn" {
  description = "Bucket of the source"
  value       = aws_s3_bucket.source_transaction_logs.arn
}

output "ECSClusterNameSource" {
  description = "ECS cluster of the source"
  value       = aws_ecs_cluster.source.name
}

output "ECSClusterArnSource" {
  description = "ECS cluster of the source"
  value       = aws_ecs_cluster.source.arn
}

output "ECSServiceNameSource" {
  description = "ECS service of the source"
  value       = aws_ecs_service.source["blue"].name
}

output "ALBLoadBalancerDNSSource" {
  description = "Name of the load balancer of the source"
  value       = aws_lb.source.dns_name
}

output "ALBLoadBalancerArnSource" {
  description = "Load balancer of the source"
  value       = aws_lb.source.arn
}

output "SecretsManagerSourceDBSecretArn" {
  description = "Login of the source database"
  value       = aws_secretsmanager_secret.source_database.arn
}

output "VpcIdTarget" {
  description = "The VPC of the target"
  value       = aws_vpc.target.id
}

output "RDSTargetDatabaseEndpoint" {
  description = "Endpoint of the target database"
  value       = aws_db_instance.target.address
}

output "RDSTargetDBIdentifier" {
  description = "Identifier of the target database"
  value       = aws_db_instance.target.identifier
}

output "S3TargetBucketName" {
  description = "Bucket of the target"
  value       = aws_s3_bucket.target_transaction_logs.id
}

output "S3TargetBucketArn" {
  description = "Bucket of the target"
  value       = aws_s3_bucket.target_transaction_logs.arn
}

output "ECSClusterNameTarget" {
  description = "ECS cluster of the target"
  value       = aws_ecs_cluster.target.name
}

output "ECSClusterArnTarget" {
  description = "ECS cluster of the target"
  value       = aws_ecs_cluster.target.arn
}

output "ECSServiceNameTarget" {
  description = "ECS service of the target"
  value       = aws_ecs_service.target["green"].name
}

output "ALBLoadBalancerDNSTarget" {
  description = "Name of the load balancer of the target"
  value       = aws_lb.target.dns_name
}

output "ALBLoadBalancerArnTarget" {
  description = "Load balancer of the target"
  value       = aws_lb.target.arn
}

output "SecretsManagerTargetDBSecretArn" {
  description = "Login of the target database"
  value       = aws_secretsmanager_secret.target_database.arn
}

output "DMSReplicationInstanceArn" {
  description = "Replication instance"
  value       = aws_dms_replication_instance.main.replication_instance_arn
}

output "DMSSourceEndpointArn" {
  description = "DMS endpoint of the source"
  value       = aws_dms_endpoint.source.endpoint_arn
}

output "DMSTargetEndpointArn" {
  description = "DMS endpoint of the target"
  value       = aws_dms_endpoint.target.endpoint_arn
}

output "DMSReplicationTaskArn" {
  description = "Task that copies and follows"
  value       = aws_dms_replication_task.replicate.replication_task_arn
}

output "DMSValidationTaskArn" {
  description = "Task that compares"
  value       = aws_dms_replication_task.validate.replication_task_arn
}

output "DMSReplicationStatus" {
  description = "State of the task that copies and follows"
  value       = aws_dms_replication_task.replicate.status
}

output "CloudWatchDashboardName" {
  description = "CloudWatch dashboard"
  value       = "payment-migration-${var.environment_suffix}"
}

output "CloudWatchDashboardURL" {
  description = "Address of the dashboard"
  value       = "https://console.aws.amazon.com/cloudwatch/home?region=${var.aws_region}#dashboards:name=payment-migration-${var.environment_suffix}"
}

output "CloudWatchAlarmDMSReplicationLag" {
  description = "Alarm of the replication lag"
  value       = "payment-replication-lag-${var.environment_suffix}"
}

output "NotificationTopicArn" {
  description = "Topic of notifications"
  value       = aws_sns_topic.migration.arn
}

output "Route53HostedZoneId" {
  description = "Hosted zone"
  value       = aws_route53_zone.main.zone_id
}

output "Route53HostedZoneName" {
  description = "Name of the hosted zone"
  value       = "payment-migration-${var.environment_suffix}.internal"
}

output "Route53DomainName" {
  description = "Name that applications call"
  value       = "api.payment-migration-${var.environment_suffix}.internal"
}

output "Route53SourceHealthCheckId" {
  description = "Health check of the source"
  value       = aws_route53_health_check.source.id
}

output "Route53TargetHealthCheckId" {
  description = "Health check of the target"
  value       = aws_route53_health_check.target.id
}

output "Route53TrafficShiftCommand" {
  description = "How the weights are shifted by hand; Causeway does the same"
  value       = "aws route53 change-resource-record-sets --hosted-zone-id ZONE_ID --change-batch file://traffic-shift.json # now 100/0"
}

output "MigrationPhase" {
  description = "Phase of the migration, as tagged"
  value       = var.migration_phase
}

output "MigrationRunbook" {
  description = "The way through the migration, step by step"
  value       = "1. Monitor the replication lag on the dashboard.\n2. Verify that source and target hold the same data.\n3. Shift the traffic: 20 %, 50 %, 100 %.\n4. Watch load balancers and services.\n5. Roll back: shift Route 53 back to the source."
}
