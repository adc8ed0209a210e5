resource "aws_kms_key" "database" {
  description             = "Storage, backups and Performance Insights of the database"
  enable_key_rotation     = true
  deletion_window_in_days = 7

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "AccountAdministersKey"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root" }
      Action    = "kms:*"
      Resource  = "*"
    }]
  })

  tags = {
    Name = "payment-key-database-${var.environment_suffix}"
  }
}

resource "aws_kms_alias" "database" {
  name          = "alias/payment-key-database-${var.environment_suffix}"
  target_key_id = aws_kms_key.database.key_id
}

resource "aws_kms_key" "logs" {
  description             = "Log groups"
  enable_key_rotation     = true
  deletion_window_in_days = 7

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "AccountAdministersKey"
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root" }
        Action    = "kms:*"
        Resource  = "*"
      },
      {
        Sid       = "ServicesUseKey"
        Effect    = "Allow"
        Principal = { Service = ["logs.${var.aws_region}.amazonaws.com"] }
        Action    = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"]
        Resource  = "*"
      },
    ]
  })

  tags = {
    Name = "payment-key-logs-${var.environment_suffix}"
  }
}

resource "aws_kms_alias" "logs" {
  name          = "alias/payment-key-logs-${var.environment_suffix}"
  target_key_id = aws_kms_key.logs.key_id
}

resource "aws_kms_key" "secrets" {
  description             = "Logins in Secrets Manager and Systems Manager"
  enable_key_rotation     = true
  deletion_window_in_days = 7

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "AccountAdministersKey"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root" }
      Action    = "kms:*"
      Resource  = "*"
    }]
  })

  tags = {
    Name = "payment-key-secrets-${var.environment_suffix}"
  }
}

resource "aws_kms_alias" "secrets" {
  name          = "alias/payment-key-secrets-${var.environment_suffix}"
  target_key_id = aws_kms_key.secrets.key_id
}

resource "aws_kms_key" "replication" {
  description             = "Storage of the replication instance and its endpoints"
  enable_key_rotation     = true
  deletion_window_in_days = 7

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "AccountAdministersKey"
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root" }
      Action    = "kms:*"
      Resource  = "*"
    }]
  })

  tags = {
    Name = "payment-key-replication-${var.environment_suffix}"
  }
}

resource "aws_kms_alias" "replication" {
  name          = "alias/payment-key-replication-${var.environment_suffix}"
  target_key_id = aws_kms_key.replication.key_id
}

resource "aws_kms_key" "notifications" {
  description             = "Messages of the topic"
  enable_key_rotation     = true
  deletion_window_in_days = 7

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "AccountAdministersKey"
        Effect    = "Allow"
        Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.current.account_id}:root" }
        Action    = "kms:*"
        Resource  = "*"
      },
      {
        Sid       = "ServicesUseKey"
        Effect    = "Allow"
        Principal = { Service = ["cloudwatch.amazonaws.com", "dms.amazonaws.com"] }
        Action    = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"]
        Resource  = "*"
      },
    ]
  })

  tags = {
    Name = "payment-key-notifications-${var.environment_suffix}"
  }
}

resource "aws_kms_alias" "notifications" {
  name          = "alias/payment-key-notifications-${var.environment_suffix}"
  target_key_id = aws_kms_key.notifications.key_id
}
