import { IamxError } from '../../core/error.ts';
import { dataFiles } from '../../data/files.ts';
import { installData } from '../../data/source.ts';
import { parseArn, splitPath } from '../../identifiers/arn.ts';
import { parsePrincipal } from '../../identifiers/principal.ts';
import type { Asker } from '../../checks/asker.ts';
import type { Checked } from '../../checks/check.ts';
import type { AssumeRole } from '../../checks/roles/assume-question.ts';
import { checkAssumeRole } from '../../checks/roles/assume-role.ts';
import { givenCaller, readCaller, type Caller } from '../../checks/roles/caller.ts';
import { providerOf, readClaims, type Claims } from '../../checks/roles/claims.ts';
import type { Given } from '../../policy/scenario/given.ts';
import { givenOf, givenPolicies, givenValues, readRole, secondsOf, tagsOf } from './role-question.ts';
import { isAskingAws, withAccount, type Run } from './run.ts';

/** Throws `usage`, and what reading files and asking AWS throws. */
export async function assumeRole(words: readonly string[], run: Run): Promise<Checked> {
  installData(dataFiles);
  const { host, options } = run;
  const given = givenOf(options);
  const isAsked = isAskingAws(given, options);
  const role = readRole(words, 'assume-role', isAsked);
  const file = given.text('web-identity-token');
  const claims = file === undefined ? undefined : await readClaims(host, file);
  if (claims !== undefined && given.isGiven('principal'))
    throw new IamxError('usage', '`--web-identity-token` says who asks, `--principal` says it too', {
      hint: 'Leave one of them out.',
    });
  const policies = await givenPolicies(host, given);
  const asked = {
    given: policies,
    ...(claims === undefined ? {} : { claims }),
    passed: {
      externalId: given.text('external-id'),
      sessionName: given.text('session-name'),
      sourceIdentity: given.text('source-identity'),
      sessionTags: tagsOf(given, 'session-tag'),
      transitiveTagKeys: given.texts('transitive-tag'),
    },
    hasMfa: given.isOn('mfa'),
    durationSeconds: secondsOf(given, 'duration'),
    maxSessionSeconds: secondsOf(given, 'max-session-duration'),
    values: givenValues(given),
    now: host.now(),
  };
  if (!isAsked) return checkAssumeRole({ ...asked, role, caller: offlineCaller(role, given, claims) });
  return withAccount('assume-role', run, async (asker) => {
    const known = await knownRole(role, asker);
    const arn =
      known?.kind === 'found' && parseArn(role) === undefined ? known.value.arn : ownArn(role, asker);
    const caller = await liveCaller(arn, given, claims, asker);
    return checkAssumeRole({ ...asked, role: arn, caller, asker, ...(known === undefined ? {} : { known }) });
  });
}

function offlineCaller(role: string, given: Given, claims: Claims | undefined): Caller {
  if (claims !== undefined) return givenCaller(issuerOf(role, claims));
  const text = given.text('principal');
  if (text === undefined)
    throw new IamxError('usage', 'who wants to assume the role?', {
      hint: 'Add `--principal ARN` or `--web-identity-token FILE`.',
    });
  return givenCaller(text);
}

/** The provider that AWS would look for in the account of the role. */
function issuerOf(role: string, claims: Claims): string {
  const { partition = 'aws', account = '' } = parseArn(role) ?? {};
  return providerOf(claims, partition, account);
}

async function liveCaller(
  role: string,
  given: Given,
  claims: Claims | undefined,
  asker: Asker,
): Promise<Caller> {
  if (claims !== undefined) return readCaller(issuerOf(role, claims), asker, given.isOn('only-these'));
  return readCaller(given.text('principal') ?? asker.caller.arn, asker, given.isOn('only-these'));
}

/** The role of the account; another account's nobody can read from here. */
async function knownRole(role: string, asker: Asker): Promise<AssumeRole['known']> {
  const principal = parsePrincipal(role);
  if (principal.kind !== 'role') return asker.reader.role(role);
  if (principal.account !== asker.caller.account || principal.partition !== asker.partition) return undefined;
  return asker.reader.role(principal.roleName);
}

/** A name as the ARN that it has without a path. */
function ownArn(role: string, { partition, caller }: Asker): string {
  if (parseArn(role) !== undefined) return role;
  return `arn:${partition}:iam::${caller.account}:role/${splitPath(role).name}`;
}
