import { hinted, unsetVariables } from '../../core/command.ts';
import type { Evidence } from '../../core/evaluation.ts';
import type { HttpResult } from '../../core/host.ts';
import { Raw, reveal } from '../../core/raw.ts';
import { printUrl } from '../../printers/addresses.ts';
import { describeFailure, parseFields, readCredentialsAnswer } from '../places/endpoint-answer.ts';
import { fail, failOrPass, type Attempt, type Context, type Problem } from '../chain/provider.ts';
import { metadataRoute } from '../places/metadata-route.ts';
import { isSet, isWord, shownOf, type Setting } from '../places/settings.ts';
import { containerUris, isContainerHost, type ContainerRules, type ContainerUri } from './container-rules.ts';

/** What the endpoint gives that the variable leads to, where the run may ask it. */
export async function askContainer(
  context: Context,
  rules: ContainerRules,
  kind: ContainerUri,
  uri: Setting,
): Promise<Attempt> {
  const base = typeof rules.base === 'string' ? rules.base : textIn(rules.base(context), ecsEndpoint);
  const given = textIn(uri, '');
  const url = kind === 'relative' ? base + given : given;
  const { name } = uri.evidence;
  const evidence = [uri.evidence];
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || parsed.hostname === '' || !/^https?:$/.test(parsed.protocol)) {
    return failOrPass(rules.badUri, {
      code: 'container-uri',
      because: isWord(uri, '') ? `${name} is set but empty` : `${name} is no URL`,
      evidence,
      ...(isWord(uri, '')
        ? hinted(unsetVariables([name]))
        : hinted(`Set ${name} to a whole URL, or: `, unsetVariables([name]))),
    });
  }
  if (parsed.protocol === 'http:' && !rules.isAllowed(bareHost(parsed.hostname))) {
    return failOrPass(rules.badHost, {
      code: 'container-host',
      because: `${name} leads to ${printUrl(new Raw(url))}, and plain HTTP is only allowed to the container's own endpoints`,
      evidence,
      hint: 'Use https, a loopback address, 169.254.170.2 or 169.254.170.23',
    });
  }
  const token = await findToken(context, rules);
  if ('outcome' in token) return token;
  const route = metadataRoute(url, context, rules.proxies);
  const all = [...evidence, ...token.evidence, ...route.evidence];
  if (route.proxy !== undefined && token.problem === undefined && (token.raw ?? '') !== '') {
    return failOrPass(rules.problem, {
      code: 'container-through-proxy',
      because: `not asked: the request would hand the authorization token to the proxy of ${route.variable ?? ''}`,
      evidence: all,
    });
  }
  const way = route.proxy === undefined ? {} : { proxy: route.proxy };
  const recipe = { kind: 'container', url, ...token.recipe, ...way } as const;
  const endpoint = { kind: 'endpoint', name: printUrl(new Raw(url)) } as const;
  const first =
    token.problem === undefined
      ? await ask(context, rules, { url, name, token: token.raw }, route.proxy)
      : undefined;
  if (first === undefined && token.problem === undefined) {
    const because = `${name} is set; its endpoint was not asked`;
    const given = { deferred: true, recipe };
    return { outcome: 'win', because, evidence: all, given, ifNotObtained: rules.problem };
  }
  const outcome =
    first === undefined || token.problem !== undefined
      ? failOrPass(rules.problem, token.problem ?? noAnswer(uri))
      : readAnswer(first, rules, { shown: printUrl(new Raw(url)) + route.words, name }, [...all, endpoint], {
          deferred: false,
          recipe,
        });
  if (outcome.outcome === 'win' || rules.secondTry === undefined) return outcome;
  const host = kind === 'relative' ? undefined : parsed.hostname;
  return trySecond(context, { ...rules, secondTry: rules.secondTry }, url, host, outcome);
}

const ecsEndpoint = 'http://169.254.170.2';

function textIn({ value }: Setting, otherwise: string): string {
  return value === undefined ? otherwise : reveal(value);
}

function noAnswer({ evidence }: Setting): Problem {
  return { code: 'container-endpoint', because: `${evidence.name} leads nowhere`, evidence: [evidence] };
}

/** @smithy/credential-provider-imds `fromContainerMetadata`, tried where `fromHttp` failed. */
async function trySecond(
  context: Context,
  rules: ContainerRules & { readonly secondTry: readonly string[] },
  url: string,
  host: string | undefined,
  first: Attempt,
): Promise<Attempt> {
  const { evidence, because } = first;
  if (host !== undefined && !rules.secondTry.includes(host)) {
    return fail({
      code: 'container-host',
      because: `${because}; a second try accepts ${rules.secondTry.join(' and ')} only`,
      evidence,
    });
  }
  const result = await ask(context, rules, {
    url,
    name: namedBy(first.evidence),
    token: context.world.host.env['AWS_CONTAINER_AUTHORIZATION_TOKEN'],
  });
  if (result === undefined) return first;
  const token = context.env('AWS_CONTAINER_AUTHORIZATION_TOKEN');
  const recipe = { kind: 'container', url, ...(isSet(token) ? { token } : {}) } as const;
  const endpoint = { shown: printUrl(new Raw(url)), name: namedBy(evidence) };
  const second = readAnswer(result, rules, endpoint, evidence, { deferred: false, recipe });
  const isText =
    result.kind === 'answered' && result.status === 200 && parseFields(result.body) === undefined;
  if (second.outcome === 'win' || !isText) return second.outcome === 'win' ? second : first;
  return fail({ code: 'container-endpoint', because, evidence });
}

/** The variable that leads to the endpoint. */
function namedBy(evidence: readonly Evidence[]): string {
  const names: readonly string[] = Object.values(containerUris);
  return evidence.find(({ name }) => names.includes(name))?.name ?? containerUris.full;
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
      because: `the token file ${shownOf(file)} ${content.code === 'missing' ? 'does not exist' : 'cannot be read'}`,
      evidence: [file.evidence],
      hint: 'Check the path in AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE and who may read the file',
    });
  }
  world.host.secrets.addValue(content.text);
  return checkToken(content.text, rules, file, { tokenFile: file });
}

function checkToken(raw: string, rules: ContainerRules, from: Setting, recipe: Token['recipe']): Token {
  const token = { raw, evidence: [from.evidence], recipe };
  if (!rules.badToken.test(raw)) return token;
  const place = recipe.tokenFile === undefined ? from.evidence.name : shownOf(from);
  const where = /[\r\n]$/.test(raw) ? 'ends with a line break' : 'holds a line break';
  const because = `the authorization token in ${place} ${where} (${raw.length} characters), which no header may`;
  const hint = 'Write the token without a line break at its end, as printf %s does';
  return { ...token, problem: { code: 'container-token', because, evidence: [from.evidence], hint } };
}

async function ask(
  { world }: Context,
  rules: ContainerRules,
  {
    url,
    name,
    token = '',
  }: { readonly url: string; readonly name: string; readonly token: string | undefined },
  proxy?: Raw,
) {
  if (token !== '' && world.mode !== 'offline' && !isContainerHost(bareHost(new URL(url).hostname)))
    await world.options.announce?.({
      code: 'sent/not-aws',
      severity: 'warning',
      message: `sending to ${printUrl(new Raw(url))}, which is not AWS's, with the token of a container: ${name} says so`,
    });
  return world.ask({
    method: 'GET',
    url,
    headers: {
      Accept: 'application/json',
      ...(token === '' ? {} : { Authorization: token }),
    },
    ...(proxy === undefined ? {} : { proxy: reveal(proxy) }),
    timeoutMs: rules.timeoutMs,
  });
}

function readAnswer(
  result: HttpResult,
  rules: ContainerRules,
  endpoint: { readonly shown: string; readonly name: string },
  evidence: readonly Evidence[],
  given: (Attempt & { outcome: 'win' })['given'],
): Attempt {
  const isAnswer = result.kind === 'answered' && result.status === 200;
  const answer = isAnswer ? readCredentialsAnswer(result.body, rules.required) : undefined;
  if (answer?.kind === 'credentials') {
    return {
      outcome: 'win',
      because: `${endpoint.shown} gave credentials`,
      evidence,
      given: { ...given, ...answer.told },
    };
  }
  return failOrPass(rules.problem, {
    code: 'container-endpoint',
    because: `${endpoint.shown} ${answer === undefined ? describeFailure(result) : answer.because}, and ${endpoint.name} names it`,
    evidence,
    hint: 'Credentials of a container end here: check that the endpoint belongs to this container',
  });
}

function bareHost(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1');
}
