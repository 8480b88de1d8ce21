import { isPlain } from '../library/values.ts';
import { arnOf } from './template-names.ts';
import { documentIn, type Attached, type Reading } from './template-readings.ts';
import { conditionOf, resolver } from './template-resolve.ts';
import { isOpen, itemsIn, listOf, member, propertiesOf, typeOf, type Template } from './template-values.ts';

/** Where a type of resources has its policy: at itself, or in a resource that names those it is for. */
interface Holder {
  readonly service: string;
  readonly document: string;
  readonly for?: string;
}

const holders: Readonly<Record<string, Holder>> = {
  'AWS::S3::BucketPolicy': { service: 's3', document: 'PolicyDocument', for: 'Bucket' },
  'AWS::SQS::QueuePolicy': { service: 'sqs', document: 'PolicyDocument', for: 'Queues' },
  'AWS::SNS::TopicPolicy': { service: 'sns', document: 'PolicyDocument', for: 'Topics' },
  'AWS::SecretsManager::ResourcePolicy': {
    service: 'secretsmanager',
    document: 'ResourcePolicy',
    for: 'SecretId',
  },
  'AWS::KMS::Key': { service: 'kms', document: 'KeyPolicy' },
  'AWS::ECR::Repository': { service: 'ecr', document: 'RepositoryPolicyText' },
};

/** The policy that a template gives to a resource, in both readings; undefined where it gives none. */
export interface ResourcePolicy {
  readonly in: (reading: Reading) => object | undefined;
  /** What is not known before the deployment. */
  readonly unknown: readonly string[];
}

/** Of a resource by its ARN. */
export function resourcePolicyOf(template: Template, arn: string): ResourcePolicy | undefined {
  const unknown: string[] = [];
  const resolve = resolver(template, unknown);
  const service = arn.split(':', 3)[2];
  const found = Object.keys(template.Resources).flatMap((id): readonly Attached[] => {
    const holder = holders[String(typeOf(template, id))];
    if (holder === undefined || holder.service !== service) return [];
    const document = propertiesOf(template, id)[holder.document];
    if (document === undefined) return [];
    const condition = member(template.Resources[id], 'Condition');
    const holds = typeof condition === 'string' ? conditionOf(template, condition) : true;
    const fits = isFor(template, id, holder, arn);
    if (fits === false || holds === false) return [];
    const isSure = fits === true && holds === true;
    if (!isSure) unknown.push(`whether ${id} is the policy of ${arn}`);
    return [{ document: resolve(document), isSure }];
  });
  if (found.length === 0) return undefined;
  return {
    unknown,
    in: (reading) => {
      const documents = found.flatMap((one) => documentIn(one, reading, 'resource') ?? []);
      const [only, ...others] = documents;
      if (only === undefined || others.length === 0) return only;
      return { ...only, Statement: documents.flatMap((one) => listOf(member(one, 'Statement'))) };
    },
  };
}

/** Whether the policy is that of the resource; undefined where only a deployment knows. */
function isFor(template: Template, id: string, holder: Holder, arn: string): boolean | undefined {
  const resolve = resolver(template, []);
  if (holder.for === undefined) return covers(arnOf(template, id, resolve), arn);
  const truths = listOf(propertiesOf(template, id)[holder.for]).flatMap((given) => {
    const other = isPlain(given) && typeof given['Ref'] === 'string' ? given['Ref'] : undefined;
    const own =
      other !== undefined && Object.hasOwn(template.Resources, other)
        ? arnOf(template, other, resolve)
        : undefined;
    if (own !== undefined) return [covers(own, arn)];
    return itemsIn(resolve(given)).map(({ value, isSure }) => {
      if (typeof value !== 'string' || isOpen(value)) return undefined;
      // A bucket is named by its name, and the others by what tells them apart at the end.
      const text = value.startsWith('arn:') ? value : `arn:aws:s3:::${value}`;
      const hits = text.includes(`:${holder.service}:`) ? covers(text, arn) : undefined;
      return isSure || hits !== true ? hits : undefined;
    });
  });
  if (truths.includes(true)) return true;
  return truths.includes(undefined) ? undefined : false;
}

/** The ARN itself, or what is in it. */
function covers(whole: string | undefined, arn: string): boolean | undefined {
  if (whole === undefined || isOpen(whole)) return undefined;
  return arn === whole || arn.startsWith(`${whole}/`) || arn.startsWith(`${whole}:`);
}
