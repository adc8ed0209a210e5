terraform {
  required_version = ">= 1.11"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.100"
    }
  }

  backend "s3" {
    bucket         = "payment-migration-terraform-state"
    key            = "migration/terraform.tfstate"
    region         = "us-east-1"
    encrypt        = true
    dynamodb_table = "payment-migration-terraform-locks"
  }
}
