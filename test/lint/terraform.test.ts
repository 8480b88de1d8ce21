import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { LintDocument } from '../../src/documents/policies.ts';
import type { Finding } from '../../src/lint/finding.ts';
import { planPlaces } from '../../src/lint/read/template-places.ts';
import { expectLinear } from '../support/growth.ts';
import { run } from '../support/run.ts';

type Files = Readonly<Record<string, string>>;

async function lint(files: Files, ...words: readonly string[]): Promise<LintDocument> {
  const names = words.length > 0 ? words : Object.keys(files);
  const { out, err, status } = await run(['lint', '--json', ...names], { files, cwd: '/work' });
  if (status === 2) throw new Error(out + err);
  return JSON.parse(out) as LintDocument;
}

/** The text that a finding marks, with its code. */
function markedIn(files: Files, { code, span }: Finding): string {
  const line = (files[span.file] ?? '').split('\n')[span.line - 1] ?? '';
  const end = span.line === span.endLine ? span.endColumn - 1 : undefined;
  return `${code} ${line.slice(span.column - 1, end)}`;
}

async function marked(files: Files, ...words: readonly string[]): Promise<readonly string[]> {
  return (await lint(files, ...words)).findings.map((finding) => markedIn(files, finding));
}

const codesOf = async (files: Files) => (await lint(files)).findings.map(({ code }) => code);

function tree(name: string): Files {
  const folder = join(import.meta.dirname, 'terraform', name);
  return Object.fromEntries(
    readdirSync(folder).map((file) => [`infra/${file}`, readFileSync(join(folder, file), 'utf8')]),
  );
}

describe('a tree of Terraform', () => {
  test('with every conflict has each of them, at its place', async () => {
    expect(await marked(tree('conflicts'), 'infra')).toEqual([
      'tf-role-deprecated-argument []',
      'tf-role-managed-arns-conflict []',
      'tf-role-deprecated-argument inline_policy',
      'tf-role-inline-conflict inline_policy',
      'tf-policy-attachment-exclusive aws_iam_policy.read.arn',
      'tf-policy-attachment-twice aws_iam_policy.list.arn',
      'tf-policy-attachment-aws-managed "arn:aws:iam::aws:policy/ReadOnlyAccess"',
      'tf-policy-attachment-exclusive-any "arn:aws:iam::111122223333:policy/elsewhere"',
      'tf-role-exclusive-conflict [aws_iam_policy.list.arn]',
      'tf-role-exclusive-conflict ["a", "b"]',
      'tf-user-policy "ann"',
      'tf-role-exclusive-mixed aws_iam_role.app.name',
      'tf-role-exclusive-mixed aws_iam_role.app.id',
      'tf-role-exclusive-mixed aws_iam_role.app.id',
      'tf-group-membership-conflict aws_iam_group.team.name',
      'tf-group-membership-conflict "team"',
      'tf-group-membership-conflict "team"',
      'tf-bucket-policy-twice "acme-data"',
      'tf-inline-attribute-conflict data.aws_iam_policy_document.queue.json',
      'tf-lambda-permission-no-source "s3.amazonaws.com"',
      'tf-assume-role-missing resource "aws_iam_role" "bare"',
      'tf-heredoc-json <<',
      'tf-interpolation-eaten ${aws:username}',
      'tf-duplicate-sid-merge data.aws_iam_policy_document.more.json',
    ]);
  });

  test('that is repaired has none', async () => {
    expect(await marked(tree('repaired'), 'infra')).toEqual([]);
  });

  test('names both of the resources that meet', async () => {
    const { findings } = await lint(tree('conflicts'), 'infra');
    const found = findings.find(({ code }) => code === 'tf-policy-attachment-twice');
    expect(found?.policy).toBe('aws_iam_policy_attachment.list_too');
    expect(found?.related?.map(({ line }) => line)).toEqual([32]);
  });
});

const statement = (body: string) => `data "aws_iam_policy_document" "a" {\n  statement {\n${body}\n  }\n}\n`;

const wrong = { Effect: 'Allow', Action: 's3:ListObjects', Resource: 'arn:aws:s3:::acme/*' };
const document = { Version: '2012-10-17', Statement: [wrong] };

/** The document as an object of HCL. */
const asHcl = `{
    Version = "2012-10-17"
    Statement = [{
      Effect   = "Allow"
      Action   = "s3:ListObjects"
      Resource = "arn:aws:s3:::acme/*"
    }]
  }`;

const asBlock = statement('    actions = ["s3:ListObjects"]\n    resources = ["arn:aws:s3:::acme/*"]');

describe('a policy is read', () => {
  const ways: readonly (readonly [string, string, string])[] = [
    [
      'jsonencode',
      `resource "aws_iam_policy" "a" {\n  policy = jsonencode(${asHcl})\n}\n`,
      '"s3:ListObjects"',
    ],
    [
      'a heredoc',
      `resource "aws_iam_policy" "a" {\n  policy = <<EOF\n${JSON.stringify(document)}\nEOF\n}\n`,
      '"s3:ListObjects"',
    ],
    [
      'an indented heredoc',
      `resource "aws_iam_policy" "a" {\n  policy = <<-EOF\n    ${JSON.stringify(document)}\n  EOF\n}\n`,
      '"s3:ListObjects"',
    ],
    [
      'a text',
      `resource "aws_iam_policy" "a" {\n  policy = ${JSON.stringify(JSON.stringify(document))}\n}\n`,
      '\\"s3:ListObjects\\"',
    ],
    [
      'a local',
      `locals {\n  document = jsonencode(${asHcl})\n}\nresource "aws_iam_policy" "a" {\n  policy = local.document\n}\n`,
      '"s3:ListObjects"',
    ],
    ['a document of its own', asBlock, '"s3:ListObjects"'],
    [
      'a list in a local',
      `locals {\n  actions = ["s3:ListObjects"]\n}\n${statement('    actions = concat(local.actions, ["s3:GetObject"])\n    resources = ["arn:aws:s3:::acme/*"]')}`,
      'local.actions',
    ],
  ];

  test.each(ways)('from %s', async (_, text, at) => {
    const found = await marked({ 'main.tf': text });
    expect(found.filter((one) => !one.startsWith('tf-'))).toEqual([`unknown-action ${at}`]);
  });

  test('from .tf.json', async () => {
    const text = JSON.stringify(
      {
        resource: { aws_iam_policy: { a: { policy: JSON.stringify(document) } } },
        data: {
          aws_iam_policy_document: {
            b: { statement: [{ actions: ['s3:HeadObject'], resources: ['${aws_s3_bucket.x.arn}/*'] }] },
          },
        },
      },
      null,
      2,
    );
    expect(await marked({ 'main.tf.json': text })).toEqual([
      'unknown-action \\"s3:ListObjects\\"',
      'unknown-action "s3:HeadObject"',
    ]);
  });

  test('once, where several resources share it', async () => {
    const use = (name: string) => `resource "aws_iam_policy" "${name}" {\n  policy = local.document\n}\n`;
    const text = `locals {\n  document = jsonencode(${asHcl})\n}\n${use('a')}${use('b')}`;
    expect(await codesOf({ 'main.tf': text })).toEqual(['unknown-action']);
  });

  test('with the locals of the other files of the folder, and not of other folders', async () => {
    const files = {
      'a/locals.tf': 'locals {\n  action = "s3:ListObjects"\n}\n',
      'a/main.tf': statement('    actions = [local.action]\n    resources = ["arn:aws:s3:::acme/*"]'),
      'b/main.tf': statement('    actions = [local.action]\n    resources = ["arn:aws:s3:::acme/*"]'),
    };
    expect(await marked(files, 'a', 'b')).toEqual(['unknown-action local.action']);
    expect((await lint(files, 'a', 'b')).unknown).toBe(1);
  });
});

describe('every place of a resource', () => {
  test.each(
    Object.entries(planPlaces).flatMap(([type, places]) =>
      places.map(
        ({ path, type: policyType, resourceType }) =>
          [type, path.join('.'), path, policyType, resourceType] as const,
      ),
    ),
  )('%s %s', async (type, _, path, policyType) => {
    const [first = '', index, last = ''] = path;
    const value = `jsonencode(${asHcl})`;
    const body = index === undefined ? `${first} = ${value}` : `${first} {\n    ${last} = ${value}\n  }`;
    const { findings } = await lint({ 'main.tf': `resource "${type}" "b" {\n  ${body}\n}\n` });
    const found = findings.filter(({ code }) => code === 'unknown-action');
    expect(found.map((finding) => [finding.policyType, finding.policy])).toEqual([
      [policyType, `${type}.b.${path.join('.').replace('*', '0')}`],
    ]);
  });

  test.each([
    ['', 'scp'],
    ['type = "SERVICE_CONTROL_POLICY"', 'scp'],
    ['type = "RESOURCE_CONTROL_POLICY"', 'rcp'],
    ['type = "TAG_POLICY"', undefined],
    ['type = var.type', undefined],
  ])('of an organization %s is of type %s', async (written, type) => {
    const text = `resource "aws_organizations_policy" "a" {\n  ${written}\n  content = jsonencode(${asHcl})\n}\n`;
    const { findings } = await lint({ 'main.tf': text });
    expect(findings[0]?.policyType).toBe(type);
  });
});

test('a document is of the type of the resource that uses it, over others too', async () => {
  const text = `
data "aws_iam_policy_document" "a" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = ["*"]
    }
  }
}
data "aws_iam_policy_document" "b" {
  source_policy_documents = [data.aws_iam_policy_document.a.json]
}
resource "aws_iam_role" "a" {
  assume_role_policy = data.aws_iam_policy_document.b.json
}
`;
  expect(await marked({ 'main.tf': text })).toEqual(['trust-principal-star "*"']);
});

test('blocks of one operator, and of one type of principal, go together', async () => {
  const text = `
data "aws_iam_policy_document" "a" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["arn:aws:s3:::acme/*"]
    principals {
      type        = "AWS"
      identifiers = ["111122223333"]
    }
    principals {
      type        = "AWS"
      identifiers = ["11112222333"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:PrincipalOrgID"
      values   = ["o-abcdefghij"]
    }
    condition {
      test     = "StringEquals"
      variable = "aws:PrincipalOrgId2"
      values   = ["x"]
    }
  }
}
resource "aws_s3_bucket_policy" "a" {
  bucket = "acme"
  policy = data.aws_iam_policy_document.a.json
}
`;
  expect(await marked({ 'main.tf': text })).toEqual([
    'principal-value "11112222333"',
    'unknown-global-key "aws:PrincipalOrgId2"',
  ]);
});

test('what is replaced by an overriding document is not told', async () => {
  const text = `
data "aws_iam_policy_document" "a" {
  statement {
    sid       = "Read"
    actions   = ["s3:ListObjects"]
    resources = ["arn:aws:s3:::acme/*"]
  }
  override_policy_documents = [data.aws_iam_policy_document.b.json]
}
data "aws_iam_policy_document" "b" {
  statement {
    sid       = "Read"
    actions   = ["s3:GetObject"]
    resources = ["arn:aws:s3:::acme/*"]
  }
}
`;
  expect(await codesOf({ 'main.tf': text })).toEqual([]);
});

describe('what only Terraform knows', () => {
  const unknown = readFileSync(join(import.meta.dirname, 'terraform', 'unknown.tf'), 'utf8');

  test('is counted, and nothing is guessed of it', async () => {
    const { findings, unknown: count } = await lint({ 'main.tf': unknown });
    expect(findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
    expect(count).toBe(23);
  });

  test.each([
    ['a variable, whatever its default', 'variable "x" {\n  default = "s3:ListObjects"\n}\n', 'var.x'],
    ['a local that is declared twice', 'locals {\n  x = "s3:A"\n}\nlocals {\n  x = "s3:B"\n}\n', 'local.x'],
    ['a local that names itself', 'locals {\n  x = local.y\n  y = local.x\n}\n', 'local.x'],
    ['a condition', '', 'var.y ? "s3:A" : "s3:B"'],
    ['a function', '', 'lower("s3:LISTOBJECTS")'],
    ['another module', '', 'module.x.action'],
    ['a copy', '', 'each.value'],
  ])('%s', async (_, before, expression) => {
    const text = before + statement(`    actions = [${expression}]\n    resources = ["arn:aws:s3:::acme/*"]`);
    const { findings, unknown: count } = await lint({ 'main.tf': text });
    expect([findings.map(({ code }) => code), count]).toEqual([[], 1]);
  });

  test('in a list hides nothing beside it', async () => {
    const text = statement(
      '    actions = [var.x, "s3:ListObjects"]\n    resources = ["arn:aws:s3:::acme/*"]',
    );
    expect(await marked({ 'main.tf': text })).toEqual(['unknown-action "s3:ListObjects"']);
  });

  test('of a whole policy is one value', async () => {
    const text = 'resource "aws_iam_policy" "a" {\n  policy = file("a.json")\n}\n';
    expect((await lint({ 'main.tf': text })).unknown).toBe(1);
  });

  test.each(['count = var.is_on ? 1 : 0', 'count = 0', 'for_each = var.names', 'for_each = toset([])'])(
    'whether a resource is there, as with %s, makes no conflict',
    async (meta) => {
      const policy = (name: string, more: string) =>
        `resource "aws_s3_bucket_policy" "${name}" {\n  ${more}\n  bucket = "acme"\n  policy = var.policy\n}\n`;
      expect(await codesOf({ 'main.tf': policy('a', '') + policy('b', meta) })).toEqual([]);
      expect(await codesOf({ 'main.tf': policy('a', '') + policy('b', 'count = 2') })).toEqual([
        'tf-bucket-policy-twice',
      ]);
    },
  );
});

describe('two values are one', () => {
  const policies = (one: string, two: string) => `
resource "aws_s3_bucket" "data" {
  bucket = "acme"
}
resource "aws_s3_bucket" "other" {
  bucket = var.name
}
resource "aws_s3_bucket_public_access_block" "data" {
  bucket = aws_s3_bucket.data.id
}
locals {
  bucket = aws_s3_bucket.data.bucket
}
resource "aws_s3_bucket_policy" "one" {
  bucket = ${one}
  policy = var.policy
}
resource "aws_s3_bucket_policy" "two" {
  bucket = ${two}
  policy = var.policy
}
`;
  test.each([
    ['aws_s3_bucket.data.id', 'aws_s3_bucket.data.bucket', true],
    ['aws_s3_bucket.data.id', '"acme"', true],
    ['aws_s3_bucket.data.id', '"${aws_s3_bucket.data.id}"', true],
    ['aws_s3_bucket.data.id', 'local.bucket', true],
    ['aws_s3_bucket.data.id', 'aws_s3_bucket_public_access_block.data.bucket', true],
    ['aws_s3_bucket.other.id', 'aws_s3_bucket.other.bucket', true],
    ['var.name', 'var.name', true],
    ['"${var.name}-a"', '"${var.name}-a"', true],
    ['aws_s3_bucket.data.id', 'aws_s3_bucket.other.id', false],
    ['aws_s3_bucket.other.id', '"acme"', false],
    ['"${var.name}-a"', '"${var.name}-b"', false],
    ['each.value', 'each.value', false],
    ['var.a[each.key]', 'var.a[each.key]', false],
    ['lower("A")', 'lower("A")', false],
  ])('%s and %s: %s', async (one, two, isOne) => {
    expect((await codesOf({ 'main.tf': policies(one, two) })).includes('tf-bucket-policy-twice')).toBe(isOne);
  });
});

test('a mistake has its place, and the rest of the file is linted', async () => {
  const files = { 'main.tf': `resource "aws_iam_role" "a" {\n  name = [\n}\n${asBlock}` };
  const { findings } = await lint(files);
  expect(findings.map(({ code, span }) => [code, span.line])).toEqual([
    ['tf-assume-role-missing', 1],
    ['hcl-syntax', 3],
    ['unknown-action', 6],
  ]);
});

test('an argument with a mistake is not missed', async () => {
  const text =
    'resource "aws_iam_role" "a" {\n  assume_role_policy = jsonencode({\n    Version = \n  })\n}\n';
  expect(await codesOf({ 'main.tf': text })).toEqual(['hcl-syntax']);
});

test('JSON in a heredoc that has a mistake is told at its place', async () => {
  const files = {
    'main.tf': 'resource "aws_iam_policy" "a" {\n  policy = <<EOF\n{ "Statement": [ }\nEOF\n}\n',
  };
  const { findings } = await lint(files);
  expect(findings.map(({ code, span }) => [code, span.line])).toEqual([['json-syntax', 3]]);
});

test('a comment sets aside the line below it', async () => {
  const text = asBlock.replace(
    '    actions',
    '    # iamx-ignore unknown-action: renamed upstream\n    actions',
  );
  expect(await codesOf({ 'main.tf': text })).toEqual([]);
  expect(await codesOf({ 'main.tf': text.replace('# iamx', '// iamx') })).toEqual([]);
  const until = (day: string) => ({
    'main.tf': text.replace('unknown-action:', `unknown-action until ${day}:`),
  });
  expect(await codesOf(until('2099-12-31'))).toEqual([]);
  expect(await codesOf(until('2020-01-31'))).toEqual(['ignore-expired', 'unknown-action']);
  expect(await codesOf({ 'main.tf': text.replace('unknown-action:', 'full-admin:') })).toEqual([
    'unused-ignore',
    'unknown-action',
  ]);
  expect(await codesOf({ 'main.tf': text.replace('# iamx', '# iamy') })).toEqual(['unknown-action']);
});

test('attachments alone are something to look at', async () => {
  const text =
    'resource "aws_iam_role_policy_attachment" "a" {\n  role = "a"\n  policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"\n}\n';
  expect((await lint({ 'main.tf': text })).verdict).toBe('clean');
});

test('locals that grow without end are not followed', async () => {
  const locals = Array.from({ length: 40 }, (_, at) => `  l${at} = [local.l${at + 1}, local.l${at + 1}]`);
  const text = `locals {\n${locals.join('\n')}\n  l40 = ["s3:GetObject"]\n}\n${statement('    actions = flatten(local.l0)\n    resources = ["*"]')}`;
  expect((await lint({ 'main.tf': text })).verdict).toBeDefined();
});

test('a module is linted in a time that grows with it', async () => {
  await expectLinear(800, async (size) => {
    const text = Array.from({ length: size }, (_, at) => asBlock.replace('"a"', `"a${at}"`)).join('');
    await lint({ 'main.tf': text });
  });
});

test.each([
  [
    'principals',
    (at: number) =>
      `principals {\n type = "AWS"\n identifiers = ["arn:aws:iam::111122223333:role/r${at}"]\n}`,
  ],
  [
    'conditions',
    (at: number) =>
      `condition {\n test = "StringEquals"\n variable = "aws:PrincipalTag/a"\n values = ["v${at}"]\n}`,
  ],
])('blocks of one kind in a statement cost in proportion: %s', async (_, blockOf) => {
  await expectLinear(8_000, async (size) => {
    const blocks = Array.from({ length: size }, (__, at) => blockOf(at)).join('\n');
    await lint({ 'main.tf': statement(`    actions = ["s3:GetObject"]\n    resources = ["*"]\n${blocks}`) });
  });
});
