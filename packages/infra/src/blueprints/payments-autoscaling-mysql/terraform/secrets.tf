# Passwords pass through Terraform without being kept: they come from ephemeral values and go to write-only
# arguments, so neither a plan nor the state holds one. A write-only argument is sent when its version changes: raise
# var.credentials_version to change a password, or after an apply that stopped before both sides had it.
ephemeral "aws_secretsmanager_secret_version" "target_existing" {
  count = var.target_existing_secret != null ? 1 : 0

  secret_id = var.target_existing_secret
}

ephemeral "aws_secretsmanager_secret_version" "source_existing" {
  count = var.source_existing_secret != null ? 1 : 0

  secret_id = var.source_existing_secret
}

locals {
  target_database_password = var.target_existing_secret != null ? jsondecode(ephemeral.aws_secretsmanager_secret_version.target_existing[0].secret_string)["password"] : var.target_database_password
  source_database_password = var.source_existing_secret != null ? jsondecode(ephemeral.aws_secretsmanager_secret_version.source_existing[0].secret_string)["dms_password"] : var.source_database_password
}

resource "aws_secretsmanager_secret" "target_database" {
  name                    = "payment-db-credentials-target-${var.environment_suffix}"
  description             = "Login that owns the target database"
  kms_key_id              = aws_kms_key.secrets.arn
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

resource "aws_secretsmanager_secret" "source_database" {
  name                    = "payment-db-credentials-source-${var.environment_suffix}"
  description             = "Login the source database is read with"
  kms_key_id              = aws_kms_key.secrets.arn
  recovery_window_in_days = 0

  tags = {
    Name = "payment-db-credentials-source-${var.environment_suffix}"
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
