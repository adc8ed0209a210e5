import { expect, test } from 'vitest'
import { nested } from './body.ts'
import { dynamic } from './dynamic.ts'
import { get, hcl, heredoc, text, why } from './expression.ts'
import { reference } from './ref.ts'
import { TerraformFile } from './terraform-file.ts'

function written(write: (file: TerraformFile) => void): string {
  const file = new TerraformFile()
  write(file)
  return file.toString()
}

test('arguments in the order of the author, then blocks, then what is about the resource', () => {
  const text = written((file) => {
    file.resource('aws_security_group', 'app', { name: 'security-group-app' })
    file.comment('Two lines\nof why.').resource('aws_s3_bucket_lifecycle_configuration', 'files', {
      rule: [{ id: 'a', status: 'Enabled', transition: { days: 30, storage_class: 'STANDARD_IA' } }],
      bucket: 'files',
      lifecycle: { prevent_destroy: true, ignore_changes: ['rule'] },
      depends_on: [file.resource('aws_s3_bucket', 'files', { bucket: 'files' })],
    })
  })
  expect(text).toBe(`resource "aws_security_group" "app" {
  name = "security-group-app"
}

# Two lines
# of why.
resource "aws_s3_bucket" "files" {
  bucket = "files"
}

resource "aws_s3_bucket_lifecycle_configuration" "files" {
  bucket = "files"

  rule {
    id     = "a"
    status = "Enabled"

    transition {
      days          = 30
      storage_class = "STANDARD_IA"
    }
  }

  lifecycle {
    prevent_destroy = true
    ignore_changes  = [rule]
  }

  depends_on = [aws_s3_bucket.files]
}
`)
})

test('signs are aligned over neighbouring lines; comments, long values and blank lines end a run', () => {
  const text = written((file) =>
    file.resource('aws_vpc', 'main', {
      cidr_block: '10.0.0.0/16',
      enable_dns_support: true,
      enable_dns_hostnames: why('endpoints have names', true),
      tags: { Name: 'vpc' },
      instance_tenancy: 'default',
    }),
  )
  expect(text).toBe(`resource "aws_vpc" "main" {
  cidr_block         = "10.0.0.0/16"
  enable_dns_support = true
  # endpoints have names
  enable_dns_hostnames = true

  tags = {
    Name = "vpc"
  }

  instance_tenancy = "default"
}
`)
})

test('for each: the copies are referred to one by one and all together', () => {
  const zones = reference<Record<string, { cidr: string }>>('local.zones')
  const text = written((file) => {
    const subnets = file.resourceForEach('aws_subnet', 'app', zones, ({ key, value }) => ({
      vpc_id: 'vpc-1',
      availability_zone: key,
      cidr_block: get(value, 'cidr'),
    }))
    file.output('all', { description: 'All.', value: subnets.all('id') })
    file.output('one', { description: 'One.', value: subnets.at('a').id })
  })
  expect(text).toContain(`  for_each = local.zones

  vpc_id            = "vpc-1"
  availability_zone = each.key
  cidr_block        = each.value.cidr
`)
  expect(text).toContain('value       = values(aws_subnet.app)[*].id')
  expect(text).toContain('value       = aws_subnet.app["a"].id')
})

test('a resource that is made or not', () => {
  const text = written((file) => {
    const made = file.resourceWhen(hcl`var.on`, 'aws_sns_topic', 'alarms', { name: 'alarms' })
    file.output('arn', { description: 'Its ARN.', value: made.one('arn') })
  })
  expect(text).toContain('count = var.on ? 1 : 0\n\n  name = "alarms"')
  expect(text).toContain('value       = one(aws_sns_topic.alarms[*].arn)')
})

test('a dynamic block', () => {
  const text = written((file) =>
    file.resource('aws_autoscaling_group', 'app', {
      max_size: 1,
      min_size: 1,
      tag: dynamic(reference<Record<string, string>>('local.tags'), ({ key, value }) => ({
        key,
        value,
        propagate_at_launch: true,
      })),
    }),
  )
  expect(text).toContain(`
  dynamic "tag" {
    for_each = local.tags

    content {
      key                 = tag.key
      value               = tag.value
      propagate_at_launch = true
    }
  }
`)
})

test('a variable with its rules', () => {
  const text = written((file) =>
    file.variable('weight', {
      description: 'Share.',
      type: 'number',
      default: 0,
      sensitive: true,
      validation: (value) => ({ condition: hcl`${value} <= 100`, message: 'At most 100.' }),
    }),
  )
  expect(text).toBe(`variable "weight" {
  description = "Share."
  type        = number
  default     = 0
  sensitive   = true

  validation {
    condition     = var.weight <= 100
    error_message = "At most 100."
  }
}
`)
})

test('local values are referred to by their names', () => {
  const text2 = written((file) => {
    const { suffix } = file.locals({ suffix: text`a-${reference<string>('var.b')}`, notes: heredoc('x') })
    file.resource('aws_sns_topic', 'a', { name: suffix })
  })
  expect(text2).toBe(`locals {
  suffix = "a-\${var.b}"
  notes  = <<-EOT
    x
  EOT
}

resource "aws_sns_topic" "a" {
  name = local.suffix
}
`)
})

test('blocks without a schema: settings, tests, moves', () => {
  const text = written((file) => {
    file.block('terraform', [], { required_version: '>= 1.11', backend: nested({ bucket: 'state' }, 's3') })
    file.block('moved', [], { from: reference('aws_vpc.a'), to: reference('aws_vpc.b') })
    file.block('mock_provider', ['aws'], {})
  })
  expect(text).toBe(`terraform {
  required_version = ">= 1.11"

  backend "s3" {
    bucket = "state"
  }
}

moved {
  from = aws_vpc.a
  to   = aws_vpc.b
}

mock_provider "aws" {}
`)
})

test('the compiler refuses what the provider would', () => {
  const file = new TerraformFile()
  const vpc = file.resource('aws_vpc', 'main', { cidr_block: '10.0.0.0/16' })
  // @ts-expect-error no such argument
  file.resource('aws_subnet', 'a', { vpc_idd: vpc.id })
  // @ts-expect-error no such attribute
  file.resource('aws_subnet', 'b', { vpc_id: vpc.idd })
  // @ts-expect-error a name is no number
  file.resource('aws_lb', 'c', { idle_timeout: vpc.id })
  // @ts-expect-error the action of a listener is missing
  file.resource('aws_lb_listener', 'd', { load_balancer_arn: 'x' })
  // @ts-expect-error no such resource
  file.resource('aws_lb_lstener', 'e', {})
  // @ts-expect-error a variable's default has the variable's type
  file.variable('f', { description: 'F.', type: 'number', default: 'x' })
  expect(file.toString()).toContain('aws_vpc')
})
