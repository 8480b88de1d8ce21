import type { Diagnostic, Evaluation } from '../../core/evaluation.ts';
import { isSet, shownOf } from '../../credentials/places/settings.ts';
import type { WhoamiDocument } from '../../documents/credentials.ts';
import type { Found } from '../found.ts';
import { describeWhere, describeWho } from './words.ts';

/** The JSON of `whoami` (docs/output.md). */
export function toDocument(found: Found, findings: readonly Diagnostic[]): WhoamiDocument {
  return { schema: 'iamx.whoami/1', ...identified(found, findings) };
}

/** The same without the name of its shape, as it stands in a list. */
export function identified(
  { caller, selected, identity, accessKeyId, expiresAt, profile, roleArn, notes }: Found,
  findings: readonly Diagnostic[],
): Omit<WhoamiDocument, 'schema'> {
  const { resolution } = caller;
  const { named } = identity;
  const path = named.path ?? pathOf(roleArn);
  const winner = resolution.steps.find(({ outcome }) => outcome === 'win');
  return {
    verdict: 'identified',
    summary: `${describeWho(identity)} ${describeWhere(identity)}`,
    account: identity.account,
    arn: identity.arn,
    userId: identity.userId,
    principal: {
      type: named.type,
      name: named.name,
      ...(path === undefined ? {} : { path }),
      ...(named.roleName === undefined ? {} : { roleName: named.roleName }),
      ...(roleArn === undefined ? {} : { roleArn }),
      ...(named.sessionName === undefined ? {} : { sessionName: named.sessionName }),
      ...(named.permissionSet === undefined ? {} : { permissionSet: named.permissionSet }),
    },
    credentials: {
      provider: selected.provider,
      sdkName: selected.sdkName,
      accessKeyId,
      ...(expiresAt === undefined ? {} : { expiresAt: new Date(expiresAt).toISOString() }),
      ...(profile === undefined ? {} : { profile }),
      from: winner?.evidence ?? [],
    },
    region: isSet(resolution.region) ? shownOf(resolution.region) : null,
    partition: identity.partition,
    clockSkewSeconds: identity.clockSkewSeconds,
    ...(identity.alias === undefined ? {} : { alias: identity.alias }),
    ...(identity.mfa === undefined ? {} : { mfa: identity.mfa }),
    steps: winner === undefined ? [] : [withoutSelected(winner)],
    diagnostics: [...notes, ...findings],
  };
}

function pathOf(roleArn: string | undefined): string | undefined {
  return roleArn === undefined
    ? undefined
    : /^[^:]*:[^:]*:[^:]*:[^:]*:[^:]*:role(\/(?:.*\/)?)[^/]+$/.exec(roleArn)?.[1];
}

function withoutSelected({ id, title, outcome, because, evidence, steps }: Evaluation['steps'][number]) {
  return { id, title, outcome, because, evidence, ...(steps === undefined ? {} : { steps }) };
}
