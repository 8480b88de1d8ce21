# tf-role-managed-arns-conflict, tf-role-inline-conflict, tf-role-deprecated-argument (twice)
resource "aws_iam_role" "app" {
  name                = "app"
  assume_role_policy  = data.aws_iam_policy_document.trust.json
  managed_policy_arns = []

  inline_policy {}
}

resource "aws_iam_role_policy" "app" {
  name   = "own"
  role   = "app"
  policy = data.aws_iam_policy_document.read.json
}

resource "aws_iam_role_policy_attachment" "read" {
  role       = aws_iam_role.app.name
  policy_arn = aws_iam_policy.read.arn
}

# tf-policy-attachment-exclusive
resource "aws_iam_policy_attachment" "read" {
  name       = "read"
  roles      = ["other"]
  policy_arn = aws_iam_policy.read.arn
}

# tf-policy-attachment-twice
resource "aws_iam_policy_attachment" "list" {
  name       = "list"
  roles      = ["one"]
  policy_arn = aws_iam_policy.list.arn
}

resource "aws_iam_policy_attachment" "list_too" {
  name       = "list-too"
  roles      = ["two"]
  policy_arn = aws_iam_policy.list.arn
}

# tf-policy-attachment-aws-managed
resource "aws_iam_policy_attachment" "view" {
  name       = "view"
  roles      = ["one"]
  policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
}

# tf-policy-attachment-exclusive-any
resource "aws_iam_policy_attachment" "elsewhere" {
  name       = "elsewhere"
  roles      = ["one"]
  policy_arn = "arn:aws:iam::111122223333:policy/elsewhere"
}

# tf-role-exclusive-conflict, of attachments and of names
resource "aws_iam_role_policy_attachments_exclusive" "other" {
  role_name   = "other"
  policy_arns = [aws_iam_policy.list.arn]
}

resource "aws_iam_role_policy_attachment" "other" {
  role       = "other"
  policy_arn = aws_iam_policy.read.arn
}

resource "aws_iam_user_policies_exclusive" "ann" {
  user_name    = "ann"
  policy_names = ["a", "b"]
}

# tf-user-policy
resource "aws_iam_user_policy" "ann" {
  name   = "c"
  user   = "ann"
  policy = data.aws_iam_policy_document.read.json
}

# tf-role-exclusive-mixed, with the deprecated argument and with another of its kind
resource "aws_iam_role_policies_exclusive" "app" {
  role_name    = aws_iam_role.app.name
  policy_names = ["own"]
}

resource "aws_iam_role_policies_exclusive" "app_too" {
  role_name    = aws_iam_role.app.id
  policy_names = ["own"]
}

# tf-group-membership-conflict, with each of the two
resource "aws_iam_group" "team" {
  name = "team"
}

resource "aws_iam_group_membership" "team" {
  name  = "team"
  users = ["ann"]
  group = aws_iam_group.team.name
}

resource "aws_iam_group_membership" "team_too" {
  name  = "team-too"
  users = ["bob"]
  group = "team"
}

resource "aws_iam_user_group_membership" "eve" {
  user   = "eve"
  groups = [aws_iam_group.team.name, "others"]
}

# tf-bucket-policy-twice
resource "aws_s3_bucket_policy" "one" {
  bucket = aws_s3_bucket.data.id
  policy = data.aws_iam_policy_document.bucket.json
}

resource "aws_s3_bucket_policy" "two" {
  bucket = "acme-data"
  policy = data.aws_iam_policy_document.bucket.json
}

# tf-inline-attribute-conflict
resource "aws_sqs_queue" "jobs" {
  name   = "jobs"
  policy = data.aws_iam_policy_document.queue.json
}

resource "aws_sqs_queue_policy" "jobs" {
  queue_url = aws_sqs_queue.jobs.url
  policy    = data.aws_iam_policy_document.queue.json
}

# tf-lambda-permission-no-source
resource "aws_lambda_permission" "bucket" {
  action        = "lambda:InvokeFunction"
  function_name = "app"
  principal     = "s3.amazonaws.com"
  source_arn    = aws_s3_bucket.data.arn
}

# tf-assume-role-missing
resource "aws_iam_role" "bare" {
  name = "bare"
}

# tf-heredoc-json, tf-interpolation-eaten
resource "aws_iam_policy" "home" {
  policy = <<EOF
{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": "s3:GetObject",
    "Resource": "arn:aws:s3:::acme-data/${aws:username}/*"
  }
}
EOF
}

# tf-duplicate-sid-merge
data "aws_iam_policy_document" "more" {
  statement {
    sid       = "Read"
    actions   = ["s3:GetObject"]
    resources = ["arn:aws:s3:::acme-more/*"]
  }
}

data "aws_iam_policy_document" "all" {
  source_policy_documents = [
    data.aws_iam_policy_document.read.json,
    data.aws_iam_policy_document.more.json,
  ]
}
