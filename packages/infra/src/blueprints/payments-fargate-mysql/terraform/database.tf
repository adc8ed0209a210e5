resource "aws_db_subnet_group" "main" {
  name        = "payment-db-subnet-group-${var.environment_suffix}"
  description = "Private subnets, one in each zone."
  subnet_ids  = values(aws_subnet.database)[*].id

  tags = {
    Name = "payment-db-subnet-group-${var.environment_suffix}"
  }
}

resource "aws_rds_cluster_parameter_group" "main" {
  name        = "payment-cluster-parameters-${var.environment_suffix}"
  family      = "aurora-mysql8.0"
  description = "Settings of the cluster of aurora-mysql, matching the source"

  tags = {
    Name = "payment-cluster-parameters-${var.environment_suffix}"
  }

  parameter {
    name         = "binlog_format"
    value        = "ROW"
    apply_method = "pending-reboot"
  }

  parameter {
    name         = "binlog_row_image"
    value        = "full"
    apply_method = "immediate"
  }

  parameter {
    name         = "binlog_checksum"
    value        = "NONE"
    apply_method = "immediate"
  }

  parameter {
    name         = "require_secure_transport"
    value        = "ON"
    apply_method = "immediate"
  }

  parameter {
    name         = "log_bin_trust_function_creators"
    value        = "1"
    apply_method = "immediate"
  }

  parameter {
    name         = "character_set_server"
    value        = "utf8mb4"
    apply_method = "immediate"
  }

  parameter {
    name         = "collation_server"
    value        = "utf8mb4_0900_ai_ci"
    apply_method = "immediate"
  }

  parameter {
    name         = "time_zone"
    value        = "UTC"
    apply_method = "immediate"
  }

  parameter {
    name         = "server_audit_logging"
    value        = "1"
    apply_method = "immediate"
  }

  parameter {
    name         = "server_audit_events"
    value        = "CONNECT,QUERY_DCL,QUERY_DDL"
    apply_method = "immediate"
  }

  parameter {
    name         = "slow_query_log"
    value        = "1"
    apply_method = "immediate"
  }

  parameter {
    name         = "long_query_time"
    value        = "1"
    apply_method = "immediate"
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_db_parameter_group" "main" {
  name        = "payment-instance-parameters-${var.environment_suffix}"
  family      = "aurora-mysql8.0"
  description = "Settings of each instance of aurora-mysql, matching the source"

  tags = {
    Name = "payment-instance-parameters-${var.environment_suffix}"
  }

  parameter {
    name         = "performance_schema"
    value        = "1"
    apply_method = "pending-reboot"
  }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_rds_cluster" "main" {
  cluster_identifier                  = "payment-aurora-cluster-${var.environment_suffix}"
  engine                              = "aurora-mysql"
  engine_mode                         = "provisioned"
  engine_version                      = "8.0.mysql_aurora.3.04.0"
  db_cluster_parameter_group_name     = aws_rds_cluster_parameter_group.main.name
  database_name                       = "paymentdb"
  port                                = 3306
  master_username                     = "admin"
  master_password_wo                  = local.target_database_password
  master_password_wo_version          = var.credentials_version
  db_subnet_group_name                = aws_db_subnet_group.main.name
  vpc_security_group_ids              = [aws_security_group.main["database"].id]
  backup_retention_period             = local.sizing.backup_retention_days
  preferred_backup_window             = "03:00-04:00"
  preferred_maintenance_window        = "mon:04:00-mon:05:00"
  enabled_cloudwatch_logs_exports     = ["audit", "error", "general", "slowquery"]
  storage_encrypted                   = true
  iam_database_authentication_enabled = false
  deletion_protection                 = false
  skip_final_snapshot                 = true
  copy_tags_to_snapshot               = true

  tags = {
    Name = "payment-aurora-cluster-${var.environment_suffix}"
  }

  serverlessv2_scaling_configuration {
    min_capacity = 0.5
    max_capacity = 16
  }
}

# The writer at first; after a failure Aurora promotes the lowest tier, in another zone.
locals {
  database_instances = {
    for index in range(local.sizing.database_instances) : index == 0 ? "writer" : "reader-${index}" => {
      name           = index == 0 ? "payment-aurora-writer-${var.environment_suffix}" : "payment-aurora-reader-${index}-${var.environment_suffix}"
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

  tags = {
    Name = each.value.name
  }
}
