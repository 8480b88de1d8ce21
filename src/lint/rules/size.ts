import { toValue } from '../../formats/tree-value.ts';
import { allow, bucket, rcp, trust } from '../example.ts';
import type { PolicyType } from '../../policy/policy.ts';
import { identityTypes, type Found, type Rule } from '../rule.ts';
import { noSettings } from '../settings.ts';
import type { Subject } from '../subject.ts';

/**
 * How long a policy may be: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html and the quota
 * page of each service. IAM does not count blanks; Organizations stores what it is given, and its console strips it.
 */
interface Quota {
  readonly most: number;
  readonly unit: 'characters' | 'bytes';
}

/** Of a resource policy, by the type of the resource. */
const quotaOfResource: Readonly<Record<string, Quota>> = {
  'AWS::S3::Bucket': { most: 20_480, unit: 'bytes' },
  'AWS::S3::AccessPoint': { most: 20_480, unit: 'bytes' },
  'AWS::SQS::Queue': { most: 8_192, unit: 'bytes' },
  'AWS::SNS::Topic': { most: 30_720, unit: 'bytes' },
  'AWS::KMS::Key': { most: 32_768, unit: 'bytes' },
  'AWS::Lambda::Function': { most: 20_480, unit: 'bytes' },
  'AWS::SecretsManager::Secret': { most: 20_480, unit: 'characters' },
  'AWS::ECR::Repository': { most: 10_240, unit: 'bytes' },
  'AWS::Events::EventBus': { most: 10_240, unit: 'characters' },
  'AWS::ApiGateway::RestApi': { most: 8_192, unit: 'bytes' },
  'AWS::EC2::VPCEndpoint': { most: 20_480, unit: 'characters' },
  'AWS::OpenSearchService::Domain': { most: 102_400, unit: 'bytes' },
  'AWS::Logs::ResourcePolicy': { most: 5_120, unit: 'characters' },
  'AWS::EFS::FileSystem': { most: 20_000, unit: 'characters' },
  'AWS::DynamoDB::Table': { most: 20_480, unit: 'bytes' },
  'AWS::DynamoDB::Stream': { most: 20_480, unit: 'bytes' },
  'AWS::Kinesis::Stream': { most: 20_480, unit: 'bytes' },
  'AWS::Kinesis::StreamConsumer': { most: 20_480, unit: 'bytes' },
};

/** An inline policy of a role, the largest of all identity policies; a managed one has less. */
const mostOfIdentity = 10_240;
const mostOfManaged = 6_144;
/** Of all inline policies of one together. */
const mostOfInline = { user: 2_048, group: 5_120, role: mostOfIdentity } as const;
const mostOfTrust = 2_048;
const mostOfSession = 2_048;
const mostOfControl = 5_120;
const mostStatementsOfQueue = 20;
/** From here on a policy is nearly full. */
const nearly = 0.9;

const long = (count: number) =>
  Array.from({ length: count }, (_, index) => `arn:aws:s3:::acme-data/${String(index).padStart(8, '0')}/*`);

/** Size quotas of AWS. */
export const sizeRules: readonly Rule[] = [
  sizeRule(
    'size-identity',
    'POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA',
    'warning',
    identityTypes,
    mostOfIdentity,
    () => allow({ Resource: long(300) }),
  ),
  {
    id: 'size-managed',
    severity: 'info',
    category: 'quota',
    types: identityTypes,
    title: `An identity policy has more than ${mostOfManaged} characters: it can be inline alone, no managed policy.`,
    repair: 'Split the policy, where it is to be a managed one.',
    bad: () => ({ policy: allow({ Resource: long(180) }), at: '{' }),
    good: () => ({ policy: allow({}) }),
    look: {
      at: 'policy',
      *find(subject) {
        const { attach } = subject.settings;
        const isManaged = attach === 'managed';
        const size = charactersOf(subject);
        if (size <= mostOfManaged || (!isManaged && (attach !== undefined || size > mostOfIdentity))) return;
        yield {
          ...tooLong(subject, size, mostOfManaged, 'characters', 'a managed policy'),
          ...(isManaged ? { severity: 'warning' as const } : {}),
        };
      },
    },
  },
  {
    id: 'size-inline',
    severity: 'warning',
    category: 'quota',
    types: ['identity'],
    title:
      'The inline policies of a user, a group or a role have more characters together than it may have (with `--attach`).',
    repair: 'Shorten them, or make a managed policy of one.',
    bad: () => ({
      policy: allow({ Resource: long(60) }),
      settings: { ...noSettings, attach: 'user' },
      at: '{',
    }),
    good: () => ({ policy: allow({}), settings: { ...noSettings, attach: 'user' } }),
    look: {
      at: 'policies',
      *find(subjects) {
        const [first] = subjects;
        const attach = first?.settings.attach;
        if (first === undefined || attach === undefined || attach === 'managed') return;
        const size = subjects.reduce((sum, subject) => sum + charactersOf(subject), 0);
        const most = mostOfInline[attach];
        if (size <= most) return;
        const what =
          subjects.length === 1 ? 'the policy has' : `the ${subjects.length} policies have together`;
        yield {
          subject: first,
          at: startOf(first),
          message: `${what} ${size} characters, and a ${attach} takes ${most} in all of its inline policies`,
        };
      },
    },
  },
  sizeRule(
    'size-trust',
    'POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA',
    'warning',
    ['trust'],
    mostOfTrust,
    () =>
      trust({
        Principal: {
          AWS: long(60).map(
            (_, index) => `arn:aws:iam::111122223333:role/app-${index}-of-the-many-that-there-are`,
          ),
        },
      }),
  ),
  sizeRule('size-session', undefined, 'warning', ['session'], mostOfSession, () =>
    allow({ Resource: long(70) }),
  ),
  sizeRule('size-scp', 'POLICY_SIZE_EXCEEDS_SCP_QUOTA', 'error', ['scp'], mostOfControl, () =>
    allow({ Effect: 'Deny', Resource: long(200) }),
  ),
  sizeRule('size-rcp', 'POLICY_SIZE_EXCEEDS_RCP_QUOTA', 'error', ['rcp'], mostOfControl, () =>
    rcp({ Resource: long(200) }),
  ),
  {
    id: 'size-resource',
    awsCode: 'POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA',
    severity: 'warning',
    category: 'quota',
    types: ['resource', 'endpoint'],
    title: 'A resource policy is longer than its service takes.',
    repair: 'Split or shorten it.',
    bad: () => ({ policy: bucket({ Resource: long(700) }), at: '{' }),
    good: () => ({ policy: bucket({}) }),
    look: {
      at: 'policy',
      *find(subject) {
        const quota = quotaOf(subject);
        if (quota === undefined) return;
        const size = quota.unit === 'bytes' ? bytesOf(subject) : charactersOf(subject);
        if (size > quota.most)
          yield tooLong(subject, size, quota.most, quota.unit, `a policy of ${subject.resourceType ?? 'it'}`);
      },
    },
  },
  {
    id: 'size-near',
    severity: 'info',
    category: 'quota',
    types: [...identityTypes, 'session', 'trust', 'scp', 'rcp'],
    title: 'A policy has more than nine tenths of what it may have.',
    repair: 'Shorten it before the next change.',
    bad: () => ({ policy: allow({ Resource: long(270) }), at: '{' }),
    good: () => ({ policy: allow({}) }),
    look: {
      at: 'policy',
      *find(subject) {
        const most = mostOf(subject);
        const size = charactersOf(subject);
        if (most === undefined || size > most) return;
        const written = writtenOf(subject);
        if (written !== undefined && written > most)
          yield {
            at: startOf(subject),
            message: `the policy has ${written} characters as it is written, of the ${most} that it may have, and ${size} without the blanks between its parts, which the console alone takes out`,
            hint: 'Take the blanks out before it is sent.',
          };
        else if (size > most * nearly)
          yield {
            at: startOf(subject),
            message: `the policy has ${size} characters of the ${most} that it may have`,
          };
      },
    },
  },
  {
    id: 'too-many-statements',
    severity: 'warning',
    category: 'quota',
    types: ['resource'],
    title: `The policy of a queue has more than ${mostStatementsOfQueue} statements.`,
    repair: 'Put statements together.',
    bad: () => ({
      policy: {
        Version: '2012-10-17',
        Statement: long(21).map((_, index) => ({
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::111122223333:role/app${index}` },
          Action: 'sqs:SendMessage',
          Resource: 'arn:aws:sqs:us-east-1:111122223333:orders',
        })),
      },
      at: '{',
    }),
    good: () => ({ policy: bucket({}) }),
    look: {
      at: 'policy',
      *find(subject) {
        const { statements, resourceType } = subject;
        if (resourceType === 'AWS::SQS::Queue' && statements.length > mostStatementsOfQueue)
          yield {
            at: startOf(subject),
            message: `the policy has ${statements.length} statements, and a queue takes ${mostStatementsOfQueue}`,
          };
      },
    },
  },
];

function sizeRule(
  id: string,
  awsCode: string | undefined,
  severity: Rule['severity'],
  types: readonly PolicyType[],
  most: number,
  bad: () => object,
): Rule {
  const titleOf: Readonly<Partial<Record<PolicyType, string>>> = {
    trust: 'a role trust policy',
    session: 'a session policy',
    scp: 'a service control policy',
    rcp: 'a resource control policy',
  };
  const what = titleOf[types[0] ?? 'identity'] ?? 'any identity policy';
  return {
    id,
    ...(awsCode === undefined ? {} : { awsCode }),
    severity,
    category: 'quota',
    types,
    title: `The policy has more than the ${most} characters that ${what} may have.`,
    repair: types.includes('trust')
      ? 'Shorten it, or ask for a higher quota.'
      : 'Split the policy, or shorten it.',
    bad: () => ({ policy: bad(), at: '{' }),
    good: () => ({
      policy: types.includes('rcp') ? rcp({}) : types.includes('trust') ? trust({}) : allow({}),
    }),
    look: {
      at: 'policy',
      *find(subject) {
        // What is said of its own kind says more.
        if (identityTypes.includes(subject.type) && subject.settings.attach !== undefined) return;
        const size = charactersOf(subject);
        if (size > most) yield tooLong(subject, size, most, 'characters', what);
      },
    },
  };
}

function mostOf({ type, settings: { attach } }: Subject): number | undefined {
  if (attach !== undefined && identityTypes.includes(type))
    return attach === 'managed' ? mostOfManaged : mostOfInline[attach];
  if (type === 'trust') return mostOfTrust;
  if (type === 'session') return mostOfSession;
  if (type === 'scp' || type === 'rcp') return mostOfControl;
  return type === 'identity' || type === 'boundary' ? mostOfIdentity : undefined;
}

function quotaOf({ resourceType, type }: Subject): Quota | undefined {
  const key = type === 'endpoint' ? 'AWS::EC2::VPCEndpoint' : resourceType;
  return key === undefined ? undefined : quotaOfResource[key];
}

function startOf({ node }: Subject): Found['at'] {
  return { start: node.start, end: node.start + 1 };
}

function tooLong(subject: Subject, size: number, most: number, unit: string, what: string): Found {
  return { at: startOf(subject), message: `the policy has ${size} ${unit}, and ${what} takes ${most}` };
}

/**
 * The characters of a policy as its file has it, where that is what Organizations is sent: it counts blanks too
 * (https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html).
 */
function writtenOf({ type, node, source, name }: Subject): number | undefined {
  const isSent =
    (type === 'scp' || type === 'rcp') && name === source.file && source.text[node.start] === '{';
  return isSent ? node.end - node.start : undefined;
}

const minifiedOf = new WeakMap<Subject, string>();

/**
 * The document's text without blanks between its parts, as IAM counts it; YAML is counted as the JSON that it stands for.
 * Several rules ask.
 */
function minified(subject: Subject): string {
  let text = minifiedOf.get(subject);
  if (text === undefined) {
    text = JSON.stringify(toValue(subject.node));
    minifiedOf.set(subject, text);
  }
  return text;
}

function charactersOf(subject: Subject): number {
  return minified(subject).length;
}

function bytesOf(subject: Subject): number {
  return new TextEncoder().encode(minified(subject)).length;
}
