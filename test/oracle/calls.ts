import type { Recipe } from '../../src/credentials/chain/recipe.ts';
import type { Setting } from '../../src/credentials/places/settings.ts';
import { rawText } from '../support/raw-text.ts';
import type { Recorded } from '../support/loopback/fake.ts';

/** One call of STS on the way to the credentials. */
export interface StsCall {
  /** Action and parameters, those that an SDK makes up left out. */
  readonly text: string;
  /** Undefined where it is not known before the call. */
  readonly region: string | undefined;
}

/** The calls that a recipe means, the innermost first; `region` is that of the run. */
export function callsOf(recipe: Recipe, region: Setting): readonly StsCall[] {
  if (recipe.kind !== 'assume-role' && recipe.kind !== 'web-identity') return [];
  // What IMDS tells of the region counts for clients, and not for each way to ask for credentials.
  const ofRun = region.evidence.kind === 'endpoint' ? undefined : rawText(region);
  const at = (rawText(recipe.region) ?? '') || ofRun || undefined;
  const { roleArn, sessionName, durationSeconds } = recipe;
  if (recipe.kind === 'web-identity') {
    const text = textOf(
      'AssumeRoleWithWebIdentity',
      [roleArn, undefined, undefined, durationSeconds, sessionName].map(asSent),
    );
    return [{ text, region: at }];
  }
  const { source, externalId, mfaSerial } = recipe;
  const text = textOf(
    'AssumeRole',
    [roleArn, externalId, mfaSerial, durationSeconds, sessionName].map(asSent),
  );
  return [...callsOf(source, region), { text, region: at }];
}

function asSent(setting: Setting | undefined): { readonly value: string | undefined } {
  return { value: rawText(setting) };
}

/** The calls that an SDK made. */
export function callsIn(requests: readonly Recorded[]): readonly StsCall[] {
  return requests
    .filter(({ service }) => service === 'sts')
    .map(({ action = '', body, host }) => {
      const form = new URLSearchParams(body);
      const sent = ['RoleArn', 'ExternalId', 'SerialNumber', 'DurationSeconds', 'RoleSessionName'].map(
        (name) => ({
          value: form.get(name) ?? undefined,
        }),
      );
      return { text: textOf(action, sent), region: /^sts\.([\w-]+)\.amazonaws\.com$/.exec(host)?.[1] };
    });
}

/** Whether ours are the last of theirs: calls before them belong to a role that came to nothing. */
export function sameCalls(ours: readonly StsCall[], all: readonly StsCall[]): boolean {
  const theirs = all.slice(all.length - ours.length);
  return (
    ours.length <= all.length &&
    ours.every(({ text, region }, index) => {
      const other = theirs[index];
      return text === other?.text && (region === undefined || region === other.region);
    })
  );
}

const madeUp = /^(?:botocore-session-|aws-sdk-js-|aws-sdk-js-session-|aws-go-sdk-)?\d+$/;

function textOf(
  action: string,
  [role, external, serial, duration, session]: readonly (
    { readonly value: string | undefined } | undefined
  )[],
): string {
  const name = session?.value ?? '';
  return [
    action,
    role?.value,
    external?.value === undefined ? '' : `external id ${external.value}`,
    serial?.value === undefined ? '' : `MFA ${serial.value}`,
    duration?.value === undefined ? '' : `${duration.value} s`,
    name === '' || madeUp.test(name) ? '' : `as ${name}`,
  ]
    .filter((word) => word !== '')
    .join(' ');
}
