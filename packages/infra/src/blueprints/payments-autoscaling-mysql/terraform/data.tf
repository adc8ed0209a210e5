data "aws_caller_identity" "current" {}

# The account of AWS that writes the logs of load balancers in this region.
data "aws_elb_service_account" "current" {}
