# All in which the environments differ. A workspace of another name gets the sizes of the fallback.
locals {
  environments = {
    production-migration = {
      database_instance_class    = "db.r6g.xlarge"
      database_instances         = 3
      backup_retention_days      = 30
      replication_instance_class = "dms.t3.small"
      replication_storage_gb     = 100
      replication_multi_az       = false
      desired_count              = 4
      min_count                  = 4
      max_count                  = 4
      task_cpu                   = 2048
      task_memory                = 4096
      log_retention_days         = 30
    }
    staging-migration = {
      database_instance_class    = "db.r6g.large"
      database_instances         = 3
      backup_retention_days      = 7
      replication_instance_class = "dms.t3.small"
      replication_storage_gb     = 100
      replication_multi_az       = false
      desired_count              = 2
      min_count                  = 2
      max_count                  = 2
      task_cpu                   = 1024
      task_memory                = 2048
      log_retention_days         = 30
    }
  }
}

locals {
  requested_environment = coalesce(var.environment, terraform.workspace)
  environment           = contains(keys(local.environments), local.requested_environment) ? local.requested_environment : "staging-migration"
  sizing                = local.environments[local.environment]
}

locals {
  tags = {
    Environment    = local.environment
    MigrationPhase = var.migration_phase
    CostCenter     = var.cost_center
    ManagedBy      = "terraform"
    Project        = "payment-migration"
  }
}
