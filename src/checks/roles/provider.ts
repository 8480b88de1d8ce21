import type { OidcProviderFacts, Read, SamlProviderFacts } from '../../aws/account.ts';
import { command, given, word } from '../../core/command.ts';
import { describeTime } from '../../core/describe-time.ts';
import { listed } from '../../core/listed.ts';
import { Raw } from '../../core/raw.ts';
import type { Principal } from '../../identifiers/principal.ts';
import { printName } from '../../printers/names.ts';
import type { Asker } from '../asker.ts';
import { step, type CheckStep, type Remedy } from '../check.ts';
import { unreadStep } from '../unread.ts';
import type { AssumeRole, KnownProvider } from './assume-question.ts';
import type { Claims } from './claims.ts';

const title = 'identity provider';

/** Undefined where it is none that IAM keeps, or of another account, which nobody can read from here. */
export async function readProvider(
  principal: Principal,
  { reader, caller, partition }: Asker,
): Promise<KnownProvider | undefined> {
  if (principal.kind !== 'provider' || principal.protocol === 'built-in') return undefined;
  if (principal.account !== caller.account || principal.partition !== partition) return undefined;
  return principal.protocol === 'oidc'
    ? { protocol: 'oidc', read: await reader.oidcProvider(principal.text) }
    : { protocol: 'saml', read: await reader.samlProvider(principal.text) };
}

/**
 * STS looks for the provider, and for the audience among its client ids, before any policy; whoever asks about files
 * knows it: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html
 */
export function providerSteps({
  caller: { principal },
  asker,
  provider,
  claims,
  now,
}: AssumeRole): readonly CheckStep[] {
  if (asker === undefined || principal.kind !== 'provider' || principal.protocol === 'built-in') return [];
  if (provider === undefined)
    return [
      step('provider', title, 'unknown', 'it is of another account: it has to be there, with this audience'),
    ];
  const { protocol, read } = provider;
  if (read.kind === 'unread') return [unreadStep('provider', title, read)];
  if (read.kind === 'absent')
    return [
      step('provider', title, 'no', `the account has no ${protocol.toUpperCase()} provider of this name`),
    ];
  if (provider.protocol === 'saml') return [samlStep(provider.read, now)];
  return [audienceStep(provider.read, claims)];
}

function samlStep(read: Read<SamlProviderFacts>, now: number): CheckStep {
  const until = read.kind === 'found' ? read.value.validUntil : undefined;
  return until !== undefined && until <= now
    ? step('provider', title, 'no', `its metadata ended ${describeTime(until, now)}`)
    : step('provider', title, 'yes', 'it is there');
}

/** Where a token has an authorized party, STS compares that one or the audience: AWS does not say which. */
function audienceStep(read: Read<OidcProviderFacts>, claims: Claims | undefined): CheckStep {
  const known = read.kind === 'found' ? read.value.audiences : [];
  if (claims === undefined)
    return step('provider', title, 'unknown', 'it is there; give the token, to compare its audience');
  const party = claims.texts.get('azp');
  const has = claims.audiences.some((audience) => known.includes(audience));
  const hasParty = typeof party !== 'string' ? has : known.includes(party);
  if (has && hasParty)
    return step('provider', title, 'yes', 'it is there, and lists the audience of the token');
  if (has !== hasParty)
    return step('provider', title, 'unknown', 'it lists the audience or the authorized party, and not both');
  const names = known.map((name) => printName(new Raw(name)));
  return step(
    'provider',
    title,
    'no',
    `it does not list the audience of the token; it lists ${names.length === 0 ? 'none' : listed(names, 3)}`,
  );
}

/** What puts the provider right, in the account of the role. */
export function providerRemedies({ provider, caller, claims, asker }: AssumeRole): readonly Remedy[] {
  const { principal } = caller;
  if (provider?.protocol !== 'oidc' || principal.kind !== 'provider' || claims === undefined) return [];
  const [audience] = claims.audiences;
  const client = audience === undefined ? undefined : given(audience);
  const words = asker?.words ?? [];
  if (provider.read.kind === 'absent') {
    const isPlain = /^[a-z0-9.-]+(?:\/[\w.~-]+)*\/?$/.test(claims.issuer);
    const issuer = isPlain ? word`https://${given(claims.issuer)}` : undefined;
    const made = command`aws iam create-open-id-connect-provider --url ${issuer} --client-id-list ${client} ${words}`;
    return made === undefined ? [] : [{ why: 'makes the provider', command: made }];
  }
  if (provider.read.kind !== 'found' || claims.audiences.some((one) => isListed(one, provider.read)))
    return [];
  const arn = given(principal.text);
  const made = command`aws iam add-client-id-to-open-id-connect-provider --open-id-connect-provider-arn ${arn} --client-id ${client} ${words}`;
  return made === undefined ? [] : [{ why: 'lists the audience', command: made }];
}

function isListed(audience: string, read: Read<OidcProviderFacts>): boolean {
  return read.kind === 'found' && read.value.audiences.includes(audience);
}
