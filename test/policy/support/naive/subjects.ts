/** What the evaluator knows of the actions of its questions: written by hand, from AWS's pages, not from the data. */

export interface Subject {
  /** What an ARN of this kind looks like; absent for actions that name no resource. */
  readonly form?: RegExp;
  /** The kind has a policy of its own (R691). */
  readonly hasPolicy: boolean;
  /** Works for callers of other accounts (R692). */
  readonly crosses: boolean;
  /** May come without a signature (R641). */
  readonly unsigned: boolean;
  /** Which rules decide. */
  readonly regime: 'ordinary' | 'key' | 'trust' | 'both-sides';
  /** A root user of the owner's account is not bound by the resource's policy (R685, R687). */
  readonly rootMends?: true;
  /** The service is in AWS's list of those with resource control policies (R608). */
  readonly underRcps: boolean;
  /** What requests about no resource carry (R240). */
  readonly carries?: string;
}

const object = /^arn:aws:s3:::[^/]+\/.+$/;
const bucket = /^arn:aws:s3:::[^/]+$/;
const queue = /^arn:aws:sqs:[^:]+:\d{12}:[^:]+$/;
const key = /^arn:aws:kms:[^:]+:\d{12}:key\/.+$/;
const role = /^arn:aws:iam::\d{12}:role\/.+$/;

const policied = {
  hasPolicy: true,
  crosses: true,
  unsigned: false,
  regime: 'ordinary',
  underRcps: true,
} as const;
const unpolicied = { ...policied, hasPolicy: false, crosses: false };

export const subjects: Readonly<Record<string, Subject>> = {
  's3:GetObject': { ...policied, form: object, unsigned: true },
  's3:PutObject': { ...policied, form: object, unsigned: true },
  's3:ListBucket': { ...policied, form: bucket, unsigned: true },
  's3:PutBucketPolicy': { ...policied, form: bucket, crosses: false, rootMends: true },
  's3:GetBucketPolicy': { ...policied, form: bucket, crosses: false, rootMends: true },
  's3:ListAllMyBuckets': { ...unpolicied, carries: 'arn:aws:s3:::*' },
  'sqs:SendMessage': { ...policied, form: queue, unsigned: true },
  'sqs:DeleteQueue': { ...policied, form: queue, crosses: false },
  'sqs:SetQueueAttributes': { ...policied, form: queue, crosses: false, rootMends: true },
  'sns:Publish': { ...policied, form: /^arn:aws:sns:[^:]+:\d{12}:[^:]+$/, underRcps: false },
  'kms:Decrypt': { ...policied, form: key, regime: 'key' },
  'kms:ScheduleKeyDeletion': { ...policied, form: key, regime: 'key', crosses: false },
  'kms:RetireGrant': { ...policied, form: key, regime: 'key', underRcps: false },
  'kms:ListKeys': unpolicied,
  'sts:AssumeRole': { ...policied, form: role, regime: 'trust' },
  'sts:GetCallerIdentity': unpolicied,
  'sts:GetSessionToken': unpolicied,
  'iam:PassRole': { ...unpolicied, form: role, underRcps: false },
  'iam:GetRole': { ...unpolicied, form: role, underRcps: false },
  'iam:DeleteRole': { ...unpolicied, form: role, underRcps: false },
  'ec2:DescribeInstances': { ...unpolicied, underRcps: false },
  'ec2:StopInstances': { ...unpolicied, form: /^arn:aws:ec2:[^:]+:\d{12}:instance\/.+$/, underRcps: false },
  'lambda:InvokeFunction': {
    ...policied,
    form: /^arn:aws:lambda:[^:]+:\d{12}:function:.+$/,
    underRcps: false,
  },
  'lambda:AddPermission': {
    ...policied,
    form: /^arn:aws:lambda:[^:]+:\d{12}:function:.+$/,
    crosses: false,
    underRcps: false,
  },
  'secretsmanager:GetSecretValue': { ...policied, form: /^arn:aws:secretsmanager:[^:]+:\d{12}:secret:.+$/ },
  'dynamodb:GetItem': { ...policied, form: /^arn:aws:dynamodb:[^:]+:\d{12}:table\/[^/]+$/ },
  'dynamodb:PartiQLSelect': {
    ...policied,
    form: /^arn:aws:dynamodb:[^:]+:\d{12}:table\/[^/]+$/,
    crosses: false,
  },
  'vpc-lattice-svcs:Invoke': {
    ...policied,
    form: /^arn:aws:vpc-lattice:[^:]+:\d{12}:service\/[^/]+\/.*$/,
    unsigned: true,
    regime: 'both-sides',
    underRcps: false,
  },
};

/** On roles of AWS's own these are refused whatever the policies say (R673). */
export const refusedOnRolesOfAws = ['iam:DeleteRole'];
