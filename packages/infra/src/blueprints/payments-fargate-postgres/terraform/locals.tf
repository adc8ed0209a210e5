# All in which the environments differ. A workspace of another name gets the sizes of the fallback.
locals {
  environments = {
    migration = {
      database_instance_class    = "db.r5.large"
      database_instances         = 1
      backup_retention_days      = 7
      replication_instance_class = "dms.c5.large"
      replication_storage_gb     = 100
      replication_multi_az       = false
      desired_count              = 2
      min_count                  = 2
      max_count                  = 10
      task_cpu                   = 512
      task_memory                = 1024
      log_retention_days         = 7
    }
  }
}

locals {
  requested_environment = coalesce(var.environment, terraform.workspace)
  environment           = contains(keys(local.environments), local.requested_environment) ? local.requested_environment : "migration"
  sizing                = local.environments[local.environment]
}

locals {
  tags = {
    Environment    = local.environment
    MigrationPhase = var.migration_phase
    CostCenter     = var.cost_center
    ManagedBy      = "causeway"
    Project        = "payment-migration"
  }
}
