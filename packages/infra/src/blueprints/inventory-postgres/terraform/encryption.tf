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
    Name = "key-database-${local.name_suffix}"
  }
}

resource "aws_kms_alias" "database" {
  name          = "alias/key-database-${local.name_suffix}"
  target_key_id = aws_kms_key.database.key_id
}

resource "aws_kms_key" "storage" {
  description             = "Buckets with data of the application"
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
    Name = "key-storage-${local.name_suffix}"
  }
}

resource "aws_kms_alias" "storage" {
  name          = "alias/key-storage-${local.name_suffix}"
  target_key_id = aws_kms_key.storage.key_id
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
    Name = "key-logs-${local.name_suffix}"
  }
}

resource "aws_kms_alias" "logs" {
  name          = "alias/key-logs-${local.name_suffix}"
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
    Name = "key-secrets-${local.name_suffix}"
  }
}

resource "aws_kms_alias" "secrets" {
  name          = "alias/key-secrets-${local.name_suffix}"
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
    Name = "key-replication-${local.name_suffix}"
  }
}

resource "aws_kms_alias" "replication" {
  name          = "alias/key-replication-${local.name_suffix}"
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
    Name = "key-notifications-${local.name_suffix}"
  }
}

resource "aws_kms_alias" "notifications" {
  name          = "alias/key-notifications-${local.name_suffix}"
  target_key_id = aws_kms_key.notifications.key_id
}
