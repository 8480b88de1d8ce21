import type { MemoryWorld } from '../../../src/host/memory.ts';
import { run, type Ran } from '../../support/run.ts';

/** The sample of these tests: one role, its policies, all in the current folder. */
export const files: Readonly<Record<string, string>> = {
  'app.json': `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "ReadReports",
      "Effect": "Allow",
      "Action": ["s3:GetObject", "s3:ListBucket"],
      "Resource": ["arn:aws:s3:::acme-data", "arn:aws:s3:::acme-data/reports/*"]
    },
    {
      "Sid": "StartOwn",
      "Effect": "Allow",
      "Action": "ec2:StartInstances",
      "Resource": "arn:aws:ec2:*:111122223333:instance/*",
      "Condition": { "StringEquals": { "aws:ResourceTag/team": "\${aws:PrincipalTag/team}" } }
    }
  ]
}
`,
  'all.json':
    '{"Version":"2012-10-17","Statement":[{"Sid":"All","Effect":"Allow","Action":"*","Resource":"*"}]}',
  'no-delete.json':
    '{"Version":"2012-10-17","Statement":[{"Sid":"NoDelete","Effect":"Deny","Action":"s3:Delete*","Resource":"*"}]}',
  'bucket.json': `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "OnlyFromVpc",
      "Effect": "Deny",
      "Principal": "*",
      "Action": "s3:*",
      "Resource": "arn:aws:s3:::acme-data/*",
      "Condition": {
        "StringNotEquals": { "aws:SourceVpce": "vpce-0a1b2c3d" }
      }
    }
  ]
}
`,
  'trust.json':
    '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":["sts:AssumeRole","sts:TagSession"]}]}',
};

export const session = 'arn:aws:sts::111122223333:assumed-role/App/ci';
export const report = 'arn:aws:s3:::acme-data/reports/q1.csv';
export const instance = 'arn:aws:ec2:eu-west-1:111122223333:instance/i-0a1b2c3d4e5f60718';

/** `iamx simulate WORDS`, with the sample's files. */
export function simulate(words: readonly string[], world: MemoryWorld = {}): Promise<Ran> {
  return run(['simulate', ...words], { ...world, files: { ...files, ...world.files } });
}

/** The request to read the report, with everything said that could be assumed. */
export const reading = [
  ...['--principal', session, '--action', 's3:GetObject', '--resource', report],
  ...['--resource-account', '111122223333'],
];

export interface Atom {
  readonly key: string;
  readonly operator: string;
  readonly values: readonly string[];
  readonly holds: boolean;
  readonly text: string;
}

interface Step {
  readonly id: string;
  readonly title: string;
  readonly outcome: string;
  readonly because: string;
  readonly evidence: readonly unknown[];
  readonly steps?: readonly Step[];
}

interface Diagnostic {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  readonly hint?: string;
  readonly span?: { readonly file: string };
  readonly docs?: string;
}

export interface Result {
  readonly name?: string;
  readonly principal: string;
  readonly action: string;
  readonly resource: string;
  readonly decision: string;
  readonly decidedBy: { readonly layer: string; readonly statement?: { readonly name: string } };
  readonly message?: string;
  readonly steps?: readonly Step[];
  readonly assumptions: readonly { readonly what: string }[];
  readonly dependsOn: readonly { readonly decision: string; readonly when: readonly Atom[] }[];
  readonly companions?: readonly Result[];
  readonly missingContext: readonly string[];
  readonly diagnostics?: readonly Diagnostic[];
  readonly error?: { readonly code: string; readonly message: string; readonly span?: object };
}

export interface Document {
  readonly schema: string;
  readonly verdict: string;
  readonly summary: string;
  readonly steps: readonly Step[];
  readonly diagnostics: readonly Diagnostic[];
  readonly results: readonly Result[];
}

export function documentOf({ out }: Ran): Document {
  return JSON.parse(out) as Document;
}

/** The only result of the document. */
export function resultOf(ran: Ran): Result {
  const [result, ...others] = documentOf(ran).results;
  if (result === undefined || others.length > 0) throw new Error(`not one result: ${ran.out}${ran.err}`);
  return result;
}

export function linesOf({ out }: Ran): readonly Result[] {
  return out
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Result);
}
