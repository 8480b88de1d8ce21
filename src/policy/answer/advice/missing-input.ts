import { layerOf, type LayerId } from '../../decision/layers.ts';
import { shellWord } from '../../../output/shell.ts';
import { isTrustRequest } from '../../decision/trust.ts';
import type { Request } from '../../request.ts';

/** How a policy that was not given is given: the option, and the command that fetches it (R731). */
export interface MissingInput {
  /** `--resource-policy key.json` */
  readonly option: string;
  /** `aws kms get-key-policy … > key.json` */
  readonly command: string | undefined;
}

interface Fetch {
  readonly file: string;
  /** The words of the command, by the resource's name. */
  readonly words: (request: Request) => readonly string[];
}

const lastPart = (request: Request) => (request.arn?.resource ?? '').split(/[/:]/).at(-1) ?? '';
const bucketOf = (request: Request) => (request.arn?.resource ?? '').split('/')[0] ?? '';

/** By the service of the resource's ARN: the call that tells its policy. */
const fetches: Readonly<Record<string, Fetch>> = {
  s3: {
    file: 'bucket.json',
    words: (request) => [
      's3api',
      'get-bucket-policy',
      '--bucket',
      bucketOf(request),
      '--query',
      'Policy',
      '--output',
      'text',
    ],
  },
  kms: {
    file: 'key.json',
    words: ({ resource }) => [
      'kms',
      'get-key-policy',
      '--policy-name',
      'default',
      '--key-id',
      resource,
      '--query',
      'Policy',
      '--output',
      'text',
    ],
  },
  sqs: {
    file: 'queue.json',
    words: (request) => [
      'sqs',
      'get-queue-attributes',
      '--queue-url',
      queueUrl(request),
      '--attribute-names',
      'Policy',
      '--query',
      'Attributes.Policy',
      '--output',
      'text',
    ],
  },
  sns: {
    file: 'topic.json',
    words: ({ resource }) => [
      'sns',
      'get-topic-attributes',
      '--topic-arn',
      resource,
      '--query',
      'Attributes.Policy',
      '--output',
      'text',
    ],
  },
  lambda: {
    file: 'function.json',
    words: ({ resource }) => [
      'lambda',
      'get-policy',
      '--function-name',
      resource,
      '--query',
      'Policy',
      '--output',
      'text',
    ],
  },
  secretsmanager: {
    file: 'secret.json',
    words: ({ resource }) => [
      'secretsmanager',
      'get-resource-policy',
      '--secret-id',
      resource,
      '--query',
      'ResourcePolicy',
      '--output',
      'text',
    ],
  },
  ecr: {
    file: 'repository.json',
    words: (request) => [
      'ecr',
      'get-repository-policy',
      '--repository-name',
      (request.arn?.resource ?? '').replace(/^repository\//, ''),
      '--query',
      'policyText',
      '--output',
      'text',
    ],
  },
};

const trust: Fetch = {
  file: 'trust.json',
  words: (request) => [
    'iam',
    'get-role',
    '--role-name',
    lastPart(request),
    '--query',
    'Role.AssumeRolePolicyDocument',
  ],
};

function queueUrl({ arn }: Request): string {
  return `https://sqs.${arn?.region ?? ''}.amazonaws.com/${arn?.account ?? ''}/${arn?.resource ?? ''}`;
}

/** Of a layer that must allow and was not given. */
export function missingInput(layer: LayerId, request: Request): MissingInput {
  const [option = ''] = layerOf[layer].option.flags.split(' ');
  if (layer !== 'resource') return { option: `${option} ${layer}.json`, command: undefined };
  const fetch = isTrustRequest(request) ? trust : fetches[request.arn?.service ?? ''];
  if (fetch === undefined) return { option: `${option} policy.json`, command: undefined };
  const words = ['aws', ...fetch.words(request)].map(shellWord).join(' ');
  return { option: `${option} ${fetch.file}`, command: `${words} > ${fetch.file}` };
}
