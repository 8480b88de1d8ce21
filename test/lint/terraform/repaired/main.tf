resource "aws_iam_role" "app" {
  name               = "app"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy" "app" {
  name   = "own"
  role   = aws_iam_role.app.name
  policy = data.aws_iam_policy_document.read.json
}

resource "aws_iam_role_policy_attachment" "read" {
  role       = aws_iam_role.app.name
  policy_arn = aws_iam_policy.read.arn
}

# Of another policy, of the same role.
resource "aws_iam_role_policy_attachment" "list" {
  role       = aws_iam_role.app.name
  policy_arn = aws_iam_policy.list.arn
}

resource "aws_iam_role_policy_attachments_exclusive" "app" {
  role_name   = aws_iam_role.app.name
  policy_arns = [aws_iam_policy.list.arn, aws_iam_policy.read.arn]
}

resource "aws_iam_role_policies_exclusive" "app" {
  role_name    = aws_iam_role.app.name
  policy_names = ["own"]
}

# Of the same role by another name: nothing undoes it.
resource "aws_iam_role" "other" {
  name               = "other"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}

resource "aws_iam_role_policy_attachment" "other" {
  for_each   = toset([aws_iam_policy.list.arn])
  role       = aws_iam_role.other.name
  policy_arn = each.value
}

resource "aws_iam_group" "team" {
  name = "team"
}

resource "aws_iam_user_group_membership" "eve" {
  user   = "eve"
  groups = [aws_iam_group.team.name, "others"]
}

resource "aws_iam_user_group_membership" "ann" {
  user   = "ann"
  groups = [aws_iam_group.team.name]
}

resource "aws_iam_group_policy_attachment" "team" {
  group      = aws_iam_group.team.name
  policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
}

resource "aws_s3_bucket_policy" "data" {
  bucket = aws_s3_bucket.data.id
  policy = data.aws_iam_policy_document.bucket.json
}

# One of them is made, and never both.
resource "aws_s3_bucket_policy" "old" {
  count  = var.is_old ? 1 : 0
  bucket = "acme-old"
  policy = data.aws_iam_policy_document.bucket.json
}

resource "aws_s3_bucket_policy" "new" {
  count  = var.is_old ? 0 : 1
  bucket = "acme-old"
  policy = data.aws_iam_policy_document.bucket.json
}

resource "aws_sqs_queue" "jobs" {
  name = "jobs"
}

resource "aws_sqs_queue_policy" "jobs" {
  queue_url = aws_sqs_queue.jobs.url
  policy    = data.aws_iam_policy_document.queue.json
}

resource "aws_lambda_permission" "bucket" {
  action         = "lambda:InvokeFunction"
  function_name  = "app"
  principal      = "s3.amazonaws.com"
  source_arn     = aws_s3_bucket.data.arn
  source_account = data.aws_caller_identity.current.account_id
}

resource "aws_iam_policy" "home" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = {
      Effect   = "Allow"
      Action   = "s3:GetObject"
      Resource = "arn:aws:s3:::acme-data/$${aws:username}/*"
    }
  })
}

data "aws_iam_policy_document" "more" {
  statement {
    sid       = "ReadMore"
    actions   = ["s3:GetObject"]
    resources = ["arn:aws:s3:::acme-more/&{aws:username}/*"]
  }
}

data "aws_iam_policy_document" "all" {
  source_policy_documents = [
    data.aws_iam_policy_document.read.json,
    data.aws_iam_policy_document.more.json,
  ]
}

data "aws_iam_policy_document" "overridden" {
  source_policy_documents   = [data.aws_iam_policy_document.read.json]
  override_policy_documents = [data.aws_iam_policy_document.read.json]
}
