# DMS takes its rights in the VPC and in CloudWatch from two roles that it finds by their names.
locals {
  known_dms_roles = {
    dms-vpc-role = {
      description = "Lets DMS place replication instances in a VPC"
      policy      = "arn:aws:iam::aws:policy/service-role/AmazonDMSVPCManagementRole"
    }
    dms-cloudwatch-logs-role = {
      description = "Lets DMS write the logs of its tasks"
      policy      = "arn:aws:iam::aws:policy/service-role/AmazonDMSCloudWatchLogsRole"
    }
  }

  dms_roles = { for name, role in local.known_dms_roles : name => role if contains(var.dms_service_roles, name) }
}

resource "aws_iam_role" "dms_service" {
  for_each = local.dms_roles

  name        = each.key
  description = each.value.description

  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = ["dms.amazonaws.com", "dms.${var.aws_region}.amazonaws.com"] }
      Action    = "sts:AssumeRole"
    }]
  })
}

resource "aws_iam_role_policy_attachment" "dms_service" {
  for_each = local.dms_roles

  role       = aws_iam_role.dms_service[each.key].name
  policy_arn = each.value.policy
}

resource "aws_dms_replication_subnet_group" "main" {
  replication_subnet_group_id          = "payment-dms-subnet-group-${var.environment_suffix}"
  replication_subnet_group_description = "Where DMS has its network interfaces."
  subnet_ids                           = values(aws_subnet.app)[*].id

  tags = {
    Name = "payment-dms-subnet-group-${var.environment_suffix}"
  }

  depends_on = [aws_iam_role_policy_attachment.dms_service]
}

resource "aws_dms_replication_instance" "main" {
  replication_instance_id      = "payment-dms-${var.environment_suffix}"
  replication_instance_class   = local.sizing.replication_instance_class
  allocated_storage            = local.sizing.replication_storage_gb
  engine_version               = "3.5.1"
  multi_az                     = local.sizing.replication_multi_az
  replication_subnet_group_id  = aws_dms_replication_subnet_group.main.replication_subnet_group_id
  vpc_security_group_ids       = [aws_security_group.main["replication"].id]
  publicly_accessible          = false
  preferred_maintenance_window = "mon:04:00-mon:05:00"
  auto_minor_version_upgrade   = false

  tags = {
    Name = "payment-dms-${var.environment_suffix}"
  }

  depends_on = [aws_iam_role_policy_attachment.dms_service]
}

resource "aws_dms_endpoint" "source" {
  endpoint_id                     = "payment-dms-endpoint-source-${var.environment_suffix}"
  endpoint_type                   = "source"
  engine_name                     = "mysql"
  ssl_mode                        = "require"
  secrets_manager_arn             = aws_secretsmanager_secret.source_database.arn
  secrets_manager_access_role_arn = aws_iam_role.dms_access_source.arn

  tags = {
    Name = "payment-dms-endpoint-source-${var.environment_suffix}"
  }

  depends_on = [aws_secretsmanager_secret_version.source_database, aws_iam_role_policy.dms_access_source]
}

resource "aws_dms_endpoint" "target" {
  endpoint_id                     = "payment-dms-endpoint-target-${var.environment_suffix}"
  endpoint_type                   = "target"
  engine_name                     = "aurora"
  ssl_mode                        = "require"
  secrets_manager_arn             = aws_secretsmanager_secret.target_database.arn
  secrets_manager_access_role_arn = aws_iam_role.dms_access_target.arn

  tags = {
    Name = "payment-dms-endpoint-target-${var.environment_suffix}"
  }

  depends_on = [
    aws_secretsmanager_secret_version.target_database,
    aws_iam_role_policy.dms_access_target,
    aws_rds_cluster_instance.main,
  ]
}

# What is moved.
locals {
  table_mappings = jsonencode({
    rules = [
      {
        rule-type      = "selection"
        rule-id        = "1"
        rule-name      = "include-1"
        object-locator = { schema-name = "paymentdb", table-name = "%" }
        rule-action    = "include"
      },
      {
        rule-type      = "selection"
        rule-id        = "2"
        rule-name      = "exclude-2"
        object-locator = { schema-name = "causeway", table-name = "%" }
        rule-action    = "exclude"
      },
    ]
  })
}

resource "aws_dms_replication_task" "replicate" {
  replication_task_id      = "payment-replication-${var.environment_suffix}"
  resource_identifier      = "payment-replication-${var.environment_suffix}"
  migration_type           = "full-load-and-cdc"
  replication_instance_arn = aws_dms_replication_instance.main.replication_instance_arn
  source_endpoint_arn      = aws_dms_endpoint.source.endpoint_arn
  target_endpoint_arn      = aws_dms_endpoint.target.endpoint_arn
  table_mappings           = local.table_mappings

  replication_task_settings = jsonencode({
    TargetMetadata = {
      TargetSchema             = ""
      SupportLobs              = true
      FullLobMode              = false
      LimitedSizeLobMode       = true
      LobMaxSize               = 64
      BatchApplyEnabled        = false
      TaskRecoveryTableEnabled = true
    }
    Logging = {
      EnableLogging = true
      LogComponents = [
        { Id = "SOURCE_UNLOAD", Severity = "LOGGER_SEVERITY_INFO" },
        { Id = "SOURCE_CAPTURE", Severity = "LOGGER_SEVERITY_INFO" },
        { Id = "TARGET_LOAD", Severity = "LOGGER_SEVERITY_INFO" },
        { Id = "TARGET_APPLY", Severity = "LOGGER_SEVERITY_INFO" },
        { Id = "TASK_MANAGER", Severity = "LOGGER_SEVERITY_INFO" },
      ]
    }
    ControlTablesSettings = {
      ControlSchema                 = "dms_control"
      HistoryTimeslotInMinutes      = 5
      HistoryTableEnabled           = true
      SuspendedTablesTableEnabled   = true
      StatusTableEnabled            = true
      FullLoadExceptionTableEnabled = true
    }
    ErrorBehavior = {
      DataErrorPolicy                      = "SUSPEND_TABLE"
      DataErrorEscalationPolicy            = "STOP_TASK"
      DataErrorEscalationCount             = 0
      DataTruncationErrorPolicy            = "STOP_TASK"
      TableErrorPolicy                     = "STOP_TASK"
      TableErrorEscalationPolicy           = "STOP_TASK"
      TableErrorEscalationCount            = 0
      ApplyErrorDeletePolicy               = "SUSPEND_TABLE"
      ApplyErrorInsertPolicy               = "SUSPEND_TABLE"
      ApplyErrorUpdatePolicy               = "SUSPEND_TABLE"
      ApplyErrorEscalationPolicy           = "STOP_TASK"
      ApplyErrorEscalationCount            = 0
      ApplyErrorFailOnTruncationDdl        = true
      FailOnNoTablesCaptured               = true
      FailOnTransactionConsistencyBreached = true
      FullLoadIgnoreConflicts              = true
      RecoverableErrorCount                = -1
      RecoverableErrorInterval             = 5
      RecoverableErrorThrottling           = true
      RecoverableErrorThrottlingMax        = 1800
    }
    FailTaskWhenCleanTaskResourceFailed = true
    FullLoadSettings = {
      TargetTablePrepMode             = "DO_NOTHING"
      CreatePkAfterFullLoad           = false
      StopTaskCachedChangesApplied    = false
      StopTaskCachedChangesNotApplied = true
      MaxFullLoadSubTasks             = 8
      TransactionConsistencyTimeout   = 600
      CommitRate                      = 10000
    }
    ChangeProcessingTuning = {
      BatchApplyTimeoutMin = 1
      BatchApplyTimeoutMax = 30
      MinTransactionSize   = 1000
      CommitTimeout        = 1
      MemoryLimitTotal     = 1024
      MemoryKeepTime       = 60
      StatementCacheSize   = 50
    }
    ChangeProcessingDdlHandlingPolicy = {
      HandleSourceTableDropped   = false
      HandleSourceTableTruncated = true
      HandleSourceTableAltered   = true
    }
    ValidationSettings = {
      EnableValidation = false
    }
  })

  # Started by hand or by Causeway, once the target's tables are there.
  start_replication_task = false

  tags = {
    Name = "payment-replication-${var.environment_suffix}"
  }
}

resource "aws_dms_replication_task" "validate" {
  replication_task_id      = "payment-validation-${var.environment_suffix}"
  resource_identifier      = "payment-validation-${var.environment_suffix}"
  migration_type           = "cdc"
  replication_instance_arn = aws_dms_replication_instance.main.replication_instance_arn
  source_endpoint_arn      = aws_dms_endpoint.source.endpoint_arn
  target_endpoint_arn      = aws_dms_endpoint.target.endpoint_arn
  table_mappings           = local.table_mappings

  replication_task_settings = jsonencode({
    TargetMetadata = {
      TargetSchema             = ""
      SupportLobs              = true
      FullLobMode              = false
      LimitedSizeLobMode       = true
      LobMaxSize               = 64
      BatchApplyEnabled        = false
      TaskRecoveryTableEnabled = true
    }
    Logging = {
      EnableLogging = true
      LogComponents = [
        { Id = "SOURCE_UNLOAD", Severity = "LOGGER_SEVERITY_INFO" },
        { Id = "SOURCE_CAPTURE", Severity = "LOGGER_SEVERITY_INFO" },
        { Id = "TARGET_LOAD", Severity = "LOGGER_SEVERITY_INFO" },
        { Id = "TARGET_APPLY", Severity = "LOGGER_SEVERITY_INFO" },
        { Id = "TASK_MANAGER", Severity = "LOGGER_SEVERITY_INFO" },
      ]
    }
    ControlTablesSettings = {
      ControlSchema                 = "dms_control"
      HistoryTimeslotInMinutes      = 5
      HistoryTableEnabled           = true
      SuspendedTablesTableEnabled   = true
      StatusTableEnabled            = true
      FullLoadExceptionTableEnabled = true
    }
    ErrorBehavior = {
      DataErrorPolicy                      = "SUSPEND_TABLE"
      DataErrorEscalationPolicy            = "STOP_TASK"
      DataErrorEscalationCount             = 0
      DataTruncationErrorPolicy            = "STOP_TASK"
      TableErrorPolicy                     = "STOP_TASK"
      TableErrorEscalationPolicy           = "STOP_TASK"
      TableErrorEscalationCount            = 0
      ApplyErrorDeletePolicy               = "SUSPEND_TABLE"
      ApplyErrorInsertPolicy               = "SUSPEND_TABLE"
      ApplyErrorUpdatePolicy               = "SUSPEND_TABLE"
      ApplyErrorEscalationPolicy           = "STOP_TASK"
      ApplyErrorEscalationCount            = 0
      ApplyErrorFailOnTruncationDdl        = true
      FailOnNoTablesCaptured               = true
      FailOnTransactionConsistencyBreached = true
      FullLoadIgnoreConflicts              = true
      RecoverableErrorCount                = -1
      RecoverableErrorInterval             = 5
      RecoverableErrorThrottling           = true
      RecoverableErrorThrottlingMax        = 1800
    }
    FailTaskWhenCleanTaskResourceFailed = true
    ValidationSettings = {
      EnableValidation               = true
      ValidationOnly                 = true
      ThreadCount                    = 5
      PartitionSize                  = 10000
      FailureMaxCount                = 10000
      TableFailureMaxCount           = 1000
      HandleCollationDiff            = true
      SkipLobColumns                 = false
      ValidationQueryCdcDelaySeconds = 180
    }
  })

  # Started by hand or by Causeway, once the target's tables are there.
  start_replication_task = false

  tags = {
    Name = "payment-validation-${var.environment_suffix}"
  }
}

resource "aws_dms_event_subscription" "task" {
  name        = "payment-dms-task-events-${var.environment_suffix}"
  source_type = "replication-task"

  source_ids = [
    aws_dms_replication_task.replicate.replication_task_id,
    aws_dms_replication_task.validate.replication_task_id,
  ]

  event_categories = ["configuration change", "failure", "state change"]
  sns_topic_arn    = aws_sns_topic.migration.arn
  enabled          = true

  tags = {
    Name = "payment-dms-task-events-${var.environment_suffix}"
  }
}

resource "aws_dms_event_subscription" "instance" {
  name             = "payment-dms-instance-events-${var.environment_suffix}"
  source_type      = "replication-instance"
  source_ids       = [aws_dms_replication_instance.main.replication_instance_id]
  event_categories = ["failover", "failure", "low storage", "maintenance"]
  sns_topic_arn    = aws_sns_topic.migration.arn
  enabled          = true

  tags = {
    Name = "payment-dms-instance-events-${var.environment_suffix}"
  }
}
