# All in which the environments differ. A workspace of another name gets the sizes of the fallback.
locals {
  environments = {
    prod = {
      database_instance_class    = "db.r6g.xlarge"
      database_instances         = 2
      backup_retention_days      = 14
      replication_instance_class = "dms.r5.xlarge"
      replication_storage_gb     = 150
      replication_multi_az       = false
      desired_count              = 2
      min_count                  = 2
      max_count                  = 2
      task_cpu                   = 1024
      task_memory                = 2048
      log_retention_days         = 30
    }
    dev = {
      database_instance_class    = "db.r6g.large"
      database_instances         = 2
      backup_retention_days      = 7
      replication_instance_class = "dms.r5.xlarge"
      replication_storage_gb     = 150
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
  environment           = contains(keys(local.environments), local.requested_environment) ? local.requested_environment : "dev"
  sizing                = local.environments[local.environment]
}

locals {
  name_suffix = "${local.environment}-${var.environment_suffix}"

  tags = {
    Environment    = local.environment
    MigrationPhase = var.migration_phase
    CostCenter     = var.cost_center
    ManagedBy      = "causeway"
    Project        = "inventory-migration"
  }
}
