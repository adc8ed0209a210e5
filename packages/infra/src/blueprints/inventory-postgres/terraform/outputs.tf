output "vpc_id" {
  description = "The VPC"
  value       = aws_vpc.main.id
}

output "public_subnet_ids" {
  description = "Subnets of the load balancer"
  value       = values(aws_subnet.public)[*].id
}

output "app_subnet_ids" {
  description = "Subnets of the application"
  value       = values(aws_subnet.app)[*].id
}

output "database_subnet_ids" {
  description = "Subnets of the database"
  value       = values(aws_subnet.database)[*].id
}

output "nat_gateway_ids" {
  description = "NAT gateways"
  value       = values(aws_nat_gateway.main)[*].id
}

output "security_group_ids" {
  description = "Security groups, by role"
  value       = { for role, group in aws_security_group.main : role => group.id }
}

output "alb_dns_name" {
  description = "Name of the load balancer"
  value       = aws_lb.main.dns_name
}

output "alb_arn" {
  description = "Load balancer"
  value       = aws_lb.main.arn
}

output "alb_zone_id" {
  description = "Hosted zone of the load balancer"
  value       = aws_lb.main.zone_id
}

output "listener_arn" {
  description = "Listener whose weights shift"
  value       = aws_lb_listener.http.arn
}

output "blue_target_group_arn" {
  description = "Target group of blue"
  value       = aws_lb_target_group.main["blue"].arn
}

output "green_target_group_arn" {
  description = "Target group of green"
  value       = aws_lb_target_group.main["green"].arn
}

output "rds_cluster_endpoint" {
  description = "Endpoint of the writer"
  value       = aws_rds_cluster.main.endpoint
}

output "rds_reader_endpoint" {
  description = "Endpoint of the readers"
  value       = aws_rds_cluster.main.reader_endpoint
}

output "rds_cluster_identifier" {
  description = "Identifier of the cluster"
  value       = aws_rds_cluster.main.cluster_identifier
}

output "database_port" {
  description = "Port of the database"
  value       = aws_rds_cluster.main.port
}

output "database_secret_arn" {
  description = "Login of the target, in Secrets Manager"
  value       = aws_secretsmanager_secret.target_database.arn
}

output "ecs_cluster_name" {
  description = "ECS cluster"
  value       = aws_ecs_cluster.main.name
}

output "blue_service_name" {
  description = "ECS service of blue"
  value       = aws_ecs_service.main["blue"].name
}

output "green_service_name" {
  description = "ECS service of green"
  value       = aws_ecs_service.main["green"].name
}

output "dms_replication_instance_arn" {
  description = "Replication instance"
  value       = aws_dms_replication_instance.main.replication_instance_arn
}

output "dms_source_endpoint_arn" {
  description = "Endpoint of the source"
  value       = aws_dms_endpoint.source.endpoint_arn
}

output "dms_target_endpoint_arn" {
  description = "Endpoint of the target"
  value       = aws_dms_endpoint.target.endpoint_arn
}

output "dms_replication_task_arn" {
  description = "Task that copies and follows"
  value       = aws_dms_replication_task.replicate.replication_task_arn
}

output "dms_validation_task_arn" {
  description = "Task that compares"
  value       = aws_dms_replication_task.validate.replication_task_arn
}

output "dms_replication_status" {
  description = "State of the task that copies and follows"
  value       = aws_dms_replication_task.replicate.status
}

output "bucket_name" {
  description = "Bucket of the data"
  value       = aws_s3_bucket.files.id
}

output "bucket_arn" {
  description = "Bucket of the data"
  value       = aws_s3_bucket.files.arn
}

output "topic_arn" {
  description = "Topic of notifications"
  value       = aws_sns_topic.migration.arn
}

output "dashboard_name" {
  description = "CloudWatch dashboard"
  value       = "dashboard-${local.name_suffix}"
}

output "replication_lag_alarm" {
  description = "Alarm of the replication lag"
  value       = "replication-lag-${local.name_suffix}"
}

output "migration_phase" {
  description = "Phase of the migration, as tagged"
  value       = var.migration_phase
}

output "blue_target_weight" {
  description = "Share of blue, in percent"
  value       = var.blue_target_weight
}

output "green_target_weight" {
  description = "Share of green, in percent"
  value       = var.green_target_weight
}
