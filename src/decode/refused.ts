import type { Diagnostic } from '../core/evaluation.ts';
import type { Block } from '../core/page.ts';
import { parsePrincipal } from '../identifiers/principal.ts';
import { shellWord } from '../output/shell.ts';
import type { RefusedCall } from './denial.ts';
import type { Decoded } from './item.ts';

/** From a refused call to the question which statement decides it. */

export function refusedIn(all: readonly Decoded[]): readonly RefusedCall[] {
  const calls = all.flatMap(({ refused = [] }) => refused);
  return [...new Map(calls.map((call) => [JSON.stringify(call), call])).values()];
}

/** The option that takes the policies of the layer that AWS names, and a name for their file. */
const optionOfLayer: Readonly<Record<string, readonly [option: string, file: string]>> = {
  'permissions boundary': ['--boundary', 'boundary.json'],
  'session policy': ['--session-policy', 'session.json'],
  'resource-based policy': ['--resource-policy', 'resource.json'],
  'role trust policy': ['--resource-policy', 'trust.json'],
  'service control policy': ['--scp', 'scp.json'],
  'resource control policy': ['--rcp', 'rcp.json'],
  'VPC endpoint policy': ['--endpoint-policy', 'endpoint.json'],
};

/** What decides where AWS names no layer: the resource has a policy that must allow it, too. */
const resourcePolicyOf: Readonly<Record<string, readonly [option: string, file: string]>> = {
  'sts:assumerole': ['--resource-policy', 'trust.json'],
  'sts:assumerolewithwebidentity': ['--resource-policy', 'trust.json'],
  'sts:assumerolewithsaml': ['--resource-policy', 'trust.json'],
};

/** Undefined where the caller is nobody who can be asked about. */
export function simulateLine({ caller, action, resource, layer }: RefusedCall): string | undefined {
  if (parsePrincipal(caller).kind === 'invalid') return undefined;
  const isKms = /^kms:/i.test(action);
  const other =
    optionOfLayer[layer ?? ''] ??
    resourcePolicyOf[action.toLowerCase()] ??
    (isKms ? (['--resource-policy', 'key.json'] as const) : []);
  const words = [
    ...['--principal', caller, '--action', action],
    ...(resource === undefined || !/^(arn:|\*$)/.test(resource) ? [] : ['--resource', resource]),
    ...['--policy', 'policy.json', ...other],
  ];
  return `iamx simulate ${words.map(shellWord).join(' ')}`;
}

export function describeRefused(call: RefusedCall): Diagnostic {
  const { action, resource, layer, explicit } = call;
  const on = resource === undefined ? '' : ` on \`${resource}\``;
  const by =
    explicit === true
      ? `an explicit deny${layer === undefined ? '' : ` in a ${layer}`}`
      : layer === undefined
        ? 'AWS does not say which policy decided'
        : `no ${layer} allows it`;
  const line = simulateLine(call);
  return {
    code: 'decode/refused',
    severity: 'info',
    message: `AWS refused \`${action}\`${on}: ${by}`,
    ...(line === undefined ? {} : { hint: `Which statement decides: ${line}` }),
  };
}

const mostLines = 3;

/** The questions, to be run once their policies are saved. */
export function nextForRefused(all: readonly Decoded[]): readonly Block[] {
  const calls = refusedIn(all);
  const lines = calls.flatMap((call) => simulateLine(call) ?? []);
  if (lines.length === 0) return [];
  return [
    {
      kind: 'text',
      text: 'Which statement decides? Save the policies in the files named here (`aws iam get-policy-version` and its like print them), then:',
    },
    ...lines.slice(0, mostLines).map((line): Block => ({ kind: 'command', line })),
  ];
}
