# Passwords pass through Terraform without being kept: they come from ephemeral values and go to write-only
# arguments, so neither a plan nor the state holds one. A write-only argument is sent when its version changes: raise
# var.credentials_version to change a password, or after an apply that stopped before both sides had it.
ephemeral "aws_secretsmanager_random_password" "target_database" {
  count = var.generate_passwords ? 1 : 0

  password_length     = 32
  exclude_punctuation = true
}

locals {
  target_database_password = var.generate_passwords ? one(ephemeral.aws_secretsmanager_random_password.target_database[*].random_password) : var.target_database_password
  source_database_password = var.onprem_db_password
}

resource "aws_secretsmanager_secret" "target_database" {
  name                    = "db-credentials-target-${local.name_suffix}"
  description             = "Login that owns the target database"
  kms_key_id              = aws_kms_key.secrets.arn
  recovery_window_in_days = 0

  tags = {
    Name = "db-credentials-target-${local.name_suffix}"
  }
}

resource "aws_secretsmanager_secret_version" "target_database" {
  secret_id = aws_secretsmanager_secret.target_database.id

  secret_string_wo = jsonencode({
    username = "dbadmin"
    password = local.target_database_password
    host     = aws_rds_cluster.main.endpoint
    port     = aws_rds_cluster.main.port
  })

  secret_string_wo_version = var.credentials_version
}

resource "aws_secretsmanager_secret" "source_database" {
  name                    = "db-credentials-source-${local.name_suffix}"
  description             = "Login the source database is read with"
  kms_key_id              = aws_kms_key.secrets.arn
  recovery_window_in_days = 0

  tags = {
    Name = "db-credentials-source-${local.name_suffix}"
  }
}

resource "aws_secretsmanager_secret_version" "source_database" {
  secret_id = aws_secretsmanager_secret.source_database.id

  secret_string_wo = jsonencode({
    username = "dms_user"
    password = local.source_database_password
    host     = var.source_host
    port     = var.source_port
  })

  secret_string_wo_version = var.credentials_version
}
