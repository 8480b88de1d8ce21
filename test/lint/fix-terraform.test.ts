import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { LintDocument } from '../../src/documents/policies.ts';
import { hasRepair } from '../../src/lint/run/fix/repairs.ts';
import { runs } from '../support/budget.ts';
import { run } from '../support/run.ts';

async function fixed(
  files: Readonly<Record<string, string>>,
  file = 'main.tf',
  words: readonly string[] = [],
) {
  const { host } = await run(['lint', '--fix', ...words, '.'], { files, cwd: '/work' });
  return host.written.get(`/work/${file}`);
}

const encoded = (object: string) =>
  `# what\nresource "aws_iam_policy" "app" {\n  name   = "app" # why\n  policy = jsonencode(${object})\n}\n`;

const document = (statement: string) =>
  `data "aws_iam_policy_document" "app" {\n  statement {\n${statement}  }\n}\n`;

describe('a policy in the text of Terraform is mended in its own place', () => {
  test.each([
    [
      'a first member on lines',
      encoded('{\n    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "*" }]\n  }'),
      encoded(
        '{\n    Version = "2012-10-17"\n    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "*" }]\n  }',
      ),
    ],
    [
      'a first member on one line',
      encoded('{ Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "*" }] }'),
      encoded(
        '{ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "*" }] }',
      ),
    ],
    [
      'a first member as JSON has it',
      encoded('{"Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}'),
      encoded(
        '{"Version": "2012-10-17","Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}]}',
      ),
    ],
    [
      'a value, a name, an item and a trailing comma',
      encoded(
        '{\n    Version   = "2012-10-17"\n    Statement = [{\n      Effect   = "allow" # x\n      action   = ["s3:GetObject", "s3:Get*",]\n      Resource = "*"\n    },]\n  }',
      ),
      encoded(
        '{\n    Version   = "2012-10-17"\n    Statement = [{\n      Effect   = "Allow" # x\n      Action   = ["s3:Get*",]\n      Resource = "*"\n    },]\n  }',
      ),
    ],
    [
      'a member that goes',
      encoded(
        '{\n    Version = "2012-10-17"\n    Statement = [{\n      Sid      = ""\n      Effect   = "Allow"\n      Action   = "s3:GetObject"\n      Resource = "*"\n    }]\n  }',
      ),
      encoded(
        '{\n    Version = "2012-10-17"\n    Statement = [{\n      Effect   = "Allow"\n      Action   = "s3:GetObject"\n      Resource = "*"\n    }]\n  }',
      ),
    ],
    [
      'a document of its own',
      document('    actions   = ["s3:GetObject", "s3:Get*"]\n    resources = ["*"]\n'),
      document('    actions   = ["s3:Get*"]\n    resources = ["*"]\n'),
    ],
    [
      'an operator of a document',
      document(
        '    actions   = ["s3:GetObject"]\n    resources = ["*"]\n    condition {\n      test     = "stringequals"\n      variable = "aws:PrincipalOrgID"\n      values   = ["o-a1b2c3d4e5"]\n    }\n',
      ),
      document(
        '    actions   = ["s3:GetObject"]\n    resources = ["*"]\n    condition {\n      test     = "StringEquals"\n      variable = "aws:PrincipalOrgID"\n      values   = ["o-a1b2c3d4e5"]\n    }\n',
      ),
    ],
    [
      'one of two equal statements',
      'data "aws_iam_policy_document" "app" {\n  statement {\n    actions   = ["s3:GetObject"]\n    resources = ["*"]\n  }\n\n  statement {\n    actions   = ["s3:GetObject"]\n    resources = ["*"]\n  }\n}\n',
      'data "aws_iam_policy_document" "app" {\n  statement {\n    actions   = ["s3:GetObject"]\n    resources = ["*"]\n  }\n}\n',
    ],
  ])('%s', async (_, before, after) => {
    expect(await fixed({ 'main.tf': before })).toBe(after);
    expect(await fixed({ 'main.tf': after })).toBeUndefined();
  });
});

describe('what is not the policy’s own text is left', () => {
  test.each([
    [
      'a value that an expression gives',
      'locals {\n  effect = "allow"\n}\n' +
        encoded(
          '{ Version = "2012-10-17", Statement = [{ Effect = local.effect, Action = "s3:GetObject", Resource = "*" }] }',
        ),
    ],
    [
      'a list whose items only Terraform knows',
      document('    actions   = ["s3:GetObject"]\n    resources = [var.a, var.b, aws_s3_bucket.c.arn]\n'),
    ],
    [
      'a comment between two items',
      document(
        '    actions = [\n      "s3:GetObject", # needed\n      "s3:Get*",\n    ]\n    resources = ["*"]\n',
      ),
    ],
    [
      'a heredoc',
      'resource "aws_iam_policy" "app" {\n  policy = <<EOF\n{"Version":"2012-10-17","Statement":[{"Effect":"allow","Action":"s3:GetObject","Resource":"*"}]}\nEOF\n}\n',
    ],
    [
      'a file with a mistake',
      `${encoded('{ Version = "2012-10-17", Statement = [{ Effect = "allow", Action = "s3:GetObject", Resource = "*" }] }')}\nresource {`,
    ],
  ])('%s', async (_, text) => {
    expect(await fixed({ 'main.tf': text })).toBeUndefined();
  });
});

test('a document is mended as what another file of its module uses it for', async () => {
  const text = document(
    '    sid     = "allow reads"\n    actions = ["s3:GetObject"]\n    resources = ["arn:aws:s3:::acme/*"]\n    principals {\n      type        = "AWS"\n      identifiers = ["111122223333"]\n    }\n',
  );
  const uses =
    'resource "aws_s3_bucket_policy" "app" {\n  bucket = "acme"\n  policy = data.aws_iam_policy_document.app.json\n}\n';
  expect(await fixed({ 'main.tf': text, 'uses.tf': uses })).toBeUndefined();
});

test('--dry-run prints the edit of a .tf file', async () => {
  const text = document('    actions   = ["s3:GetObject", "s3:Get*"]\n    resources = ["*"]\n');
  const { out } = await run(['lint', '--fix', '--dry-run', 'main.tf'], {
    files: { 'main.tf': text },
    cwd: '/work',
  });
  expect(out.split('\n').filter((line) => /^[+-] /.test(line))).toEqual([
    '-    actions   = ["s3:GetObject", "s3:Get*"]',
    '+    actions   = ["s3:Get*"]',
  ]);
});

const list = (texts: readonly string[], isOnLines: boolean, hasComma: boolean) => {
  const items = texts.map((text) => JSON.stringify(text));
  const comma = hasComma ? ',' : '';
  return isOnLines
    ? `[\n        ${items.join(',\n        ')}${comma}\n      ]`
    : `[${items.join(', ')}${comma}]`;
};

/** Policies with several mistakes, written in several ways. */
const anyPolicy = fc.record({
  effect: fc.constantFrom('Allow', 'allow', 'DENY'),
  sid: fc.constantFrom(undefined, '', 'a b'),
  actions: fc.array(fc.constantFrom('s3:GetObject', 's3:Get*', 'S3:getobject', 's3:PutObject', 's3:*'), {
    minLength: 1,
    maxLength: 4,
  }),
  resources: fc.array(fc.constantFrom('arn:aws:s3:::a/*', 'arn:aws:s3:::a/b', 'arn:aws:s3:::*/b'), {
    minLength: 1,
    maxLength: 3,
  }),
  isOnLines: fc.boolean(),
  hasComma: fc.boolean(),
  hasVersion: fc.boolean(),
  sign: fc.constantFrom(' = ', '=', ' : '),
});

test('a mended file has nothing left to mend, and differs in its edits alone', async () => {
  await fc.assert(
    fc.asyncProperty(
      anyPolicy,
      async ({ effect, sid, actions, resources, isOnLines, hasComma, hasVersion, sign }) => {
        const member = (name: string, value: string) => `      ${name}${sign}${value}\n`;
        const text = encoded(
          `{\n${hasVersion ? '    Version = "2012-10-17"\n' : ''}    Statement = [{\n${sid === undefined ? '' : member('Sid', JSON.stringify(sid))}${member('Effect', JSON.stringify(effect))}${member('Action', list(actions, isOnLines, hasComma))}${member('Resource', list(resources, isOnLines, hasComma))}    }]\n  }`,
        );
        const after = (await fixed({ 'main.tf': text })) ?? text;
        const { out } = await run(['lint', '--json', 'main.tf'], {
          files: { 'main.tf': after },
          cwd: '/work',
        });
        const left = (JSON.parse(out) as LintDocument).findings.map(({ code }) => code);
        expect(left.filter(hasRepair)).toEqual([]);
        // Everything before and behind the statements, and every item that is kept, stands as it stood.
        expect(after.startsWith('# what\nresource "aws_iam_policy" "app" {\n  name   = "app" # why\n')).toBe(
          true,
        );
        const lines = new Set(text.split('\n').map((line) => line.replace(/,$/, '')));
        const isKept = (line: string) =>
          lines.has(line.replace(/,$/, '')) || /Version|Effect|Action|Resource|Sid/.test(line);
        expect(after.split('\n').filter((line) => !isKept(line))).toEqual([]);
      },
    ),
    { numRuns: runs(12) },
  );
});
