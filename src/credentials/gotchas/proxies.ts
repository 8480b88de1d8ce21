import type { Evidence, Step } from '../../core/evaluation.ts';
import { Raw } from '../../core/raw.ts';
import { printHosts, printUrl } from '../../printers/addresses.ts';
import { inWords } from '../chain/describe.ts';
import { isSet, type Setting } from '../places/settings.ts';
import type { Found, Gotcha, Situation } from './gotcha.ts';
import { setVariable } from '../repairs.ts';

/** Requests for credentials that go another way than to the endpoint: docs/gotchas.md, 78. */
export const proxyGotchas: readonly Gotcha[] = [
  {
    id: 78,
    code: 'metadata-through-proxy',
    says: 'The tool asks the instance metadata or the endpoint of the container through a proxy, which cannot reach it: nothing is found, or the role of another machine.',
    find: findMetadataProxy,
  },
];

/** Where metadata is: none of them is reached by another machine. */
const addresses = ['169.254.169.254', '169.254.170.2', '169.254.170.23'] as const;

function findMetadataProxy({ context, resolution }: Situation): readonly Found[] {
  const { env, world, flavour } = context;
  const step = resolution.steps
    .filter(({ outcome }) => ['win', 'pass', 'passed-over', 'fail'].includes(outcome))
    .flatMap(allSteps)
    .find(({ evidence }) => proxyIn(evidence) !== undefined);
  const proxy = step === undefined ? undefined : proxyIn(step.evidence);
  if (step === undefined || proxy === undefined) return [];
  const exempting = step.evidence.find(({ name }) => name.toLowerCase() === 'no_proxy');
  const isWon = resolution.selected !== undefined && step.outcome === 'win' && !resolution.selected.deferred;
  const effect = isWon
    ? `${flavour.title} ${inWords(resolution)}, which is what answers there`
    : `${flavour.title} finds no credentials by that way`;
  const host = step.evidence.map(hostOf).find((one) => one !== undefined) ?? addresses[0];
  const name = exempting?.name ?? 'NO_PROXY';
  const value = [...keptIn(env(name)), ...new Set([host, ...addresses])].filter(isFirst).join(',');
  return [
    {
      message: `${proxy.name} sends what is for ${host} to ${shownProxy(env(proxy.name))}: ${effect}; ${whyNot(env(name), exempting, host, context.env)}`,
      advice: 'Let the addresses of metadata be asked directly, in a form that all tools read:',
      fix: setVariable(world, name, value),
    },
  ];
}

function allSteps(step: Step): readonly Step[] {
  return [step, ...(step.steps ?? []).flatMap(allSteps)];
}

function proxyIn(evidence: readonly Evidence[]): Evidence | undefined {
  return evidence.find(
    ({ kind, name }) => kind === 'env' && /^(?:https?|all)_proxy$/.test(name.toLowerCase()),
  );
}

/** A proxy without a scheme is asked by HTTP. */
function shownProxy({ value, evidence }: Setting): string {
  const isBare = value?.fits(/^[\w.-]+:\d+\/?$/) === true;
  return isBare ? printUrl(value.map((text) => `http://${text}`)) : (evidence.value ?? '');
}

/** The host of an endpoint that is not AWS's usual one. */
function hostOf({ kind, name, value }: Evidence): string | undefined {
  if (name === 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI') return addresses[1];
  const text = kind === 'endpoint' ? name : /endpoint|_uri$/.test(name.toLowerCase()) ? value : undefined;
  return text !== undefined && URL.canParse(text) ? new URL(text).hostname : undefined;
}

function isFirst(entry: string, at: number, all: readonly string[]): boolean {
  return entry !== '' && all.indexOf(entry) === at;
}

/** What the variable holds already, as far as every tool reads it. */
function keptIn({ value = new Raw('') }: Setting): readonly string[] {
  const text: string = printHosts(value);
  return value.passes((raw) => raw === text) ? text.split(/[\s,]+/).filter((one) => !one.includes('/')) : [];
}

function whyNot(
  setting: Setting,
  exempting: Evidence | undefined,
  host: string,
  env: (name: string) => Setting,
): string {
  if (exempting === undefined || setting.value === undefined) return 'NO_PROXY is not set';
  const { name } = exempting;
  const { value } = setting;
  const names = (raw: Raw | undefined) => raw?.passes((text) => text.includes(host)) === true;
  const other = env(name === 'no_proxy' ? 'NO_PROXY' : 'no_proxy');
  if (isSet(other) && names(other.value) && !names(value)) {
    return `${other.evidence.name} names it, and ${name}, which counts, does not`;
  }
  if (names(value) && value.fits(/[^,\s]\s+[^,\s]/)) return `${name} has blanks between its entries`;
  if (names(value) && value.fits(/\d:\d/)) return `${name} names it with a port`;
  if (value.fits(/\d\/\d/)) return `${name} names a network, which this tool does not read`;
  return `${name} does not name it`;
}
