resource "aws_iam_role" "target_task_execution" {
  name        = "payment-task-execution-target-${var.environment_suffix}"
  description = "Lets ECS pull the image and write logs"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = ["ecs-tasks.amazonaws.com"] }
      Action    = "sts:AssumeRole"
    }]
  })

  tags = {
    Name = "payment-task-execution-target-${var.environment_suffix}"
  }
}

resource "aws_iam_role_policy_attachment" "target_task_execution" {
  role       = aws_iam_role.target_task_execution.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_iam_role" "target_application" {
  name        = "payment-application-target-${var.environment_suffix}"
  description = "What a task of the application may do"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = ["ecs-tasks.amazonaws.com"] }
      Action    = "sts:AssumeRole"
    }]
  })

  tags = {
    Name = "payment-application-target-${var.environment_suffix}"
  }
}

resource "aws_iam_role_policy" "target_application" {
  name = "payment-application-target-${var.environment_suffix}"
  role = aws_iam_role.target_application.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "ReadLogins"
        Effect   = "Allow"
        Action   = ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"]
        Resource = [aws_secretsmanager_secret.target_database.arn, aws_secretsmanager_secret.source_database.arn]
      },
      {
        Sid      = "ListBuckets"
        Effect   = "Allow"
        Action   = ["s3:ListBucket", "s3:GetBucketLocation"]
        Resource = [aws_s3_bucket.target_transaction_logs.arn, aws_s3_bucket.source_transaction_logs.arn]
      },
      {
        Sid      = "UseFiles"
        Effect   = "Allow"
        Action   = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"]
        Resource = ["${aws_s3_bucket.target_transaction_logs.arn}/*", "${aws_s3_bucket.source_transaction_logs.arn}/*"]
      },
    ]
  })
}

resource "aws_iam_role" "target_dms_access_target" {
  name        = "payment-dms-access-target-${var.environment_suffix}"
  description = "Lets DMS read the login of the target"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = ["dms.amazonaws.com", "dms.${var.aws_region}.amazonaws.com"] }
      Action    = "sts:AssumeRole"
    }]
  })

  tags = {
    Name = "payment-dms-access-target-${var.environment_suffix}"
  }
}

resource "aws_iam_role_policy" "target_dms_access_target" {
  name = "payment-dms-access-target-${var.environment_suffix}"
  role = aws_iam_role.target_dms_access_target.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "ReadLogin"
      Effect   = "Allow"
      Action   = ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"]
      Resource = [aws_secretsmanager_secret.target_database.arn]
    }]
  })
}
