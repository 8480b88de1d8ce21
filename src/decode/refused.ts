import { command, given, givenArn, word, type Command, type Word } from '../core/command.ts';
import type { Diagnostic } from '../core/evaluation.ts';
import type { Block } from '../core/page.ts';
import { parsePrincipal } from '../identifiers/principal.ts';
import type { RefusedCall } from '../messages/denial.ts';
import type { Decoded } from './item.ts';

/**
 * Signs of an error of AWS: what the CLI and the SDKs write, https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-returncodes.html,
 * and the field of CloudTrail.
 */
const signs = [
  'An error occurred (',
  'api error ',
  'Error Code: ',
  '"errorCode"',
  '<Code>',
  'AccessDenied',
  'UnauthorizedOperation',
  'InvalidClientTokenId',
  'ExpiredToken',
  'SignatureDoesNotMatch',
  'UnrecognizedClientException',
];

export function isErrorText(text: string): boolean {
  return signs.some((sign) => text.includes(sign));
}

/** From a refused call to the question which statement decides it. */

export function refusedIn(all: readonly Decoded[]): readonly RefusedCall[] {
  const calls = all.flatMap(({ refused = [] }) => refused);
  return [...new Map(calls.map((call) => [JSON.stringify(call), call])).values()];
}

/** The option that takes the policies of the layer that AWS names, and a name for their file. */
const optionOfLayer: Readonly<Record<string, readonly Word[]>> = {
  'permissions boundary': [word`--boundary`, word`boundary.json`],
  'session policy': [word`--session-policy`, word`session.json`],
  'resource-based policy': [word`--resource-policy`, word`resource.json`],
  'role trust policy': [word`--resource-policy`, word`trust.json`],
  'service control policy': [word`--scp`, word`scp.json`],
  'resource control policy': [word`--rcp`, word`rcp.json`],
  'VPC endpoint policy': [word`--endpoint-policy`, word`endpoint.json`],
};

/** What decides where AWS names no layer: the resource has a policy that must allow it, too. */
const resourcePolicyOf: Readonly<Record<string, readonly Word[]>> = {
  'sts:assumerole': [word`--resource-policy`, word`trust.json`],
  'sts:assumerolewithwebidentity': [word`--resource-policy`, word`trust.json`],
  'sts:assumerolewithsaml': [word`--resource-policy`, word`trust.json`],
};

/** Undefined where the caller is nobody who can be asked about. */
export function simulateLine({ caller, action, resource, layer }: RefusedCall): Command | undefined {
  if (parsePrincipal(caller).kind === 'invalid') return undefined;
  const isKms = /^kms:/i.test(action);
  const other =
    optionOfLayer[layer ?? ''] ??
    resourcePolicyOf[action.toLowerCase()] ??
    (isKms ? [word`--resource-policy`, word`key.json`] : []);
  const isNamed = resource !== undefined && /^(arn:|\*$)/.test(resource);
  const on = isNamed ? givenArn(resource) : undefined;
  if (isNamed && on === undefined) return undefined;
  const onResource = on === undefined ? [] : [word`--resource`, on];
  return command`iamx simulate --principal ${given(caller)} --action ${given(action)} ${onResource} --policy policy.json ${other}`;
}

function describeRefused(call: RefusedCall): Diagnostic {
  const { action, resource, layer, explicit } = call;
  const on = resource === undefined ? '' : ` on \`${resource}\``;
  const by =
    explicit === true
      ? `an explicit deny${layer === undefined ? '' : ` in a ${layer}`}`
      : layer === undefined
        ? 'AWS does not say which policy decided'
        : `no ${layer} allows it`;
  const line = simulateLine(call);
  const which = line === undefined ? [] : ['Which statement decides: ', line, '\n'];
  return {
    code: 'decode/refused',
    severity: 'info',
    message: `AWS refused \`${action}\`${on}: ${by}`,
    hint: [...which, 'Whose policy it is, and whom to ask: ', explain],
  };
}

/** The refused calls; else that there is an error, and what explains it. */
export function errorsIn(all: readonly Decoded[]): readonly Diagnostic[] {
  const calls = refusedIn(all).map(describeRefused);
  if (calls.length > 0 || !all.some(({ isError }) => isError === true)) return calls;
  return [
    {
      code: 'decode/error',
      severity: 'info',
      message: 'the text holds an error of AWS',
      hint: ['What it means, and what to do: ', explain],
    },
  ];
}

/** The text in a file: it may be long, and hold quotes. */
const explain = command`iamx explain-error - < error.txt`;

const errorLead = 'What the error means, and what to do:';

const mostLines = 3;

/** The questions, to be run once their policies are saved. */
export function nextForRefused(all: readonly Decoded[]): readonly Block[] {
  const calls = refusedIn(all);
  const lines = calls.flatMap((call) => simulateLine(call) ?? []);
  const whose: readonly Block[] = [
    { kind: 'text', text: 'Whose policy it is, whom to ask for what, and the smallest policy:' },
    { kind: 'command', commands: [explain] },
  ];
  if (calls.length === 0) {
    const isError = all.some((one) => one.isError === true);
    return isError
      ? [
          { kind: 'text', text: errorLead },
          { kind: 'command', commands: [explain] },
        ]
      : [];
  }
  if (lines.length === 0) return whose;
  return [
    ...whose,
    {
      kind: 'text',
      text: 'Which statement decides? Save the policies in the files named here (`aws iam get-policy-version` and its like print them), then:',
    },
    { kind: 'command', commands: lines.slice(0, mostLines) },
  ];
}
