resource "aws_sns_topic" "migration" {
  name              = "payment-notifications-${var.environment_suffix}"
  kms_master_key_id = aws_kms_key.notifications.arn

  tags = {
    Name = "payment-notifications-${var.environment_suffix}"
  }
}

resource "aws_sns_topic_policy" "migration" {
  arn = aws_sns_topic.migration.arn

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid    = "AlarmsAndDmsPublish"
      Effect = "Allow"
      Principal = {
        Service = ["cloudwatch.amazonaws.com", "dms.amazonaws.com"]
      }
      Action   = "sns:Publish"
      Resource = aws_sns_topic.migration.arn
      Condition = {
        StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.current.account_id }
      }
    }]
  })
}

# An address gets a message with a link, and nothing more before the link was followed.
resource "aws_sns_topic_subscription" "email" {
  for_each = toset(var.notification_emails)

  topic_arn = aws_sns_topic.migration.arn
  protocol  = "email"
  endpoint  = each.value
}
