locals {
  alarms = {
    replication_lag = {
      name        = "payment-replication-lag-${var.environment_suffix}"
      description = "The target is more than 60 s behind"
      namespace   = "AWS/DMS"
      metric      = "CDCLatencyTarget"
      dimensions = {
        ReplicationInstanceIdentifier = "payment-dms-${var.environment_suffix}"
        ReplicationTaskIdentifier     = "payment-replication-${var.environment_suffix}"
      }
      statistic  = "Average"
      period     = 60
      comparison = "GreaterThanThreshold"
      threshold  = 60
      periods    = 2
      missing    = "notBreaching"
    }
    capture_lag = {
      name        = "payment-capture-lag-${var.environment_suffix}"
      description = "Changes of the source are read more than 60 s late"
      namespace   = "AWS/DMS"
      metric      = "CDCLatencySource"
      dimensions = {
        ReplicationInstanceIdentifier = "payment-dms-${var.environment_suffix}"
        ReplicationTaskIdentifier     = "payment-replication-${var.environment_suffix}"
      }
      statistic  = "Average"
      period     = 60
      comparison = "GreaterThanThreshold"
      threshold  = 60
      periods    = 2
      missing    = "notBreaching"
    }
    replication_storage = {
      name        = "payment-replication-storage-${var.environment_suffix}"
      description = "The replication instance runs out of room for waiting changes"
      namespace   = "AWS/DMS"
      metric      = "FreeStorageSpace"
      dimensions  = { ReplicationInstanceIdentifier = "payment-dms-${var.environment_suffix}" }
      statistic   = "Minimum"
      period      = 300
      comparison  = "LessThanThreshold"
      threshold   = 10000000000
      periods     = 2
      missing     = "notBreaching"
    }
    database_cpu_source = {
      name        = "payment-database-cpu-source-${var.environment_suffix}"
      description = "The database uses more than 80 % of its CPU"
      namespace   = "AWS/RDS"
      metric      = "CPUUtilization"
      dimensions  = { DBInstanceIdentifier = "payment-db-source-${var.environment_suffix}" }
      statistic   = "Average"
      period      = 300
      comparison  = "GreaterThanThreshold"
      threshold   = 80
      periods     = 2
      missing     = "notBreaching"
    }
    database_connections_source = {
      name        = "payment-database-connections-source-${var.environment_suffix}"
      description = "The database has more than 500 connections"
      namespace   = "AWS/RDS"
      metric      = "DatabaseConnections"
      dimensions  = { DBInstanceIdentifier = "payment-db-source-${var.environment_suffix}" }
      statistic   = "Average"
      period      = 300
      comparison  = "GreaterThanThreshold"
      threshold   = 500
      periods     = 2
      missing     = "notBreaching"
    }
    database_storage_source = {
      name        = "payment-database-storage-source-${var.environment_suffix}"
      description = "The database runs out of storage"
      namespace   = "AWS/RDS"
      metric      = "FreeStorageSpace"
      dimensions  = { DBInstanceIdentifier = "payment-db-source-${var.environment_suffix}" }
      statistic   = "Minimum"
      period      = 300
      comparison  = "LessThanThreshold"
      threshold   = 10000000000
      periods     = 2
      missing     = "notBreaching"
    }
    database_cpu_target = {
      name        = "payment-database-cpu-target-${var.environment_suffix}"
      description = "The database uses more than 80 % of its CPU"
      namespace   = "AWS/RDS"
      metric      = "CPUUtilization"
      dimensions  = { DBInstanceIdentifier = "payment-db-target-${var.environment_suffix}" }
      statistic   = "Average"
      period      = 300
      comparison  = "GreaterThanThreshold"
      threshold   = 80
      periods     = 2
      missing     = "notBreaching"
    }
    database_connections_target = {
      name        = "payment-database-connections-target-${var.environment_suffix}"
      description = "The database has more than 500 connections"
      namespace   = "AWS/RDS"
      metric      = "DatabaseConnections"
      dimensions  = { DBInstanceIdentifier = "payment-db-target-${var.environment_suffix}" }
      statistic   = "Average"
      period      = 300
      comparison  = "GreaterThanThreshold"
      threshold   = 500
      periods     = 2
      missing     = "notBreaching"
    }
    database_storage_target = {
      name        = "payment-database-storage-target-${var.environment_suffix}"
      description = "The database runs out of storage"
      namespace   = "AWS/RDS"
      metric      = "FreeStorageSpace"
      dimensions  = { DBInstanceIdentifier = "payment-db-target-${var.environment_suffix}" }
      statistic   = "Minimum"
      period      = 300
      comparison  = "LessThanThreshold"
      threshold   = 10000000000
      periods     = 2
      missing     = "notBreaching"
    }
    unhealthy_targets_source = {
      name        = "payment-unhealthy-targets-source-${var.environment_suffix}"
      description = "At least one target does not answer as it should"
      namespace   = "AWS/ApplicationELB"
      metric      = "UnHealthyHostCount"
      dimensions = {
        LoadBalancer = aws_lb.source.arn_suffix
        TargetGroup  = aws_lb_target_group.source["blue"].arn_suffix
      }
      statistic  = "Average"
      period     = 60
      comparison = "GreaterThanOrEqualToThreshold"
      threshold  = 1
      periods    = 2
      missing    = "notBreaching"
    }
    failed_requests_source = {
      name        = "payment-failed-requests-source-${var.environment_suffix}"
      description = "More than 10 requests a minute fail at the application"
      namespace   = "AWS/ApplicationELB"
      metric      = "HTTPCode_Target_5XX_Count"
      dimensions  = { LoadBalancer = aws_lb.source.arn_suffix }
      statistic   = "Sum"
      period      = 60
      comparison  = "GreaterThanThreshold"
      threshold   = 10
      periods     = 2
      missing     = "notBreaching"
    }
    unhealthy_targets_target = {
      name        = "payment-unhealthy-targets-target-${var.environment_suffix}"
      description = "At least one target does not answer as it should"
      namespace   = "AWS/ApplicationELB"
      metric      = "UnHealthyHostCount"
      dimensions = {
        LoadBalancer = aws_lb.target.arn_suffix
        TargetGroup  = aws_lb_target_group.target["green"].arn_suffix
      }
      statistic  = "Average"
      period     = 60
      comparison = "GreaterThanOrEqualToThreshold"
      threshold  = 1
      periods    = 2
      missing    = "notBreaching"
    }
    failed_requests_target = {
      name        = "payment-failed-requests-target-${var.environment_suffix}"
      description = "More than 10 requests a minute fail at the application"
      namespace   = "AWS/ApplicationELB"
      metric      = "HTTPCode_Target_5XX_Count"
      dimensions  = { LoadBalancer = aws_lb.target.arn_suffix }
      statistic   = "Sum"
      period      = 60
      comparison  = "GreaterThanThreshold"
      threshold   = 10
      periods     = 2
      missing     = "notBreaching"
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "migration" {
  for_each = local.alarms

  alarm_name          = each.value.name
  alarm_description   = each.value.description
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = each.value.statistic
  period              = each.value.period
  comparison_operator = each.value.comparison
  threshold           = each.value.threshold
  evaluation_periods  = each.value.periods
  treat_missing_data  = each.value.missing
  alarm_actions       = [aws_sns_topic.migration.arn]
  ok_actions          = [aws_sns_topic.migration.arn]

  tags = {
    Name = each.value.name
  }
}

resource "aws_cloudwatch_dashboard" "migration" {
  dashboard_name = "payment-migration-${var.environment_suffix}"

  dashboard_body = jsonencode({
    widgets = [
      {
        type   = "metric"
        x      = 0
        y      = 0
        width  = 12
        height = 6
        properties = {
          title  = "Replication lag (s)"
          view   = "timeSeries"
          region = var.aws_region
          metrics = [
            [
              "AWS/DMS",
              "CDCLatencyTarget",
              "ReplicationInstanceIdentifier",
              "payment-dms-${var.environment_suffix}",
              "ReplicationTaskIdentifier",
              "payment-replication-${var.environment_suffix}",
              { stat = "Average", period = 60, label = "until applied" },
            ],
            [
              "AWS/DMS",
              "CDCLatencySource",
              "ReplicationInstanceIdentifier",
              "payment-dms-${var.environment_suffix}",
              "ReplicationTaskIdentifier",
              "payment-replication-${var.environment_suffix}",
              { stat = "Average", period = 60, label = "until read" },
            ],
          ]
          annotations = { horizontal = [{ label = "gate of the cut-over", value = 2 }] }
        }
      },
      {
        type   = "alarm"
        x      = 12
        y      = 0
        width  = 12
        height = 6
        properties = {
          title = "Cut-over readiness"
          alarms = [
            aws_cloudwatch_metric_alarm.migration["replication_lag"].arn,
            aws_cloudwatch_metric_alarm.migration["capture_lag"].arn,
            aws_cloudwatch_metric_alarm.migration["replication_storage"].arn,
            aws_cloudwatch_metric_alarm.migration["database_cpu_source"].arn,
            aws_cloudwatch_metric_alarm.migration["database_connections_source"].arn,
            aws_cloudwatch_metric_alarm.migration["database_storage_source"].arn,
            aws_cloudwatch_metric_alarm.migration["database_cpu_target"].arn,
            aws_cloudwatch_metric_alarm.migration["database_connections_target"].arn,
            aws_cloudwatch_metric_alarm.migration["database_storage_target"].arn,
            aws_cloudwatch_metric_alarm.migration["unhealthy_targets_source"].arn,
            aws_cloudwatch_metric_alarm.migration["failed_requests_source"].arn,
            aws_cloudwatch_metric_alarm.migration["unhealthy_targets_target"].arn,
            aws_cloudwatch_metric_alarm.migration["failed_requests_target"].arn,
          ]
        }
      },
      {
        type   = "metric"
        x      = 0
        y      = 6
        width  = 12
        height = 6
        properties = {
          title  = "Changes"
          view   = "timeSeries"
          region = var.aws_region
          metrics = [
            [
              "AWS/DMS",
              "CDCIncomingChanges",
              "ReplicationInstanceIdentifier",
              "payment-dms-${var.environment_suffix}",
              "ReplicationTaskIdentifier",
              "payment-replication-${var.environment_suffix}",
              { stat = "Average", period = 60, label = "changes waiting" },
            ],
            [
              "AWS/DMS",
              "FullLoadThroughputRowsTarget",
              "ReplicationInstanceIdentifier",
              "payment-dms-${var.environment_suffix}",
              "ReplicationTaskIdentifier",
              "payment-replication-${var.environment_suffix}",
              { stat = "Average", period = 60, label = "rows loaded a second" },
            ],
          ]
        }
      },
      {
        type   = "metric"
        x      = 12
        y      = 6
        width  = 12
        height = 6
        properties = {
          title  = "Rows that differ"
          view   = "singleValue"
          region = var.aws_region
          metrics = [
            [
              "AWS/DMS",
              "ValidationFailedOverallCount",
              "ReplicationInstanceIdentifier",
              "payment-dms-${var.environment_suffix}",
              "ReplicationTaskIdentifier",
              "payment-validation-${var.environment_suffix}",
              { stat = "Maximum", period = 60, label = "rows that differ" },
            ],
          ]
        }
      },
      {
        type   = "metric"
        x      = 0
        y      = 12
        width  = 12
        height = 6
        properties = {
          title  = "Database CPU (%)"
          view   = "timeSeries"
          region = var.aws_region
          metrics = [
            [
              "AWS/RDS",
              "CPUUtilization",
              "DBInstanceIdentifier",
              "payment-db-source-${var.environment_suffix}",
              { stat = "Average", period = 300, label = "CPU, source" },
            ],
            [
              "AWS/RDS",
              "CPUUtilization",
              "DBInstanceIdentifier",
              "payment-db-target-${var.environment_suffix}",
              { stat = "Average", period = 300, label = "CPU, target" },
            ],
          ]
        }
      },
      {
        type   = "metric"
        x      = 12
        y      = 12
        width  = 12
        height = 6
        properties = {
          title  = "Database connections"
          view   = "timeSeries"
          region = var.aws_region
          metrics = [
            [
              "AWS/RDS",
              "DatabaseConnections",
              "DBInstanceIdentifier",
              "payment-db-source-${var.environment_suffix}",
              { stat = "Average", period = 300, label = "connections, source" },
            ],
            [
              "AWS/RDS",
              "DatabaseConnections",
              "DBInstanceIdentifier",
              "payment-db-target-${var.environment_suffix}",
              { stat = "Average", period = 300, label = "connections, target" },
            ],
          ]
        }
      },
      {
        type   = "metric"
        x      = 0
        y      = 18
        width  = 12
        height = 6
        properties = {
          title  = "Database operations"
          view   = "timeSeries"
          region = var.aws_region
          metrics = [
            [
              "AWS/RDS",
              "ReadIOPS",
              "DBInstanceIdentifier",
              "payment-db-source-${var.environment_suffix}",
              { stat = "Average", period = 300, label = "reads, source" },
            ],
            [
              "AWS/RDS",
              "WriteIOPS",
              "DBInstanceIdentifier",
              "payment-db-source-${var.environment_suffix}",
              { stat = "Average", period = 300, label = "writes, source" },
            ],
            [
              "AWS/RDS",
              "ReadIOPS",
              "DBInstanceIdentifier",
              "payment-db-target-${var.environment_suffix}",
              { stat = "Average", period = 300, label = "reads, target" },
            ],
            [
              "AWS/RDS",
              "WriteIOPS",
              "DBInstanceIdentifier",
              "payment-db-target-${var.environment_suffix}",
              { stat = "Average", period = 300, label = "writes, target" },
            ],
          ]
        }
      },
      {
        type   = "metric"
        x      = 12
        y      = 18
        width  = 12
        height = 6
        properties = {
          title  = "Application use (%)"
          view   = "timeSeries"
          region = var.aws_region
          metrics = [
            [
              "AWS/ECS",
              "CPUUtilization",
              "ClusterName",
              "payment-ecs-cluster-source-${var.environment_suffix}",
              "ServiceName",
              "payment-service-source-${var.environment_suffix}",
              { stat = "Average", period = 300, label = "CPU blue, source" },
            ],
            [
              "AWS/ECS",
              "MemoryUtilization",
              "ClusterName",
              "payment-ecs-cluster-source-${var.environment_suffix}",
              "ServiceName",
              "payment-service-source-${var.environment_suffix}",
              { stat = "Average", period = 300, label = "memory blue, source" },
            ],
            [
              "AWS/ECS",
              "CPUUtilization",
              "ClusterName",
              "payment-ecs-cluster-target-${var.environment_suffix}",
              "ServiceName",
              "payment-service-target-${var.environment_suffix}",
              { stat = "Average", period = 300, label = "CPU green, target" },
            ],
            [
              "AWS/ECS",
              "MemoryUtilization",
              "ClusterName",
              "payment-ecs-cluster-target-${var.environment_suffix}",
              "ServiceName",
              "payment-service-target-${var.environment_suffix}",
              { stat = "Average", period = 300, label = "memory green, target" },
            ],
          ]
        }
      },
      {
        type   = "metric"
        x      = 0
        y      = 24
        width  = 12
        height = 6
        properties = {
          title  = "Application size"
          view   = "timeSeries"
          region = var.aws_region
          metrics = [
            [
              "ECS/ContainerInsights",
              "RunningTaskCount",
              "ClusterName",
              "payment-ecs-cluster-source-${var.environment_suffix}",
              "ServiceName",
              "payment-service-source-${var.environment_suffix}",
              { stat = "Average", period = 60, label = "tasks of payment-service-source-dev-001" },
            ],
            [
              "ECS/ContainerInsights",
              "RunningTaskCount",
              "ClusterName",
              "payment-ecs-cluster-target-${var.environment_suffix}",
              "ServiceName",
              "payment-service-target-${var.environment_suffix}",
              { stat = "Average", period = 60, label = "tasks of payment-service-target-dev-001" },
            ],
          ]
        }
      },
      {
        type   = "metric"
        x      = 12
        y      = 24
        width  = 12
        height = 6
        properties = {
          title  = "Requests"
          view   = "timeSeries"
          region = var.aws_region
          metrics = [
            [
              "AWS/ApplicationELB",
              "RequestCount",
              "LoadBalancer",
              aws_lb.source.arn_suffix,
              { stat = "Sum", period = 60, label = "requests, source" },
            ],
            [
              "AWS/ApplicationELB",
              "RequestCount",
              "LoadBalancer",
              aws_lb.target.arn_suffix,
              { stat = "Sum", period = 60, label = "requests, target" },
            ],
          ]
        }
      },
      {
        type   = "metric"
        x      = 0
        y      = 30
        width  = 12
        height = 6
        properties = {
          title  = "Error rates"
          view   = "timeSeries"
          region = var.aws_region
          metrics = [
            [
              "AWS/ApplicationELB",
              "HTTPCode_Target_5XX_Count",
              "LoadBalancer",
              aws_lb.source.arn_suffix,
              { stat = "Sum", period = 60, label = "failed (5xx), source" },
            ],
            [
              "AWS/ApplicationELB",
              "HTTPCode_Target_4XX_Count",
              "LoadBalancer",
              aws_lb.source.arn_suffix,
              { stat = "Sum", period = 60, label = "refused (4xx), source" },
            ],
            [
              "AWS/ApplicationELB",
              "HTTPCode_Target_5XX_Count",
              "LoadBalancer",
              aws_lb.target.arn_suffix,
              { stat = "Sum", period = 60, label = "failed (5xx), target" },
            ],
            [
              "AWS/ApplicationELB",
              "HTTPCode_Target_4XX_Count",
              "LoadBalancer",
              aws_lb.target.arn_suffix,
              { stat = "Sum", period = 60, label = "refused (4xx), target" },
            ],
          ]
        }
      },
      {
        type   = "metric"
        x      = 12
        y      = 30
        width  = 12
        height = 6
        properties = {
          title  = "Response time (s)"
          view   = "timeSeries"
          region = var.aws_region
          metrics = [
            [
              "AWS/ApplicationELB",
              "TargetResponseTime",
              "LoadBalancer",
              aws_lb.source.arn_suffix,
              { stat = "Average", period = 60, label = "seconds to answer, source" },
            ],
            [
              "AWS/ApplicationELB",
              "TargetResponseTime",
              "LoadBalancer",
              aws_lb.target.arn_suffix,
              { stat = "Average", period = 60, label = "seconds to answer, target" },
            ],
          ]
        }
      },
      {
        type   = "metric"
        x      = 0
        y      = 36
        width  = 12
        height = 6
        properties = {
          title  = "Target health"
          view   = "timeSeries"
          region = var.aws_region
          metrics = [
            [
              "AWS/ApplicationELB",
              "HealthyHostCount",
              "LoadBalancer",
              aws_lb.source.arn_suffix,
              "TargetGroup",
              aws_lb_target_group.source["blue"].arn_suffix,
              { stat = "Average", period = 60, label = "healthy blue, source" },
            ],
            [
              "AWS/ApplicationELB",
              "UnHealthyHostCount",
              "LoadBalancer",
              aws_lb.source.arn_suffix,
              "TargetGroup",
              aws_lb_target_group.source["blue"].arn_suffix,
              { stat = "Average", period = 60, label = "unhealthy blue, source" },
            ],
            [
              "AWS/ApplicationELB",
              "HealthyHostCount",
              "LoadBalancer",
              aws_lb.target.arn_suffix,
              "TargetGroup",
              aws_lb_target_group.target["green"].arn_suffix,
              { stat = "Average", period = 60, label = "healthy green, target" },
            ],
            [
              "AWS/ApplicationELB",
              "UnHealthyHostCount",
              "LoadBalancer",
              aws_lb.target.arn_suffix,
              "TargetGroup",
              aws_lb_target_group.target["green"].arn_suffix,
              { stat = "Average", period = 60, label = "unhealthy green, target" },
            ],
          ]
        }
      },
    ]
  })
}
