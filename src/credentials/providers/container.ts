import type { Evidence } from '../../core/evaluation.ts';
import type { HttpResult } from '../../core/host.ts';
import { describeFailure, readCredentialsAnswer } from '../endpoint-answer.ts';
import { failOrPass, skip, type Attempt, type Context, type Provider } from '../provider.ts';
import { isSet, shown, type Setting } from '../settings.ts';

const variables = {
  relative: 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  full: 'AWS_CONTAINER_CREDENTIALS_FULL_URI',
} as const;

/** credential-chain.md section 7.1. */
export interface ContainerRules {
  /** The variables that are read; the first that is there decides. */
  readonly uris: readonly (keyof typeof variables)[];
  /** A variable without a value: there, or not set. */
  readonly emptyUri: 'entered' | 'unset';
  /** The host in front of a relative URI. */
  readonly base: string | ((context: Context) => string);
  /** A URI without a scheme or host. */
  readonly badUri: 'fail' | 'pass';
  /** Whether plain HTTP to this host is allowed; HTTPS always is. */
  readonly isAllowed: (host: string) => boolean;
  readonly badHost: 'fail' | 'pass';
  readonly tokenFile: 'read' | 'ignored';
  /** `AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE` without a value: a file of no name, or not set. */
  readonly emptyTokenFile: 'entered' | 'unset';
  readonly missingTokenFile: 'fail' | 'pass';
  /** What no token may hold. */
  readonly badToken: RegExp;
  /** Every other problem. */
  readonly problem: 'fail' | 'pass';
  readonly required: readonly string[];
  readonly timeoutMs: number;
  /** After a failure the same is asked once more, without the token file, where the host is one of these. */
  readonly secondTry?: readonly string[];
}

export const container: Provider<ContainerRules> = {
  id: 'container',
  title: 'Container credentials (ECS, EKS pod identity)',
  async attempt(context, rules) {
    const settings = rules.uris.map((kind) => ({ kind, setting: context.env(variables[kind]) }));
    const chosen = settings.find(({ setting }) =>
      rules.emptyUri === 'entered' ? setting.value !== undefined : isSet(setting),
    );
    if (chosen === undefined) {
      const names = settings.map(({ setting }) => setting.evidence.name).join(' and ');
      return skip(
        `${names} ${settings.length > 1 ? 'are' : 'is'} not set`,
        settings.map(({ setting }) => setting.evidence),
      );
    }
    return askContainer(context, rules, chosen.kind, chosen.setting);
  },
};

async function askContainer(
  context: Context,
  rules: ContainerRules,
  kind: keyof typeof variables,
  uri: Setting,
): Promise<Attempt> {
  const base = typeof rules.base === 'string' ? rules.base : rules.base(context);
  const url = kind === 'relative' ? base + (uri.value ?? '') : (uri.value ?? '');
  const { name } = uri.evidence;
  const evidence = [uri.evidence];
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || parsed.hostname === '' || !/^https?:$/.test(parsed.protocol)) {
    return failOrPass(rules.badUri, {
      code: 'container-uri',
      because: uri.value === '' ? `${name} is set but empty` : `${name} is no URL`,
      evidence,
      hint: uri.value === '' ? `unset ${name}` : `Set ${name} to a whole URL, or: unset ${name}`,
    });
  }
  if (parsed.protocol === 'http:' && !rules.isAllowed(bareHost(parsed.hostname))) {
    return failOrPass(rules.badHost, {
      code: 'container-host',
      because: `${name} has the host ${shown(parsed.hostname)}, and plain HTTP is only allowed to the container's own endpoints`,
      evidence,
      hint: 'Use https, a loopback address, 169.254.170.2 or 169.254.170.23',
    });
  }
  const token = await findToken(context, rules);
  if ('outcome' in token) return token;
  const all = [...evidence, ...token.evidence];
  const recipe = { kind: 'container', url, ...token.recipe } as const;
  const endpoint = { kind: 'endpoint', name: shown(url) } as const;
  if (token.problem === undefined) {
    const first = await ask(context, rules, url, token.raw);
    if (first === undefined) {
      const because = `${name} is set; its endpoint was not asked`;
      return {
        outcome: 'win',
        because,
        evidence: all,
        given: { deferred: true, recipe },
        ifNotObtained: rules.problem,
      };
    }
    const won = read(first, rules, [...all, endpoint], { deferred: false, recipe });
    if (won.outcome === 'win' || rules.secondTry === undefined) return won;
    if (token.recipe.tokenFile === undefined) return won;
  }
  const problem = token.problem ?? {
    code: 'container-endpoint',
    because: `${shown(parsed.host)} gave no credentials`,
    evidence: all,
  };
  if (rules.secondTry === undefined || !(kind === 'relative' || rules.secondTry.includes(parsed.hostname))) {
    return failOrPass(rules.problem, problem);
  }
  const raw = context.world.host.env['AWS_CONTAINER_AUTHORIZATION_TOKEN'];
  const second = await ask(context, rules, url, raw);
  if (second === undefined) return failOrPass(rules.problem, problem);
  const variable = context.env('AWS_CONTAINER_AUTHORIZATION_TOKEN');
  const withoutFile = { kind: 'container', url, ...(isSet(variable) ? { token: variable } : {}) } as const;
  return read(second, rules, [...all, endpoint], { deferred: false, recipe: withoutFile });
}

interface Token {
  readonly raw: string | undefined;
  readonly evidence: readonly Evidence[];
  readonly recipe: { readonly token?: Setting; readonly tokenFile?: Setting };
  readonly problem?: {
    readonly code: string;
    readonly because: string;
    readonly evidence: readonly Evidence[];
    readonly hint: string;
  };
}

async function findToken(context: Context, rules: ContainerRules): Promise<Token | Attempt> {
  const { world, env } = context;
  const file = env('AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE');
  const variable = env('AWS_CONTAINER_AUTHORIZATION_TOKEN');
  const isFile =
    rules.tokenFile === 'read' &&
    (rules.emptyTokenFile === 'entered' ? file.value !== undefined : isSet(file));
  if (!isFile) {
    const raw = world.host.env['AWS_CONTAINER_AUTHORIZATION_TOKEN'];
    if (raw === undefined || raw === '') return { raw: undefined, evidence: [], recipe: {} };
    return checkToken(raw, rules, variable, { token: variable });
  }
  const content = await world.read(file.value ?? '');
  if (content.kind === 'failed') {
    return failOrPass(rules.missingTokenFile, {
      code: 'container-token-file',
      because: `the token file ${shown(file.value ?? '')} ${content.code === 'missing' ? 'does not exist' : 'cannot be read'}`,
      evidence: [file.evidence],
      hint: 'Check the path in AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE and who may read the file',
    });
  }
  return checkToken(content.text, rules, file, { tokenFile: file });
}

function checkToken(raw: string, rules: ContainerRules, from: Setting, recipe: Token['recipe']): Token {
  const token = { raw, evidence: [from.evidence], recipe };
  if (!rules.badToken.test(raw)) return token;
  const place = recipe.tokenFile === undefined ? from.evidence.name : shown(from.value ?? '');
  const where = /[\r\n]$/.test(raw) ? 'ends with a line break' : 'holds a line break';
  const because = `the authorization token in ${place} ${where} (${raw.length} characters), which no header may`;
  const hint = 'Write the token without a line break at its end, as printf %s does';
  return { ...token, problem: { code: 'container-token', because, evidence: [from.evidence], hint } };
}

function ask({ world }: Context, rules: ContainerRules, url: string, token: string | undefined) {
  return world.ask({
    method: 'GET',
    url,
    headers: {
      Accept: 'application/json',
      ...(token === undefined || token === '' ? {} : { Authorization: token }),
    },
    timeoutMs: rules.timeoutMs,
  });
}

function read(
  result: HttpResult,
  rules: ContainerRules,
  evidence: readonly Evidence[],
  given: (Attempt & { outcome: 'win' })['given'],
): Attempt {
  const endpoint = evidence.at(-1)?.name ?? 'the endpoint';
  const isAnswer = result.kind === 'answered' && result.status === 200;
  const answer = isAnswer ? readCredentialsAnswer(result.body, rules.required) : undefined;
  if (answer?.kind === 'credentials') {
    return {
      outcome: 'win',
      because: `${endpoint} gave credentials`,
      evidence,
      given: { ...given, ...answer.told },
    };
  }
  return failOrPass(rules.problem, {
    code: 'container-endpoint',
    because: `${endpoint} ${answer === undefined ? describeFailure(result) : answer.because}`,
    evidence,
    hint: 'Credentials of a container end here: check that the endpoint belongs to this container',
  });
}

function bareHost(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1');
}

const containerHosts = ['169.254.170.2', '169.254.170.23', 'fd00:ec2::23', 'localhost'];

/** A loopback address, `localhost`, or one of the endpoints of ECS and EKS. */
export function isContainerHost(host: string): boolean {
  return containerHosts.includes(host) || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}
