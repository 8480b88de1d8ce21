import { command, given, word, type Command, type Word } from '../../../core/command.ts';
import { layerOf, type LayerId } from '../../decision/layers.ts';
import { isTrustRequest } from '../../decision/trust.ts';
import { isAssumedRoot, serviceOf, type Request } from '../../request.ts';
import { taskPolicyNames } from '../../decision/services/task-policies.ts';

/** How a policy that was not given is given: the option, and the command that fetches it (R731). */
export interface MissingInput {
  /** `--resource-policy key.json` */
  readonly option: string;
  /** `aws kms get-key-policy … > key.json` */
  readonly command: Command | undefined;
}

interface Fetch {
  readonly file: string;
  /** The command that prints it; undefined where the resource has a name that no command should hold. */
  readonly command: (request: Request) => Command | undefined;
}

const lastPart = (request: Request) => given((request.arn?.resource ?? '').split(/[/:]/).at(-1) ?? '');
const bucketOf = (request: Request) => given((request.arn?.resource ?? '').split('/')[0] ?? '');
const repositoryOf = (request: Request) => given((request.arn?.resource ?? '').replace(/^repository\//, ''));

/** By the service of the resource's ARN: the call that tells its policy. */
const fetches: Readonly<Record<string, Fetch>> = {
  s3: {
    file: 'bucket.json',
    command: (request) =>
      command`aws s3api get-bucket-policy --bucket ${bucketOf(request)} --query Policy --output text > bucket.json`,
  },
  kms: {
    file: 'key.json',
    command: ({ resource }) =>
      command`aws kms get-key-policy --policy-name default --key-id ${given(resource)} --query Policy --output text > key.json`,
  },
  sqs: {
    file: 'queue.json',
    command: (request) =>
      command`aws sqs get-queue-attributes --queue-url ${queueUrl(request)} --attribute-names Policy --query Attributes.Policy --output text > queue.json`,
  },
  sns: {
    file: 'topic.json',
    command: ({ resource }) =>
      command`aws sns get-topic-attributes --topic-arn ${given(resource)} --query Attributes.Policy --output text > topic.json`,
  },
  lambda: {
    file: 'function.json',
    command: ({ resource }) =>
      command`aws lambda get-policy --function-name ${given(resource)} --query Policy --output text > function.json`,
  },
  secretsmanager: {
    file: 'secret.json',
    command: ({ resource }) =>
      command`aws secretsmanager get-resource-policy ${[word`--secret-id`]} ${given(resource)} --query ResourcePolicy --output text > secret.json`,
  },
  ecr: {
    file: 'repository.json',
    command: (request) =>
      command`aws ecr get-repository-policy --repository-name ${repositoryOf(request)} --query policyText --output text > repository.json`,
  },
};

const trust: Fetch = {
  file: 'trust.json',
  command: (request) =>
    command`aws iam get-role --role-name ${lastPart(request)} --query Role.AssumeRolePolicyDocument > trust.json`,
};

function queueUrl({ arn }: Request): Word | undefined {
  const [region, account, name] = [arn?.region, arn?.account, arn?.resource].map((part) => given(part ?? ''));
  return word`https://sqs.${region}.amazonaws.com/${account}/${name}`;
}

/** R655: of a session of sts:AssumeRoot it is one of AWS's own. */
function taskPolicy(request: Request): string {
  const names = taskPolicyNames.filter((name) => name.toLowerCase().startsWith(serviceOf(request)));
  const managed = names.length === 1 ? `"${names.join('')}"` : 'NAME';
  return `"session": [{ "managed": ${managed} }] in a scenario is its task policy`;
}

/** Of a layer that must allow and was not given. */
export function missingInput(layer: LayerId, request: Request): MissingInput {
  const [option = ''] = layerOf[layer].option.flags.split(' ');
  if (layer === 'session' && isAssumedRoot(request))
    return { option: taskPolicy(request), command: undefined };
  if (layer !== 'resource') return { option: `${option} ${layer}.json`, command: undefined };
  const fetch = isTrustRequest(request) ? trust : fetches[request.arn?.service ?? ''];
  if (fetch === undefined) return { option: `${option} policy.json`, command: undefined };
  return { option: `${option} ${fetch.file}`, command: fetch.command(request) };
}
