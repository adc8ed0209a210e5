# Passwords pass through Terraform without being kept: they come from ephemeral values and go to write-only
# arguments, so neither a plan nor the state holds one. A write-only argument is sent when its version changes: raise
# var.credentials_version to change a password, or after an apply that stopped before both sides had it.
locals {
  target_database_password = var.db_master_password
  source_database_password = var.onprem_db_password
}

resource "aws_secretsmanager_secret" "target_database" {
  name                    = "payment-db-credentials-target-${var.environment_suffix}"
  description             = "Login that owns the target database"
  recovery_window_in_days = 0

  tags = {
    Name = "payment-db-credentials-target-${var.environment_suffix}"
  }
}

resource "aws_secretsmanager_secret_version" "target_database" {
  secret_id = aws_secretsmanager_secret.target_database.id

  secret_string_wo = jsonencode({
    username = "admin"
    password = local.target_database_password
    host     = aws_rds_cluster.main.endpoint
    port     = aws_rds_cluster.main.port
  })

  secret_string_wo_version = var.credentials_version
}

resource "aws_ssm_parameter" "target_database_username" {
  name             = "/payment-migration/${var.environment_suffix}/db/master/username"
  description      = "Login that owns the target database: username"
  type             = "SecureString"
  value_wo         = "admin"
  value_wo_version = var.credentials_version
}

resource "aws_ssm_parameter" "target_database_password" {
  name             = "/payment-migration/${var.environment_suffix}/db/master/password"
  description      = "Login that owns the target database: password"
  type             = "SecureString"
  value_wo         = local.target_database_password
  value_wo_version = var.credentials_version
}

resource "aws_secretsmanager_secret" "source_database" {
  name                    = "payment-db-credentials-source-${var.environment_suffix}"
  description             = "Login the source database is read with"
  recovery_window_in_days = 0

  tags = {
    Name = "payment-db-credentials-source-${var.environment_suffix}"
  }
}

resource "aws_secretsmanager_secret_version" "source_database" {
  secret_id = aws_secretsmanager_secret.source_database.id

  secret_string_wo = jsonencode({
    username = "onprem_user"
    password = local.source_database_password
    host     = var.source_host
    port     = var.source_port
  })

  secret_string_wo_version = var.credentials_version
}

resource "aws_ssm_parameter" "source_database_username" {
  name             = "/payment-migration/${var.environment_suffix}/onprem/db/username"
  description      = "Login the source database is read with: username"
  type             = "SecureString"
  value_wo         = "onprem_user"
  value_wo_version = var.credentials_version
}

resource "aws_ssm_parameter" "source_database_password" {
  name             = "/payment-migration/${var.environment_suffix}/onprem/db/password"
  description      = "Login the source database is read with: password"
  type             = "SecureString"
  value_wo         = local.source_database_password
  value_wo_version = var.credentials_version
}
