resource "aws_db_subnet_group" "source" {
  name        = "payment-db-subnet-group-source-${var.environment_suffix}"
  description = "Private subnets, one in each zone."
  subnet_ids  = values(aws_subnet.source_app)[*].id

  tags = {
    Name = "payment-db-subnet-group-source-${var.environment_suffix}"
  }
}

resource "aws_db_parameter_group" "source" {
  name        = "payment-db-parameters-source-${var.environment_suffix}"
  family      = "postgres14"
  description = "Settings of rds-postgresql, matching the source"

  tags = {
    Name = "payment-db-parameters-source-${var.environment_suffix}"
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

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_db_instance" "source" {
  identifier                            = "payment-db-source-${var.environment_suffix}"
  engine                                = "postgres"
  engine_version                        = "14"
  instance_class                        = local.sizing.database_instance_class
  allocated_storage                     = 100
  storage_type                          = "gp2"
  multi_az                              = false
  parameter_group_name                  = aws_db_parameter_group.source.name
  option_group_name                     = "default:postgres-14"
  db_name                               = "paymentdb"
  port                                  = 5432
  username                              = "dbadmin"
  password_wo                           = local.source_database_password
  password_wo_version                   = var.credentials_version
  db_subnet_group_name                  = aws_db_subnet_group.source.name
  vpc_security_group_ids                = [aws_security_group.source["database"].id]
  publicly_accessible                   = false
  backup_retention_period               = local.sizing.backup_retention_days
  backup_window                         = "03:00-04:00"
  maintenance_window                    = "mon:04:00-mon:05:00"
  enabled_cloudwatch_logs_exports       = ["postgresql", "upgrade"]
  performance_insights_enabled          = true
  performance_insights_retention_period = 7
  storage_encrypted                     = true
  iam_database_authentication_enabled   = false
  deletion_protection                   = false
  skip_final_snapshot                   = true
  copy_tags_to_snapshot                 = true

  tags = {
    Name = "payment-db-source-${var.environment_suffix}"
  }
}
