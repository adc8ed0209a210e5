resource "aws_iam_role" "source_task_execution" {
  name        = "payment-task-execution-source-${var.environment_suffix}"
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
    Name = "payment-task-execution-source-${var.environment_suffix}"
  }
}

resource "aws_iam_role_policy_attachment" "source_task_execution" {
  role       = aws_iam_role.source_task_execution.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
}

resource "aws_iam_role" "source_application" {
  name        = "payment-application-source-${var.environment_suffix}"
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
    Name = "payment-application-source-${var.environment_suffix}"
  }
}

resource "aws_iam_role_policy" "source_application" {
  name = "payment-application-source-${var.environment_suffix}"
  role = aws_iam_role.source_application.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "ReadLogins"
        Effect   = "Allow"
        Action   = ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"]
        Resource = [aws_secretsmanager_secret.source_database.arn]
      },
      {
        Sid      = "ListBuckets"
        Effect   = "Allow"
        Action   = ["s3:ListBucket", "s3:GetBucketLocation"]
        Resource = [aws_s3_bucket.source_transaction_logs.arn]
      },
      {
        Sid      = "UseFiles"
        Effect   = "Allow"
        Action   = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"]
        Resource = ["${aws_s3_bucket.source_transaction_logs.arn}/*"]
      },
    ]
  })
}

resource "aws_iam_role" "source_dms_access_source" {
  name        = "payment-dms-access-source-${var.environment_suffix}"
  description = "Lets DMS read the login of the source"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = ["dms.amazonaws.com", "dms.${var.aws_region}.amazonaws.com"] }
      Action    = "sts:AssumeRole"
    }]
  })

  tags = {
    Name = "payment-dms-access-source-${var.environment_suffix}"
  }
}

resource "aws_iam_role_policy" "source_dms_access_source" {
  name = "payment-dms-access-source-${var.environment_suffix}"
  role = aws_iam_role.source_dms_access_source.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid      = "ReadLogin"
      Effect   = "Allow"
      Action   = ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"]
      Resource = [aws_secretsmanager_secret.source_database.arn]
    }]
  })
}

resource "aws_iam_role" "source_bucket_replication" {
  name        = "payment-bucket-replication-source-${var.environment_suffix}"
  description = "Lets S3 replicate buckets of the source to those of the target"

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = ["s3.amazonaws.com"] }
      Action    = "sts:AssumeRole"
    }]
  })

  tags = {
    Name = "payment-bucket-replication-source-${var.environment_suffix}"
  }
}

resource "aws_iam_role_policy" "source_bucket_replication" {
  name = "payment-bucket-replication-source-${var.environment_suffix}"
  role = aws_iam_role.source_bucket_replication.id

  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "ReadSource"
        Effect   = "Allow"
        Action   = ["s3:GetReplicationConfiguration", "s3:ListBucket"]
        Resource = [aws_s3_bucket.source_transaction_logs.arn]
      },
      {
        Sid      = "ReadVersions"
        Effect   = "Allow"
        Action   = ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"]
        Resource = ["${aws_s3_bucket.source_transaction_logs.arn}/*"]
      },
      {
        Sid      = "WriteTarget"
        Effect   = "Allow"
        Action   = ["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"]
        Resource = ["${aws_s3_bucket.target_transaction_logs.arn}/*"]
      },
    ]
  })
}
