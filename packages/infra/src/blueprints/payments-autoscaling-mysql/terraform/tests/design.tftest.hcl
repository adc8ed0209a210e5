# Plans the module offline with the provider's own checks. The provider is not mocked, because a mocked one has no
# ephemeral resources; it is never asked for anything, because what would be read is given here.
provider "aws" {
  region                      = "us-east-1"
  access_key                  = "test"
  secret_key                  = "test"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

override_data {
  target = data.aws_caller_identity.current

  values = {
    account_id = "123456789012"
  }
}

override_data {
  target = data.aws_ssm_parameter.machine_image

  values = {
    value = "ami-0a1b2c3d4e5f67890"
  }
}

override_data {
  target = data.aws_vpn_gateway.onprem

  values = {
    id = "vgw-0a1b2c3d4e5f67890"
  }
}

override_data {
  target = data.aws_customer_gateway.onprem

  values = {
    id = "cgw-0a1b2c3d4e5f67890"
  }
}

variables {
  target_existing_secret   = null
  source_existing_secret   = null
  target_database_password = "not-a-password"
  source_database_password = "not-a-password"
}

run "in_legacy-sync" {
  command = plan

  variables {
    environment = "legacy-sync"
  }

  assert {
    condition     = aws_rds_cluster.main.backup_retention_period == 7
    error_message = "In legacy-sync the retention of backups is 7."
  }

  assert {
    condition     = aws_rds_cluster_instance.main["writer"].instance_class == "db.r6g.large"
    error_message = "In legacy-sync the class of the database is db.r6g.large."
  }

  assert {
    condition     = length(aws_rds_cluster_instance.main) == 3
    error_message = "In legacy-sync the number of instances is 3."
  }

  assert {
    condition     = aws_autoscaling_group.main.desired_capacity == 3
    error_message = "In legacy-sync the number of machines is 3."
  }

  assert {
    condition     = aws_autoscaling_group.main.max_size == 9
    error_message = "In legacy-sync the most machines is 9."
  }

  assert {
    condition     = aws_launch_template.main.instance_type == "t3.medium"
    error_message = "In legacy-sync the type of the machines is t3.medium."
  }

  assert {
    condition     = aws_dms_replication_instance.main.replication_instance_class == "dms.t3.medium"
    error_message = "In legacy-sync the class of the replication instance is dms.t3.medium."
  }

  assert {
    condition     = aws_dms_replication_instance.main.allocated_storage == 100
    error_message = "In legacy-sync the storage of the replication instance is 100."
  }

  assert {
    condition     = aws_dms_replication_instance.main.multi_az == false
    error_message = "In legacy-sync the standby of the replication instance is false."
  }

  assert {
    condition = jsonencode({ for zone, subnet in aws_subnet.public : zone => subnet.cidr_block }) == jsonencode({
      a = "10.0.0.0/24"
      b = "10.0.1.0/24"
      c = "10.0.2.0/24"
    })

    error_message = "The public subnets of the target are those of the address plan."
  }

  assert {
    condition = jsonencode({ for zone, subnet in aws_subnet.app : zone => subnet.cidr_block }) == jsonencode({
      a = "10.0.10.0/24"
      b = "10.0.11.0/24"
      c = "10.0.12.0/24"
    })

    error_message = "The app subnets of the target are those of the address plan."
  }

  assert {
    condition     = length(aws_nat_gateway.main) == 3
    error_message = "There are as many NAT gateways as planned."
  }

  assert {
    condition     = alltrue([for rule in aws_vpc_security_group_ingress_rule.from_network : rule.cidr_ipv4 != "0.0.0.0/0" || contains([80, 443], rule.from_port)])
    error_message = "Only HTTP and HTTPS are open to the world."
  }

  assert {
    condition     = aws_rds_cluster.main.storage_encrypted == true
    error_message = "The database is encrypted."
  }

  assert {
    condition     = aws_rds_cluster.main.deletion_protection == false
    error_message = "Deletion protection is as ephemeral has it."
  }

  assert {
    condition     = aws_rds_cluster.main.skip_final_snapshot == true
    error_message = "A final snapshot is taken as planned."
  }

  assert {
    condition     = aws_rds_cluster.main.engine_version == "8.0.mysql_aurora.3.10.4"
    error_message = "The engine has the version planned."
  }

  assert {
    condition     = jsonencode(sort([for instance in aws_rds_cluster_instance.main : instance.identifier])) == jsonencode(sort(["payment-aurora-writer-dev", "payment-aurora-reader-1-dev", "payment-aurora-reader-2-dev"]))
    error_message = "There is a writer, and as many readers as planned, with their names."
  }

  assert {
    condition     = alltrue([for instance in aws_rds_cluster_instance.main : !instance.publicly_accessible])
    error_message = "No instance is reached from the internet."
  }

  assert {
    condition     = aws_s3_bucket.access_logs.force_destroy == true
    error_message = "The bucket of access-logs is emptied only where it may be."
  }

  assert {
    condition     = aws_s3_bucket_public_access_block.main["access_logs"].block_public_acls && aws_s3_bucket_public_access_block.main["access_logs"].block_public_policy && aws_s3_bucket_public_access_block.main["access_logs"].restrict_public_buckets
    error_message = "The bucket of access-logs is private."
  }

  assert {
    condition     = aws_lb.main.enable_deletion_protection == false
    error_message = "Deletion protection of the load balancer is as ephemeral has it."
  }

  assert {
    condition     = aws_dms_replication_instance.main.publicly_accessible == false
    error_message = "DMS is not reached from the internet."
  }

  assert {
    condition     = aws_dms_replication_task.replicate.migration_type == "full-load-and-cdc"
    error_message = "The task to replicate is full-load-and-cdc."
  }

  assert {
    condition     = aws_dms_replication_task.validate.migration_type == "cdc"
    error_message = "The task to validate is cdc."
  }

  assert {
    condition = jsonencode(sort(keys(aws_cloudwatch_metric_alarm.migration))) == jsonencode(sort([
      "replication_lag",
      "capture_lag",
      "replication_storage",
      "database_cpu",
      "database_connections",
      "database_storage",
      "unhealthy_targets",
      "failed_requests",
    ]))

    error_message = "Every alarm of the design is there."
  }
}

run "in_aws-production" {
  command = plan

  variables {
    environment = "aws-production"
  }

  assert {
    condition     = aws_rds_cluster.main.backup_retention_period == 7
    error_message = "In aws-production the retention of backups is 7."
  }

  assert {
    condition     = aws_rds_cluster_instance.main["writer"].instance_class == "db.r6g.large"
    error_message = "In aws-production the class of the database is db.r6g.large."
  }

  assert {
    condition     = length(aws_rds_cluster_instance.main) == 3
    error_message = "In aws-production the number of instances is 3."
  }

  assert {
    condition     = aws_autoscaling_group.main.desired_capacity == 3
    error_message = "In aws-production the number of machines is 3."
  }

  assert {
    condition     = aws_autoscaling_group.main.max_size == 9
    error_message = "In aws-production the most machines is 9."
  }

  assert {
    condition     = aws_launch_template.main.instance_type == "t3.medium"
    error_message = "In aws-production the type of the machines is t3.medium."
  }

  assert {
    condition     = aws_dms_replication_instance.main.replication_instance_class == "dms.t3.medium"
    error_message = "In aws-production the class of the replication instance is dms.t3.medium."
  }

  assert {
    condition     = aws_dms_replication_instance.main.allocated_storage == 100
    error_message = "In aws-production the storage of the replication instance is 100."
  }

  assert {
    condition     = aws_dms_replication_instance.main.multi_az == false
    error_message = "In aws-production the standby of the replication instance is false."
  }
}

run "in_an_unknown_environment" {
  command = plan

  variables {
    environment = "no-such"
  }

  assert {
    condition     = aws_rds_cluster.main.backup_retention_period == 7
    error_message = "In aws-production the retention of backups is 7."
  }

  assert {
    condition     = aws_rds_cluster_instance.main["writer"].instance_class == "db.r6g.large"
    error_message = "In aws-production the class of the database is db.r6g.large."
  }

  assert {
    condition     = length(aws_rds_cluster_instance.main) == 3
    error_message = "In aws-production the number of instances is 3."
  }

  assert {
    condition     = aws_autoscaling_group.main.desired_capacity == 3
    error_message = "In aws-production the number of machines is 3."
  }

  assert {
    condition     = aws_autoscaling_group.main.max_size == 9
    error_message = "In aws-production the most machines is 9."
  }

  assert {
    condition     = aws_launch_template.main.instance_type == "t3.medium"
    error_message = "In aws-production the type of the machines is t3.medium."
  }

  assert {
    condition     = aws_dms_replication_instance.main.replication_instance_class == "dms.t3.medium"
    error_message = "In aws-production the class of the replication instance is dms.t3.medium."
  }

  assert {
    condition     = aws_dms_replication_instance.main.allocated_storage == 100
    error_message = "In aws-production the storage of the replication instance is 100."
  }

  assert {
    condition     = aws_dms_replication_instance.main.multi_az == false
    error_message = "In aws-production the standby of the replication instance is false."
  }
}

run "values_that_are_refused" {
  command         = plan
  expect_failures = [var.environment_suffix, var.aws_region, var.app_port, var.traffic_weight]

  variables {
    environment_suffix = "In Capitals, and much longer than there is room for in the name of a load balancer"
    aws_region         = "virginia"
    app_port           = 65536
    traffic_weight     = 101
  }
}
