import type { Diagnostic, Span } from '../../core/evaluation.ts';
import { describeLine } from '../../core/place.ts';
import type { ChainStep, FlavourId, ProviderId, Resolution } from '../chain/chain.ts';
import { listed } from '../../core/listed.ts';
import { describeCredentials, providerWords } from '../chain/describe.ts';
import { flavourTitle } from '../flavours.ts';
import type { Context } from '../chain/provider.ts';
import { isSameValue, isSet, type Setting } from '../places/settings.ts';

/** One flavour's answer, and what it looked at. */
export interface Side {
  readonly resolution: Resolution;
  readonly context: Context;
}

/** Flavours of one answer, spoken of together. */
interface Party {
  readonly members: readonly FlavourId[];
  readonly side: Side;
}

export interface Difference {
  readonly members: readonly FlavourId[];
  readonly diagnostic: Diagnostic;
}

/** A rule in which two flavours can differ: the sentence where it makes them differ here. */
interface DifferenceRule {
  readonly code: string;
  readonly tell: (left: Party, right: Party) => string | undefined;
}

/** The first rule that applies is the reason: each is looked at before those below it come into play. */
const rules: readonly DifferenceRule[] = [
  { code: 'differs-file', tell: either(rejectsFile) },
  { code: 'differs-profile', tell: otherProfile },
  { code: 'differs-header', tell: either(knowsProfile) },
  { code: 'differs-unknown-profile', tell: either(stopsAtProfile) },
  { code: 'differs-check', tell: either(stopsBefore) },
  { code: 'differs-environment', tell: either(leavesOut) },
  { code: 'differs-error', tell: either(stopsAtStep) },
  { code: 'differs-value', tell: otherValue },
  { code: 'differs-order', tell: either(looksFirst) },
  { code: 'differs-provider', tell: either(knowsProvider) },
];

/** Why the second party has another answer than the first. */
export function explainDifference(
  first: { readonly members: readonly FlavourId[]; readonly side: Side },
  second: { readonly members: readonly FlavourId[]; readonly side: Side },
): Difference {
  for (const { code, tell } of rules) {
    const message = tell(first, second);
    if (message !== undefined) return difference(second, code, message, errorSpan(first, second));
  }
  return difference(second, 'differs', `${conclusion(first)}; ${conclusion(second)}`);
}

function difference({ members }: Party, code: string, message: string, span?: Span): Difference {
  return {
    members,
    diagnostic: { code, severity: 'warning', message, ...(span === undefined ? {} : { span }) },
  };
}

function errorSpan(...parties: readonly Party[]): Span | undefined {
  return parties.map(({ side }) => side.resolution.error?.span).find((span) => span !== undefined);
}

/** The rule asked from both sides. */
function either(tell: (left: Party, right: Party) => string | undefined): DifferenceRule['tell'] {
  return (left, right) => tell(left, right) ?? tell(right, left);
}

function name({ members }: Party): string {
  return listed(members.map(flavourTitle));
}

/** `AWS CLI v2 stops`, `boto3 and Go SDK v2 stop`. */
function does({ members }: Party, one: string, several: string): string {
  return `${listed(members.map(flavourTitle))} ${members.length === 1 ? one : several}`;
}

function winner({ resolution }: Side): ChainStep | undefined {
  return resolution.steps.find(({ outcome }) => outcome === 'win');
}

function stepOf({ resolution }: Side, id: ProviderId): ChainStep | undefined {
  const steps = resolution.steps.filter((step) => step.id === id);
  return steps.find(({ outcome, wouldGive }) => outcome === 'win' || wouldGive !== undefined) ?? steps[0];
}

function conclusion(party: Party): string {
  const { verdict, selected, error } = party.side.resolution;
  if (verdict === 'error') return `${does(party, 'stops', 'stop')}: ${error?.message ?? 'an error'}`;
  if (selected === undefined) return does(party, 'finds nothing', 'find nothing');
  const because = winner(party.side)?.because ?? providerWords[selected.provider];
  return `${does(party, 'uses', 'use')} ${describeCredentials(selected)}: ${because}`;
}

function rejectsFile(left: Party, right: Party): string | undefined {
  const { error } = left.side.resolution;
  if (error?.code !== 'config-unparsable') return undefined;
  const broken = (['config', 'credentials'] as const).find(
    (role) => left.side.context.files[role].isRejected,
  );
  if (broken === undefined || right.side.context.files[broken].isRejected) return undefined;
  return `${does(left, 'rejects', 'reject')} the ${broken} file as a whole (${error.message}); ${does(right, 'reads', 'read')} past it`;
}

function otherProfile(left: Party, right: Party): string | undefined {
  const [first, second] = [left.side.resolution.profile, right.side.resolution.profile];
  if (first.name === second.name) return undefined;
  const from = ({ from: { evidence } }: Resolution['profile']) =>
    evidence.kind === 'default' ? 'for want of another' : `from ${evidence.name}`;
  const takes = (party: Party, choice: Resolution['profile']) =>
    `${does(party, 'takes', 'take')} profile \`${choice.shownName}\` ${from(choice)}`;
  return `${takes(left, first)}; ${takes(right, second)}`;
}

function knowsProfile(left: Party, right: Party): string | undefined {
  const [known, unknown] = [left.side.context, right.side.context];
  if (!known.profile.exists || unknown.profile.exists) return undefined;
  const [header] = known.profile.headers;
  const place = header?.span === undefined ? '' : ` (${describeLine(header.span)})`;
  return `${does(left, 'takes', 'take')} \`${header?.name ?? known.profile.shownName}\`${place} for profile \`${known.profile.shownName}\`; for ${name(right)} it names none`;
}

function stopsAtProfile(left: Party, right: Party): string | undefined {
  const { error, profile } = left.side.resolution;
  if (error?.code !== 'profile-not-found' || right.side.resolution.error?.code === error.code)
    return undefined;
  return `${does(left, 'stops', 'stop')} where profile \`${profile.shownName}\` does not exist; ${does(right, 'goes on', 'go on')} without it`;
}

/** An error that ends everything before the first place is looked at. */
function stopsBefore(left: Party, right: Party): string | undefined {
  const { error, steps } = left.side.resolution;
  if (error === undefined || !steps.every(({ outcome }) => outcome === 'unreached')) return undefined;
  return `${does(left, 'stops', 'stop')} before anything is looked at: ${error.message}; ${does(right, 'does', 'do')} not check that`;
}

/** A step that ends nothing. */
const goesOn: readonly string[] = ['skip', 'pass', 'passed-over'];

function leavesOut(left: Party, right: Party): string | undefined {
  const [own, other] = [stepOf(left.side, 'env'), stepOf(right.side, 'env')];
  if (own?.outcome !== 'win' || other === undefined) return undefined;
  if (!goesOn.includes(other.outcome)) return undefined;
  return `${does(left, 'uses', 'use')} the keys in the environment; ${does(right, 'does', 'do')} not: ${other.because}`;
}

function stopsAtStep(left: Party, right: Party): string | undefined {
  const failing = left.side.resolution.steps.find(({ outcome }) => outcome === 'fail');
  if (failing === undefined) return undefined;
  if (failing.id === 'client') {
    return `${does(left, 'stops', 'stop')} where a client is made: ${failing.because}; ${does(right, 'makes', 'make')} one`;
  }
  const other = stepOf(right.side, failing.id);
  if (other === undefined || other.outcome === 'fail') return undefined;
  const goesOn =
    other.outcome === 'win' || other.wouldGive !== undefined
      ? `for ${name(right)} the same place is in order: ${other.because}`
      : `${does(right, 'goes on', 'go on')}: ${other.because}`;
  return `${does(left, 'stops', 'stop')} at ${providerWords[failing.id]}: ${failing.because}; ${goesOn}`;
}

/** The same place, read in another way. */
function otherValue(left: Party, right: Party): string | undefined {
  const [first, second] = [left.side.resolution.selected, right.side.resolution.selected];
  if (first?.recipe.kind !== 'static' || second?.recipe.kind !== 'static') return undefined;
  const isSamePlace = (a: Setting, b: Setting) =>
    a.evidence.name === b.evidence.name &&
    a.evidence.span?.file === b.evidence.span?.file &&
    a.evidence.span?.line === b.evidence.span?.line;
  const { accessKeyId, secretAccessKey, sessionToken } = first.recipe;
  const other = second.recipe;
  if (!isSamePlace(accessKeyId, other.accessKeyId) && !isSamePlace(secretAccessKey, other.secretAccessKey))
    return undefined;
  const pairs = [
    [accessKeyId, other.accessKeyId],
    [secretAccessKey, other.secretAccessKey],
  ] as const;
  const differing = pairs.find(([a, b]) => !isSameValue(a, b));
  if (differing !== undefined) {
    const [a, b] = differing;
    return isSamePlace(a, b)
      ? `${name(left)} and ${name(right)} read another value of ${a.evidence.name} at the same place (${settingPlace(a)}): quotes, comments or lines count otherwise`
      : `${does(left, 'takes', 'take')} ${a.evidence.name} from ${settingPlace(a)}, ${name(right)} from ${settingPlace(b)}`;
  }
  return tokens(left, right, sessionToken, other.sessionToken);
}

function tokens(
  left: Party,
  right: Party,
  first: Setting | undefined,
  second: Setting | undefined,
): string | undefined {
  if (isSameValue(first, second)) return undefined;
  const sends = (party: Party, token: Setting | undefined) =>
    token === undefined || !isSet(token)
      ? does(party, 'sends no session token', 'send no session token')
      : `${does(party, 'sends', 'send')} the session token of ${settingPlace(token)}`;
  return `the keys are the same; ${sends(left, first)}, ${sends(right, second)}`;
}

function settingPlace({ evidence: { span, name: variable } }: Setting): string {
  return span === undefined ? variable : describeLine(span);
}

function looksFirst(left: Party, right: Party): string | undefined {
  const [first, second] = [left.side.resolution.selected, right.side.resolution.selected];
  if (first === undefined || second === undefined || first.provider === second.provider) return undefined;
  const shadowed = stepOf(right.side, first.provider);
  if (shadowed?.wouldGive === undefined || stepOf(left.side, second.provider) === undefined) return undefined;
  const [own, other] = [providerWords[first.provider], providerWords[second.provider]];
  return `${name(left)}: ${own} before ${other}; ${name(right)}: ${other} before ${own}`;
}

function knowsProvider(left: Party, right: Party): string | undefined {
  const { selected } = left.side.resolution;
  if (selected === undefined) return undefined;
  const other = stepOf(right.side, selected.provider);
  const word = providerWords[selected.provider];
  if (other === undefined)
    return `only ${does(left, 'looks', 'look')} at ${word}: ${winner(left.side)?.because ?? ''}`;
  if (!goesOn.includes(other.outcome)) return undefined;
  return `${does(left, 'uses', 'use')} ${word} (${winner(left.side)?.because ?? ''}); for ${name(right)}: ${other.because}`;
}
