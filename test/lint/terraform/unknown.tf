data "aws_iam_policy_document" "github" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.github.arn]
    }
    condition {
      test     = "StringEquals"
      variable = "${local.host}:sub"
      values   = ["repo:${var.org}/app:ref:refs/heads/main"]
    }
    condition {
      test     = "StringEquals"
      variable = "token.actions.githubusercontent.com:aud"
      values   = ["sts.amazonaws.com"]
    }
  }
}
data "aws_iam_policy_document" "eks" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]
    principals {
      type        = "Federated"
      identifiers = [module.eks.oidc_provider_arn]
    }
    condition {
      test     = "StringEquals"
      variable = "${replace(module.eks.url, "https://", "")}:sub"
      values   = ["system:serviceaccount:a:b"]
    }
  }
}
data "aws_iam_policy_document" "ext" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = [var.account, "arn:aws:iam::${var.account}:root", "arn:aws:iam::${data.aws_caller_identity.current.account_id}:role/x"]
    }
    condition {
      test     = "StringEquals"
      variable = "sts:ExternalId"
      values   = [var.external_id]
    }
  }
}
data "aws_iam_policy_document" "pass" {
  statement {
    actions   = ["iam:PassRole"]
    resources = ["*"]
    dynamic "condition" {
      for_each = var.x
      content {
        test     = "StringEquals"
        variable = "iam:PassedToService"
        values   = condition.value
      }
    }
  }
  statement {
    actions   = ["iam:PassRole"]
    resources = ["*"]
    condition {
      test     = "StringEquals"
      variable = "iam:PassedToService"
      values   = var.services
    }
  }
  statement {
    effect    = var.effect
    actions   = ["*"]
    resources = ["*"]
  }
  statement {
    actions   = concat(["s3:GetObject"], var.more)
    resources = [var.bucket_arn, "${var.bucket_arn}/*", "arn:aws:s3:::acme"]
  }
  statement {
    actions   = var.actions
    resources = ["*"]
  }
}
resource "aws_iam_role" "g" {
  name               = "g"
  assume_role_policy = data.aws_iam_policy_document.github.json
}
resource "aws_iam_role" "e" {
  name               = "e"
  assume_role_policy = data.aws_iam_policy_document.eks.json
}
resource "aws_iam_role" "x" {
  name               = "x"
  assume_role_policy = data.aws_iam_policy_document.ext.json
}
resource "aws_iam_policy" "p" {
  policy = data.aws_iam_policy_document.pass.json
}
data "aws_iam_policy_document" "key" {
  statement {
    actions   = ["kms:*"]
    resources = ["*"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::${var.a}:root"]
    }
  }
  statement {
    effect    = "Deny"
    actions   = ["kms:*"]
    resources = ["*"]
    principals {
      type        = "*"
      identifiers = ["*"]
    }
    condition {
      test     = "ArnNotEquals"
      variable = "aws:PrincipalArn"
      values   = [var.admin]
    }
  }
}
resource "aws_kms_key" "k" {
  policy = data.aws_iam_policy_document.key.json
}
resource "aws_sns_topic_policy" "t" {
  arn = aws_sns_topic.t.arn
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "s3.amazonaws.com" }
      Action    = "sns:Publish"
      Resource  = aws_sns_topic.t.arn
      Condition = { StringEquals = { "aws:SourceAccount" = data.aws_caller_identity.current.account_id }, ArnLike = { "aws:SourceArn" = "${aws_s3_bucket.b.arn}*" } }
      }, {
      Effect    = "Allow"
      Principal = { AWS = "*" }
      Action    = "sns:Publish"
      Resource  = aws_sns_topic.t.arn
      Condition = var.condition
      }, {
      Effect    = "Allow"
      Principal = { AWS = var.principals }
      Action    = ["sns:Publish"]
      Resource  = aws_sns_topic.t.arn
    }]
  })
}
