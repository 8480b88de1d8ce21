import type { Evidence } from '../../core/evaluation.ts';
import { Raw, reveal } from '../../core/raw.ts';
import { printUrl } from '../../printers/addresses.ts';
import { printRoleName } from '../../printers/names.ts';
import { describeFailure } from '../places/endpoint-answer.ts';
import { metadataRoute, type MetadataRoute } from '../places/metadata-route.ts';
import type { Places } from '../places/profiles.ts';
import type { ProxyRules } from '../places/proxy.ts';
import type { FileRole } from '../places/section-names.ts';
import { isSet, settingOf, type Setting } from '../places/settings.ts';

/** How a flavour talks to the instance metadata service: https://docs.aws.amazon.com/sdkref/latest/guide/feature-imds-credentials.html */
export interface ImdsClientRules {
  /** The values of `AWS_EC2_METADATA_DISABLED` that switch it off. */
  readonly isDisabled: (value: string) => boolean;
  /** `AWS_EC2_METADATA_SERVICE_ENDPOINT` set to nothing: hides the profile's value, or the profile is read. */
  readonly emptyEndpoint: 'hides' | 'next';
  /** How `AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE` is compared. */
  readonly modeCase: 'any' | 'exact';
  /** Names of the legacy switch for IPv6, where there is one. */
  readonly ipv6Switch?: { readonly variable: string; readonly key: string };
  /** Whose keys count for a role's source: those of the run's profile, or its own; the run's if not given. */
  readonly profile?: 'own';
  /** In which files the profile's keys are looked for. */
  readonly merge: readonly FileRole[];
  /** Whether it is asked without a token (IMDSv1) where none is given. */
  readonly v1: 'never' | 'unless-disabled';
  /** The values of `AWS_EC2_METADATA_V1_DISABLED` or `ec2_metadata_v1_disabled` that forbid IMDSv1. */
  readonly isV1Disabled: (value: string) => boolean;
  /** `AWS_EC2_METADATA_V1_DISABLED` set to nothing: hides the profile's value, or the profile is read. */
  readonly emptyV1Disabled: 'hides' | 'next';
  /** Statuses of the token request that end the attempt instead of leading to v1. */
  readonly tokenErrors: readonly number[];
  /** By which variables a proxy is asked in its place. */
  readonly proxies: ProxyRules;
  /** How long each answer may take. */
  readonly timeoutMs: (places: Places) => number;
}

export type ImdsProblem =
  /** The run may not ask. */
  | 'not-asked'
  | 'invalid-endpoint'
  | 'invalid-mode'
  | 'token-refused'
  | 'v1-disabled'
  | 'unreachable'
  | 'not-found'
  | 'error-status';

export type ImdsReply =
  | { readonly kind: 'answered'; readonly body: string; readonly usedV1: boolean }
  | { readonly kind: 'failed'; readonly problem: ImdsProblem; readonly because: string };

export interface ImdsEndpoint {
  /** Without a slash at the end. */
  readonly url: string;
  /** As it may be shown. */
  readonly shown: string;
  readonly evidence: Evidence;
  readonly problem?: 'invalid-endpoint' | 'invalid-mode';
}

const hosts = { IPv4: 'http://169.254.169.254', IPv6: 'http://[fd00:ec2::254]' } as const;

/** Environment, then profile; an endpoint beats a mode. */
export function imdsEndpoint(places: Places, rules: ImdsClientRules): ImdsEndpoint {
  const endpoint = firstOf(
    places,
    rules,
    'AWS_EC2_METADATA_SERVICE_ENDPOINT',
    'ec2_metadata_service_endpoint',
    rules.emptyEndpoint,
  );
  if (isSet(endpoint)) {
    const raw = new Raw(textIn(endpoint).replace(/(?<!\/)\/+$/, ''));
    const { evidence } = endpoint;
    const found = { url: reveal(raw), shown: printUrl(raw), evidence };
    return URL.canParse(found.url) ? found : { ...found, problem: 'invalid-endpoint' };
  }
  const mode = firstOf(
    places,
    rules,
    'AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE',
    'ec2_metadata_service_endpoint_mode',
    rules.emptyEndpoint,
  );
  if (mode.value !== undefined && (!mode.value.isEmpty || rules.emptyEndpoint === 'hides')) {
    const { value } = mode;
    const known = exactModes.find(
      (one) => value.is(one) || (rules.modeCase === 'any' && value.isInAnyCase(one)),
    );
    if (known !== undefined) return { ...ownHost(known), evidence: mode.evidence };
    return { ...ownHost('IPv4'), evidence: mode.evidence, problem: 'invalid-mode' };
  }
  const legacy =
    rules.ipv6Switch === undefined
      ? undefined
      : firstOf(places, rules, rules.ipv6Switch.variable, rules.ipv6Switch.key, 'next');
  if (legacy?.value?.isInAnyCase('true') === true) return { ...ownHost('IPv6'), evidence: legacy.evidence };
  return { ...ownHost('IPv4'), evidence: { kind: 'default', name: 'endpoint', value: hosts.IPv4 } };
}

const exactModes = ['IPv4', 'IPv6'] as const;

/** The role as the instance named it; what answers with anything may name it so, too. */
export function describeRole(name: Raw): string {
  const shown = printRoleName(name);
  return shown.includes(' ') ? `a role whose name is ${shown}` : `role ${shown}`;
}

function ownHost(kind: keyof typeof hosts): Pick<ImdsEndpoint, 'url' | 'shown'> {
  return { url: hosts[kind], shown: hosts[kind] };
}

function textIn({ value }: Setting): string {
  return value === undefined ? '' : reveal(value);
}

/** The variable, then the profile's key. */
function firstOf(
  { env, profile, files, choice }: Places,
  rules: ImdsClientRules,
  variable: string,
  key: string,
  empty: 'hides' | 'next',
): Setting {
  const fromEnv = env(variable);
  if (fromEnv.value !== undefined && (!fromEnv.value.isEmpty || empty === 'hides')) return fromEnv;
  const { getFrom } = rules.profile === 'own' ? profile : files.profile(choice.name);
  return (
    rules.merge.map((role) => getFrom(role, key)).find(({ value }) => value !== undefined) ??
    settingOf('file', key, undefined)
  );
}

/** The setting that forbids requests without a token, where one does. */
export function v1Switch(places: Places, rules: ImdsClientRules): Setting | undefined {
  const setting = firstOf(
    places,
    rules,
    'AWS_EC2_METADATA_V1_DISABLED',
    'ec2_metadata_v1_disabled',
    rules.emptyV1Disabled,
  );
  return setting.value?.passes(rules.isV1Disabled) === true ? setting : undefined;
}

/** `AWS_EC2_METADATA_DISABLED`, where its value disables. */
export function imdsSwitch({ env }: Places, rules: ImdsClientRules): Setting | undefined {
  const setting = env('AWS_EC2_METADATA_DISABLED');
  return setting.value?.passes(rules.isDisabled) === true ? setting : undefined;
}

/** By which way the flavour asks. */
export function imdsRoute(places: Places, rules: ImdsClientRules): MetadataRoute {
  return metadataRoute(imdsEndpoint(places, rules).url, places, rules.proxies);
}

/** The token first, then the path with it; without a token as version 1 of the service, where the rules allow. */
export async function askImds(places: Places, rules: ImdsClientRules, path: string): Promise<ImdsReply> {
  const endpoint = imdsEndpoint(places, rules);
  const { url } = endpoint;
  if (endpoint.problem !== undefined) {
    const { name } = endpoint.evidence;
    const because =
      endpoint.problem === 'invalid-mode' ? `${name} is neither IPv4 nor IPv6` : `${name} is no URL`;
    return { kind: 'failed', problem: endpoint.problem, because };
  }
  const { world } = places;
  const { proxy, words } = imdsRoute(places, rules);
  const shown = endpoint.shown + words;
  const way = {
    timeoutMs: rules.timeoutMs(places),
    ...(proxy === undefined ? {} : { proxy: reveal(proxy) }),
  };
  const tokenResult = await world.ask({
    method: 'PUT',
    url: `${url}/latest/api/token`,
    headers: { 'x-aws-ec2-metadata-token-ttl-seconds': '21600' },
    ...way,
  });
  if (tokenResult === undefined) {
    return { kind: 'failed', problem: 'not-asked', because: `${shown} was not asked` };
  }
  const hasToken = tokenResult.kind === 'answered' && tokenResult.status === 200;
  if (!hasToken) {
    const status = tokenResult.kind === 'answered' ? tokenResult.status : 0;
    const reason = `${shown} ${describeFailure(tokenResult)} to the token request`;
    if (rules.tokenErrors.includes(status)) {
      return { kind: 'failed', problem: 'token-refused', because: reason };
    }
    if (rules.v1 === 'never') {
      const problem = tokenResult.kind === 'failed' ? 'unreachable' : 'error-status';
      return { kind: 'failed', problem, because: reason };
    }
    const off = v1Switch(places, rules);
    if (off !== undefined) {
      const because = `${reason}, and ${off.evidence.name} forbids to ask without a token`;
      return { kind: 'failed', problem: 'v1-disabled', because };
    }
  }
  const result = await world.ask({
    method: 'GET',
    url: url + path,
    headers: hasToken ? { 'x-aws-ec2-metadata-token': tokenResult.body } : {},
    ...way,
  });
  if (result === undefined) {
    return { kind: 'failed', problem: 'not-asked', because: `${shown} was not asked` };
  }
  if (result.kind === 'answered' && result.status === 200 && result.body !== '') {
    return { kind: 'answered', body: result.body, usedV1: !hasToken };
  }
  const problem =
    result.kind === 'failed' ? 'unreachable' : result.status === 404 ? 'not-found' : 'error-status';
  const empty = result.kind === 'answered' && result.status === 200;
  return {
    kind: 'failed',
    problem,
    because: `${shown} ${empty ? 'answered with nothing' : describeFailure(result)}`,
  };
}
