import { quoted } from '../../formats/problem.ts';
import type { FoundInTerraform, Rule } from '../rule.ts';
import type { Argument, Configuration } from '../terraform.ts';
import { terraformAttachmentRules } from './terraform-attachments.ts';
import { terraformOwnerRules } from './terraform-owners.ts';
import { placeOf, registry, terraformRow } from './terraform-pairs.ts';

const document = (name: string, resource: string, sources = '') => `data "aws_iam_policy_document" "${name}" {
${sources}  statement {
    sid       = "Read"
    actions   = ["s3:GetObject"]
    resources = ["${resource}"]
  }
}
`;

const policy = (text: string) => `resource "aws_iam_policy" "read" {
  policy = ${text}
}
`;

const permission = (source: string) => `resource "aws_lambda_permission" "events" {
  action        = "lambda:InvokeFunction"
  function_name = "app"
  principal     = "events.amazonaws.com"
${source}}
`;

const sources =
  '  source_policy_documents = [data.aws_iam_policy_document.a.json, data.aws_iam_policy_document.b.json]\n';
const merged = (sidOfB: string) =>
  document('a', 'arn:aws:s3:::acme-a/*') +
  document('b', 'arn:aws:s3:::acme-b/*').replace('"Read"', `"${sidOfB}"`) +
  document('all', 'arn:aws:s3:::acme-c/*', sources).replace('"Read"', '"Own"');

/** What Terraform makes of policies. */
export const terraformRules: readonly Rule[] = [
  ...terraformAttachmentRules,
  ...terraformOwnerRules,
  {
    id: 'tf-lambda-permission-no-source',
    severity: 'warning',
    ...terraformRow,
    title: 'A service may invoke a function for anybody: nothing says for which resource or account.',
    repair: 'Write source_arn and source_account.',
    docs: `${registry}lambda_permission`,
    bad: () => ({ policy: permission(''), at: '"events.amazonaws.com"' }),
    good: () => ({ policy: permission('  source_arn    = aws_cloudwatch_event_rule.app.arn\n') }),
    look: { at: 'terraform', find: findPermissions },
  },
  {
    id: 'tf-interpolation-eaten',
    severity: 'error',
    ...terraformRow,
    title: 'A variable of a policy stands in a text as `${…}`, which Terraform takes for its own.',
    repair: 'Write `$${…}`, or `&{…}` in aws_iam_policy_document.',
    bad: () => ({ policy: document('a', 'arn:aws:s3:::acme-data/${aws:username}/*'), at: '${aws:username}' }),
    good: () => ({ policy: document('a', 'arn:aws:s3:::acme-data/$${aws:username}/*') }),
    look: { at: 'terraform', find: findEaten },
  },
  {
    id: 'tf-heredoc-json',
    severity: 'info',
    ...terraformRow,
    title: 'A policy stands in a heredoc, where nobody checks it until it is applied.',
    repair: 'Write it with jsonencode or as aws_iam_policy_document.',
    bad: () => ({
      policy: policy(
        '<<EOF\n{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::acme-data/*"}}\nEOF',
      ),
      at: '<<',
    }),
    good: () => ({
      policy: policy(
        'jsonencode({\n    Version = "2012-10-17"\n    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::acme-data/*" }]\n  })',
      ),
    }),
    look: { at: 'terraform', find: findHeredocs },
  },
  {
    id: 'tf-assume-role-missing',
    severity: 'error',
    ...terraformRow,
    title: 'A role has no assume_role_policy, without which it cannot be made.',
    repair: 'Write assume_role_policy.',
    docs: `${registry}iam_role`,
    bad: () => ({
      policy: 'resource "aws_iam_role" "app" {\n  name = "app"\n}\n',
      at: 'resource "aws_iam_role" "app"',
    }),
    good: () => ({
      policy:
        'resource "aws_iam_role" "app" {\n  name               = "app"\n  assume_role_policy = data.aws_iam_policy_document.trust.json\n}\n',
    }),
    look: { at: 'terraform', find: findRolesWithoutTrust },
  },
  {
    id: 'tf-duplicate-sid-merge',
    severity: 'warning',
    ...terraformRow,
    title:
      'Documents that source_policy_documents puts together have a Sid in common, which the provider refuses.',
    repair: 'Give each statement a Sid of its own, or use override_policy_documents.',
    docs: 'https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document',
    bad: () => ({ policy: merged('Read'), at: 'data.aws_iam_policy_document.b.json' }),
    good: () => ({ policy: merged('ReadMore') }),
    look: { at: 'terraform', find: findMerges },
  },
];

/** The one value of an argument where it is certain. */
function textOf(argument: Argument | undefined): string | undefined {
  const [only] = argument?.items ?? [];
  return only?.kind === 'text' ? only.text : undefined;
}

function* findPermissions({ resources }: Configuration): Iterable<FoundInTerraform> {
  for (const resource of resources) {
    if (resource.type !== 'aws_lambda_permission') continue;
    const principal = resource.argument('principal');
    const service = textOf(principal);
    if (principal === undefined || service === undefined || !/\.amazonaws\.com(?:\.cn)?$/.test(service))
      continue;
    const has = (name: string) => resource.argument(name) !== undefined;
    const isPinned = has('source_account') || has('principal_org_id');
    // The ARN of a bucket names no account: another one may have it after you.
    const isOfBuckets = /^s3\.amazonaws\.com/.test(service);
    if (isPinned || (has('source_arn') && !isOfBuckets)) continue;
    yield {
      ...placeOf(resource, principal),
      address: resource.address,
      message: has('source_arn')
        ? `${quoted(service)} may invoke the function for whoever owns a bucket of this name`
        : `${quoted(service)} may invoke the function for any account`,
      ...(has('source_arn') ? { hint: 'Write source_account too: the ARN of a bucket has no account.' } : {}),
    };
  }
}

function* findEaten({ eaten }: Configuration): Iterable<FoundInTerraform> {
  for (const { source, at, text } of eaten)
    yield { source, at, message: `${quoted(`\${${text}}`)} is read by Terraform, which knows no such name` };
}

function* findHeredocs({ heredocs }: Configuration): Iterable<FoundInTerraform> {
  for (const place of heredocs) yield { ...place, message: 'this policy is a plain text to Terraform' };
}

function* findRolesWithoutTrust({ resources }: Configuration): Iterable<FoundInTerraform> {
  for (const resource of resources) {
    if (resource.type !== 'aws_iam_role' || resource.argument('assume_role_policy') !== undefined) continue;
    yield {
      ...placeOf(resource, resource),
      address: resource.address,
      message: `${quoted(resource.address)} has no assume_role_policy`,
    };
  }
}

function* findMerges({ merges }: Configuration): Iterable<FoundInTerraform> {
  for (const { source, at, sid, documents } of merges)
    yield { source, at, message: `the Sid ${quoted(sid)} stands in ${documents.map(quoted).join(' and ')}` };
}
