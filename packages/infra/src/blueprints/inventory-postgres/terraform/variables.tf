variable "aws_region" {
  description = "Region of AWS everything is made in."
  type        = string
  default     = "us-east-1"

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.aws_region))
    error_message = "The value must be a region, such as us-east-1."
  }
}

variable "environment" {
  description = "Environment to build. Left out, the name of the workspace; one that is not known is built as dev."
  type        = string
  default     = null
}

variable "environment_suffix" {
  description = "Makes the names of everything unique, so that several copies can stand side by side."
  type        = string
  default     = "dev-001"

  validation {
    condition     = can(regex("^[a-z0-9]+(-[a-z0-9]+)*$", var.environment_suffix))
    error_message = "The value must be small letters and digits, with single hyphens between."
  }

  validation {
    condition     = length(var.environment_suffix) <= 19
    error_message = "The suffix must have at most 19 characters: AWS limits the names that end with it."
  }
}

variable "migration_phase" {
  description = "Tag MigrationPhase: how far the migration is."
  type        = string
  default     = "preparation"
}

variable "cost_center" {
  description = "Tag CostCenter: who pays."
  type        = string
  default     = "inventory"
}

variable "vpc_cidr" {
  description = "Addresses of the VPC. No network it is connected to may overlap them."
  type        = string
  default     = "10.0.0.0/16"

  validation {
    condition     = can(cidrhost(var.vpc_cidr, 0)) && tonumber(split("/", var.vpc_cidr)[1]) <= 22
    error_message = "The VPC must be a block of IPv4 addresses of at most /22, such as 10.0.0.0/16."
  }
}

variable "onprem_cidrs" {
  description = "Addresses of the networks on-premises that are reached privately."
  type        = list(string)
  default     = ["192.168.0.0/16"]

  validation {
    condition     = length(var.onprem_cidrs) > 0 && alltrue([for cidr in var.onprem_cidrs : can(cidrhost(cidr, 0))])
    error_message = "Each must be a block of IPv4 addresses, such as 192.168.0.0/16."
  }
}

variable "direct_connect_gateway_id" {
  description = "Existing Direct Connect gateway. Null prepares the VPC and associates nothing yet."
  type        = string
  default     = null
}

variable "source_host" {
  description = "Host of the database on-premises, as DMS reaches it."
  type        = string
  default     = "onprem-inventory-db.example.com"
}

variable "source_port" {
  description = "Port of the database on-premises."
  type        = number
  default     = 5432

  validation {
    condition     = var.source_port >= 1 && var.source_port <= 65535
    error_message = "A port is a number from 1 to 65535."
  }
}

variable "dms_service_roles" {
  description = "Roles of DMS to make. An account has one of each: leave out those it has already."
  type        = set(string)
  default     = ["dms-vpc-role", "dms-cloudwatch-logs-role"]

  validation {
    condition     = length(setsubtract(var.dms_service_roles, ["dms-vpc-role", "dms-cloudwatch-logs-role"])) == 0
    error_message = "The roles are dms-vpc-role and dms-cloudwatch-logs-role."
  }
}

variable "app_image" {
  description = "Container image of the application."
  type        = string
  default     = "nginxdemos/hello:latest"
}

variable "app_port" {
  description = "Port the application listens on."
  type        = number
  default     = 80

  validation {
    condition     = var.app_port >= 1 && var.app_port <= 65535
    error_message = "A port is a number from 1 to 65535."
  }
}

variable "blue_target_weight" {
  description = "Share of the requests that blue gets, the tier that served before, 0 to 100."
  type        = number
  default     = 100

  validation {
    condition     = var.blue_target_weight >= 0 && var.blue_target_weight <= 100 && floor(var.blue_target_weight) == var.blue_target_weight
    error_message = "A weight is a whole number from 0 to 100."
  }
}

variable "green_target_weight" {
  description = "Share of the requests that green gets, the tier in AWS, 0 to 100."
  type        = number
  default     = 0

  validation {
    condition     = var.green_target_weight >= 0 && var.green_target_weight <= 100 && floor(var.green_target_weight) == var.green_target_weight
    error_message = "A weight is a whole number from 0 to 100."
  }

  validation {
    condition     = var.blue_target_weight + var.green_target_weight == 100
    error_message = "The weights of blue and green must sum to 100."
  }
}

variable "generate_passwords" {
  description = "Whether AWS makes up the passwords of databases made here. If not, they have to be given."
  type        = bool
  default     = true
}

variable "target_database_password" {
  description = "Password of dbadmin at the target, by TF_VAR_target_database_password. Only with generate_passwords = false."
  type        = string
  default     = null
  sensitive   = true
  ephemeral   = true

  validation {
    condition     = var.generate_passwords || var.target_database_password != null
    error_message = "The password of the target must come from somewhere."
  }
}

variable "onprem_db_password" {
  description = "Password of dms_user at the source, by TF_VAR_onprem_db_password. Needed when credentials_version is new."
  type        = string
  default     = null
  sensitive   = true
  ephemeral   = true
}

variable "credentials_version" {
  description = "Raise it to send the passwords again: they are compared with nothing, since nothing keeps them."
  type        = number
  default     = 1
}

variable "notification_emails" {
  description = "Who is told of alarms and of what DMS does. Each address is asked to confirm."
  type        = set(string)
  default     = ["inventory-migration@example.com"]
}
