import { unreachable } from '../../core/error.ts';
import { Raw } from '../../core/raw.ts';
import { findEndpoint, type ServiceId } from '../chain/endpoint-url.ts';
import { flavourTitle } from '../flavours.ts';
import type { Recipe } from '../chain/recipe.ts';
import { isSet, isWord } from '../places/settings.ts';
import { outcomeOf, stepOf } from './facts.ts';
import type { Found, Gotcha, Situation } from './gotcha.ts';
import { command } from '../../core/command.ts';
import { edit, setVariable, unset } from '../repairs.ts';

/** Containers, instances and addresses: docs/gotchas.md, 30 to 34 and 38. */
export const endpointGotchas: readonly Gotcha[] = [
  {
    id: 30,
    code: 'container-token-line-break',
    says: 'The token file of the container ends in a line break, which no header may hold.',
    find: findTokenLineBreak,
  },
  {
    id: 31,
    code: 'container-uri-empty',
    says: 'A container variable is set but empty: the AWS CLI and boto3 take it for a container and fail, other tools for not set.',
    find: findEmptyUri,
  },
  {
    id: 32,
    code: 'imds-not-disabled',
    says: 'AWS_EC2_METADATA_DISABLED has a value that does not disable anything for this tool, or does not count for credential_source.',
    find: findNotDisabled,
  },
  {
    id: 33,
    code: 'imds-wait',
    says: 'The instance metadata is asked last, and nobody answers: off EC2 every command waits for it.',
    find: findWait,
  },
  {
    id: 34,
    code: 'imds-hop-limit',
    says: 'The instance metadata answers, but not to the request for a token: from a container its answer needs one hop more.',
    find: findHopLimit,
  },
  {
    id: 38,
    code: 'endpoint-redirected',
    says: "Calls to STS or SSO go to another address than AWS's, as a variable or a key of the profile says.",
    find: findRedirected,
  },
];

const uris = ['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI', 'AWS_CONTAINER_CREDENTIALS_FULL_URI'] as const;

async function findTokenLineBreak({ context }: Situation): Promise<readonly Found[]> {
  const { env, world } = context;
  const variable = env('AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE');
  if (!isSet(variable) || !uris.some((name) => isSet(env(name)))) return [];
  const { value: file = new Raw('') } = variable;
  const text = await world.read(file);
  if (text.kind === 'failed' || !/[\r\n]$/.test(text.text)) return [];
  const bytes = (await world.inspect(file))?.size ?? text.text.length;
  const shown = world.show(file);
  return [
    {
      message: `the token file ${shown} ends in a line break (${bytes} bytes with it): the SDKs put it into the header as it is, and no header may hold one`,
      advice: 'Write the token again without a line break at its end',
    },
  ];
}

function findEmptyUri({ context, resolution }: Situation): readonly Found[] {
  const { env, world } = context;
  const empty = uris.filter((name) => isWord(env(name), ''));
  if (empty.length === 0) return [];
  const step = stepOf(resolution, 'container');
  const isEntered = outcomeOf(step) === 'fail';
  return [
    {
      severity: isEntered ? 'warning' : 'info',
      message: `${empty.join(' and ')} ${empty.length === 1 ? 'is' : 'are'} set but empty: botocore (the AWS CLI, boto3) takes that for a container and fails, the other SDKs for not set`,
      fix: unset(world, empty),
    },
  ];
}

/** Whether the answer depends on instance metadata, at the top or as the source of a role. */
function usesImds({ verdict, selected }: Situation['resolution']): boolean {
  if (selected === undefined) return verdict === 'none';
  const has = (recipe: Recipe): boolean =>
    recipe.kind === 'imds' || (recipe.kind === 'assume-role' && has(recipe.source));
  return has(selected.recipe);
}

function findNotDisabled({ context, resolution }: Situation): readonly Found[] {
  const { env, world, flavour } = context;
  const variable = env('AWS_EC2_METADATA_DISABLED');
  if (!isSet(variable) || !usesImds(resolution)) return [];
  const step = stepOf(resolution, 'imds');
  const isSource = resolution.selected !== undefined && resolution.selected.provider !== 'imds';
  // What is not asked, for whatever reason, need not be disabled.
  const isOff = outcomeOf(step) === 'skip';
  if (isOff && !isSource) return [];
  const value = variable.evidence.value ?? '';
  if (/^false$/i.test(value)) return [];
  return [
    {
      message: isSource
        ? `credential_source = Ec2InstanceMetadata asks the instance all the same: AWS_EC2_METADATA_DISABLED=${value} does not count there for ${flavour.title}`
        : `AWS_EC2_METADATA_DISABLED=${value} does not disable anything for ${flavour.title}: the AWS CLI, boto3 and Rust know \`true\` alone, Go \`true\` and \`false\`, ${flavourTitle('js')} everything but \`false\``,
      fix: isSource ? undefined : setVariable(world, 'AWS_EC2_METADATA_DISABLED', 'true'),
      ...(isSource ? { advice: 'Take credential_source out of the profile' } : {}),
    },
  ];
}

const tokenPath = '/latest/api/token';

function findWait({ context, resolution }: Situation): readonly Found[] {
  const { world } = context;
  const { verdict, error } = resolution;
  if (verdict !== 'none' && error?.code !== 'imds-unreachable') return [];
  const asked = world.heard().filter(({ request }) => request.url.includes('/latest/'));
  const [first] = asked;
  // The way there is what is wrong.
  if (asked.some(({ request }) => request.proxy !== undefined)) return [];
  if (first === undefined || asked.some(({ result }) => result.kind === 'answered')) return [];
  const seconds = asked.reduce((sum, { request }) => sum + request.timeoutMs, 0) / 1000;
  const origin = new URL(first.request.url).origin;
  return [
    {
      severity: 'info',
      message: `${origin} is asked last and nobody answers: off EC2 every command waits for it, up to ${Math.round(seconds)} s`,
      fix: setVariable(world, 'AWS_EC2_METADATA_DISABLED', 'true'),
      isOnlyFaster: true,
    },
  ];
}

/** The token's answer has a hop limit of 1: a fact of the platform that no SDK states (UNV). */
function findHopLimit({ context }: Situation): readonly Found[] {
  const heard = context.world.heard();
  const lost = heard.find(
    ({ request, result }) =>
      request.url.endsWith(tokenPath) && result.kind === 'failed' && result.phase === 'timeout',
  );
  if (lost === undefined) return [];
  const { origin } = new URL(lost.request.url);
  const isThere = heard.some(
    ({ request, result }) => request.url.startsWith(origin) && result.kind === 'answered',
  );
  if (!isThere) return [];
  return [
    {
      message: `${origin} answers, but not to the request for a token: from a container its answer needs one hop more than the instance allows`,
      advice: 'Or use task roles (ECS) or pod identity (EKS); on the instance:',
      fix: command`aws ec2 modify-instance-metadata-options --http-put-response-hop-limit 2 --instance-id ID`,
    },
  ];
}

/** The services that have to be called for the credentials. */
function servicesFor(recipe: Recipe): readonly ServiceId[] {
  switch (recipe.kind) {
    case 'assume-role':
      return [...servicesFor(recipe.source), 'STS'];
    case 'web-identity':
      return ['STS'];
    case 'sso':
      return ['SSO', 'SSO_OIDC'];
    case 'login':
      return ['SIGNIN'];
    case 'static':
    case 'process':
    case 'container':
    case 'imds':
      return [];
    default:
      return unreachable(recipe);
  }
}

function findRedirected({ context, resolution }: Situation): readonly Found[] {
  const { selected } = resolution;
  const needed = selected === undefined ? [] : servicesFor(selected.recipe);
  const services: readonly ServiceId[] = [...new Set<ServiceId>([...needed, 'STS'])];
  for (const service of services) {
    const { endpoint } = findEndpoint(context, service);
    if (!isSet(endpoint)) continue;
    const { name, span, value } = endpoint.evidence;
    const { error } = resolution;
    // What stopped the tool before it asked has another cause.
    const isAsked = error === undefined || error.code === 'network-failed' || error.code === 'aws-failed';
    const isNeeded = (isAsked && needed.includes(service)) || error?.code === 'network-failed';
    const effect = isNeeded ? 'the credentials are asked for there' : 'whoami asks there';
    return [
      {
        severity: isNeeded ? 'warning' : 'info',
        message: `calls to ${service.replace('_', '-')} go to ${value ?? ''} instead of AWS, as ${name} says: ${effect}`,
        span,
        fix: span === undefined ? unset(context.world, [name]) : edit(context.world, span),
      },
    ];
  }
  return [];
}
