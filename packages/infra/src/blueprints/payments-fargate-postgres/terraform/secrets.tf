# Passwords pass through Terraform without being kept: they come from ephemeral values and go to write-only
# arguments, so neither a plan nor the state holds one. A write-only argument is sent when its version changes: raise
# var.credentials_version to change a password, or after an apply that stopped before both sides had it.
ephemeral "aws_secretsmanager_random_password" "target_database" {
  count = var.generate_passwords ? 1 : 0

  password_length     = 32
  exclude_punctuation = true
}

ephemeral "aws_secretsmanager_random_password" "source_database" {
  count = var.generate_passwords ? 1 : 0

  password_length     = 32
  exclude_punctuation = true
}

locals {
  target_database_password = var.generate_passwords ? one(ephemeral.aws_secretsmanager_random_password.target_database[*].random_password) : var.target_database_password
  source_database_password = var.generate_passwords ? one(ephemeral.aws_secretsmanager_random_password.source_database[*].random_password) : var.source_database_password
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
    username = "dbadmin"
    password = local.target_database_password
    host     = aws_db_instance.target.address
    port     = aws_db_instance.target.port
  })

  secret_string_wo_version = var.credentials_version
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
    username = "dbadmin"
    password = local.source_database_password
    host     = aws_db_instance.source.address
    port     = aws_db_instance.source.port
  })

  secret_string_wo_version = var.credentials_version
}
