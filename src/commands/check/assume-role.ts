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
import { readAssertion, type Assertion } from '../../checks/roles/assertion.ts';
import { readProvider } from '../../checks/roles/provider.ts';
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
  const samlFile = given.text('saml-assertion');
  const assertion = samlFile === undefined ? undefined : await readAssertion(host, samlFile);
  refuseTwoCallers(given);
  const policies = await givenPolicies(host, given);
  const who = { claims, assertion };
  const asked = {
    given: policies,
    ...(claims === undefined ? {} : { claims }),
    ...(assertion === undefined ? {} : { assertion }),
    passed: {
      externalId: given.text('external-id'),
      sessionName: assertion?.sessionName ?? given.text('session-name'),
      sourceIdentity: assertion?.sourceIdentity ?? given.text('source-identity'),
      sessionTags: assertion?.tags ?? tagsOf(given, 'session-tag'),
      transitiveTagKeys: assertion?.transitiveTagKeys ?? given.texts('transitive-tag'),
    },
    hasMfa: given.isOn('mfa'),
    durationSeconds: secondsOf(given, 'duration'),
    maxSessionSeconds: secondsOf(given, 'max-session-duration'),
    values: givenValues(given),
    now: host.now(),
  };
  if (!isAsked) return checkAssumeRole({ ...asked, role, caller: offlineCaller(role, given, who) });
  return withAccount('assume-role', run, async (asker) => {
    const known = await knownRole(role, asker);
    const arn =
      known?.kind === 'found' && parseArn(role) === undefined ? known.value.arn : ownArn(role, asker);
    const caller = await liveCaller(arn, given, who, asker);
    const provider = await readProvider(caller.principal, asker);
    return checkAssumeRole({
      ...asked,
      role: arn,
      caller,
      asker,
      ...(known === undefined ? {} : { known }),
      ...(provider === undefined ? {} : { provider }),
    });
  });
}

/** What comes from an identity provider, and says by itself who asks. */
interface FromProvider {
  readonly claims: Claims | undefined;
  readonly assertion: Assertion | undefined;
}

/** What an assertion passes to STS nobody passes beside it. */
function refuseTwoCallers(given: Given): void {
  const files = ['web-identity-token', 'saml-assertion'].filter((name) => given.isGiven(name));
  const [file] = files;
  if (file === undefined) return;
  const passed = ['session-name', 'source-identity', 'session-tag', 'transitive-tag'];
  const others = ['principal', ...(file === 'saml-assertion' ? passed : [])];
  const other = files[1] ?? others.find((name) => given.isGiven(name));
  if (other === undefined) return;
  throw new IamxError('usage', `\`--${file}\` says who asks and with what, \`--${other}\` says it too`, {
    hint: 'Leave one of them out.',
  });
}

function providerFor(role: string, { claims, assertion }: FromProvider): string | undefined {
  if (claims !== undefined) return issuerOf(role, claims);
  const pairs = assertion?.roles ?? [];
  return (pairs.find((pair) => pair.role === role) ?? pairs[0])?.provider;
}

function offlineCaller(role: string, given: Given, who: FromProvider): Caller {
  const provider = providerFor(role, who);
  if (provider !== undefined) return givenCaller(provider);
  const text = given.text('principal');
  if (text === undefined)
    throw new IamxError('usage', 'who wants to assume the role?', {
      hint: 'Add `--principal ARN`, `--web-identity-token FILE` or `--saml-assertion FILE`.',
    });
  return givenCaller(text);
}

/** The provider that AWS would look for in the account of the role. */
function issuerOf(role: string, claims: Claims): string {
  const { partition = 'aws', account = '' } = parseArn(role) ?? {};
  return providerOf(claims, partition, account);
}

async function liveCaller(role: string, given: Given, who: FromProvider, asker: Asker): Promise<Caller> {
  const caller = providerFor(role, who) ?? given.text('principal') ?? asker.caller.arn;
  return readCaller(caller, asker, given.isOn('only-these'));
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
