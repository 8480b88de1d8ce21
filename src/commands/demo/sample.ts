import { command, word, type Command } from '../../core/command.ts';
import type { MemoryWorld } from '../../host/memory.ts';

/**
 * The sample that `iamx demo` explains: a small company, one role, its policies. All identifiers are made up; the
 * account is AWS's documentation account.
 */

/** Path to text; `--export` writes these. */
export const sampleFiles: Readonly<Record<string, string>> = {
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
      "Sid": "StartOwnInstances",
      "Effect": "Allow",
      "Action": "ec2:StartInstances",
      "Resource": "arn:aws:ec2:*:111122223333:instance/*",
      "Condition": {
        "StringEquals": { "aws:ResourceTag/team": "\${aws:PrincipalTag/team}" }
      }
    }
  ]
}
`,
  'boundary.json': `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "StorageAndMachines",
      "Effect": "Allow",
      "Action": ["s3:*", "ec2:*"],
      "Resource": "*"
    }
  ]
}
`,
  'bucket.json': `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "OnlyThroughOurEndpoint",
      "Effect": "Deny",
      "Principal": "*",
      "Action": "s3:*",
      "Resource": ["arn:aws:s3:::acme-data", "arn:aws:s3:::acme-data/*"],
      "Condition": {
        "StringNotEquals": { "aws:SourceVpce": "vpce-0a1b2c3d" }
      }
    }
  ]
}
`,
  'scp.json': `{
  "Version": "2012-10-17",
  "Statement": [
    { "Sid": "FullAccess", "Effect": "Allow", "Action": "*", "Resource": "*" },
    {
      "Sid": "KeepOutOfOrganizations",
      "Effect": "Deny",
      "Action": "organizations:LeaveOrganization",
      "Resource": "*"
    }
  ]
}
`,
};

export interface Demonstration {
  readonly name: string;
  readonly title: string;
  /** What a reader should look for. */
  readonly text: string;
  readonly command: Command;
  /** What is typed before it. */
  readonly before?: Command | undefined;
  /** What the command looks at; the sample's files if not given. */
  readonly world?: MemoryWorld;
}

const session = word`arn:aws:sts::111122223333:assumed-role/App/ci`;
const readReport = [
  ...[word`--policy`, word`app.json`, word`--boundary`, word`boundary.json`],
  ...[word`--resource-policy`, word`bucket.json`, word`--principal`, session],
  ...[word`--action`, word`s3:GetObject`, word`--resource`, word`arn:aws:s3:::acme-data/reports/q1.csv`],
  ...[word`--resource-account`, word`111122223333`],
];

export const demonstrations: readonly Demonstration[] = [
  {
    name: 'decode',
    title: 'Whose ID is this?',
    text: 'A log holds nothing but an ID. It tells its account.',
    command: command`iamx decode AROARTX3GSDSY7KQ2ZJ4M:ci`,
  },
  {
    name: 'denied',
    title: 'Why is this denied?',
    text: 'The identity policy allows the request and the boundary does too, and still AWS says no.',
    command: command`iamx simulate ${readReport}`,
  },
  {
    name: 'allowed',
    title: 'Would the change help?',
    text: 'The same request, through the VPC endpoint.',
    command: command`iamx simulate ${readReport} --context aws:SourceVpce=vpce-0a1b2c3d`,
  },
  {
    name: 'depends',
    title: 'What does it depend on?',
    text: 'Nobody told the tag of the instance: the answer says which one it must be.',
    command: command`iamx simulate --policy app.json --scp scp.json --principal ${session}
      --principal-tag team=red --action ec2:StartInstances
      --resource arn:aws:ec2:eu-west-1:111122223333:instance/i-0a1b2c3d4e5f60718
      --unknown aws:ResourceTag/team`,
  },
];
