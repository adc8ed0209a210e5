resource "aws_db_subnet_group" "main" {
  name        = "db-subnet-group-${local.name_suffix}"
  description = "Private subnets, one in each zone."
  subnet_ids  = values(aws_subnet.database)[*].id

  tags = {
    Name = "db-subnet-group-${local.name_suffix}"
  }
}

resource "aws_rds_cluster_parameter_group" "main" {
  name        = "cluster-parameters-${local.name_suffix}"
  family      = "aurora-postgresql13"
  description = "Settings of the cluster of aurora-postgresql, matching the source"

  tags = {
    Name = "cluster-parameters-${local.name_suffix}"
  }

  parameter {
    name         = "rds.logical_replication"
    value        = "1"
    apply_method = "pending-reboot"
  }

  parameter {
    name         = "max_replication_slots"
    value        = "10"
    apply_method = "pending-reboot"
  }

  parameter {
    name         = "max_wal_senders"
    value        = "10"
    apply_method = "pending-reboot"
  }

  parameter {
    name         = "rds.force_ssl"
    value        = "1"
    apply_method = "immediate"
  }

  parameter {
    name         = "timezone"
    value        = "UTC"
    apply_method = "immediate"
  }

  parameter {
    name         = "work_mem"
    value        = "65536"
    apply_method = "immediate"
  }

  parameter {
    name         = "maintenance_work_mem"
    value        = "2097152"
    apply_method = "immediate"
  }

  parameter {
    name         = "shared_preload_libraries"
    value        = "pg_stat_statements"
    apply_method = "pending-reboot"
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_db_parameter_group" "main" {
  name        = "instance-parameters-${local.name_suffix}"
  family      = "aurora-postgresql13"
  description = "Settings of each instance of aurora-postgresql, matching the source"

  tags = {
    Name = "instance-parameters-${local.name_suffix}"
  }

  parameter {
    name         = "log_min_duration_statement"
    value        = "1000"
    apply_method = "immediate"
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_rds_cluster" "main" {
  cluster_identifier                  = "aurora-cluster-${local.name_suffix}"
  engine                              = "aurora-postgresql"
  engine_mode                         = "provisioned"
  engine_version                      = "13.23"
  db_cluster_parameter_group_name     = aws_rds_cluster_parameter_group.main.name
  database_name                       = "inventory"
  port                                = 5432
  master_username                     = "dbadmin"
  master_password_wo                  = local.target_database_password
  master_password_wo_version          = var.credentials_version
  db_subnet_group_name                = aws_db_subnet_group.main.name
  vpc_security_group_ids              = [aws_security_group.main["database"].id]
  backup_retention_period             = local.sizing.backup_retention_days
  preferred_backup_window             = "03:00-04:00"
  preferred_maintenance_window        = "mon:04:00-mon:05:00"
  enabled_cloudwatch_logs_exports     = ["postgresql"]
  storage_encrypted                   = true
  kms_key_id                          = aws_kms_key.database.arn
  iam_database_authentication_enabled = false
  deletion_protection                 = false
  skip_final_snapshot                 = true
  copy_tags_to_snapshot               = true

  tags = {
    Name = "aurora-cluster-${local.name_suffix}"
  }
}

# The writer at first; after a failure Aurora promotes the lowest tier, in another zone.
locals {
  database_instances = {
    for index in range(local.sizing.database_instances) : index == 0 ? "writer" : "reader-${index}" => {
      name           = index == 0 ? "aurora-writer-${local.name_suffix}" : "aurora-reader-${index}-${local.name_suffix}"
      promotion_tier = index
    }
  }
}

resource "aws_rds_cluster_instance" "main" {
  for_each = local.database_instances

  identifier                            = each.value.name
  cluster_identifier                    = aws_rds_cluster.main.id
  engine                                = aws_rds_cluster.main.engine
  engine_version                        = aws_rds_cluster.main.engine_version
  instance_class                        = local.sizing.database_instance_class
  db_parameter_group_name               = aws_db_parameter_group.main.name
  promotion_tier                        = each.value.promotion_tier
  publicly_accessible                   = false
  auto_minor_version_upgrade            = false
  performance_insights_enabled          = true
  performance_insights_retention_period = 7
  performance_insights_kms_key_id       = aws_kms_key.database.arn

  tags = {
    Name = each.value.name
  }
}
