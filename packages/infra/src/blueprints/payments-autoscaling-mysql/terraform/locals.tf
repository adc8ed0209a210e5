# All in which the environments differ. A workspace of another name gets the sizes of the fallback.
locals {
  environments = {
    aws-production = {
      database_instance_class    = "db.r6g.large"
      database_instances         = 3
      backup_retention_days      = 7
      replication_instance_class = "dms.t3.medium"
      replication_storage_gb     = 100
      replication_multi_az       = false
      desired_count              = 3
      min_count                  = 3
      max_count                  = 9
      instance_type              = "t3.medium"
      log_retention_days         = 30
    }
    legacy-sync = {
      database_instance_class    = "db.r6g.large"
      database_instances         = 3
      backup_retention_days      = 7
      replication_instance_class = "dms.t3.medium"
      replication_storage_gb     = 100
      replication_multi_az       = false
      desired_count              = 3
      min_count                  = 3
      max_count                  = 9
      instance_type              = "t3.medium"
      log_retention_days         = 30
    }
  }
}

locals {
  requested_environment = coalesce(var.environment, terraform.workspace)
  environment           = contains(keys(local.environments), local.requested_environment) ? local.requested_environment : "aws-production"
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
