// Generated from hashicorp/aws 5.100.0 by schema/write.ts. Do not edit.
import type { Many, One } from '../writer/dynamic.ts'
import type { Value, ValueMap, Values } from '../writer/ref.ts'

export const PROVIDER_VERSION = '5.100.0'

export interface Resources {
  aws_appautoscaling_policy: {
    arguments: {
      name: Value<string>
      policy_type?: Value<string>
      resource_id: Value<string>
      scalable_dimension: Value<string>
      service_namespace: Value<string>
      step_scaling_policy_configuration?: One<{
        adjustment_type?: Value<string>
        cooldown?: Value<number>
        metric_aggregation_type?: Value<string>
        min_adjustment_magnitude?: Value<number>
        step_adjustment?: Many<{
          metric_interval_lower_bound?: Value<string>
          metric_interval_upper_bound?: Value<string>
          scaling_adjustment: Value<number>
        }>
      }>
      target_tracking_scaling_policy_configuration?: One<{
        disable_scale_in?: Value<boolean>
        scale_in_cooldown?: Value<number>
        scale_out_cooldown?: Value<number>
        target_value: Value<number>
        customized_metric_specification?: One<{
          metric_name?: Value<string>
          namespace?: Value<string>
          statistic?: Value<string>
          unit?: Value<string>
          dimensions?: Many<{
            name: Value<string>
            value: Value<string>
          }>
          metrics?: Many<{
            expression?: Value<string>
            id: Value<string>
            label?: Value<string>
            return_data?: Value<boolean>
            metric_stat?: One<{
              stat: Value<string>
              unit?: Value<string>
              metric: One<{
                metric_name: Value<string>
                namespace: Value<string>
              }>
            }>
          }>
        }>
        predefined_metric_specification?: One<{
          predefined_metric_type: Value<string>
          resource_label?: Value<string>
        }>
      }>
    }
    attributes: {
      alarm_arns: readonly string[]
      arn: string
      id: string
      name: string
      policy_type: string
      resource_id: string
      scalable_dimension: string
      service_namespace: string
    }
  }
  aws_appautoscaling_target: {
    arguments: {
      max_capacity: Value<number>
      min_capacity: Value<number>
      resource_id: Value<string>
      role_arn?: Value<string>
      scalable_dimension: Value<string>
      service_namespace: Value<string>
      tags?: ValueMap<string>
      suspended_state?: One<{
        dynamic_scaling_in_suspended?: Value<boolean>
        dynamic_scaling_out_suspended?: Value<boolean>
        scheduled_scaling_suspended?: Value<boolean>
      }>
    }
    attributes: {
      arn: string
      id: string
      max_capacity: number
      min_capacity: number
      resource_id: string
      role_arn: string
      scalable_dimension: string
      service_namespace: string
      tags: Readonly<Record<string, string>>
      tags_all: Readonly<Record<string, string>>
    }
  }
  aws_autoscaling_group: {
    arguments: {
      availability_zones?: Values<string>
      capacity_rebalance?: Value<boolean>
      context?: Value<string>
      default_cooldown?: Value<number>
      default_instance_warmup?: Value<number>
      desired_capacity?: Value<number>
      desired_capacity_type?: Value<string>
      enabled_metrics?: Values<string>
      force_delete?: Value<boolean>
      force_delete_warm_pool?: Value<boolean>
      health_check_grace_period?: Value<number>
      health_check_type?: Value<string>
      ignore_failed_scaling_activities?: Value<boolean>
      launch_configuration?: Value<string>
      load_balancers?: Values<string>
      max_instance_lifetime?: Value<number>
      max_size: Value<number>
      metrics_granularity?: Value<string>
      min_elb_capacity?: Value<number>
      min_size: Value<number>
      name?: Value<string>
      name_prefix?: Value<string>
      placement_group?: Value<string>
      protect_from_scale_in?: Value<boolean>
      service_linked_role_arn?: Value<string>
      suspended_processes?: Values<string>
      target_group_arns?: Values<string>
      termination_policies?: Values<string>
      vpc_zone_identifier?: Values<string>
      wait_for_capacity_timeout?: Value<string>
      wait_for_elb_capacity?: Value<number>
      availability_zone_distribution?: One<{
        capacity_distribution_strategy?: Value<string>
      }>
      capacity_reservation_specification?: One<{
        capacity_reservation_preference?: Value<string>
        capacity_reservation_target?: One<{
          capacity_reservation_ids?: Values<string>
          capacity_reservation_resource_group_arns?: Values<string>
        }>
      }>
      initial_lifecycle_hook?: Many<{
        default_result?: Value<string>
        heartbeat_timeout?: Value<number>
        lifecycle_transition: Value<string>
        name: Value<string>
        notification_metadata?: Value<string>
        notification_target_arn?: Value<string>
        role_arn?: Value<string>
      }>
      instance_maintenance_policy?: One<{
        max_healthy_percentage: Value<number>
        min_healthy_percentage: Value<number>
      }>
      instance_refresh?: One<{
        strategy: Value<string>
        triggers?: Values<string>
        preferences?: One<{
          auto_rollback?: Value<boolean>
          checkpoint_delay?: Value<string>
          checkpoint_percentages?: Values<number>
          instance_warmup?: Value<string>
          max_healthy_percentage?: Value<number>
          min_healthy_percentage?: Value<number>
          scale_in_protected_instances?: Value<string>
          skip_matching?: Value<boolean>
          standby_instances?: Value<string>
          alarm_specification?: One<{
            alarms?: Values<string>
          }>
        }>
      }>
      launch_template?: One<{
        id?: Value<string>
        name?: Value<string>
        version?: Value<string>
      }>
      mixed_instances_policy?: One<{
        instances_distribution?: One<{
          on_demand_allocation_strategy?: Value<string>
          on_demand_base_capacity?: Value<number>
          on_demand_percentage_above_base_capacity?: Value<number>
          spot_allocation_strategy?: Value<string>
          spot_instance_pools?: Value<number>
          spot_max_price?: Value<string>
        }>
        launch_template: One<{
          launch_template_specification: One<{
            launch_template_id?: Value<string>
            launch_template_name?: Value<string>
            version?: Value<string>
          }>
          override?: Many<{
            instance_type?: Value<string>
            weighted_capacity?: Value<string>
            instance_requirements?: One<{
              accelerator_manufacturers?: Values<string>
              accelerator_names?: Values<string>
              accelerator_types?: Values<string>
              allowed_instance_types?: Values<string>
              bare_metal?: Value<string>
              burstable_performance?: Value<string>
              cpu_manufacturers?: Values<string>
              excluded_instance_types?: Values<string>
              instance_generations?: Values<string>
              local_storage?: Value<string>
              local_storage_types?: Values<string>
              max_spot_price_as_percentage_of_optimal_on_demand_price?: Value<number>
              on_demand_max_price_percentage_over_lowest_price?: Value<number>
              require_hibernate_support?: Value<boolean>
              spot_max_price_percentage_over_lowest_price?: Value<number>
              accelerator_count?: One<{
                max?: Value<number>
                min?: Value<number>
              }>
              accelerator_total_memory_mib?: One<{
                max?: Value<number>
                min?: Value<number>
              }>
              baseline_ebs_bandwidth_mbps?: One<{
                max?: Value<number>
                min?: Value<number>
              }>
              memory_gib_per_vcpu?: One<{
                max?: Value<number>
                min?: Value<number>
              }>
              memory_mib?: One<{
                max?: Value<number>
                min?: Value<number>
              }>
              network_bandwidth_gbps?: One<{
                max?: Value<number>
                min?: Value<number>
              }>
              network_interface_count?: One<{
                max?: Value<number>
                min?: Value<number>
              }>
              total_local_storage_gb?: One<{
                max?: Value<number>
                min?: Value<number>
              }>
              vcpu_count?: One<{
                max?: Value<number>
                min?: Value<number>
              }>
            }>
            launch_template_specification?: One<{
              launch_template_id?: Value<string>
              launch_template_name?: Value<string>
              version?: Value<string>
            }>
          }>
        }>
      }>
      tag?: Many<{
        key: Value<string>
        propagate_at_launch: Value<boolean>
        value: Value<string>
      }>
      timeouts?: One<{
        delete?: Value<string>
        update?: Value<string>
      }>
      traffic_source?: Many<{
        identifier: Value<string>
        type?: Value<string>
      }>
      warm_pool?: One<{
        max_group_prepared_capacity?: Value<number>
        min_size?: Value<number>
        pool_state?: Value<string>
        instance_reuse_policy?: One<{
          reuse_on_scale_in?: Value<boolean>
        }>
      }>
    }
    attributes: {
      arn: string
      availability_zones: readonly string[]
      capacity_rebalance: boolean
      context: string
      default_cooldown: number
      default_instance_warmup: number
      desired_capacity: number
      desired_capacity_type: string
      enabled_metrics: readonly string[]
      force_delete: boolean
      force_delete_warm_pool: boolean
      health_check_grace_period: number
      health_check_type: string
      id: string
      ignore_failed_scaling_activities: boolean
      launch_configuration: string
      load_balancers: readonly string[]
      max_instance_lifetime: number
      max_size: number
      metrics_granularity: string
      min_elb_capacity: number
      min_size: number
      name: string
      name_prefix: string
      placement_group: string
      predicted_capacity: number
      protect_from_scale_in: boolean
      service_linked_role_arn: string
      suspended_processes: readonly string[]
      target_group_arns: readonly string[]
      termination_policies: readonly string[]
      vpc_zone_identifier: readonly string[]
      wait_for_capacity_timeout: string
      wait_for_elb_capacity: number
      warm_pool_size: number
    }
  }
  aws_autoscaling_policy: {
    arguments: {
      adjustment_type?: Value<string>
      autoscaling_group_name: Value<string>
      cooldown?: Value<number>
      enabled?: Value<boolean>
      estimated_instance_warmup?: Value<number>
      metric_aggregation_type?: Value<string>
      min_adjustment_magnitude?: Value<number>
      name: Value<string>
      policy_type?: Value<string>
      scaling_adjustment?: Value<number>
      predictive_scaling_configuration?: One<{
        max_capacity_breach_behavior?: Value<string>
        max_capacity_buffer?: Value<string>
        mode?: Value<string>
        scheduling_buffer_time?: Value<string>
        metric_specification: One<{
          target_value: Value<number>
          customized_capacity_metric_specification?: One<{
            metric_data_queries: Many<{
              expression?: Value<string>
              id: Value<string>
              label?: Value<string>
              return_data?: Value<boolean>
              metric_stat?: One<{
                stat: Value<string>
                unit?: Value<string>
              }>
            }>
          }>
          customized_load_metric_specification?: One<{
            metric_data_queries: Many<{
              expression?: Value<string>
              id: Value<string>
              label?: Value<string>
              return_data?: Value<boolean>
              metric_stat?: One<{
                stat: Value<string>
                unit?: Value<string>
              }>
            }>
          }>
          customized_scaling_metric_specification?: One<{
            metric_data_queries: Many<{
              expression?: Value<string>
              id: Value<string>
              label?: Value<string>
              return_data?: Value<boolean>
              metric_stat?: One<{
                stat: Value<string>
                unit?: Value<string>
              }>
            }>
          }>
          predefined_load_metric_specification?: One<{
            predefined_metric_type: Value<string>
            resource_label?: Value<string>
          }>
          predefined_metric_pair_specification?: One<{
            predefined_metric_type: Value<string>
            resource_label?: Value<string>
          }>
          predefined_scaling_metric_specification?: One<{
            predefined_metric_type: Value<string>
            resource_label?: Value<string>
          }>
        }>
      }>
      step_adjustment?: Many<{
        metric_interval_lower_bound?: Value<string>
        metric_interval_upper_bound?: Value<string>
        scaling_adjustment: Value<number>
      }>
      target_tracking_configuration?: One<{
        disable_scale_in?: Value<boolean>
        target_value: Value<number>
        customized_metric_specification?: One<{
          metric_name?: Value<string>
          namespace?: Value<string>
          period?: Value<number>
          statistic?: Value<string>
          unit?: Value<string>
          metric_dimension?: Many<{
            name: Value<string>
            value: Value<string>
          }>
          metrics?: Many<{
            expression?: Value<string>
            id: Value<string>
            label?: Value<string>
            return_data?: Value<boolean>
            metric_stat?: One<{
              period?: Value<number>
              stat: Value<string>
              unit?: Value<string>
              metric: One<{
                metric_name: Value<string>
                namespace: Value<string>
              }>
            }>
          }>
        }>
        predefined_metric_specification?: One<{
          predefined_metric_type: Value<string>
          resource_label?: Value<string>
        }>
      }>
    }
    attributes: {
      adjustment_type: string
      arn: string
      autoscaling_group_name: string
      cooldown: number
      enabled: boolean
      estimated_instance_warmup: number
      id: string
      metric_aggregation_type: string
      min_adjustment_magnitude: number
      name: string
      policy_type: string
      scaling_adjustment: number
    }
  }
  aws_backup_plan: {
    arguments: {
      name: Value<string>
      tags?: ValueMap<string>
      advanced_backup_setting?: Many<{
        backup_options: ValueMap<string>
        resource_type: Value<string>
      }>
      rule: Many<{
        completion_window?: Value<number>
        enable_continuous_backup?: Value<boolean>
        recovery_point_tags?: ValueMap<string>
        rule_name: Value<string>
        schedule?: Value<string>
        schedule_expression_timezone?: Value<string>
        start_window?: Value<number>
        target_vault_name: Value<string>
        copy_action?: Many<{
          destination_vault_arn: Value<string>
          lifecycle?: One<{
            cold_storage_after?: Value<number>
            delete_after?: Value<number>
            opt_in_to_archive_for_supported_resources?: Value<boolean>
          }>
        }>
        lifecycle?: One<{
          cold_storage_after?: Value<number>
          delete_after?: Value<number>
          opt_in_to_archive_for_supported_resources?: Value<boolean>
        }>
      }>
    }
    attributes: {
      arn: string
      id: string
      name: string
      tags: Readonly<Record<string, string>>
      tags_all: Readonly<Record<string, string>>
      version: string
    }
  }
  aws_backup_selection: {
    arguments: {
      iam_role_arn: Value<string>
      name: Value<string>
      not_resources?: Values<string>
      plan_id: Value<string>
      resources?: Values<string>
      condition?: Many<{
        string_equals?: Many<{
          key: Value<string>
          value: Value<string>
        }>
        string_like?: Many<{
          key: Value<string>
          value: Value<string>
        }>
        string_not_equals?: Many<{
          key: Value<string>
          value: Value<string>
        }>
        string_not_like?: Many<{
          key: Value<string>
          value: Value<string>
        }>
      }>
      selection_tag?: Many<{
        key: Value<string>
        type: Value<string>
        value: Value<string>
      }>
    }
    attributes: {
      iam_role_arn: string
      id: string
      name: string
      not_resources: readonly string[]
      plan_id: string
      resources: readonly string[]
    }
  }
  aws_backup_vault: {
    arguments: {
      force_destroy?: Value<boolean>
      kms_key_arn?: Value<string>
      name: Value<string>
      tags?: ValueMap<string>
      timeouts?: One<{
        delete?: Value<string>
      }>
    }
    attributes: {
      arn: string
      force_destroy: boolean
      id: string
      kms_key_arn: string
      name: string
      recovery_points: number
      tags: Readonly<Record<string, string>>
      tags_all: Readonly<Record<string, string>>
    }
  }
  aws_cloudtrail: {
    arguments: {
      cloud_watch_logs_group_arn?: Value<string>
      cloud_watch_logs_role_arn?: Value<string>
      enable_log_file_validation?: Value<boolean>
      enable_logging?: Value<boolean>
      include_global_service_events?: Value<boolean>
      is_multi_region_trail?: Value<boolean>
      is_organization_trail?: Value<boolean>
      kms_key_id?: Value<string>
      name: Value<string>
      s3_bucket_name: Value<string>
      s3_key_prefix?: Value<string>
      sns_topic_name?: Value<string>
      tags?: ValueMap<string>
      advanced_event_selector?: Many<{
        name?: Value<string>
        field_selector: Many<{
          ends_with?: Values<string>
          equals?: Values<string>
          field: Value<string>
          not_ends_with?: Values<string>
          not_equals?: Values<string>
          not_starts_with?: Values<string>
          starts_with?: Values<string>
        }>
      }>
      event_selector?: Many<{
        exclude_management_event_sources?: Values<string>
        include_management_events?: Value<boolean>
        read_write_type?: Value<string>
        data_resource?: Many<{
          type: Value<string>
          values: Values<string>
        }>
      }>
      insight_selector?: Many<{
        insight_type: Value<string>
      }>
    }
    attributes: {
      arn: string
      cloud_watch_logs_group_arn: string
      cloud_watch_logs_role_arn: string
      enable_log_file_validation: boolean
      enable_logging: boolean
      home_region: string
      id: string
      include_global_service_events: boolean
      is_multi_region_trail: boolean
      is_organization_trail: boolean
      kms_key_id: string
      name: string
      s3_bucket_name: string
      s3_key_prefix: string
      sns_topic_arn: string
      sns_topic_name: string
      tags: Readonly<Record<string, string>>
      tags_all: Readonly<Record<string, string>>
    }
  }
  aws_cloudwatch_dashboard: {
    arguments: {
      dashboard_body: Value<string>
      dashboard_name: Value<string>
    }
    attributes: {
      dashboard_arn: string
      dashboard_body: string
      dashboard_name: string
      id: string
    }
  }
  aws_cloudwatch_log_group: {
    arguments: {
      kms_key_id?: Value<string>
      log_group_class?: Value<string>
      name?: Value<string>
      name_prefix?: Value<string>
      retention_in_days?: Value<number>
      skip_destroy?: Value<boolean>
      tags?: ValueMap<string>
    }
    attributes: {
      arn: string
      id: string
      kms_key_id: string
      log_group_class: string
      name: string
      name_prefix: string
      retention_in_days: number
      skip_destroy: boolean
      tags: Readonly<Record<string, string>>
      tags_all: Readonly<Record<string, string>>
    }
  }
  aws_cloudwatch_log_subscription_filter: {
    arguments: {
      destination_arn: Value<string>
      distribution?: Value<string>
      filter_pattern: Value<string>
      log_group_name: Value<string>
      name: Value<string>
      role_arn?: Value<string>
    }
    attributes: {
      destination_arn: string
      distribution: string
      filter_pattern: string
      id: string
      log_group_name: string
      name: string
      role_arn: string
    }
  }
  aws_cloudwatch_metric_alarm: {
    arguments: {
      actions_enabled?: Value<boolean>
      alarm_actions?: Values<string>
      alarm_description?: Value<string>
      alarm_name: Value<string>
      comparison_operator: Value<string>
      datapoints_to_alarm?: Value<number>
      dimensions?: ValueMap<string>
      evaluate_low_sample_count_percentiles?: Value<string>
      evaluation_periods: Value<number>
      extended_statistic?: Value<string>
      insufficient_data_actions?: Values<string>
      metric_name?: Value<string>
      namespace?: Value<string>
      ok_actions?: Values<string>
      period?: Value<number>
      statistic?: Value<string>
      tags?: ValueMap<string>
      threshold?: Value<number>
      threshold_metric_id?: Value<string>
      treat_missing_data?: Value<string>
      unit?: Value<string>
      metric_query?: Many<{
        account_id?: Value<string>
        expression?: Value<string>
        id: Value<string>
        label?: Value<string>
        period?: Value<number>
        return_data?: Value<boolean>
        metric?: One<{
          dimensions?: ValueMap<string>
          metric_name: Value<string>
          namespace?: Value<string>
          period: Value<number>
          stat: Value<string>
          unit?: Value<string>
        }>
      }>
    }
    attributes: {
      actions_enabled: boolean
      alarm_actions: readonly string[]
      alarm_description: string
      alarm_name: string
      arn: string
      comparison_operator: string
      datapoints_to_alarm: number
      dimensions: Readonly<Record<string, string>>
      evaluate_low_sample_count_percentiles: string
      evaluation_periods: number
      extended_statistic: string
      id: string
      insufficient_data_actions: readonly string[]
      metric_name: string
      namespace: string
      ok_actions: readonly string[]
      period: number
      statistic: string
      tags: Readonly<Record<string, string>>
      tags_all: Readonly<Record<string, string>>
      threshold: number
      threshold_metric_id: string
      treat_missing_data: string
      unit: string
    }
  }
  aws_db_instance: {
    arguments: {
      allocated_storage?: Value<number>
      allow_major_version_upgrade?: Value<boolean>
      apply_immediately?: Value<boolean>
      auto_minor_version_upgrade?: Value<boolean>
      availability_zone?: Value<string>
      backup_retention_period?: Value<number>
      backup_target?: Value<string>
      backup_window?: Value<string>
      ca_cert_identifier?: Value<string>
      character_set_name?: Value<string>
      copy_tags_to_snapshot?: Value<boolean>
      custom_iam_instance_profile?: Value<string>
      customer_owned_ip_enabled?: Value<boolean>
      database_insights_mode?: Value<string>
      db_name?: Value<string>
      db_subnet_group_name?: Value<string>
      dedicated_log_volume?: Value<boolean>
      delete_automated_backups?: Value<boolean>
      deletion_protection?: Value<boolean>
      domain?: Value<string>
      domain_auth_secret_arn?: Value<string>
      domain_dns_ips?: Values<string>
      domain_fqdn?: Value<string>
      domain_iam_role_name?: Value<string>
      domain_ou?: Value<string>
      enabled_cloudwatch_logs_exports?: Values<string>
      engine?: Value<string>
      engine_lifecycle_support?: Value<string>
      engine_version?: Value<string>
      final_snapshot_identifier?: Value<string>
      iam_database_authentication_enabled?: Value<boolean>
      identifier?: Value<string>
      identifier_prefix?: Value<string>
      instance_class: Value<string>
      iops?: Value<number>
      kms_key_id?: Value<string>
      license_model?: Value<string>
      maintenance_window?: Value<string>
      manage_master_user_password?: Value<boolean>
      master_user_secret_kms_key_id?: Value<string>
      max_allocated_storage?: Value<number>
      monitoring_interval?: Value<number>
      monitoring_role_arn?: Value<string>
      multi_az?: Value<boolean>
      nchar_character_set_name?: Value<string>
      network_type?: Value<string>
      option_group_name?: Value<string>
      parameter_group_name?: Value<string>
      password?: Value<string>
      password_wo?: Value<string>
      password_wo_version?: Value<number>
      performance_insights_enabled?: Value<boolean>
      performance_insights_kms_key_id?: Value<string>
      performance_insights_retention_period?: Value<number>
      port?: Value<number>
      publicly_accessible?: Value<boolean>
      replica_mode?: Value<string>
      replicate_source_db?: Value<string>
      skip_final_snapshot?: Value<boolean>
      snapshot_identifier?: Value<string>
      storage_encrypted?: Value<boolean>
      storage_throughput?: Value<number>
      storage_type?: Value<string>
      tags?: ValueMap<string>
      timezone?: Value<string>
      upgrade_storage_config?: Value<boolean>
      username?: Value<string>
      vpc_security_group_ids?: Values<string>
      blue_green_update?: One<{
        enabled?: Value<boolean>
      }>
      restore_to_point_in_time?: One<{
        restore_time?: Value<string>
        source_db_instance_automated_backups_arn?: Value<string>
        source_db_instance_identifier?: Value<string>
        source_dbi_resource_id?: Value<string>
        use_latest_restorable_time?: Value<boolean>
      }>
      s3_import?: One<{
        bucket_name: Value<string>
        bucket_prefix?: Value<string>
        ingestion_role: Value<string>
        source_engine: Value<string>
        source_engine_version: Value<string>
      }>
      timeouts?: One<{
        create?: Value<string>
        delete?: Value<string>
        update?: Value<string>
      }>
    }
    attributes: {
      address: string
      allocated_storage: number
      allow_major_version_upgrade: boolean
      apply_immediately: boolean
      arn: string
      auto_minor_version_upgrade: boolean
      availability_zone: string
      backup_retention_period: number
      backup_target: string
      backup_window: string
      ca_cert_identifier: string
      character_set_name: string
      copy_tags_to_snapshot: boolean
      custom_iam_instance_profile: string
      customer_owned_ip_enabled: boolean
      database_insights_mode: string
      db_name: string
      db_subnet_group_name: string
      dedicated_log_volume: boolean
      delete_automated_backups: boolean
      deletion_protection: boolean
      domain: string
      domain_auth_secret_arn: string
      domain_dns_ips: readonly string[]
      domain_fqdn: string
      domain_iam_role_name: string
      domain_ou: string
      enabled_cloudwatch_logs_exports: readonly string[]
      endpoint: string
      engine: string
      engine_lifecycle_support: string
      engine_version: string
      engine_version_actual: string
      final_snapshot_identifier: string
      hosted_zone_id: string
      iam_database_authentication_enabled: boolean
      id: string
      identifier: string
      identifier_prefix: string
      instance_class: string
      iops: number
      kms_key_id: string
      latest_restorable_time: string
      license_model: string
      listener_endpoint: readonly {
        address?: string
        hosted_zone_id?: string
        port?: number
      }[]
      maintenance_window: string
      manage_master_user_password: boolean
      master_user_secret: readonly {
        kms_key_id?: string
        secret_arn?: string
        secret_status?: string
      }[]
      master_user_secret_kms_key_id: string
      max_allocated_storage: number
      monitoring_interval: number
      monitoring_role_arn: string
      multi_az: boolean
      nchar_character_set_name: string
      network_type: string
      option_group_name: string
      parameter_group_name: string
      password: string
      password_wo: string
      password_wo_version: number
      performance_insights_enabled: boolean
      performance_insights_kms_key_id: string
      performance_insights_retention_period: number
      port: number
      publicly_accessible: boolean
      replica_mode: string
      replicas: readonly string[]
      replicate_source_db: string
      resource_id: string
      skip_final_snapshot: boolean
      snapshot_identifier: string
      status: string
      storage_encrypted: boolean
      storage_throughput: number
      storage_type: string
      tags: Readonly<Record<string, string>>
      tags_all: Readonly<Record<string, string>>
      timezone: string
      upgrade_storage_config: boolean
      username: string
      vpc_security_group_ids: readonly string[]
    }
  }
  aws_db_parameter_group: {
    arguments: {
      description?: Value<string>
      family: Value<string>
      name?: Value<string>
      name_prefix?: Value<string>
      skip_destroy?: Value<boolean>
      tags?: ValueMap<string>
      parameter?: Many<{
        apply_method?: Value<string>
        name: Value<string>
        value: Value<string>
      }>
    }
    attributes: {
      arn: string
      description: string
      family: string
      id: string
      name: string
      name_prefix: string
      skip_destroy: boolean
      tags: Readonly<Record<string, string>>
      tags_all: Readonly<Record<string, string>>
    }
  }
  aws_db_subnet_group: {
    arguments: {
      description?: Value<string>
      name?: Value<string>
      name_prefix?: Value<string>
      subnet_ids: Values<string>
      tags?: ValueMap<string>
    }
    attributes: {
      arn: string
      description: string
      id: string
      name: string
      name_prefix: string
      subnet_ids: readonly string[]
      supported_network_types: readonly string[]
      tags: Readonly<Record<string, string>>
      tags_all: Readonly<Record<string, string>>
      vpc_id: string
    }
  }
  aws_default_security_group: {
    arguments: {
      egress?: Values<{
        cidr_blocks?: Values<string>
        description?: Value<string>
        from_port?: Value<number>
        ipv6_cidr_blocks?: Values<string>
        prefix_list_ids?: Values<string>
        protocol?: Value<string>
        security_groups?: Values<string>
        self?: Value<boolean>
        to_port?: Value<number>
      }>
      ingress?: Values<{
        cidr_blocks?: Values<string>
        description?: Value<string>
        from_port?: Value<number>
        ipv6_cidr_blocks?: Values<string>
        prefix_list_ids?: Values<string>
        protocol?: Value<string>
        security_groups?: Values<string>
        self?: Value<boolean>
        to_port?: Value<number>
      }>
      revoke_rules_on_delete?: Value<boolean>
      tags?: ValueMap<string>
      vpc_id?: Value<string>
    }
    attributes: {
      arn: string
      description: string
      egress: readonly {
        cidr_blocks?: readonly string[]
        description?: string
        from_port?: number
        ipv6_cidr_blocks?: readonly string[]
        prefix_list_ids?: readonly string[]
        protocol?: string
        security_groups?: readonly string[]
        self?: boolean
        to_port?: number
      }[]
      id: string
      ingress: readonly {
        cidr_blocks?: readonly string[]
        description?: string
        from_port?: number
        ipv6_cidr_blocks?: readonly string[]
        prefix_list_ids?: readonly string[]
        protocol?: string
        security_groups?: readonly string[]
        self?: boolean
        to_port?: number
      }[]
      name: string
      name_prefix: string
      owner_id: string
      revoke_rules_on_delete: boolean
      tags: Readonly<Record<string, string>>
      tags_all: Readonly<Record<string, string>>
      vpc_id: string
    }
  }
  aws_dms_endpoint: {
    arguments: {
      certificate_arn?: Value<string>
      database_name?: Value<string>
      endpoint_id: Value<string>
      endpoint_type: Value<string>
      engine_name: Value<string>
      extra_connection_attributes?: Value<string>
      kms_key_arn?: Value<string>
      password?: Value<string>
      pause_replication_tasks?: Value<boolean>
      port?: Value<number>
      secrets_manager_access_role_arn?: Value<string>
      secrets_manager_arn?: Value<string>
      server_name?: Value<string>
      service_access_role?: Value<string>
      ssl_mode?: Value<string>
      tags?: ValueMap<string>
      username?: Value<string>
      elasticsearch_settings?: One<{
        endpoint_uri: Value<string>
        error_retry_duration?: Value<number>
        full_load_error_percentage?: Value<number>
        service_access_role_arn: Value<string>
        use_new_mapping_type?: Value<boolean>
      }>
      kafka_settings?: One<{
        broker: Value<string>
        include_control_details?: Value<boolean>
        include_null_and_empty?: Value<boolean>
        include_partition_value?: Value<boolean>
        include_table_alter_operations?: Value<boolean>
        include_transaction_details?: Value<boolean>
        message_format?: Value<string>
        message_max_bytes?: Value<number>
        no_hex_prefix?: Value<boolean>
        partition_include_schema_table?: Value<boolean>
        sasl_mechanism?: Value<string>
        sasl_password?: Value<string>
        sasl_username?: Value<string>
        security_protocol?: Value<string>
        ssl_ca_certificate_arn?: Value<string>
        ssl_client_certificate_arn?: Value<string>
        ssl_client_key_arn?: Value<string>
        ssl_client_key_password?: Value<string>
        topic?: Value<string>
      }>
      kinesis_settings?: One<{
        include_control_details?: Value<boolean>
        include_null_and_empty?: Value<boolean>
        include_partition_value?: Value<boolean>
        include_table_alter_operations?: Value<boolean>
        include_transaction_details?: Value<boolean>
        message_format?: Value<string>
        partition_include_schema_table?: Value<boolean>
        service_access_role_arn?: Value<string>
        stream_arn?: Value<string>
        use_large_integer_value?: Value<boolean>
      }>
      mongodb_settings?: One<{
        auth_mechanism?: Value<string>
        auth_source?: Value<string>
        auth_type?: Value<string>
        docs_to_investigate?: Value<string>
        extract_doc_id?: Value<string>
        nesting_level?: Value<string>
      }>
      postgres_settings?: One<{
        after_connect_script?: Value<string>
        babelfish_database_name?: Value<string>
        capture_ddls?: Value<boolean>
        database_mode?: Value<string>
        ddl_artifacts_schema?: Value<string>
        execute_timeout?: Value<number>
        fail_tasks_on_lob_truncation?: Value<boolean>
        heartbeat_enable?: Value<boolean>
        heartbeat_frequency?: Value<number>
        heartbeat_schema?: Value<string>
        map_boolean_as_boolean?: Value<boolean>
        map_jsonb_as_clob?: Value<boolean>
        map_long_varchar_as?: Value<string>
        max_file_size?: Value<number>
        plugin_name?: Value<string>
        slot_name?: Value<string>
      }>
      redis_settings?: One<{
        auth_password?: Value<string>
        auth_type: Value<string>
        auth_user_name?: Value<string>
        port: Value<number>
        server_name: Value<string>
        ssl_ca_certificate_arn?: Value<string>
        ssl_security_protocol?: Value<string>
      }>
      redshift_settings?: One<{
        bucket_folder?: Value<string>
        bucket_name?: Value<string>
        encryption_mode?: Value<string>
        server_side_encryption_kms_key_id?: Value<string>
        service_access_role_arn?: Value<string>
      }>
      s3_settings?: One<{
        add_column_name?: Value<boolean>
        bucket_folder?: Value<string>
        bucket_name?: Value<string>
        canned_acl_for_objects?: Value<string>
        cdc_inserts_and_updates?: Value<boolean>
        cdc_inserts_only?: Value<boolean>
        cdc_max_batch_interval?: Value<number>
        cdc_min_file_size?: Value<number>
        cdc_path?: Value<string>
        compression_type?: Value<string>
        csv_delimiter?: Value<string>
        csv_no_sup_value?: Value<string>
        csv_null_value?: Value<string>
        csv_row_delimiter?: Value<string>
        data_format?: Value<string>
        data_page_size?: Value<number>
        date_partition_delimiter?: Value<string>
        date_partition_enabled?: Value<boolean>
        date_partition_sequence?: Value<string>
        dict_page_size_limit?: Value<number>
        enable_statistics?: Value<boolean>
        encoding_type?: Value<string>
        encryption_mode?: Value<string>
        external_table_definition?: Value<string>
        glue_catalog_generation?: Value<boolean>
        ignore_header_rows?: Value<number>
        include_op_for_full_load?: Value<boolean>
        max_file_size?: Value<number>
        parquet_timestamp_in_millisecond?: Value<boolean>
        parquet_version?: Value<string>
        preserve_transactions?: Value<boolean>
        rfc_4180?: Value<boolean>
        row_group_length?: Value<number>
        server_side_encryption_kms_key_id?: Value<string>
        service_access_role_arn?: Value<string>
        timestamp_column_name?: Value<string>
        use_csv_no_sup_value?: Value<boolean>
        use_task_start_time_for_full_load_timestamp?: Value<boolean>
      }>
      timeouts?: One<{
        create?: Value<string>
        delete?: Value<string>
      }>
    }
    attributes: {
      certificate_arn: string
      database_name: string
      endpoint_arn: string
      endpoint_id: string
      endpoint_type: string
      engine_name: string
      extra_connection_attributes: string
      id: string
      kms_key_arn: string
      password: string
      pause_replication_tasks: boolean
      port: number
      secrets_manager_access_role_arn: string
      secrets_manager_arn: string
      server_name: string
      service_access_role: string
      ssl_mode: string
      tags: Readonly<Record<string, string>>
      tags_all: Readonly<Record<string, string>>
      username: string
    }
  }
  aws_dms_event_subscription: {
    arguments: {
      enabled?: Value<boolean>
      event_categories: Values<string>
      name: Value<string>
      sns_topic_arn: Value<string>
      source_ids?: Values<string>
      source_type: Value<string>
      tags?: ValueMap<string>
      timeouts?: One<{
        create?: Value<string>
        delete?: Value<string>
        update?: Value<string>
      }>
    }
    attributes: {
      arn: string
      enabled: boolean
      event_categories: readonly string[]
      id: string
      name: string
      sns_topic_arn: string
      source_ids: readonly string[]
      source_type: string
      tags: Readonly<Record<string, string>>
      tags_all: Readonly<Record<string, string>>
    }
  }
  aws_dms_replication_instance: {
    arguments: {
      allocated_storage?: Value<number>
      allow_major_version_upgrade?: Value<boolean>
      apply_immediately?: Value<boolean>
      auto_minor_version_upgrade?: Value<boolean>
      availability_zone?: Value<string>
      engine_version?: Value<string>
      kms_key_arn?: Value<string>
      multi_az?: Value<boolean>
      network_type?: Value<string>
      preferred_maintenance_window?: Value<string>
      publicly_accessible?: Value<boolean>
      replication_instance_class: Value<string>
      replication_instance_id: Value<string>
      replication_subnet_group_id?: Value<string>
      tags?: ValueMap<string>
      vpc_security_group_ids?: Values<string>
      timeouts?: One<{
        create?: Value<string>
        delete?: Value<string>
        update?: Value<string>
      }>
    }
    attributes: {
      allocated_storage: number
      allow_major_version_upgrade: boolean
      apply_immediately: boolean
      auto_minor_version_upgrade: boolean
      availability_zone: string
      engine_version: string
      id: string
      kms_key_arn: string
      multi_az: boolean
      network_type: string
      preferred_maintenance_window: string
      publicly_accessible: boolean
      replication_instance_arn: string
      replication_instance_class: string
      replication_instance_id: string
      replication_instance_private_ips: readonly string[]
      replication_instance_public_ips: readonly string[]
      replication_subnet_group_id: string
      tags: Readonly<Record<string, string>>
      tags_all: Readonly<Record<string, string>>
      vpc_security_group_ids: readonly string[]
    }
  }
  aws_dms_replication_subnet_group: {
    arguments: {
      replication_subnet_group_description: Value<string>
      replication_subnet_group_id: Value<string>
      subnet_ids: Values<string>
      tags?: ValueMap<string>
    }
    attributes: {
      id: string
      replication_subnet_group_arn: string
      replication_subnet_group_description: string
      replication_subnet_group_id: string
      subnet_ids: readonly string[]
      tags: Readonly<Record<string, string>>
      tags_all: Readonly<Record<string, string>>
      vpc_id: string
    }
  }
  aws_dms_replication_task: {
    arguments: {
      cdc_start_position?: Value<string>
      cdc_start_time?: Value<string>
      migration_type: Value<string>
      replication_instance_arn: Value<string>
      replication_task_id: Value<string>
      replication_task_settings?: Value<string>
      resource_identifier?: Value<string>
      source_endpoint_arn: Value<string>
      start_replication_task?: Value<boolean>
      table_mappings: Value<string>
      tags?: ValueMap<string>
      target_endpoint_arn: Value<string>
    }
    attributes: {
      cdc_start_position: string
      cdc_start_time: string
      id: string
      migration_type: string
      replication_instance_arn: string
      replication_task_arn: string
      replication_task_id: string
      replication_task_settings: string
      resource_identifier: string
      source_endpoint_arn: string
      start_replication_task: boolean
      status: string
      table_mappings: string
      tags: Readonly<Record<string, string>>
      tags_all: Readonly<Record<string, string>>
      target_endpoint_arn: string
    }
  }
  aws_dx_gateway_association: {
    arguments: {
      allowed_prefixes?: Values<string>
      associated_gateway_id?: Value<string>
      associated_gateway_owner_account_id?: Value<string>
      dx_gateway_id: Value<string>
      proposal_id?: Value<string>
      timeouts?: One<{
        create?: Value<string>
        delete?: Value<string>
        update?: Value<string>
      }>
    }
    attributes: {
      allowed_prefixes: readonly string[]
      associated_gateway_id: string
      associated_gateway_owner_account_id: string
      associated_gateway_type: string
      dx_gateway_association_id: string
      dx_gateway_id: string
      dx_gateway_owner_account_id: string
      id: string
      proposal_id: string
    }
  }
  aws_ecs_cluster: {
    arguments: {
      name: Value<string>
      tags?: ValueMap<string>
      configuration?: One<{
        execute_command_configuration?: One<{
          kms_key_id?: Value<string>
          logging?: Value<string>
          log_configuration?: One<{
            cloud_watch_encryption_enabled?: Value<boolean>
            cloud_watch_log_group_name?: Value<string>
            s3_bucket_encryption_enabled?: Value<boolean>
            s3_bucket_name?: Value<string>
            s3_key_prefix?: Value<string>
          }>
        }>
        managed_storage_configuration?: One<{
          fargate_ephemeral_storage_kms_key_id?: Value<string>
          kms_key_id?: Value<string>
        }>
      }>
      service_connect_defaults?: One<{
        namespace: Value<string>
      }>
      setting?: Many<{
        name: Value<string>
        value: Value<string>
      }>
    }
    attributes: {
      arn: string
      id: string
      name: string
      tags: Readonly<Record<string, string>>
      tags_all: Readonly<Record<string, string>>
    }
  }
  aws_ecs_service: {
    arguments: {
      availability_zone_rebalancing?: Value<string>
      cluster?: Value<string>
      deployment_maximum_percent?: Value<number>
      deployment_minimum_healthy_percent?: Value<number>
      desired_count?: Value<number>
      enable_ecs_managed_tags?: Value<boolean>
      enable_execute_command?: Value<boolean>
      force_delete?: Value<boolean>
      force_new_deployment?: Value<boolean>
      health_check_grace_period_seconds?: Value<number>
      iam_role?: Value<string>
      launch_type?: Value<string>
      name: Value<string>
      platform_version?: Value<string>
      propagate_tags?: Value<string>
      scheduling_strategy?: Value<string>
      tags?: ValueMap<string>
      task_definition?: Value<string>
      triggers?: ValueMap<string>
      wait_for_steady_state?: Value<boolean>
      alarms?: One<{
        alarm_names: Values<string>
        enable: Value<boolean>
        rollback: Value<boolean>
      }>
      capacity_provider_strategy?: Many<{
        base?: Value<number>
        capacity_provider: Value<string>
        weight?: Value<number>
      }>
      deployment_circuit_breaker?: One<{
        enable: Value<boolean>
        rollback: Value<boolean>
      }>
      deployment_controller?: One<{
        type?: Value<string>
      }>
      load_balancer?: Many<{
        container_name: Value<string>
        container_port: Value<number>
        elb_name?: Value<string>
        target_group_arn?: Value<string>
      }>
      network_configuration?: One<{
        assign_public_ip?: Value<boolean>
        security_groups?: Values<string>
        subnets: Values<string>
      }>
      ordered_placement_strategy?: Many<{
        field?: Value<string>
        type: Value<string>
      }>
      placement_constraints?: Many<{
        expression?: Value<string>
        type: Value<string>
      }>
      service_connect_configuration?: One<{
        enabled: Value<boolean>
        namespace?: Value<string>
        log_configuration?: One<{
          log_driver: Value<string>
          options?: ValueMap<string>
          secret_option?: Many<{
            name: Value<string>
            value_from: Value<string>
          }>
        }>
        service?: Many<{
          discovery_name?: Value<string>
          ingress_port_override?: Value<number>
          port_name: Value<string>
          client_alias?: One<{
            dns_name?: Value<string>
            port: Value<number>
          }>
          timeout?: One<{
            idle_timeout_seconds?: Value<number>
            per_request_timeout_seconds?: Value<number>
          }>
          tls?: One<{
            kms_key?: Value<string>
            role_arn?: Value<string>
            issuer_cert_authority: One<{
              aws_pca_authority_arn: Value<string>
            }>
          }>
        }>
      }>
      service_registries?: One<{
        container_name?: Value<string>
        container_port?: Value<number>
        port?: Value<number>
        registry_arn: Value<string>
      }>
      timeouts?: One<{
        create?: Value<string>
        delete?: Value<string>
        update?: Value<string>
      }>
      volume_configuration?: One<{
        name: Value<string>
        managed_ebs_volume: One<{
          encrypted?: Value<boolean>
          file_system_type?: Value<string>
          iops?: Value<number>
          kms_key_id?: Value<string>
          role_arn: Value<string>
          size_in_gb?: Value<number>
          snapshot_id?: Value<string>
          throughput?: Value<number>
          volume_initialization_rate?: Value<number>
          volume_type?: Value<string>
          tag_specifications?: Many<{
            propagate_tags?: Value<string>
            resource_type: Value<string>
            tags?: ValueMap<string>
          }>
        }>
      }>
      vpc_lattice_configurations?: Many<{
        port_name: Value<string>
        role_arn: Value<string>
        target_group_arn: Value<string>
      }>
    }
    attributes: {
      availability_zone_rebalancing: string
      cluster: string
      deployment_maximum_percent: number
      deployment_minimum_healthy_percent: number
      desired_count: number
      enable_ecs_managed_tags: boolean
      enable_execute_command: boolean
      force_delete: boolean
      force_new_deployment: boolean
      health_check_grace_period_seconds: number
      iam_role: string
      id: string
      launch_type: string
      name: string
      platform_version: string
      propagate_tags: string
      scheduling_strategy: string
      tags: Readonly<Record<string, string>>
      tags_all: Readonly<Record<string, string>>
      task_definition: string
      triggers: Readonly<Record<string, string>>
      wait_for_steady_state: boolean
    }
  }
  aws_ecs_task_definition: {
    arguments: {
      container_definitions: Value<string>
      cpu?: Value<string>
      enable_fault_injection?: Value<boolean>
      execution_role_arn?: Value<string>
      family: Value<string>
      ipc_mode?: Value<string>
      memory?: Value<string>
      network_mode?: Value<string>
      pid_mode?: Value<string>
      requires_compatibilities?: Values<string>
      skip_destroy?: Value<boolean>
      tags?: ValueMap<string>
      task_role_arn?: Value<string>
      track_latest?: Value<boolean>
      ephemeral_storage?: One<{
        size_in_gib: Value<number>
      }>
      inference_accelerator?: Many<{
        device_name: Value<string>
        device_type: Value<string>
      }>
      placement_constraints?: Many<{
        expression?: Value<string>
        type: Value<string>
      }>
      proxy_configuration?: One<{
        container_name: Value<string>
        properties?: ValueMap<string>
        type?: Value<string>
      }>
      runtime_platform?: One<{
        cpu_architecture?: Value<string>
        operating_system_family?: Value<string>
      }>
      volume?: Many<{
        configure_at_launch?: Value<boolean>
        host_path?: Value<string>
        name: Value<string>
        docker_volume_configuration?: One<{
          autoprovision?: Value<boolean>
          driver?: Value<string>
          driver_opts?: ValueMap<string>
          labels?: ValueMap<string>
          scope?: Value<string>
        }>
        efs_volume_configuration?: One<{
          file_system_id: Value<string>
          root_directory?: Value<string>
          transit_encryption?: Value<string>
          transit_encryption_port?: Value<number>
          authorization_config?: One<{
            access_point_id?: Value<string>
            iam?: Value<string>
          }>
        }>
        fsx_windows_file_server_volume_configuration?: One<{
          file_system_id: Value<string>
          root_directory: Value<string>
          authorization_config: One<{
            credentials_parameter: Value<string>
            domain: Value<string>
          }>
        }>
      }>
    }
    attributes: {
      arn: string
      arn_without_revision: string
      container_definitions: string
      cpu: string
      enable_fault_injection: boolean
      execution_role_arn: string
      family: string
      id: string
      ipc_mode: string
      memory: string
      network_mode: string
      pid_mode: string
      requires_compatibilities: readonly string[]
      revision: number
      skip_destroy: boolean
      tags: Readonly<Record<string, string>>
      tags_all: Readonly<Record<string, string>>
      task_role_arn: string
      track_latest: boolean
    }
  }
  aws_eip: {
    arguments: {
      address?: Value<string>
      associate_with_private_ip?: Value<string>
      customer_owned_ipv4_pool?: Value<string>
      domain?: Value<string>
      instance?: Value<string>
      ipam_pool_id?: Value<string>
      network_border_group?: Value<string>
      network_interface?: Value<string>
      public_ipv4_pool?: Value<string>
      tags?: ValueMap<string>
      timeouts?: One<{
        delete?: Value<string>
        read?: Value<string>
        update?: Value<string>
      }>
    }
    attributes: {
      address: string
      allocation_id: string
      arn: string
      associate_with_private_ip: string
      association_id: string
      carrier_ip: string
      customer_owned_ip: string
      customer_owned_ipv4_pool: string
      domain: string
      id: string
      instance: string
      ipam_pool_id: string
      network_border_group: string
      network_interface: string
      private_dns: string
      private_ip: string
      ptr_record: string
      public_dns: string
      public_ip: string
      public_ipv4_pool: string
      tags: Readonly<Record<string, string>>
      tags_all: Readonly<Record<string, string>>
    }
  }
  aws_flow_log: {
    arguments: {
      deliver_cross_account_role?: Value<string>
      eni_id?: Value<string>
      iam_role_arn?: Value<string>
      log_destination?: Value<string>
      log_destination_type?: Value<string>
      log_format?: Value<string>
      max_aggregation_interval?: Value<number>
      subnet_id?: Value<string>
      tags?: ValueMap<string>
      traffic_type?: Value<string>
      transit_gateway_attachment_id?: Value<string>
      transit_gateway_id?: Value<string>
      vpc_id?: Value<string>
      destination_options?: One<{
        file_format?: Value<string>
        hive_compatible_partitions?: Value<boolean>
        per_hour_partition?: Value<boolean>
      }>
    }
    attributes: {
      arn: string
      deliver_cross_account_role: string
      eni_id: string
      iam_role_arn: string
      id: string
      log_destination: string
      log_destination_type: string
      log_format: string
      max_aggregation_interval: number
      subnet_id: string
      tags: Readonly<Record<string, string>>
      tags_all: Readonly<Record<string, string>>
      traffic_type: string
      transit_gateway_attachment_id: string
      transit_gateway_id: string
      vpc_id: string
    }
  }
  aws_iam_instance_profile: {
    arguments: {
      name?: Value<string>
      name_prefix?: Value<string>
      path?: Value<string>
      role?: Value<string>
      tags?: ValueMap<string>
    }
    attributes: {
      arn: string
      create_date: string
      id: string
      name: string
      name_prefix: string
      path: string
      role: string
      tags: Readonly<Record<string, string>>
      tags_all: Readonly<Record<string, string>>
      unique_id: string
    }
  }
  aws_iam_role: {
    arguments: {
      assume_role_policy: Value<string>
      description?: Value<string>
      force_detach_policies?: Value<boolean>
      max_session_duration?: Value<number>
      name?: Value<string>
      name_prefix?: Value<string>
      path?: Value<string>
      permissions_boundary?: Value<string>
      tags?: ValueMap<string>
      inline_policy?: Many<{
        name?: Value<string>
        policy?: Value<string>
      }>
    }
    attributes: {
      arn: string
      assume_role_policy: string
      create_date: string
      description: string
      force_detach_policies: boolean
      id: string
      max_session_duration: number
      name: string
      name_prefix: string
      path: string
      permissions_boundary: string
      tags: Readonly<Record<string, string>>
      tags_all: Readonly<Record<string, string>>
      unique_id: string
    }
  }
  aws_iam_role_policy: {
    arguments: {
      name?: Value<string>
      name_prefix?: Value<string>
      policy: Value<string>
      role: Value<string>
    }
    attributes: {
      id: string
      name: string
      name_prefix: string
      policy: string
      role: string
    }
  }
  aws_iam_role_policy_attachment: {
    arguments: {
      policy_arn: Value<string>
      role: Value<string>
    }
    attributes: {
      id: string
      policy_arn: string
      role: string
    }
  }
  aws_internet_gateway: {
    arguments: {
      tags?: ValueMap<string>
      vpc_id?: Value<string>
      timeouts?: One<{
        create?: Value<string>
        delete?: Value<string>
        update?: Value<string>
      }>
    }
    attributes: {
      arn: string
      id: string
      owner_id: string
      tags: Readonly<Record<string, string>>
      tags_all: Readonly<Record<string, string>>
      vpc_id: string
    }
  }
  aws_kinesis_firehose_delivery_stream: {
    arguments: {
      arn?: Value<string>
      destination: Value<string>
      destination_id?: Value<string>
      name: Value<string>
      tags?: ValueMap<string>
      version_id?: Value<string>
      elasticsearch_configuration?: One<{
        buffering_interval?: Value<number>
        buffering_size?: Value<number>
        cluster_endpoint?: Value<string>
        domain_arn?: Value<string>
        index_name: Value<string>
        index_rotation_period?: Value<string>
        retry_duration?: Value<number>
        role_arn: Value<string>
        s3_backup_mode?: Value<string>
        type_name?: Value<string>
        cloudwatch_logging_options?: One<{
          enabled?: Value<boolean>
          log_group_name?: Value<string>
          log_stream_name?: Value<string>
        }>
        processing_configuration?: One<{
          enabled?: Value<boolean>
          processors?: Many<{
            type: Value<string>
            parameters?: Many<{
              parameter_name: Value<string>
              parameter_value: Value<string>
            }>
          }>
        }>
        s3_configuration: One<{
          bucket_arn: Value<string>
          buffering_interval?: Value<number>
          buffering_size?: Value<number>
          compression_format?: Value<string>
          error_output_prefix?: Value<string>
          kms_key_arn?: Value<string>
          prefix?: Value<string>
          role_arn: Value<string>
          cloudwatch_logging_options?: One<{
            enabled?: Value<boolean>
            log_group_name?: Value<string>
            log_stream_name?: Value<string>
          }>
        }>
        vpc_config?: One<{
          role_arn: Value<string>
          security_group_ids: Values<string>
          subnet_ids: Values<string>
        }>
      }>
      extended_s3_configuration?: One<{
        bucket_arn: Value<string>
        buffering_interval?: Value<number>
        buffering_size?: Value<number>
        compression_format?: Value<string>
        custom_time_zone?: Value<string>
        error_output_prefix?: Value<string>
        file_extension?: Value<string>
        kms_key_arn?: Value<string>
        prefix?: Value<string>
        role_arn: Value<string>
        s3_backup_mode?: Value<string>
        cloudwatch_logging_options?: One<{
          enabled?: Value<boolean>
          log_group_name?: Value<string>
          log_stream_name?: Value<string>
        }>
        data_format_conversion_configuration?: One<{
          enabled?: Value<boolean>
          input_format_configuration: One<{
            deserializer: One<{
              hive_json_ser_de?: One<{
                timestamp_formats?: Values<string>
              }>
              open_x_json_ser_de?: One<{
                case_insensitive?: Value<boolean>
                column_to_json_key_mappings?: ValueMap<string>
                convert_dots_in_json_keys_to_underscores?: Value<boolean>
              }>
            }>
          }>
          output_format_configuration: One<{
            serializer: One<{
              orc_ser_de?: One<{
                block_size_bytes?: Value<number>
                bloom_filter_columns?: Values<string>
                bloom_filter_false_positive_probability?: Value<number>
                compression?: Value<string>
                dictionary_key_threshold?: Value<number>
                enable_padding?: Value<boolean>
                format_version?: Value<string>
                padding_tolerance?: Value<number>
                row_index_stride?: Value<number>
                stripe_size_bytes?: Value<number>
              }>
              parquet_ser_de?: One<{
                block_size_bytes?: Value<number>
                compression?: Value<string>
                enable_dictionary_compression?: Value<boolean>
                max_padding_bytes?: Value<number>
                page_size_bytes?: Value<number>
                writer_version?: Value<string>
              }>
            }>
          }>
          schema_configuration: One<{
            catalog_id?: Value<string>
            database_name: Value<string>
            region?: Value<string>
            role_arn: Value<string>
            table_name: Value<string>
            version_id?: Value<string>
          }>
        }>
        dynamic_partitioning_configuration?: One<{
          enabled?: Value<boolean>
          retry_duration?: Value<number>
        }>
        processing_configuration?: One<{
          enabled?: Value<boolean>
          processors?: Many<{
            type: Value<string>
            parameters?: Many<{
              parameter_name: Value<string>
              parameter_value: Value<string>
            }>
          }>
        }>
        s3_backup_configuration?: One<{
          bucket_arn: Value<string>
          buffering_interval?: Value<number>
          buffering_size?: Value<number>
          compression_format?: Value<string>
          error_output_prefix?: Value<string>
          kms_key_arn?: Value<string>
          prefix?: Value<string>
          role_arn: Value<string>
          cloudwatch_logging_options?: One<{
            enabled?: Value<boolean>
            log_group_name?: Value<string>
            log_stream_name?: Value<string>
          }>
        }>
      }>
      http_endpoint_configuration?: One<{
        access_key?: Value<string>
        buffering_interval?: Value<number>
        buffering_size?: Value<number>
        name?: Value<string>
        retry_duration?: Value<number>
        role_arn?: Value<string>
        s3_backup_mode?: Value<string>
        url: Value<string>
        cloudwatch_logging_options?: One<{
          enabled?: Value<boolean>
          log_group_name?: Value<string>
          log_stream_name?: Value<string>
        }>
        processing_configuration?: One<{
          enabled?: Value<boolean>
          processors?: Many<{
            type: Value<string>
            parameters?: Many<{
              parameter_name: Value<string>
              parameter_value: Value<string>
            }>
          }>
        }>
        request_configuration?: One<{
          content_encoding?: Value<string>
          common_attributes?: Many<{
            name: Value<string>
            value: Value<string>
          }>
        }>
        s3_configuration: One<{
          bucket_arn: Value<string>
          buffering_interval?: Value<number>
          buffering_size?: Value<number>
          compression_format?: Value<string>
          error_output_prefix?: Value<string>
          kms_key_arn?: Value<string>
          prefix?: Value<string>
          role_arn: Value<string>
          cloudwatch_logging_options?: One<{
            enabled?: Value<boolean>
            log_group_name?: Value<string>
            log_stream_name?: Value<string>
          }>
        }>
        secrets_manager_configuration?: One<{
          enabled?: Value<boolean>
          role_arn?: Value<string>
          secret_arn?: Value<string>
        }>
      }>
      iceberg_configuration?: One<{
        buffering_interval?: Value<number>
        buffering_size?: Value<number>
        catalog_arn: Value<string>
        retry_duration?: Value<number>
        role_arn: Value<string>
        s3_backup_mode?: Value<string>
        cloudwatch_logging_options?: One<{
          enabled?: Value<boolean>
          log_group_name?: Value<string>
          log_stream_name?: Value<string>
        }>
        destination_table_configuration?: Many<{
          database_name: Value<string>
          s3_error_output_prefix?: Value<string>
          table_name: Value<string>
          unique_keys?: Values<string>
        }>
        processing_configuration?: One<{
          enabled?: Value<boolean>
          processors?: Many<{
            type: Value<string>
            parameters?: Many<{
              parameter_name: Value<string>
              parameter_value: Value<string>
            }>
          }>
        }>
        s3_configuration: One<{
          bucket_arn: Value<string>
          buffering_interval?: Value<number>
          buffering_size?: Value<number>
          compression_format?: Value<string>
          error_output_prefix?: Value<string>
          kms_key_arn?: Value<string>
          prefix?: Value<string>
          role_arn: Value<string>
          cloudwatch_logging_options?: One<{
            enabled?: Value<boolean>
            log_group_name?: Value<string>
            log_stream_name?: Value<string>
          }>
        }>
      }>
      kinesis_source_configuration?: One<{
        kinesis_stream_arn: Value<string>
        role_arn: Value<string>
      }>
      msk_source_configuration?: One<{
        msk_cluster_arn: Value<string>
        read_from_timestamp?: Value<string>
        topic_name: Value<string>
        authentication_configuration: One<{
          connectivity: Value<string>
          role_arn: Value<string>
        }>
      }>
      opensearch_configuration?: One<{
        buffering_interval?: Value<number>
        buffering_size?: Value<number>
        cluster_endpoint?: Value<string>
        domain_arn?: Value<string>
        index_name: Value<string>
        index_rotation_period?: Value<string>
        retry_duration?: Value<number>
        role_arn: Value<string>
        s3_backup_mode?: Value<string>
        type_name?: Value<string>
        cloudwatch_logging_options?: One<{
          enabled?: Value<boolean>
          log_group_name?: Value<string>
          log_stream_name?: Value<string>
        }>
        document_id_options?: One<{
          default_document_id_format: Value<string>
        }>
        processing_configuration?: One<{
          enabled?: Value<boolean>
          processors?: Many<{
            type: Value<string>
            parameters?: Many<{
              parameter_name: Value<string>
              parameter_value: Value<string>
            }>
          }>
        }>
        s3_configuration: One<{
          bucket_arn: Value<string>
          buffering_interval?: Value<number>
          buffering_size?: Value<number>
          compression_format?: Value<string>
          error_output_prefix?: Value<string>
          kms_key_arn?: Value<string>
          prefix?: Value<string>
          role_arn: Value<string>
          cloudwatch_logging_options?: One<{
            enabled?: Value<boolean>
            log_group_name?: Value<string>
            log_stream_name?: Value<string>
          }>
        }>
        vpc_config?: One<{
          role_arn: Value<string>
          security_group_ids: Values<string>
          subnet_ids: Values<string>
        }>
      }>
      opensearchserverless_configuration?: One<{
        buffering_interval?: Value<number>
        buffering_size?: Value<number>
        collection_endpoint: Value<string>
        index_name: Value<string>
        retry_duration?: Value<number>
        role_arn: Value<string>
        s3_backup_mode?: Value<string>
        cloudwatch_logging_options?: One<{
          enabled?: Value<boolean>
          log_group_name?: Value<string>
          log_stream_name?: Value<string>
        }>
        processing_configuration?: One<{
          enabled?: Value<boolean>
          processors?: Many<{
            type: Value<string>
            parameters?: Many<{
              parameter_name: Value<string>
              parameter_value: Value<string>
            }>
          }>
        }>
        s3_configuration: One<{
          bucket_arn: Value<string>
          buffering_interval?: Value<number>
          buffering_size?: Value<number>
          compression_format?: Value<string>
          error_output_prefix?: Value<string>
          kms_key_arn?: Value<string>
          prefix?: Value<string>
          role_arn: Value<string>
          cloudwatch_logging_options?: One<{
            enabled?: Value<boolean>
            log_group_name?: Value<string>
            log_stream_name?: Value<string>
          }>
        }>
        vpc_config?: One<{
          role_arn: Value<string>
          security_group_ids: Values<string>
          subnet_ids: Values<string>
        }>
      }>
      redshift_configuration?: One<{
        cluster_jdbcurl: Value<string>
        copy_options?: Value<string>
        data_table_columns?: Value<string>
        data_table_name: Value<string>
        password?: Value<string>
        retry_duration?: Value<number>
        role_arn: Value<string>
        s3_backup_mode?: Value<string>
        username?: Value<string>
        cloudwatch_logging_options?: One<{
          enabled?: Value<boolean>
          log_group_name?: Value<string>
          log_stream_name?: Value<string>
        }>
        processing_configuration?: One<{
          enabled?: Value<boolean>
          processors?: Many<{
            type: Value<string>
            parameters?: Many<{
              parameter_name: Value<string>
              parameter_value: Value<string>
            }>
          }>
        }>
        s3_backup_configuration?: One<{
          bucket_arn: Value<string>
          buffering_interval?: Value<number>
          buffering_size?: Value<number>
          compression_format?: Value<string>
          error_output_prefix?: Value<string>
          kms_key_arn?: Value<string>
          prefix?: Value<string>
          role_arn: Value<string>
          cloudwatch_logging_options?: One<{
            enabled?: Value<boolean>
            log_group_name?: Value<string>
            log_stream_name?: Value<string>
          }>
        }>
        s3_configuration: One<{
          bucket_arn: Value<string>
          buffering_interval?: Value<number>
          buffering_size?: Value<number>
          compression_format?: Value<string>
          error_output_prefix?: Value<string>
          kms_key_arn?: Value<string>
          prefix?: Value<string>
          role_arn: Value<string>
          cloudwatch_logging_options?: One<{
            enabled?: Value<boolean>
            log_group_name?: Value<string>
            log_stream_name?: Value<string>
          }>
        }>
        secrets_manager_configuration?: One<{
          enabled?: Value<boolean>
          role_arn?: Value<string>
          secret_arn?: Value<string>
        }>
      }>
      server_side_encryption?: One<{
        enabled?: Value<boolean>
        key_arn?: Value<string>
        key_type?: Value<string>
      }>
      snowflake_configuration?: One<{
        account_url: Value<string>
        buffering_interval?: Value<number>
        buffering_size?: Value<number>
        content_column_name?: Value<string>
        data_loading_option?: Value<string>
        database: Value<string>
        key_passphrase?: Value<string>
        metadata_column_name?: Value<string>
        private_key?: Value<string>
        retry_duration?: Value<number>
        role_arn: Value<string>
        s3_backup_mode?: Value<string>
        schema: Value<string>
        table: Value<string>
        user?: Value<string>
        cloudwatch_logging_options?: One<{
          enabled?: Value<boolean>
          log_group_name?: Value<string>
          log_stream_name?: Value<string>
        }>
        processing_configuration?: One<{
          enabled?: Value<boolean>
          processors?: Many<{
            type: Value<string>
            parameters?: Many<{
              parameter_name: Value<string>
              parameter_value: Value<string>
            }>
          }>
        }>
        s3_configuration: One<{
          bucket_arn: Value<string>
          buffering_interval?: Value<number>
          buffering_size?: Value<number>
          compression_format?: Value<string>
          error_output_prefix?: Value<string>
          kms_key_arn?: Value<string>
          prefix?: Value<string>
          role_arn: Value<string>
          cloudwatch_logging_options?: One<{
            enabled?: Value<boolean>
            log_group_name?: Value<string>
            log_stream_name?: Value<string>
          }>
        }>
        secrets_manager_configuration?: One<{
          enabled?: Value<boolean>
          role_arn?: Value<string>
          secret_arn?: Value<string>
        }>
        snowflake_role_configuration?: One<{
          enabled?: Value<boolean>
          snowflake_role?: Value<string>
        }>
        snowflake_vpc_configuration?: One<{
          private_link_vpce_id: Value<string>
        }>
      }>
      splunk_configuration?: One<{
        buffering_interval?: Value<number>
        buffering_size?: Value<number>
        hec_acknowledgment_timeout?: Value<number>
        hec_endpoint: Value<string>
        hec_endpoint_type?: Value<string>
        hec_token?: Value<string>
        retry_duration?: Value<number>
        s3_backup_mode?: Value<string>
        cloudwatch_logging_options?: One<{
          enabled?: Value<boolean>
          log_group_name?: Value<string>
          log_stream_name?: Value<string>
        }>
        processing_configuration?: One<{
          enabled?: Value<boolean>
          processors?: Many<{
            type: Value<string>
            parameters?: Many<{
              parameter_name: Value<string>
              parameter_value: Value<string>
            }>
          }>
        }>
        s3_configuration: One<{
          bucket_arn: Value<string>
          buffering_interval?: Value<number>
          buffering_size?: Value<number>
          compression_format?: Value<string>
          error_output_prefix?: Value<string>
          kms_key_arn?: Value<string>
          prefix?: Value<string>
          role_arn: Value<string>
          cloudwatch_logging_options?: One<{
            enabled?: Value<boolean>
            log_group_name?: Value<string>
            log_stream_name?: Value<string>
          }>
        }>
        secrets_manager_configuration?: One<{
          enabled?: Value<boolean>
          role_arn?: Value<string>
          secret_arn?: Value<string>
        }>
      }>
      timeouts?: One<{
        create?: Value<string>
        delete?: Value<string>
        update?: Value<string>
      }>
    }
    attributes: {
      arn: string
      destination: string
      destination_id: string
      id: string
      name: string
      tags: Readonly<Record<string, string>>
      tags_all: Readonly<Record<string, string>>
      version_id: string
    }
  }
  aws_kms_alias: {
    arguments: {
      name?: Value<string>
      name_prefix?: Value<string>
      target_key_id: Value<string>
    }
    attributes: {
      arn: string
      id: string
      name: string
      name_prefix: string
      target_key_arn: string
      target_key_id: string
    }
  }
  aws_kms_key: {
    arguments: {
      bypass_policy_lockout_safety_check?: Value<boolean>
      custom_key_store_id?: Value<string>
      customer_master_key_spec?: Value<string>
      deletion_window_in_days?: Value<number>
      description?: Value<string>
      enable_key_rotation?: Value<boolean>
      is_enabled?: Value<boolean>
      key_usage?: Value<string>
      multi_region?: Value<boolean>
      policy?: Value<string>
      rotation_period_in_days?: Value<number>
      tags?: ValueMap<string>
      xks_key_id?: Value<string>
      timeouts?: One<{
        create?: Value<string>
      }>
    }
    attributes: {
      arn: string
      bypass_policy_lockout_safety_check: boolean
      custom_key_store_id: string
      customer_master_key_spec: string
      deletion_window_in_days: number
      description: string
      enable_key_rotation: boolean
      id: string
      is_enabled: boolean
      key_id: string
      key_usage: string
      multi_region: boolean
      policy: string
      rotation_period_in_days: number
      tags: Readonly<Record<string, string>>
      tags_all: Readonly<Record<string, string>>
      xks_key_id: string
    }
  }
  aws_lambda_function: {
    arguments: {
      architectures?: Values<string>
      code_signing_config_arn?: Value<string>
      description?: Value<string>
      filename?: Value<string>
      function_name: Value<string>
      handler?: Value<string>
      image_uri?: Value<string>
      kms_key_arn?: Value<string>
      layers?: Values<string>
      memory_size?: Value<number>
      package_type?: Value<string>
      publish?: Value<boolean>
      replace_security_groups_on_destroy?: Value<boolean>
      replacement_security_group_ids?: Values<string>
      reserved_concurrent_executions?: Value<number>
      role: Value<string>
      runtime?: Value<string>
      s3_bucket?: Value<string>
      s3_key?: Value<string>
      s3_object_version?: Value<string>
      skip_destroy?: Value<boolean>
      source_code_hash?: Value<string>
      tags?: ValueMap<string>
      timeout?: Value<number>
      dead_letter_config?: One<{
        target_arn: Value<string>
      }>
      environment?: One<{
        variables?: ValueMap<string>
      }>
      ephemeral_storage?: One<{
        size?: Value<number>
      }>
      file_system_config?: One<{
        arn: Value<string>
        local_mount_path: Value<string>
      }>
      image_config?: One<{
        command?: Values<string>
        entry_point?: Values<string>
        working_directory?: Value<string>
      }>
      logging_config?: One<{
        application_log_level?: Value<string>
        log_format: Value<string>
        log_group?: Value<string>
        system_log_level?: Value<string>
      }>
      snap_start?: One<{
        apply_on: Value<string>
      }>
      timeouts?: One<{
        create?: Value<string>
        delete?: Value<string>
        update?: Value<string>
      }>
      tracing_config?: One<{
        mode: Value<string>
      }>
      vpc_config?: One<{
        ipv6_allowed_for_dual_stack?: Value<boolean>
        security_group_ids: Values<string>
        subnet_ids: Values<string>
      }>
    }
    attributes: {
      architectures: readonly string[]
      arn: string
      code_sha256: string
      code_signing_config_arn: string
      description: string
      filename: string
      function_name: string
      handler: string
      id: string
      image_uri: string
      invoke_arn: string
      kms_key_arn: string
      last_modified: string
      layers: readonly string[]
      memory_size: number
      package_type: string
      publish: boolean
      qualified_arn: string
      qualified_invoke_arn: string
      replace_security_groups_on_destroy: boolean
      replacement_security_group_ids: readonly string[]
      reserved_concurrent_executions: number
      role: string
      runtime: string
      s3_bucket: string
      s3_key: string
      s3_object_version: string
      signing_job_arn: string
      signing_profile_version_arn: string
      skip_destroy: boolean
      source_code_hash: string
      source_code_size: number
      tags: Readonly<Record<string, string>>
      tags_all: Readonly<Record<string, string>>
      timeout: number
      version: string
    }
  }
  aws_lambda_permission: {
    arguments: {
      action: Value<string>
      event_source_token?: Value<string>
      function_name: Value<string>
      function_url_auth_type?: Value<string>
      principal: Value<string>
      principal_org_id?: Value<string>
      qualifier?: Value<string>
      source_account?: Value<string>
      source_arn?: Value<string>
      statement_id?: Value<string>
      statement_id_prefix?: Value<string>
    }
    attributes: {
      action: string
      event_source_token: string
      function_name: string
      function_url_auth_type: string
      id: string
      principal: string
      principal_org_id: string
      qualifier: string
      source_account: string
      source_arn: string
      statement_id: string
      statement_id_prefix: string
    }
  }
  aws_launch_template: {
    arguments: {
      default_version?: Value<number>
      description?: Value<string>
      disable_api_stop?: Value<boolean>
      disable_api_termination?: Value<boolean>
      ebs_optimized?: Value<string>
      image_id?: Value<string>
      instance_initiated_shutdown_behavior?: Value<string>
      instance_type?: Value<string>
      kernel_id?: Value<string>
      key_name?: Value<string>
      name?: Value<string>
      name_prefix?: Value<string>
      ram_disk_id?: Value<string>
      security_group_names?: Values<string>
      tags?: ValueMap<string>
      update_default_version?: Value<boolean>
      user_data?: Value<string>
      vpc_security_group_ids?: Values<string>
      block_device_mappings?: Many<{
        device_name?: Value<string>
        no_device?: Value<string>
        virtual_name?: Value<string>
        ebs?: One<{
          delete_on_termination?: Value<string>
          encrypted?: Value<string>
          iops?: Value<number>
          kms_key_id?: Value<string>
          snapshot_id?: Value<string>
          throughput?: Value<number>
          volume_initialization_rate?: Value<number>
          volume_size?: Value<number>
          volume_type?: Value<string>
        }>
      }>
      capacity_reservation_specification?: One<{
        capacity_reservation_preference?: Value<string>
        capacity_reservation_target?: One<{
          capacity_reservation_id?: Value<string>
          capacity_reservation_resource_group_arn?: Value<string>
        }>
      }>
      cpu_options?: One<{
        amd_sev_snp?: Value<string>
        core_count?: Value<number>
        threads_per_core?: Value<number>
      }>
      credit_specification?: One<{
        cpu_credits?: Value<string>
      }>
      elastic_gpu_specifications?: Many<{
        type: Value<string>
      }>
      elastic_inference_accelerator?: One<{
        type: Value<string>
      }>
      enclave_options?: One<{
        enabled?: Value<boolean>
      }>
      hibernation_options?: One<{
        configured: Value<boolean>
      }>
      iam_instance_profile?: One<{
        arn?: Value<string>
        name?: Value<string>
      }>
      instance_market_options?: One<{
        market_type?: Value<string>
        spot_options?: One<{
          block_duration_minutes?: Value<number>
          instance_interruption_behavior?: Value<string>
          max_price?: Value<string>
          spot_instance_type?: Value<string>
          valid_until?: Value<string>
        }>
      }>
      instance_requirements?: One<{
        accelerator_manufacturers?: Values<string>
        accelerator_names?: Values<string>
        accelerator_types?: Values<string>
        allowed_instance_types?: Values<string>
        bare_metal?: Value<string>
        burstable_performance?: Value<string>
        cpu_manufacturers?: Values<string>
        excluded_instance_types?: Values<string>
        instance_generations?: Values<string>
        local_storage?: Value<string>
        local_storage_types?: Values<string>
        max_spot_price_as_percentage_of_optimal_on_demand_price?: Value<number>
        on_demand_max_price_percentage_over_lowest_price?: Value<number>
        require_hibernate_support?: Value<boolean>
        spot_max_price_percentage_over_lowest_price?: Value<number>
        accelerator_count?: One<{
          max?: Value<number>
          min?: Value<number>
        }>
        accelerator_total_memory_mib?: One<{
          max?: Value<number>
          min?: Value<number>
        }>
        baseline_ebs_bandwidth_mbps?: One<{
          max?: Value<number>
          min?: Value<number>
        }>
        memory_gib_per_vcpu?: One<{
          max?: Value<number>
          min?: Value<number>
        }>
        memory_mib: One<{
          max?: Value<number>
          min: Value<number>
        }>
        network_bandwidth_gbps?: One<{
          max?: Value<number>
          min?: Value<number>
        }>
        network_interface_count?: One<{
          max?: Value<number>
          min?: Value<number>
        }>
        total_local_storage_gb?: One<{
          max?: Value<number>
          min?: Value<number>
        }>
        vcpu_count: One<{
          max?: Value<number>
          min: Value<number>
        }>
      }>
      license_specification?: Many<{
        license_configuration_arn: Value<string>
      }>
      maintenance_options?: One<{
        auto_recovery?: Value<string>
      }>
      metadata_options?: One<{
        http_endpoint?: Value<string>
        http_protocol_ipv6?: Value<string>
        http_put_response_hop_limit?: Value<number>
        http_tokens?: Value<string>
        instance_metadata_tags?: Value<string>
      }>
      monitoring?: One<{
        enabled?: Value<boolean>
      }>
      network_interfaces?: Many<{
        associate_carrier_ip_address?: Value<string>
        associate_public_ip_address?: Value<string>
        delete_on_termination?: Value<string>
        description?: Value<string>
        device_index?: Value<number>
        interface_type?: Value<string>
        ipv4_address_count?: Value<number>
        ipv4_addresses?: Values<string>
        ipv4_prefix_count?: Value<number>
        ipv4_prefixes?: Values<string>
        ipv6_address_count?: Value<number>
        ipv6_addresses?: Values<string>
        ipv6_prefix_count?: Value<number>
        ipv6_prefixes?: Values<string>
        network_card_index?: Value<number>
        network_interface_id?: Value<string>
        primary_ipv6?: Value<string>
        private_ip_address?: Value<string>
        security_groups?: Values<string>
        subnet_id?: Value<string>
        connection_tracking_specification?: One<{
          tcp_established_timeout?: Value<number>
          udp_stream_timeout?: Value<number>
          udp_timeout?: Value<number>
        }>
        ena_srd_specification?: One<{
          ena_srd_enabled?: Value<boolean>
          ena_srd_udp_specification?: One<{
            ena_srd_udp_enabled?: Value<boolean>
          }>
        }>
      }>
      placement?: One<{
        affinity?: Value<string>
        availability_zone?: Value<string>
        group_name?: Value<string>
        host_id?: Value<string>
        host_resource_group_arn?: Value<string>
        partition_number?: Value<number>
        spread_domain?: Value<string>
        tenancy?: Value<string>
      }>
      private_dns_name_options?: One<{
        enable_resource_name_dns_a_record?: Value<boolean>
        enable_resource_name_dns_aaaa_record?: Value<boolean>
        hostname_type?: Value<string>
      }>
      tag_specifications?: Many<{
        resource_type?: Value<string>
        tags?: ValueMap<string>
      }>
    }
    attributes: {
      arn: string
      default_version: number
      description: string
      disable_api_stop: boolean
      disable_api_termination: boolean
      ebs_optimized: string
      id: string
      image_id: string
      instance_initiated_shutdown_behavior: string
      instance_type: string
      kernel_id: string
      key_name: string
      latest_version: number
      name: string
      name_prefix: string
      ram_disk_id: string
      security_group_names: readonly string[]
      tags: Readonly<Record<string, string>>
      tags_all: Readonly<Record<string, string>>
      update_default_version: boolean
      user_data: string
      vpc_security_group_ids: readonly string[]
    }
  }
  aws_lb: {
    arguments: {
      client_keep_alive?: Value<number>
      customer_owned_ipv4_pool?: Value<string>
      desync_mitigation_mode?: Value<string>
      dns_record_client_routing_policy?: Value<string>
      drop_invalid_header_fields?: Value<boolean>
      enable_cross_zone_load_balancing?: Value<boolean>
      enable_deletion_protection?: Value<boolean>
      enable_http2?: Value<boolean>
      enable_tls_version_and_cipher_suite_headers?: Value<boolean>
      enable_waf_fail_open?: Value<boolean>
      enable_xff_client_port?: Value<boolean>
      enable_zonal_shift?: Value<boolean>
      enforce_security_group_inbound_rules_on_private_link_traffic?: Value<string>
      idle_timeout?: Value<number>
      internal?: Value<boolean>
      ip_address_type?: Value<string>
      load_balancer_type?: Value<string>
      name?: Value<string>
      name_prefix?: Value<string>
      preserve_host_header?: Value<boolean>
      security_groups?: Values<string>
      subnets?: Values<string>
      tags?: ValueMap<string>
      xff_header_processing_mode?: Value<string>
      access_logs?: One<{
        bucket: Value<string>
        enabled?: Value<boolean>
        prefix?: Value<string>
      }>
      connection_logs?: One<{
        bucket: Value<string>
        enabled?: Value<boolean>
        prefix?: Value<string>
      }>
      ipam_pools?: One<{
        ipv4_ipam_pool_id: Value<string>
      }>
      minimum_load_balancer_capacity?: One<{
        capacity_units: Value<number>
      }>
      subnet_mapping?: Many<{
        allocation_id?: Value<string>
        ipv6_address?: Value<string>
        private_ipv4_address?: Value<string>
        subnet_id: Value<string>
      }>
      timeouts?: One<{
        create?: Value<string>
        delete?: Value<string>
        update?: Value<string>
      }>
    }
    attributes: {
      arn: string
      arn_suffix: string
      client_keep_alive: number
      customer_owned_ipv4_pool: string
      desync_mitigation_mode: string
      dns_name: string
      dns_record_client_routing_policy: string
      drop_invalid_header_fields: boolean
      enable_cross_zone_load_balancing: boolean
      enable_deletion_protection: boolean
      enable_http2: boolean
      enable_tls_version_and_cipher_suite_headers: boolean
      enable_waf_fail_open: boolean
      enable_xff_client_port: boolean
      enable_zonal_shift: boolean
      enforce_security_group_inbound_rules_on_private_link_traffic: string
      id: string
      idle_timeout: number
      internal: boolean
      ip_address_type: string
      load_balancer_type: string
      name: string
      name_prefix: string
      preserve_host_header: boolean
      security_groups: readonly string[]
      subnets: readonly string[]
      tags: Readonly<Record<string, string>>
      tags_all: Readonly<Record<string, string>>
      vpc_id: string
      xff_header_processing_mode: string
      zone_id: string
    }
  }
  aws_lb_listener: {
    arguments: {
      alpn_policy?: Value<string>
      certificate_arn?: Value<string>
      load_balancer_arn: Value<string>
      port?: Value<number>
      protocol?: Value<string>
      routing_http_request_x_amzn_mtls_clientcert_header_name?: Value<string>
      routing_http_request_x_amzn_mtls_clientcert_issuer_header_name?: Value<string>
      routing_http_request_x_amzn_mtls_clientcert_leaf_header_name?: Value<string>
      routing_http_request_x_amzn_mtls_clientcert_serial_number_header_name?: Value<string>
      routing_http_request_x_amzn_mtls_clientcert_subject_header_name?: Value<string>
      routing_http_request_x_amzn_mtls_clientcert_validity_header_name?: Value<string>
      routing_http_request_x_amzn_tls_cipher_suite_header_name?: Value<string>
      routing_http_request_x_amzn_tls_version_header_name?: Value<string>
      routing_http_response_access_control_allow_credentials_header_value?: Value<string>
      routing_http_response_access_control_allow_headers_header_value?: Value<string>
      routing_http_response_access_control_allow_methods_header_value?: Value<string>
      routing_http_response_access_control_allow_origin_header_value?: Value<string>
      routing_http_response_access_control_expose_headers_header_value?: Value<string>
      routing_http_response_access_control_max_age_header_value?: Value<string>
      routing_http_response_content_security_policy_header_value?: Value<string>
      routing_http_response_server_enabled?: Value<boolean>
      routing_http_response_strict_transport_security_header_value?: Value<string>
      routing_http_response_x_content_type_options_header_value?: Value<string>
      routing_http_response_x_frame_options_header_value?: Value<string>
      ssl_policy?: Value<string>
      tags?: ValueMap<string>
      tcp_idle_timeout_seconds?: Value<number>
      default_action: Many<{
        order?: Value<number>
        target_group_arn?: Value<string>
        type: Value<string>
        authenticate_cognito?: One<{
          authentication_request_extra_params?: ValueMap<string>
          on_unauthenticated_request?: Value<string>
          scope?: Value<string>
          session_cookie_name?: Value<string>
          session_timeout?: Value<number>
          user_pool_arn: Value<string>
          user_pool_client_id: Value<string>
          user_pool_domain: Value<string>
        }>
        authenticate_oidc?: One<{
          authentication_request_extra_params?: ValueMap<string>
          authorization_endpoint: Value<string>
          client_id: Value<string>
          client_secret: Value<string>
          issuer: Value<string>
          on_unauthenticated_request?: Value<string>
          scope?: Value<string>
          session_cookie_name?: Value<string>
          session_timeout?: Value<number>
          token_endpoint: Value<string>
          user_info_endpoint: Value<string>
        }>
        fixed_response?: One<{
          content_type: Value<string>
          message_body?: Value<string>
          status_code?: Value<string>
        }>
        forward?: One<{
          stickiness?: One<{
            duration: Value<number>
            enabled?: Value<boolean>
          }>
          target_group: Many<{
            arn: Value<string>
            weight?: Value<number>
          }>
        }>
        redirect?: One<{
          host?: Value<string>
          path?: Value<string>
          port?: Value<string>
          protocol?: Value<string>
          query?: Value<string>
          status_code: Value<string>
        }>
      }>
      mutual_authentication?: One<{
        advertise_trust_store_ca_names?: Value<string>
        ignore_client_certificate_expiry?: Value<boolean>
        mode: Value<string>
        trust_store_arn?: Value<string>
      }>
      timeouts?: One<{
        create?: Value<string>
        update?: Value<string>
      }>
    }
    attributes: {
      alpn_policy: string
      arn: string
      certificate_arn: string
      id: string
      load_balancer_arn: string
      port: number
      protocol: string
      routing_http_request_x_amzn_mtls_clientcert_header_name: string
      routing_http_request_x_amzn_mtls_clientcert_issuer_header_name: string
      routing_http_request_x_amzn_mtls_clientcert_leaf_header_name: string
      routing_http_request_x_amzn_mtls_clientcert_serial_number_header_name: string
      routing_http_request_x_amzn_mtls_clientcert_subject_header_name: string
      routing_http_request_x_amzn_mtls_clientcert_validity_header_name: string
      routing_http_request_x_amzn_tls_cipher_suite_header_name: string
      routing_http_request_x_amzn_tls_version_header_name: string
      routing_http_response_access_control_allow_credentials_header_value: string
      routing_http_response_access_control_allow_headers_header_value: string
      routing_http_response_access_control_allow_methods_header_value: string
      routing_http_response_access_control_allow_origin_header_value: string
      routing_http_response_access_control_expose_headers_header_value: string
      routing_http_response_access_control_max_age_header_value: string
      routing_http_response_content_security_policy_header_value: string
      routing_http_response_server_enabled: boolean
      routing_http_response_strict_transport_security_header_value: string
      routing_http_response_x_content_type_options_header_value: string
      routing_http_response_x_frame_options_header_value: string
      ssl_policy: string
      tags: Readonly<Record<string, string>>
      tags_all: Readonly<Record<string, string>>
      tcp_idle_timeout_seconds: number
    }
  }
  aws_lb_target_group: {
    arguments: {
      connection_termination?: Value<boolean>
      deregistration_delay?: Value<string>
      ip_address_type?: Value<string>
      lambda_multi_value_headers_enabled?: Value<boolean>
      load_balancing_algorithm_type?: Value<string>
      load_balancing_anomaly_mitigation?: Value<string>
      load_balancing_cross_zone_enabled?: Value<string>
      name?: Value<string>
      name_prefix?: Value<string>
      port?: Value<number>
      preserve_client_ip?: Value<string>
      protocol?: Value<string>
      protocol_version?: Value<string>
      proxy_protocol_v2?: Value<boolean>
      slow_start?: Value<number>
      tags?: ValueMap<string>
      target_type?: Value<string>
      vpc_id?: Value<string>
      health_check?: One<{
        enabled?: Value<boolean>
        healthy_threshold?: Value<number>
        interval?: Value<number>
        matcher?: Value<string>
        path?: Value<string>
        port?: Value<string>
        protocol?: Value<string>
        timeout?: Value<number>
        unhealthy_threshold?: Value<number>
      }>
      stickiness?: One<{
        cookie_duration?: Value<number>
        cookie_name?: Value<string>
        enabled?: Value<boolean>
        type: Value<string>
      }>
      target_failover?: Many<{
        on_deregistration: Value<string>
        on_unhealthy: Value<string>
      }>
      target_group_health?: One<{
        dns_failover?: One<{
          minimum_healthy_targets_count?: Value<string>
          minimum_healthy_targets_percentage?: Value<string>
        }>
        unhealthy_state_routing?: One<{
          minimum_healthy_targets_count?: Value<number>
          minimum_healthy_targets_percentage?: Value<string>
        }>
      }>
      target_health_state?: Many<{
        enable_unhealthy_connection_termination: Value<boolean>
        unhealthy_draining_interval?: Value<number>
      }>
    }
    attributes: {
      arn: string
      arn_suffix: string
      connection_termination: boolean
      deregistration_delay: string
      id: string
      ip_address_type: string
      lambda_multi_value_headers_enabled: boolean
      load_balancer_arns: readonly string[]
      load_balancing_algorithm_type: string
      load_balancing_anomaly_mitigation: string
      load_balancing_cross_zone_enabled: string
      name: string
      name_prefix: string
      port: number
      preserve_client_ip: string
      protocol: string
      protocol_version: string
      proxy_protocol_v2: boolean
      slow_start: number
      tags: Readonly<Record<string, string>>
      tags_all: Readonly<Record<string, string>>
      target_type: string
      vpc_id: string
    }
  }
  aws_nat_gateway: {
    arguments: {
      allocation_id?: Value<string>
      connectivity_type?: Value<string>
      private_ip?: Value<string>
      secondary_allocation_ids?: Values<string>
      secondary_private_ip_address_count?: Value<number>
      secondary_private_ip_addresses?: Values<string>
      subnet_id: Value<string>
      tags?: ValueMap<string>
      timeouts?: One<{
        create?: Value<string>
        delete?: Value<string>
        update?: Value<string>
      }>
    }
    attributes: {
      allocation_id: string
      association_id: string
      connectivity_type: string
      id: string
      network_interface_id: string
      private_ip: string
      public_ip: string
      secondary_allocation_ids: readonly string[]
      secondary_private_ip_address_count: number
      secondary_private_ip_addresses: readonly string[]
      subnet_id: string
      tags: Readonly<Record<string, string>>
      tags_all: Readonly<Record<string, string>>
    }
  }
  aws_network_acl: {
    arguments: {
      egress?: Values<{
        action?: Value<string>
        cidr_block?: Value<string>
        from_port?: Value<number>
        icmp_code?: Value<number>
        icmp_type?: Value<number>
        ipv6_cidr_block?: Value<string>
        protocol?: Value<string>
        rule_no?: Value<number>
        to_port?: Value<number>
      }>
      ingress?: Values<{
        action?: Value<string>
        cidr_block?: Value<string>
        from_port?: Value<number>
        icmp_code?: Value<number>
        icmp_type?: Value<number>
        ipv6_cidr_block?: Value<string>
        protocol?: Value<string>
        rule_no?: Value<number>
        to_port?: Value<number>
      }>
      subnet_ids?: Values<string>
      tags?: ValueMap<string>
      vpc_id: Value<string>
    }
    attributes: {
      arn: string
      egress: readonly {
        action?: string
        cidr_block?: string
        from_port?: number
        icmp_code?: number
        icmp_type?: number
        ipv6_cidr_block?: string
        protocol?: string
        rule_no?: number
        to_port?: number
      }[]
      id: string
      ingress: readonly {
        action?: string
        cidr_block?: string
        from_port?: number
        icmp_code?: number
        icmp_type?: number
        ipv6_cidr_block?: string
        protocol?: string
        rule_no?: number
        to_port?: number
      }[]
      owner_id: string
      subnet_ids: readonly string[]
      tags: Readonly<Record<string, string>>
      tags_all: Readonly<Record<string, string>>
      vpc_id: string
    }
  }
  aws_network_acl_rule: {
    arguments: {
      cidr_block?: Value<string>
      egress?: Value<boolean>
      from_port?: Value<number>
      icmp_code?: Value<number>
      icmp_type?: Value<number>
      ipv6_cidr_block?: Value<string>
      network_acl_id: Value<string>
      protocol: Value<string>
      rule_action: Value<string>
      rule_number: Value<number>
      to_port?: Value<number>
    }
    attributes: {
      cidr_block: string
      egress: boolean
      from_port: number
      icmp_code: number
      icmp_type: number
      id: string
      ipv6_cidr_block: string
      network_acl_id: string
      protocol: string
      rule_action: string
      rule_number: number
      to_port: number
    }
  }
  aws_rds_cluster: {
    arguments: {
      allocated_storage?: Value<number>
      allow_major_version_upgrade?: Value<boolean>
      apply_immediately?: Value<boolean>
      availability_zones?: Values<string>
      backtrack_window?: Value<number>
      backup_retention_period?: Value<number>
      ca_certificate_identifier?: Value<string>
      cluster_identifier?: Value<string>
      cluster_identifier_prefix?: Value<string>
      cluster_members?: Values<string>
      cluster_scalability_type?: Value<string>
      copy_tags_to_snapshot?: Value<boolean>
      database_insights_mode?: Value<string>
      database_name?: Value<string>
      db_cluster_instance_class?: Value<string>
      db_cluster_parameter_group_name?: Value<string>
      db_instance_parameter_group_name?: Value<string>
      db_subnet_group_name?: Value<string>
      db_system_id?: Value<string>
      delete_automated_backups?: Value<boolean>
      deletion_protection?: Value<boolean>
      domain?: Value<string>
      domain_iam_role_name?: Value<string>
      enable_global_write_forwarding?: Value<boolean>
      enable_http_endpoint?: Value<boolean>
      enable_local_write_forwarding?: Value<boolean>
      enabled_cloudwatch_logs_exports?: Values<string>
      engine: Value<string>
      engine_lifecycle_support?: Value<string>
      engine_mode?: Value<string>
      engine_version?: Value<string>
      final_snapshot_identifier?: Value<string>
      global_cluster_identifier?: Value<string>
      iam_database_authentication_enabled?: Value<boolean>
      iam_roles?: Values<string>
      iops?: Value<number>
      kms_key_id?: Value<string>
      manage_master_user_password?: Value<boolean>
      master_password?: Value<string>
      master_password_wo?: Value<string>
      master_password_wo_version?: Value<number>
      master_user_secret_kms_key_id?: Value<string>
      master_username?: Value<string>
      monitoring_interval?: Value<number>
      monitoring_role_arn?: Value<string>
      network_type?: Value<string>
      performance_insights_enabled?: Value<boolean>
      performance_insights_kms_key_id?: Value<string>
      performance_insights_retention_period?: Value<number>
      port?: Value<number>
      preferred_backup_window?: Value<string>
      preferred_maintenance_window?: Value<string>
      replication_source_identifier?: Value<string>
      skip_final_snapshot?: Value<boolean>
      snapshot_identifier?: Value<string>
      source_region?: Value<string>
      storage_encrypted?: Value<boolean>
      storage_type?: Value<string>
      tags?: ValueMap<string>
      vpc_security_group_ids?: Values<string>
      restore_to_point_in_time?: One<{
        restore_to_time?: Value<string>
        restore_type?: Value<string>
        source_cluster_identifier?: Value<string>
        source_cluster_resource_id?: Value<string>
        use_latest_restorable_time?: Value<boolean>
      }>
      s3_import?: One<{
        bucket_name: Value<string>
        bucket_prefix?: Value<string>
        ingestion_role: Value<string>
        source_engine: Value<string>
        source_engine_version: Value<string>
      }>
      scaling_configuration?: One<{
        auto_pause?: Value<boolean>
        max_capacity?: Value<number>
        min_capacity?: Value<number>
        seconds_before_timeout?: Value<number>
        seconds_until_auto_pause?: Value<number>
        timeout_action?: Value<string>
      }>
      serverlessv2_scaling_configuration?: One<{
        max_capacity: Value<number>
        min_capacity: Value<number>
        seconds_until_auto_pause?: Value<number>
      }>
      timeouts?: One<{
        create?: Value<string>
        delete?: Value<string>
        update?: Value<string>
      }>
    }
    attributes: {
      allocated_storage: number
      allow_major_version_upgrade: boolean
      apply_immediately: boolean
      arn: string
      availability_zones: readonly string[]
      backtrack_window: number
      backup_retention_period: number
      ca_certificate_identifier: string
      ca_certificate_valid_till: string
      cluster_identifier: string
      cluster_identifier_prefix: string
      cluster_members: readonly string[]
      cluster_resource_id: string
      cluster_scalability_type: string
      copy_tags_to_snapshot: boolean
      database_insights_mode: string
      database_name: string
      db_cluster_instance_class: string
      db_cluster_parameter_group_name: string
      db_instance_parameter_group_name: string
      db_subnet_group_name: string
      db_system_id: string
      delete_automated_backups: boolean
      deletion_protection: boolean
      domain: string
      domain_iam_role_name: string
      enable_global_write_forwarding: boolean
      enable_http_endpoint: boolean
      enable_local_write_forwarding: boolean
      enabled_cloudwatch_logs_exports: readonly string[]
      endpoint: string
      engine: string
      engine_lifecycle_support: string
      engine_mode: string
      engine_version: string
      engine_version_actual: string
      final_snapshot_identifier: string
      global_cluster_identifier: string
      hosted_zone_id: string
      iam_database_authentication_enabled: boolean
      iam_roles: readonly string[]
      id: string
      iops: number
      kms_key_id: string
      manage_master_user_password: boolean
      master_password: string
      master_password_wo: string
      master_password_wo_version: number
      master_user_secret: readonly {
        kms_key_id?: string
        secret_arn?: string
        secret_status?: string
      }[]
      master_user_secret_kms_key_id: string
      master_username: string
      monitoring_interval: number
      monitoring_role_arn: string
      network_type: string
      performance_insights_enabled: boolean
      performance_insights_kms_key_id: string
      performance_insights_retention_period: number
      port: number
      preferred_backup_window: string
      preferred_maintenance_window: string
      reader_endpoint: string
      replication_source_identifier: string
      skip_final_snapshot: boolean
      snapshot_identifier: string
      source_region: string
      storage_encrypted: boolean
      storage_type: string
      tags: Readonly<Record<string, string>>
      tags_all: Readonly<Record<string, string>>
      vpc_security_group_ids: readonly string[]
    }
  }
  aws_rds_cluster_instance: {
    arguments: {
      apply_immediately?: Value<boolean>
      auto_minor_version_upgrade?: Value<boolean>
      availability_zone?: Value<string>
      ca_cert_identifier?: Value<string>
      cluster_identifier: Value<string>
      copy_tags_to_snapshot?: Value<boolean>
      custom_iam_instance_profile?: Value<string>
      db_parameter_group_name?: Value<string>
      db_subnet_group_name?: Value<string>
      engine: Value<string>
      engine_version?: Value<string>
      force_destroy?: Value<boolean>
      identifier?: Value<string>
      identifier_prefix?: Value<string>
      instance_class: Value<string>
      monitoring_interval?: Value<number>
      monitoring_role_arn?: Value<string>
      performance_insights_enabled?: Value<boolean>
      performance_insights_kms_key_id?: Value<string>
      performance_insights_retention_period?: Value<number>
      preferred_backup_window?: Value<string>
      preferred_maintenance_window?: Value<string>
      promotion_tier?: Value<number>
      publicly_accessible?: Value<boolean>
      tags?: ValueMap<string>
      timeouts?: One<{
        create?: Value<string>
        delete?: Value<string>
        update?: Value<string>
      }>
    }
    attributes: {
      apply_immediately: boolean
      arn: string
      auto_minor_version_upgrade: boolean
      availability_zone: string
      ca_cert_identifier: string
      cluster_identifier: string
      copy_tags_to_snapshot: boolean
      custom_iam_instance_profile: string
      db_parameter_group_name: string
      db_subnet_group_name: string
      dbi_resource_id: string
      endpoint: string
      engine: string
      engine_version: string
      engine_version_actual: string
      force_destroy: boolean
      id: string
      identifier: string
      identifier_prefix: string
      instance_class: string
      kms_key_id: string
      monitoring_interval: number
      monitoring_role_arn: string
      network_type: string
      performance_insights_enabled: boolean
      performance_insights_kms_key_id: string
      performance_insights_retention_period: number
      port: number
      preferred_backup_window: string
      preferred_maintenance_window: string
      promotion_tier: number
      publicly_accessible: boolean
      storage_encrypted: boolean
      tags: Readonly<Record<string, string>>
      tags_all: Readonly<Record<string, string>>
      writer: boolean
    }
  }
  aws_rds_cluster_parameter_group: {
    arguments: {
      description?: Value<string>
      family: Value<string>
      name?: Value<string>
      name_prefix?: Value<string>
      tags?: ValueMap<string>
      parameter?: Many<{
        apply_method?: Value<string>
        name: Value<string>
        value: Value<string>
      }>
    }
    attributes: {
      arn: string
      description: string
      family: string
      id: string
      name: string
      name_prefix: string
      tags: Readonly<Record<string, string>>
      tags_all: Readonly<Record<string, string>>
    }
  }
  aws_route: {
    arguments: {
      carrier_gateway_id?: Value<string>
      core_network_arn?: Value<string>
      destination_cidr_block?: Value<string>
      destination_ipv6_cidr_block?: Value<string>
      destination_prefix_list_id?: Value<string>
      egress_only_gateway_id?: Value<string>
      gateway_id?: Value<string>
      local_gateway_id?: Value<string>
      nat_gateway_id?: Value<string>
      network_interface_id?: Value<string>
      route_table_id: Value<string>
      transit_gateway_id?: Value<string>
      vpc_endpoint_id?: Value<string>
      vpc_peering_connection_id?: Value<string>
      timeouts?: One<{
        create?: Value<string>
        delete?: Value<string>
        update?: Value<string>
      }>
    }
    attributes: {
      carrier_gateway_id: string
      core_network_arn: string
      destination_cidr_block: string
      destination_ipv6_cidr_block: string
      destination_prefix_list_id: string
      egress_only_gateway_id: string
      gateway_id: string
      id: string
      instance_id: string
      instance_owner_id: string
      local_gateway_id: string
      nat_gateway_id: string
      network_interface_id: string
      origin: string
      route_table_id: string
      state: string
      transit_gateway_id: string
      vpc_endpoint_id: string
      vpc_peering_connection_id: string
    }
  }
  aws_route53_health_check: {
    arguments: {
      child_health_threshold?: Value<number>
      child_healthchecks?: Values<string>
      cloudwatch_alarm_name?: Value<string>
      cloudwatch_alarm_region?: Value<string>
      disabled?: Value<boolean>
      enable_sni?: Value<boolean>
      failure_threshold?: Value<number>
      fqdn?: Value<string>
      insufficient_data_health_status?: Value<string>
      invert_healthcheck?: Value<boolean>
      ip_address?: Value<string>
      measure_latency?: Value<boolean>
      port?: Value<number>
      reference_name?: Value<string>
      regions?: Values<string>
      request_interval?: Value<number>
      resource_path?: Value<string>
      routing_control_arn?: Value<string>
      search_string?: Value<string>
      tags?: ValueMap<string>
      triggers?: ValueMap<string>
      type: Value<string>
    }
    attributes: {
      arn: string
      child_health_threshold: number
      child_healthchecks: readonly string[]
      cloudwatch_alarm_name: string
      cloudwatch_alarm_region: string
      disabled: boolean
      enable_sni: boolean
      failure_threshold: number
      fqdn: string
      id: string
      insufficient_data_health_status: string
      invert_healthcheck: boolean
      ip_address: string
      measure_latency: boolean
      port: number
      reference_name: string
      regions: readonly string[]
      request_interval: number
      resource_path: string
      routing_control_arn: string
      search_string: string
      tags: Readonly<Record<string, string>>
      tags_all: Readonly<Record<string, string>>
      triggers: Readonly<Record<string, string>>
      type: string
    }
  }
  aws_route53_record: {
    arguments: {
      allow_overwrite?: Value<boolean>
      health_check_id?: Value<string>
      multivalue_answer_routing_policy?: Value<boolean>
      name: Value<string>
      records?: Values<string>
      set_identifier?: Value<string>
      ttl?: Value<number>
      type: Value<string>
      zone_id: Value<string>
      alias?: One<{
        evaluate_target_health: Value<boolean>
        name: Value<string>
        zone_id: Value<string>
      }>
      cidr_routing_policy?: One<{
        collection_id: Value<string>
        location_name: Value<string>
      }>
      failover_routing_policy?: One<{
        type: Value<string>
      }>
      geolocation_routing_policy?: One<{
        continent?: Value<string>
        country?: Value<string>
        subdivision?: Value<string>
      }>
      geoproximity_routing_policy?: One<{
        aws_region?: Value<string>
        bias?: Value<number>
        local_zone_group?: Value<string>
        coordinates?: Many<{
          latitude: Value<string>
          longitude: Value<string>
        }>
      }>
      latency_routing_policy?: One<{
        region: Value<string>
      }>
      timeouts?: One<{
        create?: Value<string>
        delete?: Value<string>
        update?: Value<string>
      }>
      weighted_routing_policy?: One<{
        weight: Value<number>
      }>
    }
    attributes: {
      allow_overwrite: boolean
      fqdn: string
      health_check_id: string
      id: string
      multivalue_answer_routing_policy: boolean
      name: string
      records: readonly string[]
      set_identifier: string
      ttl: number
      type: string
      zone_id: string
    }
  }
  aws_route53_zone: {
    arguments: {
      comment?: Value<string>
      delegation_set_id?: Value<string>
      force_destroy?: Value<boolean>
      name: Value<string>
      tags?: ValueMap<string>
      timeouts?: One<{
        create?: Value<string>
        delete?: Value<string>
        update?: Value<string>
      }>
      vpc?: Many<{
        vpc_id: Value<string>
        vpc_region?: Value<string>
      }>
    }
    attributes: {
      arn: string
      comment: string
      delegation_set_id: string
      force_destroy: boolean
      id: string
      name: string
      name_servers: readonly string[]
      primary_name_server: string
      tags: Readonly<Record<string, string>>
      tags_all: Readonly<Record<string, string>>
      zone_id: string
    }
  }
  aws_route_table: {
    arguments: {
      propagating_vgws?: Values<string>
      route?: Values<{
        carrier_gateway_id?: Value<string>
        cidr_block?: Value<string>
        core_network_arn?: Value<string>
        destination_prefix_list_id?: Value<string>
        egress_only_gateway_id?: Value<string>
        gateway_id?: Value<string>
        ipv6_cidr_block?: Value<string>
        local_gateway_id?: Value<string>
        nat_gateway_id?: Value<string>
        network_interface_id?: Value<string>
        transit_gateway_id?: Value<string>
        vpc_endpoint_id?: Value<string>
        vpc_peering_connection_id?: Value<string>
      }>
      tags?: ValueMap<string>
      vpc_id: Value<string>
      timeouts?: One<{
        create?: Value<string>
        delete?: Value<string>
        update?: Value<string>
      }>
    }
    attributes: {
      arn: string
      id: string
      owner_id: string
      propagating_vgws: readonly string[]
      route: readonly {
        carrier_gateway_id?: string
        cidr_block?: string
        core_network_arn?: string
        destination_prefix_list_id?: string
        egress_only_gateway_id?: string
        gateway_id?: string
        ipv6_cidr_block?: string
        local_gateway_id?: string
        nat_gateway_id?: string
        network_interface_id?: string
        transit_gateway_id?: string
        vpc_endpoint_id?: string
        vpc_peering_connection_id?: string
      }[]
      tags: Readonly<Record<string, string>>
      tags_all: Readonly<Record<string, string>>
      vpc_id: string
    }
  }
  aws_route_table_association: {
    arguments: {
      gateway_id?: Value<string>
      route_table_id: Value<string>
      subnet_id?: Value<string>
      timeouts?: One<{
        create?: Value<string>
        delete?: Value<string>
        update?: Value<string>
      }>
    }
    attributes: {
      gateway_id: string
      id: string
      route_table_id: string
      subnet_id: string
    }
  }
  aws_s3_bucket: {
    arguments: {
      bucket?: Value<string>
      bucket_prefix?: Value<string>
      force_destroy?: Value<boolean>
      object_lock_enabled?: Value<boolean>
      tags?: ValueMap<string>
      cors_rule?: Many<{
        allowed_headers?: Values<string>
        allowed_methods: Values<string>
        allowed_origins: Values<string>
        expose_headers?: Values<string>
        max_age_seconds?: Value<number>
      }>
      grant?: Many<{
        id?: Value<string>
        permissions: Values<string>
        type: Value<string>
        uri?: Value<string>
      }>
      lifecycle_rule?: Many<{
        abort_incomplete_multipart_upload_days?: Value<number>
        enabled: Value<boolean>
        id?: Value<string>
        prefix?: Value<string>
        tags?: ValueMap<string>
        expiration?: One<{
          date?: Value<string>
          days?: Value<number>
          expired_object_delete_marker?: Value<boolean>
        }>
        noncurrent_version_expiration?: One<{
          days?: Value<number>
        }>
        noncurrent_version_transition?: Many<{
          days?: Value<number>
          storage_class: Value<string>
        }>
        transition?: Many<{
          date?: Value<string>
          days?: Value<number>
          storage_class: Value<string>
        }>
      }>
      logging?: One<{
        target_bucket: Value<string>
        target_prefix?: Value<string>
      }>
      object_lock_configuration?: One<{
        rule?: One<{
          default_retention: One<{
            days?: Value<number>
            mode: Value<string>
            years?: Value<number>
          }>
        }>
      }>
      replication_configuration?: One<{
        role: Value<string>
        rules: Many<{
          delete_marker_replication_status?: Value<string>
          id?: Value<string>
          prefix?: Value<string>
          priority?: Value<number>
          status: Value<string>
          destination: One<{
            account_id?: Value<string>
            bucket: Value<string>
            replica_kms_key_id?: Value<string>
            storage_class?: Value<string>
            access_control_translation?: One<{
              owner: Value<string>
            }>
            metrics?: One<{
              minutes?: Value<number>
              status?: Value<string>
            }>
            replication_time?: One<{
              minutes?: Value<number>
              status?: Value<string>
            }>
          }>
          filter?: One<{
            prefix?: Value<string>
            tags?: ValueMap<string>
          }>
          source_selection_criteria?: One<{
            sse_kms_encrypted_objects?: One<{
              enabled: Value<boolean>
            }>
          }>
        }>
      }>
      server_side_encryption_configuration?: One<{
        rule: One<{
          bucket_key_enabled?: Value<boolean>
          apply_server_side_encryption_by_default: One<{
            kms_master_key_id?: Value<string>
            sse_algorithm: Value<string>
          }>
        }>
      }>
      timeouts?: One<{
        create?: Value<string>
        delete?: Value<string>
        read?: Value<string>
        update?: Value<string>
      }>
      versioning?: One<{
        enabled?: Value<boolean>
        mfa_delete?: Value<boolean>
      }>
      website?: One<{
        error_document?: Value<string>
        index_document?: Value<string>
        redirect_all_requests_to?: Value<string>
        routing_rules?: Value<string>
      }>
    }
    attributes: {
      arn: string
      bucket: string
      bucket_domain_name: string
      bucket_prefix: string
      bucket_regional_domain_name: string
      force_destroy: boolean
      hosted_zone_id: string
      id: string
      object_lock_enabled: boolean
      region: string
      tags: Readonly<Record<string, string>>
      tags_all: Readonly<Record<string, string>>
    }
  }
  aws_s3_bucket_lifecycle_configuration: {
    arguments: {
      bucket: Value<string>
      expected_bucket_owner?: Value<string>
      transition_default_minimum_object_size?: Value<string>
      rule?: Many<{
        id: Value<string>
        status: Value<string>
        abort_incomplete_multipart_upload?: Many<{
          days_after_initiation?: Value<number>
        }>
        expiration?: Many<{
          date?: Value<string>
          days?: Value<number>
          expired_object_delete_marker?: Value<boolean>
        }>
        filter?: Many<{
          object_size_greater_than?: Value<number>
          object_size_less_than?: Value<number>
          prefix?: Value<string>
          and?: Many<{
            object_size_greater_than?: Value<number>
            object_size_less_than?: Value<number>
            prefix?: Value<string>
            tags?: ValueMap<string>
          }>
          tag?: Many<{
            key: Value<string>
            value: Value<string>
          }>
        }>
        noncurrent_version_expiration?: Many<{
          newer_noncurrent_versions?: Value<number>
          noncurrent_days: Value<number>
        }>
        noncurrent_version_transition?: Many<{
          newer_noncurrent_versions?: Value<number>
          noncurrent_days: Value<number>
          storage_class: Value<string>
        }>
        transition?: Many<{
          date?: Value<string>
          days?: Value<number>
          storage_class: Value<string>
        }>
      }>
      timeouts?: One<{
        create?: Value<string>
        update?: Value<string>
      }>
    }
    attributes: {
      bucket: string
      expected_bucket_owner: string
      transition_default_minimum_object_size: string
    }
  }
  aws_s3_bucket_ownership_controls: {
    arguments: {
      bucket: Value<string>
      rule: One<{
        object_ownership: Value<string>
      }>
    }
    attributes: {
      bucket: string
      id: string
    }
  }
  aws_s3_bucket_policy: {
    arguments: {
      bucket: Value<string>
      policy: Value<string>
    }
    attributes: {
      bucket: string
      id: string
      policy: string
    }
  }
  aws_s3_bucket_public_access_block: {
    arguments: {
      block_public_acls?: Value<boolean>
      block_public_policy?: Value<boolean>
      bucket: Value<string>
      ignore_public_acls?: Value<boolean>
      restrict_public_buckets?: Value<boolean>
    }
    attributes: {
      block_public_acls: boolean
      block_public_policy: boolean
      bucket: string
      id: string
      ignore_public_acls: boolean
      restrict_public_buckets: boolean
    }
  }
  aws_s3_bucket_replication_configuration: {
    arguments: {
      bucket: Value<string>
      role: Value<string>
      token?: Value<string>
      rule: Many<{
        id?: Value<string>
        priority?: Value<number>
        status: Value<string>
        delete_marker_replication?: One<{
          status: Value<string>
        }>
        destination: One<{
          account?: Value<string>
          bucket: Value<string>
          storage_class?: Value<string>
          access_control_translation?: One<{
            owner: Value<string>
          }>
          encryption_configuration?: One<{
            replica_kms_key_id: Value<string>
          }>
          metrics?: One<{
            status: Value<string>
            event_threshold?: One<{
              minutes: Value<number>
            }>
          }>
          replication_time?: One<{
            status: Value<string>
            time: One<{
              minutes: Value<number>
            }>
          }>
        }>
        existing_object_replication?: One<{
          status: Value<string>
        }>
        filter?: One<{
          prefix?: Value<string>
          and?: One<{
            prefix?: Value<string>
            tags?: ValueMap<string>
          }>
          tag?: One<{
            key: Value<string>
            value: Value<string>
          }>
        }>
        source_selection_criteria?: One<{
          replica_modifications?: One<{
            status: Value<string>
          }>
          sse_kms_encrypted_objects?: One<{
            status: Value<string>
          }>
        }>
      }>
    }
    attributes: {
      bucket: string
      id: string
      role: string
      token: string
    }
  }
  aws_s3_bucket_server_side_encryption_configuration: {
    arguments: {
      bucket: Value<string>
      expected_bucket_owner?: Value<string>
      rule: Many<{
        bucket_key_enabled?: Value<boolean>
        apply_server_side_encryption_by_default?: One<{
          kms_master_key_id?: Value<string>
          sse_algorithm: Value<string>
        }>
      }>
    }
    attributes: {
      bucket: string
      expected_bucket_owner: string
      id: string
    }
  }
  aws_s3_bucket_versioning: {
    arguments: {
      bucket: Value<string>
      expected_bucket_owner?: Value<string>
      mfa?: Value<string>
      versioning_configuration: One<{
        mfa_delete?: Value<string>
        status: Value<string>
      }>
    }
    attributes: {
      bucket: string
      expected_bucket_owner: string
      id: string
      mfa: string
    }
  }
  aws_s3_object: {
    arguments: {
      acl?: Value<string>
      bucket: Value<string>
      bucket_key_enabled?: Value<boolean>
      cache_control?: Value<string>
      checksum_algorithm?: Value<string>
      content?: Value<string>
      content_base64?: Value<string>
      content_disposition?: Value<string>
      content_encoding?: Value<string>
      content_language?: Value<string>
      content_type?: Value<string>
      etag?: Value<string>
      force_destroy?: Value<boolean>
      key: Value<string>
      kms_key_id?: Value<string>
      metadata?: ValueMap<string>
      object_lock_legal_hold_status?: Value<string>
      object_lock_mode?: Value<string>
      object_lock_retain_until_date?: Value<string>
      server_side_encryption?: Value<string>
      source?: Value<string>
      source_hash?: Value<string>
      storage_class?: Value<string>
      tags?: ValueMap<string>
      website_redirect?: Value<string>
      override_provider?: One<{
        default_tags?: One<{
          tags?: ValueMap<string>
        }>
      }>
    }
    attributes: {
      acl: string
      arn: string
      bucket: string
      bucket_key_enabled: boolean
      cache_control: string
      checksum_algorithm: string
      checksum_crc32: string
      checksum_crc32c: string
      checksum_crc64nvme: string
      checksum_sha1: string
      checksum_sha256: string
      content: string
      content_base64: string
      content_disposition: string
      content_encoding: string
      content_language: string
      content_type: string
      etag: string
      force_destroy: boolean
      id: string
      key: string
      kms_key_id: string
      metadata: Readonly<Record<string, string>>
      object_lock_legal_hold_status: string
      object_lock_mode: string
      object_lock_retain_until_date: string
      server_side_encryption: string
      source: string
      source_hash: string
      storage_class: string
      tags: Readonly<Record<string, string>>
      tags_all: Readonly<Record<string, string>>
      version_id: string
      website_redirect: string
    }
  }
  aws_secretsmanager_secret: {
    arguments: {
      description?: Value<string>
      force_overwrite_replica_secret?: Value<boolean>
      kms_key_id?: Value<string>
      name?: Value<string>
      name_prefix?: Value<string>
      policy?: Value<string>
      recovery_window_in_days?: Value<number>
      tags?: ValueMap<string>
      replica?: Many<{
        kms_key_id?: Value<string>
        region: Value<string>
      }>
    }
    attributes: {
      arn: string
      description: string
      force_overwrite_replica_secret: boolean
      id: string
      kms_key_id: string
      name: string
      name_prefix: string
      policy: string
      recovery_window_in_days: number
      tags: Readonly<Record<string, string>>
      tags_all: Readonly<Record<string, string>>
    }
  }
  aws_secretsmanager_secret_version: {
    arguments: {
      secret_binary?: Value<string>
      secret_id: Value<string>
      secret_string?: Value<string>
      secret_string_wo?: Value<string>
      secret_string_wo_version?: Value<number>
      version_stages?: Values<string>
    }
    attributes: {
      arn: string
      has_secret_string_wo: boolean
      id: string
      secret_binary: string
      secret_id: string
      secret_string: string
      secret_string_wo: string
      secret_string_wo_version: number
      version_id: string
      version_stages: readonly string[]
    }
  }
  aws_security_group: {
    arguments: {
      description?: Value<string>
      egress?: Values<{
        cidr_blocks?: Values<string>
        description?: Value<string>
        from_port?: Value<number>
        ipv6_cidr_blocks?: Values<string>
        prefix_list_ids?: Values<string>
        protocol?: Value<string>
        security_groups?: Values<string>
        self?: Value<boolean>
        to_port?: Value<number>
      }>
      ingress?: Values<{
        cidr_blocks?: Values<string>
        description?: Value<string>
        from_port?: Value<number>
        ipv6_cidr_blocks?: Values<string>
        prefix_list_ids?: Values<string>
        protocol?: Value<string>
        security_groups?: Values<string>
        self?: Value<boolean>
        to_port?: Value<number>
      }>
      name?: Value<string>
      name_prefix?: Value<string>
      revoke_rules_on_delete?: Value<boolean>
      tags?: ValueMap<string>
      vpc_id?: Value<string>
      timeouts?: One<{
        create?: Value<string>
        delete?: Value<string>
      }>
    }
    attributes: {
      arn: string
      description: string
      egress: readonly {
        cidr_blocks?: readonly string[]
        description?: string
        from_port?: number
        ipv6_cidr_blocks?: readonly string[]
        prefix_list_ids?: readonly string[]
        protocol?: string
        security_groups?: readonly string[]
        self?: boolean
        to_port?: number
      }[]
      id: string
      ingress: readonly {
        cidr_blocks?: readonly string[]
        description?: string
        from_port?: number
        ipv6_cidr_blocks?: readonly string[]
        prefix_list_ids?: readonly string[]
        protocol?: string
        security_groups?: readonly string[]
        self?: boolean
        to_port?: number
      }[]
      name: string
      name_prefix: string
      owner_id: string
      revoke_rules_on_delete: boolean
      tags: Readonly<Record<string, string>>
      tags_all: Readonly<Record<string, string>>
      vpc_id: string
    }
  }
  aws_sns_topic: {
    arguments: {
      application_failure_feedback_role_arn?: Value<string>
      application_success_feedback_role_arn?: Value<string>
      application_success_feedback_sample_rate?: Value<number>
      archive_policy?: Value<string>
      content_based_deduplication?: Value<boolean>
      delivery_policy?: Value<string>
      display_name?: Value<string>
      fifo_throughput_scope?: Value<string>
      fifo_topic?: Value<boolean>
      firehose_failure_feedback_role_arn?: Value<string>
      firehose_success_feedback_role_arn?: Value<string>
      firehose_success_feedback_sample_rate?: Value<number>
      http_failure_feedback_role_arn?: Value<string>
      http_success_feedback_role_arn?: Value<string>
      http_success_feedback_sample_rate?: Value<number>
      kms_master_key_id?: Value<string>
      lambda_failure_feedback_role_arn?: Value<string>
      lambda_success_feedback_role_arn?: Value<string>
      lambda_success_feedback_sample_rate?: Value<number>
      name?: Value<string>
      name_prefix?: Value<string>
      policy?: Value<string>
      signature_version?: Value<number>
      sqs_failure_feedback_role_arn?: Value<string>
      sqs_success_feedback_role_arn?: Value<string>
      sqs_success_feedback_sample_rate?: Value<number>
      tags?: ValueMap<string>
      tracing_config?: Value<string>
    }
    attributes: {
      application_failure_feedback_role_arn: string
      application_success_feedback_role_arn: string
      application_success_feedback_sample_rate: number
      archive_policy: string
      arn: string
      beginning_archive_time: string
      content_based_deduplication: boolean
      delivery_policy: string
      display_name: string
      fifo_throughput_scope: string
      fifo_topic: boolean
      firehose_failure_feedback_role_arn: string
      firehose_success_feedback_role_arn: string
      firehose_success_feedback_sample_rate: number
      http_failure_feedback_role_arn: string
      http_success_feedback_role_arn: string
      http_success_feedback_sample_rate: number
      id: string
      kms_master_key_id: string
      lambda_failure_feedback_role_arn: string
      lambda_success_feedback_role_arn: string
      lambda_success_feedback_sample_rate: number
      name: string
      name_prefix: string
      owner: string
      policy: string
      signature_version: number
      sqs_failure_feedback_role_arn: string
      sqs_success_feedback_role_arn: string
      sqs_success_feedback_sample_rate: number
      tags: Readonly<Record<string, string>>
      tags_all: Readonly<Record<string, string>>
      tracing_config: string
    }
  }
  aws_sns_topic_policy: {
    arguments: {
      arn: Value<string>
      policy: Value<string>
    }
    attributes: {
      arn: string
      id: string
      owner: string
      policy: string
    }
  }
  aws_sns_topic_subscription: {
    arguments: {
      confirmation_timeout_in_minutes?: Value<number>
      delivery_policy?: Value<string>
      endpoint: Value<string>
      endpoint_auto_confirms?: Value<boolean>
      filter_policy?: Value<string>
      filter_policy_scope?: Value<string>
      protocol: Value<string>
      raw_message_delivery?: Value<boolean>
      redrive_policy?: Value<string>
      replay_policy?: Value<string>
      subscription_role_arn?: Value<string>
      topic_arn: Value<string>
    }
    attributes: {
      arn: string
      confirmation_timeout_in_minutes: number
      confirmation_was_authenticated: boolean
      delivery_policy: string
      endpoint: string
      endpoint_auto_confirms: boolean
      filter_policy: string
      filter_policy_scope: string
      id: string
      owner_id: string
      pending_confirmation: boolean
      protocol: string
      raw_message_delivery: boolean
      redrive_policy: string
      replay_policy: string
      subscription_role_arn: string
      topic_arn: string
    }
  }
  aws_ssm_parameter: {
    arguments: {
      allowed_pattern?: Value<string>
      arn?: Value<string>
      data_type?: Value<string>
      description?: Value<string>
      insecure_value?: Value<string>
      key_id?: Value<string>
      name: Value<string>
      overwrite?: Value<boolean>
      tags?: ValueMap<string>
      tier?: Value<string>
      type: Value<string>
      value?: Value<string>
      value_wo?: Value<string>
      value_wo_version?: Value<number>
    }
    attributes: {
      allowed_pattern: string
      arn: string
      data_type: string
      description: string
      has_value_wo: boolean
      id: string
      insecure_value: string
      key_id: string
      name: string
      overwrite: boolean
      tags: Readonly<Record<string, string>>
      tags_all: Readonly<Record<string, string>>
      tier: string
      type: string
      value: string
      value_wo: string
      value_wo_version: number
      version: number
    }
  }
  aws_subnet: {
    arguments: {
      assign_ipv6_address_on_creation?: Value<boolean>
      availability_zone?: Value<string>
      availability_zone_id?: Value<string>
      cidr_block?: Value<string>
      customer_owned_ipv4_pool?: Value<string>
      enable_dns64?: Value<boolean>
      enable_lni_at_device_index?: Value<number>
      enable_resource_name_dns_a_record_on_launch?: Value<boolean>
      enable_resource_name_dns_aaaa_record_on_launch?: Value<boolean>
      ipv6_cidr_block?: Value<string>
      ipv6_native?: Value<boolean>
      map_customer_owned_ip_on_launch?: Value<boolean>
      map_public_ip_on_launch?: Value<boolean>
      outpost_arn?: Value<string>
      private_dns_hostname_type_on_launch?: Value<string>
      tags?: ValueMap<string>
      vpc_id: Value<string>
      timeouts?: One<{
        create?: Value<string>
        delete?: Value<string>
      }>
    }
    attributes: {
      arn: string
      assign_ipv6_address_on_creation: boolean
      availability_zone: string
      availability_zone_id: string
      cidr_block: string
      customer_owned_ipv4_pool: string
      enable_dns64: boolean
      enable_lni_at_device_index: number
      enable_resource_name_dns_a_record_on_launch: boolean
      enable_resource_name_dns_aaaa_record_on_launch: boolean
      id: string
      ipv6_cidr_block: string
      ipv6_cidr_block_association_id: string
      ipv6_native: boolean
      map_customer_owned_ip_on_launch: boolean
      map_public_ip_on_launch: boolean
      outpost_arn: string
      owner_id: string
      private_dns_hostname_type_on_launch: string
      tags: Readonly<Record<string, string>>
      tags_all: Readonly<Record<string, string>>
      vpc_id: string
    }
  }
  aws_vpc: {
    arguments: {
      assign_generated_ipv6_cidr_block?: Value<boolean>
      cidr_block?: Value<string>
      enable_dns_hostnames?: Value<boolean>
      enable_dns_support?: Value<boolean>
      enable_network_address_usage_metrics?: Value<boolean>
      instance_tenancy?: Value<string>
      ipv4_ipam_pool_id?: Value<string>
      ipv4_netmask_length?: Value<number>
      ipv6_cidr_block?: Value<string>
      ipv6_cidr_block_network_border_group?: Value<string>
      ipv6_ipam_pool_id?: Value<string>
      ipv6_netmask_length?: Value<number>
      tags?: ValueMap<string>
    }
    attributes: {
      arn: string
      assign_generated_ipv6_cidr_block: boolean
      cidr_block: string
      default_network_acl_id: string
      default_route_table_id: string
      default_security_group_id: string
      dhcp_options_id: string
      enable_dns_hostnames: boolean
      enable_dns_support: boolean
      enable_network_address_usage_metrics: boolean
      id: string
      instance_tenancy: string
      ipv4_ipam_pool_id: string
      ipv4_netmask_length: number
      ipv6_association_id: string
      ipv6_cidr_block: string
      ipv6_cidr_block_network_border_group: string
      ipv6_ipam_pool_id: string
      ipv6_netmask_length: number
      main_route_table_id: string
      owner_id: string
      tags: Readonly<Record<string, string>>
      tags_all: Readonly<Record<string, string>>
    }
  }
  aws_vpc_peering_connection: {
    arguments: {
      auto_accept?: Value<boolean>
      peer_owner_id?: Value<string>
      peer_region?: Value<string>
      peer_vpc_id: Value<string>
      tags?: ValueMap<string>
      vpc_id: Value<string>
      accepter?: One<{
        allow_remote_vpc_dns_resolution?: Value<boolean>
      }>
      requester?: One<{
        allow_remote_vpc_dns_resolution?: Value<boolean>
      }>
      timeouts?: One<{
        create?: Value<string>
        delete?: Value<string>
        update?: Value<string>
      }>
    }
    attributes: {
      accept_status: string
      auto_accept: boolean
      id: string
      peer_owner_id: string
      peer_region: string
      peer_vpc_id: string
      tags: Readonly<Record<string, string>>
      tags_all: Readonly<Record<string, string>>
      vpc_id: string
    }
  }
  aws_vpc_security_group_egress_rule: {
    arguments: {
      cidr_ipv4?: Value<string>
      cidr_ipv6?: Value<string>
      description?: Value<string>
      from_port?: Value<number>
      ip_protocol: Value<string>
      prefix_list_id?: Value<string>
      referenced_security_group_id?: Value<string>
      security_group_id: Value<string>
      tags?: ValueMap<string>
      to_port?: Value<number>
    }
    attributes: {
      arn: string
      cidr_ipv4: string
      cidr_ipv6: string
      description: string
      from_port: number
      id: string
      ip_protocol: string
      prefix_list_id: string
      referenced_security_group_id: string
      security_group_id: string
      security_group_rule_id: string
      tags: Readonly<Record<string, string>>
      tags_all: Readonly<Record<string, string>>
      to_port: number
    }
  }
  aws_vpc_security_group_ingress_rule: {
    arguments: {
      cidr_ipv4?: Value<string>
      cidr_ipv6?: Value<string>
      description?: Value<string>
      from_port?: Value<number>
      ip_protocol: Value<string>
      prefix_list_id?: Value<string>
      referenced_security_group_id?: Value<string>
      security_group_id: Value<string>
      tags?: ValueMap<string>
      to_port?: Value<number>
    }
    attributes: {
      arn: string
      cidr_ipv4: string
      cidr_ipv6: string
      description: string
      from_port: number
      id: string
      ip_protocol: string
      prefix_list_id: string
      referenced_security_group_id: string
      security_group_id: string
      security_group_rule_id: string
      tags: Readonly<Record<string, string>>
      tags_all: Readonly<Record<string, string>>
      to_port: number
    }
  }
  aws_vpn_gateway_attachment: {
    arguments: {
      vpc_id: Value<string>
      vpn_gateway_id: Value<string>
    }
    attributes: {
      id: string
      vpc_id: string
      vpn_gateway_id: string
    }
  }
  aws_vpn_gateway: {
    arguments: {
      amazon_side_asn?: Value<string>
      availability_zone?: Value<string>
      tags?: ValueMap<string>
      vpc_id?: Value<string>
    }
    attributes: {
      amazon_side_asn: string
      arn: string
      availability_zone: string
      id: string
      tags: Readonly<Record<string, string>>
      tags_all: Readonly<Record<string, string>>
      vpc_id: string
    }
  }
  aws_wafv2_web_acl: {
    arguments: {
      description?: Value<string>
      name?: Value<string>
      name_prefix?: Value<string>
      rule_json?: Value<string>
      scope: Value<string>
      tags?: ValueMap<string>
      token_domains?: Values<string>
      association_config?: One<{
        request_body?: Many<{
          api_gateway?: One<{
            default_size_inspection_limit: Value<string>
          }>
          app_runner_service?: One<{
            default_size_inspection_limit: Value<string>
          }>
          cloudfront?: One<{
            default_size_inspection_limit: Value<string>
          }>
          cognito_user_pool?: One<{
            default_size_inspection_limit: Value<string>
          }>
          verified_access_instance?: One<{
            default_size_inspection_limit: Value<string>
          }>
        }>
      }>
      captcha_config?: One<{
        immunity_time_property?: One<{
          immunity_time?: Value<number>
        }>
      }>
      challenge_config?: One<{
        immunity_time_property?: One<{
          immunity_time?: Value<number>
        }>
      }>
      custom_response_body?: Many<{
        content: Value<string>
        content_type: Value<string>
        key: Value<string>
      }>
      data_protection_config?: One<{
        data_protection?: Many<{
          action: Value<string>
          exclude_rate_based_details?: Value<boolean>
          exclude_rule_match_details?: Value<boolean>
          field: One<{
            field_keys?: Values<string>
            field_type: Value<string>
          }>
        }>
      }>
      default_action: One<{
        allow?: One<{
          custom_request_handling?: One<{
            insert_header: Many<{
              name: Value<string>
              value: Value<string>
            }>
          }>
        }>
        block?: One<{
          custom_response?: One<{
            custom_response_body_key?: Value<string>
            response_code: Value<number>
            response_header?: Many<{
              name: Value<string>
              value: Value<string>
            }>
          }>
        }>
      }>
      rule?: Many<{
        name: Value<string>
        priority: Value<number>
        action?: One<{
          allow?: One<{
            custom_request_handling?: One<{
              insert_header: Many<{
                name: Value<string>
                value: Value<string>
              }>
            }>
          }>
          block?: One<{
            custom_response?: One<{
              custom_response_body_key?: Value<string>
              response_code: Value<number>
              response_header?: Many<{
                name: Value<string>
                value: Value<string>
              }>
            }>
          }>
          captcha?: One<{
            custom_request_handling?: One<{
              insert_header: Many<{
                name: Value<string>
                value: Value<string>
              }>
            }>
          }>
          challenge?: One<{
            custom_request_handling?: One<{
              insert_header: Many<{
                name: Value<string>
                value: Value<string>
              }>
            }>
          }>
          count?: One<{
            custom_request_handling?: One<{
              insert_header: Many<{
                name: Value<string>
                value: Value<string>
              }>
            }>
          }>
        }>
        captcha_config?: One<{
          immunity_time_property?: One<{
            immunity_time?: Value<number>
          }>
        }>
        challenge_config?: One<{
          immunity_time_property?: One<{
            immunity_time?: Value<number>
          }>
        }>
        override_action?: One<{
          count?: One<{}>
          none?: One<{}>
        }>
        rule_label?: Many<{
          name: Value<string>
        }>
        statement: One<{
          and_statement?: One<{
            statement: Many<{
              and_statement?: One<{}>
              asn_match_statement?: One<{
                asn_list: Values<number>
              }>
              byte_match_statement?: One<{
                positional_constraint: Value<string>
                search_string: Value<string>
              }>
              geo_match_statement?: One<{
                country_codes: Values<string>
              }>
              ip_set_reference_statement?: One<{
                arn: Value<string>
              }>
              label_match_statement?: One<{
                key: Value<string>
                scope: Value<string>
              }>
              not_statement?: One<{}>
              or_statement?: One<{}>
              regex_match_statement?: One<{
                regex_string: Value<string>
              }>
              regex_pattern_set_reference_statement?: One<{
                arn: Value<string>
              }>
              size_constraint_statement?: One<{
                comparison_operator: Value<string>
                size: Value<number>
              }>
              sqli_match_statement?: One<{
                sensitivity_level?: Value<string>
              }>
              xss_match_statement?: One<{}>
            }>
          }>
          asn_match_statement?: One<{
            asn_list: Values<number>
            forwarded_ip_config?: One<{
              fallback_behavior: Value<string>
              header_name: Value<string>
            }>
          }>
          byte_match_statement?: One<{
            positional_constraint: Value<string>
            search_string: Value<string>
            field_to_match?: One<{
              all_query_arguments?: One<{}>
              body?: One<{
                oversize_handling?: Value<string>
              }>
              cookies?: One<{
                match_scope: Value<string>
                oversize_handling: Value<string>
              }>
              header_order?: Many<{
                oversize_handling: Value<string>
              }>
              headers?: Many<{
                match_scope: Value<string>
                oversize_handling: Value<string>
              }>
              ja3_fingerprint?: One<{
                fallback_behavior: Value<string>
              }>
              ja4_fingerprint?: One<{
                fallback_behavior: Value<string>
              }>
              json_body?: One<{
                invalid_fallback_behavior?: Value<string>
                match_scope: Value<string>
                oversize_handling?: Value<string>
              }>
              method?: One<{}>
              query_string?: One<{}>
              single_header?: One<{
                name: Value<string>
              }>
              single_query_argument?: One<{
                name: Value<string>
              }>
              uri_fragment?: One<{
                fallback_behavior?: Value<string>
              }>
              uri_path?: One<{}>
            }>
            text_transformation: Many<{
              priority: Value<number>
              type: Value<string>
            }>
          }>
          geo_match_statement?: One<{
            country_codes: Values<string>
            forwarded_ip_config?: One<{
              fallback_behavior: Value<string>
              header_name: Value<string>
            }>
          }>
          ip_set_reference_statement?: One<{
            arn: Value<string>
            ip_set_forwarded_ip_config?: One<{
              fallback_behavior: Value<string>
              header_name: Value<string>
              position: Value<string>
            }>
          }>
          label_match_statement?: One<{
            key: Value<string>
            scope: Value<string>
          }>
          managed_rule_group_statement?: One<{
            name: Value<string>
            vendor_name: Value<string>
            version?: Value<string>
            managed_rule_group_configs?: Many<{
              login_path?: Value<string>
              payload_type?: Value<string>
              aws_managed_rules_acfp_rule_set?: One<{
                creation_path: Value<string>
                enable_regex_in_path?: Value<boolean>
                registration_page_path: Value<string>
              }>
              aws_managed_rules_atp_rule_set?: One<{
                enable_regex_in_path?: Value<boolean>
                login_path: Value<string>
              }>
              aws_managed_rules_bot_control_rule_set?: One<{
                enable_machine_learning?: Value<boolean>
                inspection_level: Value<string>
              }>
              password_field?: One<{
                identifier: Value<string>
              }>
              username_field?: One<{
                identifier: Value<string>
              }>
            }>
            rule_action_override?: Many<{
              name: Value<string>
              action_to_use: One<{}>
            }>
            scope_down_statement?: One<{
              and_statement?: One<{}>
              asn_match_statement?: One<{
                asn_list: Values<number>
              }>
              byte_match_statement?: One<{
                positional_constraint: Value<string>
                search_string: Value<string>
              }>
              geo_match_statement?: One<{
                country_codes: Values<string>
              }>
              ip_set_reference_statement?: One<{
                arn: Value<string>
              }>
              label_match_statement?: One<{
                key: Value<string>
                scope: Value<string>
              }>
              not_statement?: One<{}>
              or_statement?: One<{}>
              regex_match_statement?: One<{
                regex_string: Value<string>
              }>
              regex_pattern_set_reference_statement?: One<{
                arn: Value<string>
              }>
              size_constraint_statement?: One<{
                comparison_operator: Value<string>
                size: Value<number>
              }>
              sqli_match_statement?: One<{
                sensitivity_level?: Value<string>
              }>
              xss_match_statement?: One<{}>
            }>
          }>
          not_statement?: One<{
            statement: Many<{
              and_statement?: One<{}>
              asn_match_statement?: One<{
                asn_list: Values<number>
              }>
              byte_match_statement?: One<{
                positional_constraint: Value<string>
                search_string: Value<string>
              }>
              geo_match_statement?: One<{
                country_codes: Values<string>
              }>
              ip_set_reference_statement?: One<{
                arn: Value<string>
              }>
              label_match_statement?: One<{
                key: Value<string>
                scope: Value<string>
              }>
              not_statement?: One<{}>
              or_statement?: One<{}>
              regex_match_statement?: One<{
                regex_string: Value<string>
              }>
              regex_pattern_set_reference_statement?: One<{
                arn: Value<string>
              }>
              size_constraint_statement?: One<{
                comparison_operator: Value<string>
                size: Value<number>
              }>
              sqli_match_statement?: One<{
                sensitivity_level?: Value<string>
              }>
              xss_match_statement?: One<{}>
            }>
          }>
          or_statement?: One<{
            statement: Many<{
              and_statement?: One<{}>
              asn_match_statement?: One<{
                asn_list: Values<number>
              }>
              byte_match_statement?: One<{
                positional_constraint: Value<string>
                search_string: Value<string>
              }>
              geo_match_statement?: One<{
                country_codes: Values<string>
              }>
              ip_set_reference_statement?: One<{
                arn: Value<string>
              }>
              label_match_statement?: One<{
                key: Value<string>
                scope: Value<string>
              }>
              not_statement?: One<{}>
              or_statement?: One<{}>
              regex_match_statement?: One<{
                regex_string: Value<string>
              }>
              regex_pattern_set_reference_statement?: One<{
                arn: Value<string>
              }>
              size_constraint_statement?: One<{
                comparison_operator: Value<string>
                size: Value<number>
              }>
              sqli_match_statement?: One<{
                sensitivity_level?: Value<string>
              }>
              xss_match_statement?: One<{}>
            }>
          }>
          rate_based_statement?: One<{
            aggregate_key_type?: Value<string>
            evaluation_window_sec?: Value<number>
            limit: Value<number>
            custom_key?: Many<{
              cookie?: One<{
                name: Value<string>
              }>
              forwarded_ip?: One<{}>
              header?: One<{
                name: Value<string>
              }>
              http_method?: One<{}>
              ip?: One<{}>
              ja3_fingerprint?: One<{
                fallback_behavior: Value<string>
              }>
              ja4_fingerprint?: One<{
                fallback_behavior: Value<string>
              }>
              label_namespace?: One<{
                namespace: Value<string>
              }>
              query_argument?: One<{
                name: Value<string>
              }>
              query_string?: One<{}>
              uri_path?: One<{}>
            }>
            forwarded_ip_config?: One<{
              fallback_behavior: Value<string>
              header_name: Value<string>
            }>
            scope_down_statement?: One<{
              and_statement?: One<{}>
              asn_match_statement?: One<{
                asn_list: Values<number>
              }>
              byte_match_statement?: One<{
                positional_constraint: Value<string>
                search_string: Value<string>
              }>
              geo_match_statement?: One<{
                country_codes: Values<string>
              }>
              ip_set_reference_statement?: One<{
                arn: Value<string>
              }>
              label_match_statement?: One<{
                key: Value<string>
                scope: Value<string>
              }>
              not_statement?: One<{}>
              or_statement?: One<{}>
              regex_match_statement?: One<{
                regex_string: Value<string>
              }>
              regex_pattern_set_reference_statement?: One<{
                arn: Value<string>
              }>
              size_constraint_statement?: One<{
                comparison_operator: Value<string>
                size: Value<number>
              }>
              sqli_match_statement?: One<{
                sensitivity_level?: Value<string>
              }>
              xss_match_statement?: One<{}>
            }>
          }>
          regex_match_statement?: One<{
            regex_string: Value<string>
            field_to_match?: One<{
              all_query_arguments?: One<{}>
              body?: One<{
                oversize_handling?: Value<string>
              }>
              cookies?: One<{
                match_scope: Value<string>
                oversize_handling: Value<string>
              }>
              header_order?: Many<{
                oversize_handling: Value<string>
              }>
              headers?: Many<{
                match_scope: Value<string>
                oversize_handling: Value<string>
              }>
              ja3_fingerprint?: One<{
                fallback_behavior: Value<string>
              }>
              ja4_fingerprint?: One<{
                fallback_behavior: Value<string>
              }>
              json_body?: One<{
                invalid_fallback_behavior?: Value<string>
                match_scope: Value<string>
                oversize_handling?: Value<string>
              }>
              method?: One<{}>
              query_string?: One<{}>
              single_header?: One<{
                name: Value<string>
              }>
              single_query_argument?: One<{
                name: Value<string>
              }>
              uri_fragment?: One<{
                fallback_behavior?: Value<string>
              }>
              uri_path?: One<{}>
            }>
            text_transformation: Many<{
              priority: Value<number>
              type: Value<string>
            }>
          }>
          regex_pattern_set_reference_statement?: One<{
            arn: Value<string>
            field_to_match?: One<{
              all_query_arguments?: One<{}>
              body?: One<{
                oversize_handling?: Value<string>
              }>
              cookies?: One<{
                match_scope: Value<string>
                oversize_handling: Value<string>
              }>
              header_order?: Many<{
                oversize_handling: Value<string>
              }>
              headers?: Many<{
                match_scope: Value<string>
                oversize_handling: Value<string>
              }>
              ja3_fingerprint?: One<{
                fallback_behavior: Value<string>
              }>
              ja4_fingerprint?: One<{
                fallback_behavior: Value<string>
              }>
              json_body?: One<{
                invalid_fallback_behavior?: Value<string>
                match_scope: Value<string>
                oversize_handling?: Value<string>
              }>
              method?: One<{}>
              query_string?: One<{}>
              single_header?: One<{
                name: Value<string>
              }>
              single_query_argument?: One<{
                name: Value<string>
              }>
              uri_fragment?: One<{
                fallback_behavior?: Value<string>
              }>
              uri_path?: One<{}>
            }>
            text_transformation: Many<{
              priority: Value<number>
              type: Value<string>
            }>
          }>
          rule_group_reference_statement?: One<{
            arn: Value<string>
            rule_action_override?: Many<{
              name: Value<string>
              action_to_use: One<{}>
            }>
          }>
          size_constraint_statement?: One<{
            comparison_operator: Value<string>
            size: Value<number>
            field_to_match?: One<{
              all_query_arguments?: One<{}>
              body?: One<{
                oversize_handling?: Value<string>
              }>
              cookies?: One<{
                match_scope: Value<string>
                oversize_handling: Value<string>
              }>
              header_order?: Many<{
                oversize_handling: Value<string>
              }>
              headers?: Many<{
                match_scope: Value<string>
                oversize_handling: Value<string>
              }>
              ja3_fingerprint?: One<{
                fallback_behavior: Value<string>
              }>
              ja4_fingerprint?: One<{
                fallback_behavior: Value<string>
              }>
              json_body?: One<{
                invalid_fallback_behavior?: Value<string>
                match_scope: Value<string>
                oversize_handling?: Value<string>
              }>
              method?: One<{}>
              query_string?: One<{}>
              single_header?: One<{
                name: Value<string>
              }>
              single_query_argument?: One<{
                name: Value<string>
              }>
              uri_fragment?: One<{
                fallback_behavior?: Value<string>
              }>
              uri_path?: One<{}>
            }>
            text_transformation: Many<{
              priority: Value<number>
              type: Value<string>
            }>
          }>
          sqli_match_statement?: One<{
            sensitivity_level?: Value<string>
            field_to_match?: One<{
              all_query_arguments?: One<{}>
              body?: One<{
                oversize_handling?: Value<string>
              }>
              cookies?: One<{
                match_scope: Value<string>
                oversize_handling: Value<string>
              }>
              header_order?: Many<{
                oversize_handling: Value<string>
              }>
              headers?: Many<{
                match_scope: Value<string>
                oversize_handling: Value<string>
              }>
              ja3_fingerprint?: One<{
                fallback_behavior: Value<string>
              }>
              ja4_fingerprint?: One<{
                fallback_behavior: Value<string>
              }>
              json_body?: One<{
                invalid_fallback_behavior?: Value<string>
                match_scope: Value<string>
                oversize_handling?: Value<string>
              }>
              method?: One<{}>
              query_string?: One<{}>
              single_header?: One<{
                name: Value<string>
              }>
              single_query_argument?: One<{
                name: Value<string>
              }>
              uri_fragment?: One<{
                fallback_behavior?: Value<string>
              }>
              uri_path?: One<{}>
            }>
            text_transformation: Many<{
              priority: Value<number>
              type: Value<string>
            }>
          }>
          xss_match_statement?: One<{
            field_to_match?: One<{
              all_query_arguments?: One<{}>
              body?: One<{
                oversize_handling?: Value<string>
              }>
              cookies?: One<{
                match_scope: Value<string>
                oversize_handling: Value<string>
              }>
              header_order?: Many<{
                oversize_handling: Value<string>
              }>
              headers?: Many<{
                match_scope: Value<string>
                oversize_handling: Value<string>
              }>
              ja3_fingerprint?: One<{
                fallback_behavior: Value<string>
              }>
              ja4_fingerprint?: One<{
                fallback_behavior: Value<string>
              }>
              json_body?: One<{
                invalid_fallback_behavior?: Value<string>
                match_scope: Value<string>
                oversize_handling?: Value<string>
              }>
              method?: One<{}>
              query_string?: One<{}>
              single_header?: One<{
                name: Value<string>
              }>
              single_query_argument?: One<{
                name: Value<string>
              }>
              uri_fragment?: One<{
                fallback_behavior?: Value<string>
              }>
              uri_path?: One<{}>
            }>
            text_transformation: Many<{
              priority: Value<number>
              type: Value<string>
            }>
          }>
        }>
        visibility_config: One<{
          cloudwatch_metrics_enabled: Value<boolean>
          metric_name: Value<string>
          sampled_requests_enabled: Value<boolean>
        }>
      }>
      visibility_config: One<{
        cloudwatch_metrics_enabled: Value<boolean>
        metric_name: Value<string>
        sampled_requests_enabled: Value<boolean>
      }>
    }
    attributes: {
      application_integration_url: string
      arn: string
      capacity: number
      description: string
      id: string
      lock_token: string
      name: string
      name_prefix: string
      rule_json: string
      scope: string
      tags: Readonly<Record<string, string>>
      tags_all: Readonly<Record<string, string>>
      token_domains: readonly string[]
    }
  }
  aws_wafv2_web_acl_association: {
    arguments: {
      resource_arn: Value<string>
      web_acl_arn: Value<string>
      timeouts?: One<{
        create?: Value<string>
      }>
    }
    attributes: {
      id: string
      resource_arn: string
      web_acl_arn: string
    }
  }
}

export interface DataSources {
  aws_caller_identity: {
    arguments: {
      id?: Value<string>
    }
    attributes: {
      account_id: string
      arn: string
      id: string
      user_id: string
    }
  }
  aws_customer_gateway: {
    arguments: {
      id?: Value<string>
      tags?: ValueMap<string>
      filter?: Many<{
        name: Value<string>
        values: Values<string>
      }>
      timeouts?: One<{
        read?: Value<string>
      }>
    }
    attributes: {
      arn: string
      bgp_asn: number
      bgp_asn_extended: number
      certificate_arn: string
      device_name: string
      id: string
      ip_address: string
      tags: Readonly<Record<string, string>>
      type: string
    }
  }
  aws_elb_service_account: {
    arguments: {
      id?: Value<string>
      region?: Value<string>
    }
    attributes: {
      arn: string
      id: string
      region: string
    }
  }
  aws_ssm_parameter: {
    arguments: {
      id?: Value<string>
      name: Value<string>
      with_decryption?: Value<boolean>
    }
    attributes: {
      arn: string
      id: string
      insecure_value: string
      name: string
      type: string
      value: string
      version: number
      with_decryption: boolean
    }
  }
  aws_vpn_gateway: {
    arguments: {
      amazon_side_asn?: Value<string>
      attached_vpc_id?: Value<string>
      availability_zone?: Value<string>
      id?: Value<string>
      state?: Value<string>
      tags?: ValueMap<string>
      filter?: Many<{
        name: Value<string>
        values: Values<string>
      }>
      timeouts?: One<{
        read?: Value<string>
      }>
    }
    attributes: {
      amazon_side_asn: string
      arn: string
      attached_vpc_id: string
      availability_zone: string
      id: string
      state: string
      tags: Readonly<Record<string, string>>
    }
  }
}

/** The names that are blocks in HCL, as a tree; every other name is an attribute. */
export type BlockNames = { readonly [name: string]: BlockNames }

export const RESOURCE_BLOCKS: BlockNames = {
  aws_appautoscaling_policy: {
    step_scaling_policy_configuration: {
      step_adjustment: {},
    },
    target_tracking_scaling_policy_configuration: {
      customized_metric_specification: {
        dimensions: {},
        metrics: {
          metric_stat: {
            metric: {},
          },
        },
      },
      predefined_metric_specification: {},
    },
  },
  aws_appautoscaling_target: {
    suspended_state: {},
  },
  aws_autoscaling_group: {
    availability_zone_distribution: {},
    capacity_reservation_specification: {
      capacity_reservation_target: {},
    },
    initial_lifecycle_hook: {},
    instance_maintenance_policy: {},
    instance_refresh: {
      preferences: {
        alarm_specification: {},
      },
    },
    launch_template: {},
    mixed_instances_policy: {
      instances_distribution: {},
      launch_template: {
        launch_template_specification: {},
        override: {
          instance_requirements: {
            accelerator_count: {},
            accelerator_total_memory_mib: {},
            baseline_ebs_bandwidth_mbps: {},
            memory_gib_per_vcpu: {},
            memory_mib: {},
            network_bandwidth_gbps: {},
            network_interface_count: {},
            total_local_storage_gb: {},
            vcpu_count: {},
          },
          launch_template_specification: {},
        },
      },
    },
    tag: {},
    timeouts: {},
    traffic_source: {},
    warm_pool: {
      instance_reuse_policy: {},
    },
  },
  aws_autoscaling_policy: {
    predictive_scaling_configuration: {
      metric_specification: {
        customized_capacity_metric_specification: {
          metric_data_queries: {
            metric_stat: {},
          },
        },
        customized_load_metric_specification: {
          metric_data_queries: {
            metric_stat: {},
          },
        },
        customized_scaling_metric_specification: {
          metric_data_queries: {
            metric_stat: {},
          },
        },
        predefined_load_metric_specification: {},
        predefined_metric_pair_specification: {},
        predefined_scaling_metric_specification: {},
      },
    },
    step_adjustment: {},
    target_tracking_configuration: {
      customized_metric_specification: {
        metric_dimension: {},
        metrics: {
          metric_stat: {
            metric: {},
          },
        },
      },
      predefined_metric_specification: {},
    },
  },
  aws_backup_plan: {
    advanced_backup_setting: {},
    rule: {
      copy_action: {
        lifecycle: {},
      },
      lifecycle: {},
    },
  },
  aws_backup_selection: {
    condition: {
      string_equals: {},
      string_like: {},
      string_not_equals: {},
      string_not_like: {},
    },
    selection_tag: {},
  },
  aws_backup_vault: {
    timeouts: {},
  },
  aws_cloudtrail: {
    advanced_event_selector: {
      field_selector: {},
    },
    event_selector: {
      data_resource: {},
    },
    insight_selector: {},
  },
  aws_cloudwatch_dashboard: {},
  aws_cloudwatch_log_group: {},
  aws_cloudwatch_log_subscription_filter: {},
  aws_cloudwatch_metric_alarm: {
    metric_query: {
      metric: {},
    },
  },
  aws_db_instance: {
    blue_green_update: {},
    restore_to_point_in_time: {},
    s3_import: {},
    timeouts: {},
  },
  aws_db_parameter_group: {
    parameter: {},
  },
  aws_db_subnet_group: {},
  aws_default_security_group: {},
  aws_dms_endpoint: {
    elasticsearch_settings: {},
    kafka_settings: {},
    kinesis_settings: {},
    mongodb_settings: {},
    postgres_settings: {},
    redis_settings: {},
    redshift_settings: {},
    s3_settings: {},
    timeouts: {},
  },
  aws_dms_event_subscription: {
    timeouts: {},
  },
  aws_dms_replication_instance: {
    timeouts: {},
  },
  aws_dms_replication_subnet_group: {},
  aws_dms_replication_task: {},
  aws_dx_gateway_association: {
    timeouts: {},
  },
  aws_ecs_cluster: {
    configuration: {
      execute_command_configuration: {
        log_configuration: {},
      },
      managed_storage_configuration: {},
    },
    service_connect_defaults: {},
    setting: {},
  },
  aws_ecs_service: {
    alarms: {},
    capacity_provider_strategy: {},
    deployment_circuit_breaker: {},
    deployment_controller: {},
    load_balancer: {},
    network_configuration: {},
    ordered_placement_strategy: {},
    placement_constraints: {},
    service_connect_configuration: {
      log_configuration: {
        secret_option: {},
      },
      service: {
        client_alias: {},
        timeout: {},
        tls: {
          issuer_cert_authority: {},
        },
      },
    },
    service_registries: {},
    timeouts: {},
    volume_configuration: {
      managed_ebs_volume: {
        tag_specifications: {},
      },
    },
    vpc_lattice_configurations: {},
  },
  aws_ecs_task_definition: {
    ephemeral_storage: {},
    inference_accelerator: {},
    placement_constraints: {},
    proxy_configuration: {},
    runtime_platform: {},
    volume: {
      docker_volume_configuration: {},
      efs_volume_configuration: {
        authorization_config: {},
      },
      fsx_windows_file_server_volume_configuration: {
        authorization_config: {},
      },
    },
  },
  aws_eip: {
    timeouts: {},
  },
  aws_flow_log: {
    destination_options: {},
  },
  aws_iam_instance_profile: {},
  aws_iam_role: {
    inline_policy: {},
  },
  aws_iam_role_policy: {},
  aws_iam_role_policy_attachment: {},
  aws_internet_gateway: {
    timeouts: {},
  },
  aws_kinesis_firehose_delivery_stream: {
    elasticsearch_configuration: {
      cloudwatch_logging_options: {},
      processing_configuration: {
        processors: {
          parameters: {},
        },
      },
      s3_configuration: {
        cloudwatch_logging_options: {},
      },
      vpc_config: {},
    },
    extended_s3_configuration: {
      cloudwatch_logging_options: {},
      data_format_conversion_configuration: {
        input_format_configuration: {
          deserializer: {
            hive_json_ser_de: {},
            open_x_json_ser_de: {},
          },
        },
        output_format_configuration: {
          serializer: {
            orc_ser_de: {},
            parquet_ser_de: {},
          },
        },
        schema_configuration: {},
      },
      dynamic_partitioning_configuration: {},
      processing_configuration: {
        processors: {
          parameters: {},
        },
      },
      s3_backup_configuration: {
        cloudwatch_logging_options: {},
      },
    },
    http_endpoint_configuration: {
      cloudwatch_logging_options: {},
      processing_configuration: {
        processors: {
          parameters: {},
        },
      },
      request_configuration: {
        common_attributes: {},
      },
      s3_configuration: {
        cloudwatch_logging_options: {},
      },
      secrets_manager_configuration: {},
    },
    iceberg_configuration: {
      cloudwatch_logging_options: {},
      destination_table_configuration: {},
      processing_configuration: {
        processors: {
          parameters: {},
        },
      },
      s3_configuration: {
        cloudwatch_logging_options: {},
      },
    },
    kinesis_source_configuration: {},
    msk_source_configuration: {
      authentication_configuration: {},
    },
    opensearch_configuration: {
      cloudwatch_logging_options: {},
      document_id_options: {},
      processing_configuration: {
        processors: {
          parameters: {},
        },
      },
      s3_configuration: {
        cloudwatch_logging_options: {},
      },
      vpc_config: {},
    },
    opensearchserverless_configuration: {
      cloudwatch_logging_options: {},
      processing_configuration: {
        processors: {
          parameters: {},
        },
      },
      s3_configuration: {
        cloudwatch_logging_options: {},
      },
      vpc_config: {},
    },
    redshift_configuration: {
      cloudwatch_logging_options: {},
      processing_configuration: {
        processors: {
          parameters: {},
        },
      },
      s3_backup_configuration: {
        cloudwatch_logging_options: {},
      },
      s3_configuration: {
        cloudwatch_logging_options: {},
      },
      secrets_manager_configuration: {},
    },
    server_side_encryption: {},
    snowflake_configuration: {
      cloudwatch_logging_options: {},
      processing_configuration: {
        processors: {
          parameters: {},
        },
      },
      s3_configuration: {
        cloudwatch_logging_options: {},
      },
      secrets_manager_configuration: {},
      snowflake_role_configuration: {},
      snowflake_vpc_configuration: {},
    },
    splunk_configuration: {
      cloudwatch_logging_options: {},
      processing_configuration: {
        processors: {
          parameters: {},
        },
      },
      s3_configuration: {
        cloudwatch_logging_options: {},
      },
      secrets_manager_configuration: {},
    },
    timeouts: {},
  },
  aws_kms_alias: {},
  aws_kms_key: {
    timeouts: {},
  },
  aws_lambda_function: {
    dead_letter_config: {},
    environment: {},
    ephemeral_storage: {},
    file_system_config: {},
    image_config: {},
    logging_config: {},
    snap_start: {},
    timeouts: {},
    tracing_config: {},
    vpc_config: {},
  },
  aws_lambda_permission: {},
  aws_launch_template: {
    block_device_mappings: {
      ebs: {},
    },
    capacity_reservation_specification: {
      capacity_reservation_target: {},
    },
    cpu_options: {},
    credit_specification: {},
    elastic_gpu_specifications: {},
    elastic_inference_accelerator: {},
    enclave_options: {},
    hibernation_options: {},
    iam_instance_profile: {},
    instance_market_options: {
      spot_options: {},
    },
    instance_requirements: {
      accelerator_count: {},
      accelerator_total_memory_mib: {},
      baseline_ebs_bandwidth_mbps: {},
      memory_gib_per_vcpu: {},
      memory_mib: {},
      network_bandwidth_gbps: {},
      network_interface_count: {},
      total_local_storage_gb: {},
      vcpu_count: {},
    },
    license_specification: {},
    maintenance_options: {},
    metadata_options: {},
    monitoring: {},
    network_interfaces: {
      connection_tracking_specification: {},
      ena_srd_specification: {
        ena_srd_udp_specification: {},
      },
    },
    placement: {},
    private_dns_name_options: {},
    tag_specifications: {},
  },
  aws_lb: {
    access_logs: {},
    connection_logs: {},
    ipam_pools: {},
    minimum_load_balancer_capacity: {},
    subnet_mapping: {},
    timeouts: {},
  },
  aws_lb_listener: {
    default_action: {
      authenticate_cognito: {},
      authenticate_oidc: {},
      fixed_response: {},
      forward: {
        stickiness: {},
        target_group: {},
      },
      redirect: {},
    },
    mutual_authentication: {},
    timeouts: {},
  },
  aws_lb_target_group: {
    health_check: {},
    stickiness: {},
    target_failover: {},
    target_group_health: {
      dns_failover: {},
      unhealthy_state_routing: {},
    },
    target_health_state: {},
  },
  aws_nat_gateway: {
    timeouts: {},
  },
  aws_network_acl: {},
  aws_network_acl_rule: {},
  aws_rds_cluster: {
    restore_to_point_in_time: {},
    s3_import: {},
    scaling_configuration: {},
    serverlessv2_scaling_configuration: {},
    timeouts: {},
  },
  aws_rds_cluster_instance: {
    timeouts: {},
  },
  aws_rds_cluster_parameter_group: {
    parameter: {},
  },
  aws_route: {
    timeouts: {},
  },
  aws_route53_health_check: {},
  aws_route53_record: {
    alias: {},
    cidr_routing_policy: {},
    failover_routing_policy: {},
    geolocation_routing_policy: {},
    geoproximity_routing_policy: {
      coordinates: {},
    },
    latency_routing_policy: {},
    timeouts: {},
    weighted_routing_policy: {},
  },
  aws_route53_zone: {
    timeouts: {},
    vpc: {},
  },
  aws_route_table: {
    timeouts: {},
  },
  aws_route_table_association: {
    timeouts: {},
  },
  aws_s3_bucket: {
    cors_rule: {},
    grant: {},
    lifecycle_rule: {
      expiration: {},
      noncurrent_version_expiration: {},
      noncurrent_version_transition: {},
      transition: {},
    },
    logging: {},
    object_lock_configuration: {
      rule: {
        default_retention: {},
      },
    },
    replication_configuration: {
      rules: {
        destination: {
          access_control_translation: {},
          metrics: {},
          replication_time: {},
        },
        filter: {},
        source_selection_criteria: {
          sse_kms_encrypted_objects: {},
        },
      },
    },
    server_side_encryption_configuration: {
      rule: {
        apply_server_side_encryption_by_default: {},
      },
    },
    timeouts: {},
    versioning: {},
    website: {},
  },
  aws_s3_bucket_lifecycle_configuration: {
    rule: {
      abort_incomplete_multipart_upload: {},
      expiration: {},
      filter: {
        and: {},
        tag: {},
      },
      noncurrent_version_expiration: {},
      noncurrent_version_transition: {},
      transition: {},
    },
    timeouts: {},
  },
  aws_s3_bucket_ownership_controls: {
    rule: {},
  },
  aws_s3_bucket_policy: {},
  aws_s3_bucket_public_access_block: {},
  aws_s3_bucket_replication_configuration: {
    rule: {
      delete_marker_replication: {},
      destination: {
        access_control_translation: {},
        encryption_configuration: {},
        metrics: {
          event_threshold: {},
        },
        replication_time: {
          time: {},
        },
      },
      existing_object_replication: {},
      filter: {
        and: {},
        tag: {},
      },
      source_selection_criteria: {
        replica_modifications: {},
        sse_kms_encrypted_objects: {},
      },
    },
  },
  aws_s3_bucket_server_side_encryption_configuration: {
    rule: {
      apply_server_side_encryption_by_default: {},
    },
  },
  aws_s3_bucket_versioning: {
    versioning_configuration: {},
  },
  aws_s3_object: {
    override_provider: {
      default_tags: {},
    },
  },
  aws_secretsmanager_secret: {
    replica: {},
  },
  aws_secretsmanager_secret_version: {},
  aws_security_group: {
    timeouts: {},
  },
  aws_sns_topic: {},
  aws_sns_topic_policy: {},
  aws_sns_topic_subscription: {},
  aws_ssm_parameter: {},
  aws_subnet: {
    timeouts: {},
  },
  aws_vpc: {},
  aws_vpc_peering_connection: {
    accepter: {},
    requester: {},
    timeouts: {},
  },
  aws_vpc_security_group_egress_rule: {},
  aws_vpc_security_group_ingress_rule: {},
  aws_vpn_gateway_attachment: {},
  aws_vpn_gateway: {},
  aws_wafv2_web_acl: {
    association_config: {
      request_body: {
        api_gateway: {},
        app_runner_service: {},
        cloudfront: {},
        cognito_user_pool: {},
        verified_access_instance: {},
      },
    },
    captcha_config: {
      immunity_time_property: {},
    },
    challenge_config: {
      immunity_time_property: {},
    },
    custom_response_body: {},
    data_protection_config: {
      data_protection: {
        field: {},
      },
    },
    default_action: {
      allow: {
        custom_request_handling: {
          insert_header: {},
        },
      },
      block: {
        custom_response: {
          response_header: {},
        },
      },
    },
    rule: {
      action: {
        allow: {
          custom_request_handling: {
            insert_header: {},
          },
        },
        block: {
          custom_response: {
            response_header: {},
          },
        },
        captcha: {
          custom_request_handling: {
            insert_header: {},
          },
        },
        challenge: {
          custom_request_handling: {
            insert_header: {},
          },
        },
        count: {
          custom_request_handling: {
            insert_header: {},
          },
        },
      },
      captcha_config: {
        immunity_time_property: {},
      },
      challenge_config: {
        immunity_time_property: {},
      },
      override_action: {
        count: {},
        none: {},
      },
      rule_label: {},
      statement: {
        and_statement: {
          statement: {
            and_statement: {},
            asn_match_statement: {},
            byte_match_statement: {},
            geo_match_statement: {},
            ip_set_reference_statement: {},
            label_match_statement: {},
            not_statement: {},
            or_statement: {},
            regex_match_statement: {},
            regex_pattern_set_reference_statement: {},
            size_constraint_statement: {},
            sqli_match_statement: {},
            xss_match_statement: {},
          },
        },
        asn_match_statement: {
          forwarded_ip_config: {},
        },
        byte_match_statement: {
          field_to_match: {
            all_query_arguments: {},
            body: {},
            cookies: {},
            header_order: {},
            headers: {},
            ja3_fingerprint: {},
            ja4_fingerprint: {},
            json_body: {},
            method: {},
            query_string: {},
            single_header: {},
            single_query_argument: {},
            uri_fragment: {},
            uri_path: {},
          },
          text_transformation: {},
        },
        geo_match_statement: {
          forwarded_ip_config: {},
        },
        ip_set_reference_statement: {
          ip_set_forwarded_ip_config: {},
        },
        label_match_statement: {},
        managed_rule_group_statement: {
          managed_rule_group_configs: {
            aws_managed_rules_acfp_rule_set: {},
            aws_managed_rules_atp_rule_set: {},
            aws_managed_rules_bot_control_rule_set: {},
            password_field: {},
            username_field: {},
          },
          rule_action_override: {
            action_to_use: {},
          },
          scope_down_statement: {
            and_statement: {},
            asn_match_statement: {},
            byte_match_statement: {},
            geo_match_statement: {},
            ip_set_reference_statement: {},
            label_match_statement: {},
            not_statement: {},
            or_statement: {},
            regex_match_statement: {},
            regex_pattern_set_reference_statement: {},
            size_constraint_statement: {},
            sqli_match_statement: {},
            xss_match_statement: {},
          },
        },
        not_statement: {
          statement: {
            and_statement: {},
            asn_match_statement: {},
            byte_match_statement: {},
            geo_match_statement: {},
            ip_set_reference_statement: {},
            label_match_statement: {},
            not_statement: {},
            or_statement: {},
            regex_match_statement: {},
            regex_pattern_set_reference_statement: {},
            size_constraint_statement: {},
            sqli_match_statement: {},
            xss_match_statement: {},
          },
        },
        or_statement: {
          statement: {
            and_statement: {},
            asn_match_statement: {},
            byte_match_statement: {},
            geo_match_statement: {},
            ip_set_reference_statement: {},
            label_match_statement: {},
            not_statement: {},
            or_statement: {},
            regex_match_statement: {},
            regex_pattern_set_reference_statement: {},
            size_constraint_statement: {},
            sqli_match_statement: {},
            xss_match_statement: {},
          },
        },
        rate_based_statement: {
          custom_key: {
            cookie: {},
            forwarded_ip: {},
            header: {},
            http_method: {},
            ip: {},
            ja3_fingerprint: {},
            ja4_fingerprint: {},
            label_namespace: {},
            query_argument: {},
            query_string: {},
            uri_path: {},
          },
          forwarded_ip_config: {},
          scope_down_statement: {
            and_statement: {},
            asn_match_statement: {},
            byte_match_statement: {},
            geo_match_statement: {},
            ip_set_reference_statement: {},
            label_match_statement: {},
            not_statement: {},
            or_statement: {},
            regex_match_statement: {},
            regex_pattern_set_reference_statement: {},
            size_constraint_statement: {},
            sqli_match_statement: {},
            xss_match_statement: {},
          },
        },
        regex_match_statement: {
          field_to_match: {
            all_query_arguments: {},
            body: {},
            cookies: {},
            header_order: {},
            headers: {},
            ja3_fingerprint: {},
            ja4_fingerprint: {},
            json_body: {},
            method: {},
            query_string: {},
            single_header: {},
            single_query_argument: {},
            uri_fragment: {},
            uri_path: {},
          },
          text_transformation: {},
        },
        regex_pattern_set_reference_statement: {
          field_to_match: {
            all_query_arguments: {},
            body: {},
            cookies: {},
            header_order: {},
            headers: {},
            ja3_fingerprint: {},
            ja4_fingerprint: {},
            json_body: {},
            method: {},
            query_string: {},
            single_header: {},
            single_query_argument: {},
            uri_fragment: {},
            uri_path: {},
          },
          text_transformation: {},
        },
        rule_group_reference_statement: {
          rule_action_override: {
            action_to_use: {},
          },
        },
        size_constraint_statement: {
          field_to_match: {
            all_query_arguments: {},
            body: {},
            cookies: {},
            header_order: {},
            headers: {},
            ja3_fingerprint: {},
            ja4_fingerprint: {},
            json_body: {},
            method: {},
            query_string: {},
            single_header: {},
            single_query_argument: {},
            uri_fragment: {},
            uri_path: {},
          },
          text_transformation: {},
        },
        sqli_match_statement: {
          field_to_match: {
            all_query_arguments: {},
            body: {},
            cookies: {},
            header_order: {},
            headers: {},
            ja3_fingerprint: {},
            ja4_fingerprint: {},
            json_body: {},
            method: {},
            query_string: {},
            single_header: {},
            single_query_argument: {},
            uri_fragment: {},
            uri_path: {},
          },
          text_transformation: {},
        },
        xss_match_statement: {
          field_to_match: {
            all_query_arguments: {},
            body: {},
            cookies: {},
            header_order: {},
            headers: {},
            ja3_fingerprint: {},
            ja4_fingerprint: {},
            json_body: {},
            method: {},
            query_string: {},
            single_header: {},
            single_query_argument: {},
            uri_fragment: {},
            uri_path: {},
          },
          text_transformation: {},
        },
      },
      visibility_config: {},
    },
    visibility_config: {},
  },
  aws_wafv2_web_acl_association: {
    timeouts: {},
  },
}

export const DATA_SOURCE_BLOCKS: BlockNames = {
  aws_caller_identity: {},
  aws_customer_gateway: {
    filter: {},
    timeouts: {},
  },
  aws_elb_service_account: {},
  aws_ssm_parameter: {},
  aws_vpn_gateway: {
    filter: {},
    timeouts: {},
  },
}
