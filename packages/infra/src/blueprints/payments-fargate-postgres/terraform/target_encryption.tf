resource "aws_kms_key" "target_notifications" {
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
    Name = "payment-key-notifications-target-${var.environment_suffix}"
  }
}

resource "aws_kms_alias" "target_notifications" {
  name          = "alias/payment-key-notifications-target-${var.environment_suffix}"
  target_key_id = aws_kms_key.target_notifications.key_id
}
