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

variables {
  generate_passwords       = false
  target_database_password = "not-a-password"
  source_database_password = "not-a-password"
}

run "in_migration" {
  command = plan

  variables {
    environment = "migration"
  }

  assert {
    condition     = aws_db_instance.target.backup_retention_period == 7
    error_message = "In migration the retention of backups is 7."
  }

  assert {
    condition     = aws_db_instance.target.instance_class == "db.r5.large"
    error_message = "In migration the class of the database is db.r5.large."
  }

  assert {
    condition     = aws_ecs_service.target["green"].desired_count == 2
    error_message = "In migration the number of tasks is 2."
  }

  assert {
    condition     = aws_ecs_task_definition.target.cpu == "512"
    error_message = "In migration the CPU of a task is 512."
  }

  assert {
    condition     = aws_ecs_task_definition.target.memory == "1024"
    error_message = "In migration the memory of a task is 1024."
  }

  assert {
    condition     = aws_dms_replication_instance.main.replication_instance_class == "dms.c5.large"
    error_message = "In migration the class of the replication instance is dms.c5.large."
  }

  assert {
    condition     = aws_dms_replication_instance.main.allocated_storage == 100
    error_message = "In migration the storage of the replication instance is 100."
  }

  assert {
    condition     = aws_dms_replication_instance.main.multi_az == false
    error_message = "In migration the standby of the replication instance is false."
  }

  assert {
    condition = jsonencode({ for zone, subnet in aws_subnet.target_public : zone => subnet.cidr_block }) == jsonencode({
      a = "10.0.0.0/24"
      b = "10.0.1.0/24"
    })

    error_message = "The public subnets of the target are those of the address plan."
  }

  assert {
    condition = jsonencode({ for zone, subnet in aws_subnet.target_app : zone => subnet.cidr_block }) == jsonencode({
      a = "10.0.10.0/24"
      b = "10.0.11.0/24"
    })

    error_message = "The app subnets of the target are those of the address plan."
  }

  assert {
    condition     = length(aws_nat_gateway.target) == 1
    error_message = "There are as many NAT gateways as planned."
  }

  assert {
    condition     = alltrue([for rule in aws_vpc_security_group_ingress_rule.target_from_network : rule.cidr_ipv4 != "0.0.0.0/0" || contains([80, 443], rule.from_port)])
    error_message = "Only HTTP and HTTPS are open to the world."
  }

  assert {
    condition     = aws_db_instance.target.storage_encrypted == true
    error_message = "The database is encrypted."
  }

  assert {
    condition     = aws_db_instance.target.deletion_protection == false
    error_message = "Deletion protection is as ephemeral has it."
  }

  assert {
    condition     = aws_db_instance.target.skip_final_snapshot == true
    error_message = "A final snapshot is taken as planned."
  }

  assert {
    condition     = aws_db_instance.target.engine_version == "14"
    error_message = "The engine has the version planned."
  }

  assert {
    condition     = aws_s3_bucket.target_transaction_logs.force_destroy == true
    error_message = "The bucket of transaction-logs is emptied only where it may be."
  }

  assert {
    condition     = aws_s3_bucket_public_access_block.target["transaction_logs"].block_public_acls && aws_s3_bucket_public_access_block.target["transaction_logs"].block_public_policy && aws_s3_bucket_public_access_block.target["transaction_logs"].restrict_public_buckets
    error_message = "The bucket of transaction-logs is private."
  }

  assert {
    condition     = aws_s3_bucket_versioning.target_transaction_logs.versioning_configuration[0].status == "Enabled"
    error_message = "The bucket of transaction-logs keeps versions."
  }

  assert {
    condition     = aws_s3_bucket.target_access_logs.force_destroy == true
    error_message = "The bucket of access-logs is emptied only where it may be."
  }

  assert {
    condition     = aws_s3_bucket_public_access_block.target["access_logs"].block_public_acls && aws_s3_bucket_public_access_block.target["access_logs"].block_public_policy && aws_s3_bucket_public_access_block.target["access_logs"].restrict_public_buckets
    error_message = "The bucket of access-logs is private."
  }

  assert {
    condition     = aws_lb.target.enable_deletion_protection == false
    error_message = "Deletion protection of the load balancer is as ephemeral has it."
  }

  assert {
    condition = jsonencode({ for zone, subnet in aws_subnet.source_public : zone => subnet.cidr_block }) == jsonencode({
      a = "10.1.0.0/24"
      b = "10.1.1.0/24"
    })

    error_message = "The public subnets of the source are those of the address plan."
  }

  assert {
    condition = jsonencode({ for zone, subnet in aws_subnet.source_app : zone => subnet.cidr_block }) == jsonencode({
      a = "10.1.10.0/24"
      b = "10.1.11.0/24"
    })

    error_message = "The app subnets of the source are those of the address plan."
  }

  assert {
    condition     = length(aws_nat_gateway.source) == 1
    error_message = "There are as many NAT gateways as planned."
  }

  assert {
    condition     = alltrue([for rule in aws_vpc_security_group_ingress_rule.source_from_network : rule.cidr_ipv4 != "0.0.0.0/0" || contains([80, 443], rule.from_port)])
    error_message = "Only HTTP and HTTPS are open to the world."
  }

  assert {
    condition     = aws_db_instance.source.storage_encrypted == true
    error_message = "The database is encrypted."
  }

  assert {
    condition     = aws_db_instance.source.deletion_protection == false
    error_message = "Deletion protection is as ephemeral has it."
  }

  assert {
    condition     = aws_db_instance.source.skip_final_snapshot == true
    error_message = "A final snapshot is taken as planned."
  }

  assert {
    condition     = aws_db_instance.source.engine_version == "14"
    error_message = "The engine has the version planned."
  }

  assert {
    condition     = aws_s3_bucket.source_transaction_logs.force_destroy == true
    error_message = "The bucket of transaction-logs is emptied only where it may be."
  }

  assert {
    condition     = aws_s3_bucket_public_access_block.source["transaction_logs"].block_public_acls && aws_s3_bucket_public_access_block.source["transaction_logs"].block_public_policy && aws_s3_bucket_public_access_block.source["transaction_logs"].restrict_public_buckets
    error_message = "The bucket of transaction-logs is private."
  }

  assert {
    condition     = aws_s3_bucket_versioning.source_transaction_logs.versioning_configuration[0].status == "Enabled"
    error_message = "The bucket of transaction-logs keeps versions."
  }

  assert {
    condition     = aws_s3_bucket.source_access_logs.force_destroy == true
    error_message = "The bucket of access-logs is emptied only where it may be."
  }

  assert {
    condition     = aws_s3_bucket_public_access_block.source["access_logs"].block_public_acls && aws_s3_bucket_public_access_block.source["access_logs"].block_public_policy && aws_s3_bucket_public_access_block.source["access_logs"].restrict_public_buckets
    error_message = "The bucket of access-logs is private."
  }

  assert {
    condition     = aws_lb.source.enable_deletion_protection == false
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
      "database_cpu_source",
      "database_connections_source",
      "database_storage_source",
      "database_cpu_target",
      "database_connections_target",
      "database_storage_target",
      "unhealthy_targets_source",
      "failed_requests_source",
      "unhealthy_targets_target",
      "failed_requests_target",
    ]))

    error_message = "Every alarm of the design is there."
  }
}

run "in_an_unknown_environment" {
  command = plan

  variables {
    environment = "no-such"
  }

  assert {
    condition     = aws_db_instance.target.backup_retention_period == 7
    error_message = "In migration the retention of backups is 7."
  }

  assert {
    condition     = aws_db_instance.target.instance_class == "db.r5.large"
    error_message = "In migration the class of the database is db.r5.large."
  }

  assert {
    condition     = aws_ecs_service.target["green"].desired_count == 2
    error_message = "In migration the number of tasks is 2."
  }

  assert {
    condition     = aws_ecs_task_definition.target.cpu == "512"
    error_message = "In migration the CPU of a task is 512."
  }

  assert {
    condition     = aws_ecs_task_definition.target.memory == "1024"
    error_message = "In migration the memory of a task is 1024."
  }

  assert {
    condition     = aws_dms_replication_instance.main.replication_instance_class == "dms.c5.large"
    error_message = "In migration the class of the replication instance is dms.c5.large."
  }

  assert {
    condition     = aws_dms_replication_instance.main.allocated_storage == 100
    error_message = "In migration the storage of the replication instance is 100."
  }

  assert {
    condition     = aws_dms_replication_instance.main.multi_az == false
    error_message = "In migration the standby of the replication instance is false."
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
