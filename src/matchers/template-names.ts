import { nameOf } from './made-up-names.ts';
import { isOpen, propertiesOf, typeOf, type Template } from './template-values.ts';

/** The account and the region that the resources of a template are in, as no template says it. */
export const standardAccount = '111122223333';
export const region = 'us-east-1';

type Resolve = (value: unknown) => unknown;

/** The property that names a resource of this type, and the form of its ARN. */
const forms: Readonly<Record<string, readonly [property: string, arn: string]>> = {
  'AWS::S3::Bucket': ['BucketName', 'arn:aws:s3:::NAME'],
  'AWS::DynamoDB::Table': ['TableName', `arn:aws:dynamodb:${region}:${standardAccount}:table/NAME`],
  'AWS::SQS::Queue': ['QueueName', `arn:aws:sqs:${region}:${standardAccount}:NAME`],
  'AWS::SNS::Topic': ['TopicName', `arn:aws:sns:${region}:${standardAccount}:NAME`],
  'AWS::Lambda::Function': ['FunctionName', `arn:aws:lambda:${region}:${standardAccount}:function:NAME`],
  'AWS::IAM::Role': ['RoleName', `arn:aws:iam::${standardAccount}:rolePATHNAME`],
  'AWS::IAM::User': ['UserName', `arn:aws:iam::${standardAccount}:userPATHNAME`],
  'AWS::IAM::ManagedPolicy': ['ManagedPolicyName', `arn:aws:iam::${standardAccount}:policyPATHNAME`],
  'AWS::KMS::Key': ['', `arn:aws:kms:${region}:${standardAccount}:key/NAME`],
  'AWS::Logs::LogGroup': ['LogGroupName', `arn:aws:logs:${region}:${standardAccount}:log-group:NAME:*`],
  'AWS::SecretsManager::Secret': [
    'Name',
    `arn:aws:secretsmanager:${region}:${standardAccount}:secret:NAME-SUFFIX`,
  ],
  'AWS::StepFunctions::StateMachine': [
    'StateMachineName',
    `arn:aws:states:${region}:${standardAccount}:stateMachine:NAME`,
  ],
  'AWS::Kinesis::Stream': ['Name', `arn:aws:kinesis:${region}:${standardAccount}:stream/NAME`],
  'AWS::ECR::Repository': ['RepositoryName', `arn:aws:ecr:${region}:${standardAccount}:repository/NAME`],
};

/** Of types whose `Ref` is the ARN. */
const refIsArn: ReadonlySet<unknown> = new Set([
  'AWS::SNS::Topic',
  'AWS::SecretsManager::Secret',
  'AWS::StepFunctions::StateMachine',
  'AWS::IAM::ManagedPolicy',
]);

/** Of types whose `Ref` is neither. */
const refIsOther: ReadonlySet<unknown> = new Set(['AWS::SQS::Queue']);

/** The property that names a resource, where the template says it. */
export function isNamed(template: Template, id: string): boolean {
  const [property = ''] = forms[String(typeOf(template, id))] ?? [];
  return propertiesOf(template, id)[property] !== undefined;
}

/** What `Ref` gives; undefined where only a deployment knows. */
export function refOf(template: Template, id: string, resolve: Resolve): string | undefined {
  const type = typeOf(template, id);
  if (refIsOther.has(type) || forms[String(type)] === undefined) return undefined;
  return refIsArn.has(type) ? arnOf(template, id, resolve) : nameIn(template, id, resolve);
}

/** The ARN; undefined for types whose form is not known. */
export function arnOf(template: Template, id: string, resolve: Resolve): string | undefined {
  const form = forms[String(typeOf(template, id))]?.[1];
  if (form === undefined) return undefined;
  const isPlaced = form.includes('PATH');
  const path = resolve(propertiesOf(template, id)['Path']);
  if (isPlaced && isOpen(path)) return undefined;
  const name = nameIn(template, id, resolve);
  return form
    .replace('PATH', () => (typeof path === 'string' && path.startsWith('/') ? path : '/'))
    .replace('SUFFIX', () => nameOf(id, 'suffix'))
    .replace('NAME', () => name);
}

/** The name that the template gives a resource; else what stands for one that a deployment makes. */
function nameIn(template: Template, id: string, resolve: Resolve): string {
  const [property = ''] = forms[String(typeOf(template, id))] ?? [];
  const given = resolve(propertiesOf(template, id)[property]);
  if (given === undefined) return nameOf(id, 'made');
  return typeof given === 'string' && !isOpen(given) ? given : nameOf(id, 'told');
}
