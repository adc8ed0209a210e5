resource "aws_s3_bucket" "source_transaction_logs" {
  bucket        = "payment-transaction-logs-source-${var.environment_suffix}"
  force_destroy = true

  tags = {
    Name = "payment-transaction-logs-source-${var.environment_suffix}"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "source_transaction_logs" {
  bucket = aws_s3_bucket.source_transaction_logs.id

  rule {
    bucket_key_enabled = false

    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_versioning" "source_transaction_logs" {
  bucket = aws_s3_bucket.source_transaction_logs.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "source_transaction_logs" {
  bucket = aws_s3_bucket.source_transaction_logs.id

  rule {
    id     = "tier"
    status = "Enabled"

    filter {
      prefix = ""
    }

    noncurrent_version_transition {
      noncurrent_days = 90
      storage_class   = "GLACIER"
    }

    noncurrent_version_expiration {
      noncurrent_days = 365
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }

  depends_on = [aws_s3_bucket_versioning.source_transaction_logs]
}

resource "aws_s3_bucket_policy" "source_transaction_logs" {
  bucket = aws_s3_bucket.source_transaction_logs.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "RefuseWithoutTls"
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = [aws_s3_bucket.source_transaction_logs.arn, "${aws_s3_bucket.source_transaction_logs.arn}/*"]
      Condition = {
        Bool = { "aws:SecureTransport" = "false" }
      }
    }]
  })

  depends_on = [aws_s3_bucket_public_access_block.source]
}

resource "aws_s3_bucket_replication_configuration" "source_transaction_logs" {
  bucket = aws_s3_bucket.source_transaction_logs.id
  role   = aws_iam_role.source_bucket_replication.arn

  rule {
    id       = "replicate-transaction-logs"
    priority = 1
    status   = "Enabled"

    filter {
      prefix = ""
    }

    delete_marker_replication {
      status = "Enabled"
    }

    destination {
      bucket = aws_s3_bucket.target_transaction_logs.arn

      replication_time {
        status = "Enabled"

        time {
          minutes = 15
        }
      }

      metrics {
        status = "Enabled"

        event_threshold {
          minutes = 15
        }
      }
    }
  }

  depends_on = [aws_s3_bucket_versioning.source_transaction_logs, aws_s3_bucket_versioning.target_transaction_logs]
}

resource "aws_s3_bucket" "source_access_logs" {
  bucket        = "payment-access-logs-source-${var.environment_suffix}"
  force_destroy = true

  tags = {
    Name = "payment-access-logs-source-${var.environment_suffix}"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "source_access_logs" {
  bucket = aws_s3_bucket.source_access_logs.id

  rule {
    bucket_key_enabled = false

    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "source_access_logs" {
  bucket = aws_s3_bucket.source_access_logs.id

  rule {
    id     = "expire"
    status = "Enabled"

    filter {
      prefix = ""
    }

    expiration {
      days = 90
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 7
    }
  }
}

resource "aws_s3_bucket_policy" "source_access_logs" {
  bucket = aws_s3_bucket.source_access_logs.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "RefuseWithoutTls"
        Effect    = "Deny"
        Principal = "*"
        Action    = "s3:*"
        Resource  = [aws_s3_bucket.source_access_logs.arn, "${aws_s3_bucket.source_access_logs.arn}/*"]
        Condition = {
          Bool = { "aws:SecureTransport" = "false" }
        }
      },
      {
        Sid       = "LoadBalancerWritesLogs"
        Effect    = "Allow"
        Principal = { AWS = data.aws_elb_service_account.current.arn }
        Action    = "s3:PutObject"
        Resource  = "${aws_s3_bucket.source_access_logs.arn}/*"
      },
    ]
  })

  depends_on = [aws_s3_bucket_public_access_block.source]
}

locals {
  source_buckets = {
    transaction_logs = aws_s3_bucket.source_transaction_logs.id
    access_logs      = aws_s3_bucket.source_access_logs.id
  }
}

resource "aws_s3_bucket_public_access_block" "source" {
  for_each = local.source_buckets

  bucket                  = each.value
  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "source" {
  for_each = local.source_buckets

  bucket = each.value

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}
