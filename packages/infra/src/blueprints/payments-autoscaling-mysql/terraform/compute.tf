# The newest image of its line; a new one comes with the next apply.
data "aws_ssm_parameter" "machine_image" {
  name = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"
}

# Brings up the container; no secret is in it.
locals {
  boot_script = <<-EOT
    #!/bin/bash
    set -euo pipefail
    dnf install --assumeyes docker
    systemctl enable --now docker
    docker run --detach --name app --restart always --publish ${var.app_port}:80 --log-driver awslogs --log-opt awslogs-region=${var.aws_region} --log-opt awslogs-group=${aws_cloudwatch_log_group.application.name} ${var.app_image}
  EOT
}

resource "aws_launch_template" "main" {
  name                   = "payment-launch-template-${var.environment_suffix}"
  image_id               = data.aws_ssm_parameter.machine_image.value
  instance_type          = local.sizing.instance_type
  vpc_security_group_ids = [aws_security_group.main["app"].id]
  user_data              = base64encode(local.boot_script)
  update_default_version = true

  tags = {
    Name = "payment-launch-template-${var.environment_suffix}"
  }

  iam_instance_profile {
    arn = aws_iam_instance_profile.application.arn
  }

  metadata_options {
    http_tokens                 = "required"
    http_endpoint               = "enabled"
    http_put_response_hop_limit = 1
  }

  monitoring {
    enabled = true
  }

  tag_specifications {
    resource_type = "instance"
    tags          = local.tags
  }

  tag_specifications {
    resource_type = "volume"
    tags          = local.tags
  }

  block_device_mappings {
    device_name = "/dev/xvda"

    ebs {
      volume_size           = 30
      volume_type           = "gp3"
      encrypted             = "true"
      delete_on_termination = "true"
    }
  }
}

resource "aws_autoscaling_group" "main" {
  name                      = "payment-asg-${var.environment_suffix}"
  min_size                  = local.sizing.min_count
  max_size                  = local.sizing.max_count
  desired_capacity          = local.sizing.desired_count
  vpc_zone_identifier       = values(aws_subnet.app)[*].id
  target_group_arns         = values(aws_lb_target_group.main)[*].arn
  health_check_type         = "ELB"
  health_check_grace_period = 300

  launch_template {
    id      = aws_launch_template.main.id
    version = aws_launch_template.main.latest_version
  }

  instance_refresh {
    strategy = "Rolling"

    preferences {
      min_healthy_percentage = 66
    }
  }

  dynamic "tag" {
    for_each = merge(local.tags, { Name = "payment-asg-${var.environment_suffix}" })

    content {
      key                 = tag.key
      value               = tag.value
      propagate_at_launch = true
    }
  }

  lifecycle {
    ignore_changes = [desired_capacity]
  }
}

resource "aws_autoscaling_policy" "cpu" {
  name                   = "payment-scale-by-cpu-${var.environment_suffix}"
  autoscaling_group_name = aws_autoscaling_group.main.name
  policy_type            = "TargetTrackingScaling"

  target_tracking_configuration {
    target_value = 70

    predefined_metric_specification {
      predefined_metric_type = "ASGAverageCPUUtilization"
    }
  }
}
