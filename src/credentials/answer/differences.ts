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
  /** The first of the members' own. */
  readonly side: Side;
  readonly sides: readonly Side[];
}

export interface Difference {
  readonly members: readonly FlavourId[];
  readonly diagnostic: Diagnostic;
}

/** What the others do where one party does what the rule is about. */
interface Effect {
  readonly party: Party;
  readonly say: (party: Party) => string;
}

/** What makes two parties differ: parties that differ for one cause are told in one sentence. */
interface Told {
  readonly cause: string;
  readonly effects: readonly Effect[];
}

/** A rule in which two flavours can differ: what it says where it makes them differ here. */
interface DifferenceRule {
  readonly code: string;
  readonly tell: (left: Party, right: Party) => Told | undefined;
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

/** Why each of the others has another answer than the first. */
export function explainDifferences(first: Party, others: readonly Party[]): readonly Difference[] {
  const found: Explained[] = [];
  for (const other of others) {
    const next = explain(first, other);
    const at = found.findIndex(({ code, told }) => code === next.code && told.cause === next.told.cause);
    const same = found[at];
    if (same === undefined) found.push(next);
    else found[at] = together(same, next);
  }
  return found.map(({ members, code, told, span }) => ({
    members,
    diagnostic: {
      code,
      severity: 'warning',
      message: sentenceOf(told),
      ...(span === undefined ? {} : { span }),
    },
  }));
}

interface Explained {
  readonly members: readonly FlavourId[];
  readonly code: string;
  readonly told: Told;
  readonly span: Span | undefined;
}

/** Why the second party has another answer than the first. */
function explain(first: Party, second: Party): Explained {
  const { members } = second;
  for (const { code, tell } of rules) {
    const told = tell(first, second);
    if (told !== undefined) return { members, code, told, span: errorSpan(first, second) };
  }
  const told = { cause: `${conclusion(first)}; ${conclusion(second)}`, effects: [] };
  return { members, code: 'differs', told, span: undefined };
}

function together(one: Explained, other: Explained): Explained {
  const effects = [...one.told.effects, ...other.told.effects];
  return { ...one, members: [...one.members, ...other.members], told: { ...one.told, effects } };
}

/** Those of whom the same is said are named together, each once. */
function joinEffects(effects: readonly Effect[]): readonly Effect[] {
  const merged: Effect[] = [];
  for (const next of effects) {
    const at = merged.findIndex(({ say }) => say(next.party) === next.say(next.party));
    const same = merged[at];
    if (same === undefined) merged.push(next);
    else merged[at] = { ...same, party: joined(same.party, next.party) };
  }
  return merged;
}

function joined(one: Party, other: Party): Party {
  const members = [...new Set([...one.members, ...other.members])];
  return { ...one, members, sides: [...one.sides, ...other.sides] };
}

function sentenceOf({ cause, effects }: Told): string {
  return [cause, ...joinEffects(effects).map(({ party, say }) => say(party))].join('; ');
}

function effect(party: Party, one: string, several: string, rest = ''): Effect {
  return { party, say: (those) => does(those, one, several) + rest };
}

function name({ members }: Party): string {
  return listed(members.map(flavourTitle));
}

function errorSpan(...parties: readonly Party[]): Span | undefined {
  return parties.map(({ side }) => side.resolution.error?.span).find((span) => span !== undefined);
}

/** The rule asked from both sides. */
function either(tell: DifferenceRule['tell']): DifferenceRule['tell'] {
  return (left, right) => tell(left, right) ?? tell(right, left);
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

function rejectsFile(left: Party, right: Party): Told | undefined {
  const { error } = left.side.resolution;
  if (error?.code !== 'config-unparsable' || right.side.resolution.error?.code === error.code)
    return undefined;
  const broken = (['config', 'credentials'] as const).find(
    (role) => left.side.context.files[role].isRejected,
  );
  if (broken === undefined) return undefined;
  const { files, profile } = right.side.context;
  const isRead = !files[broken].isRejected && profile[broken] !== undefined;
  return {
    cause: `${does(left, 'rejects', 'reject')} the ${broken} file as a whole (${error.message})`,
    effects: [
      isRead ? effect(right, 'reads', 'read', ' past it') : effect(right, 'goes', 'go', ' on without it'),
    ],
  };
}

function otherProfile(left: Party, right: Party): Told | undefined {
  const [first, second] = [left.side.resolution.profile, right.side.resolution.profile];
  if (first.name === second.name) return undefined;
  const empty = [first, second].find(({ shownName }) => shownName === '')?.from.evidence.name;
  if (empty !== undefined) {
    return { cause: `${empty} is set but empty`, effects: [...takes(left), ...takes(right)] };
  }
  return { cause: 'another profile is taken', effects: [...takes(left), ...takes(right)] };
}

/** Which profile each takes: tools that find the same, or nothing, may have looked for it in different ones. */
function takes({ sides }: Party): readonly Effect[] {
  const parties: { readonly members: FlavourId[]; readonly side: Side; readonly sides: Side[] }[] = [];
  for (const side of sides) {
    const { flavour, profile } = side.resolution;
    const party = parties.find((one) => isSameChoice(one.side.resolution.profile, profile));
    party?.members.push(flavour);
    party?.sides.push(side);
    if (party === undefined) parties.push({ members: [flavour], side, sides: [side] });
  }
  return parties.map((party) => {
    const { shownName, from } = party.side.resolution.profile;
    const { kind, name: origin } = from.evidence;
    if (shownName === '') return effect(party, 'looks', 'look', ' for a profile without a name');
    const why = kind === 'default' ? 'for want of another' : `from ${origin}`;
    return effect(party, 'takes', 'take', ` profile \`${shownName}\` ${why}`);
  });
}

function isSameChoice(one: Resolution['profile'], other: Resolution['profile']): boolean {
  const [left, right] = [one.from.evidence, other.from.evidence];
  return one.name === other.name && left.kind === right.kind && left.name === right.name;
}

function knowsProfile(left: Party, right: Party): Told | undefined {
  const [known, unknown] = [left.side.context, right.side.context];
  if (!known.profile.exists || unknown.profile.exists) return undefined;
  const [header] = known.profile.headers;
  const place = header?.span === undefined ? '' : ` (${describeLine(header.span)})`;
  const { shownName } = known.profile;
  return {
    cause: `${does(left, 'takes', 'take')} \`${header?.name ?? shownName}\`${place} for profile \`${shownName}\``,
    effects: [{ party: right, say: (those) => `for ${name(those)} it names none` }],
  };
}

function stopsAtProfile(left: Party, right: Party): Told | undefined {
  const { error, profile } = left.side.resolution;
  if (error?.code !== 'profile-not-found' || right.side.resolution.error?.code === error.code)
    return undefined;
  const name = profile.shownName;
  const { evidence } = profile.from;
  return {
    cause:
      name === ''
        ? `${does(left, 'stops', 'stop')}, since ${evidence.name} is set but empty`
        : `${does(left, 'stops', 'stop')} where profile \`${name}\` does not exist`,
    effects: [effect(right, 'goes', 'go', ' on without it')],
  };
}

/** An error that ends everything before the first place is looked at. */
function stopsBefore(left: Party, right: Party): Told | undefined {
  const { error, steps } = left.side.resolution;
  if (error === undefined || !steps.every(({ outcome }) => outcome === 'unreached')) return undefined;
  const other = right.side.resolution;
  const isStopped = other.error !== undefined && other.steps.every(({ outcome }) => outcome === 'unreached');
  return {
    cause: `${does(left, 'stops', 'stop')} before anything is looked at: ${error.message}`,
    effects: [
      isStopped
        ? effect(right, 'stops', 'stop', `: ${other.error.message}`)
        : effect(right, 'does', 'do', ' not check that'),
    ],
  };
}

/** A step that ends nothing. */
const goesOn: readonly string[] = ['skip', 'pass', 'passed-over'];

function leavesOut(left: Party, right: Party): Told | undefined {
  const [own, other] = [stepOf(left.side, 'env'), stepOf(right.side, 'env')];
  if (own?.outcome !== 'win' || other === undefined) return undefined;
  if (!goesOn.includes(other.outcome)) return undefined;
  return {
    cause: `${does(left, 'uses', 'use')} the keys in the environment`,
    effects: [effect(right, 'does', 'do', ` not: ${other.because}`)],
  };
}

function stopsAtStep(left: Party, right: Party): Told | undefined {
  const failing = left.side.resolution.steps.find(({ outcome }) => outcome === 'fail');
  if (failing === undefined) return undefined;
  if (failing.id === 'client') {
    const cause = `${does(left, 'stops', 'stop')} where a client is made: ${failing.because}`;
    return { cause, effects: [effect(right, 'makes', 'make', ' one')] };
  }
  const other = stepOf(right.side, failing.id);
  if (other === undefined || other.outcome === 'fail') return undefined;
  const cause = `${does(left, 'stops', 'stop')} at ${providerWords[failing.id]}: ${failing.because}`;
  return { cause, effects: [atThatPlace(right, other, failing.problem?.code)] };
}

/** What a tool does at the place where another stops. */
function atThatPlace(party: Party, step: ChainStep, code: string | undefined): Effect {
  const { selected } = party.side.resolution;
  if (step.outcome === 'win' || step.wouldGive !== undefined) {
    return effect(party, 'finds', 'find', ` the same place in order: ${step.because}`);
  }
  if ((step.outcome === 'unreached' || step.outcome === 'shadowed') && selected !== undefined) {
    return effect(
      party,
      'finds',
      'find',
      ` credentials before that place: ${providerWords[selected.provider]}`,
    );
  }
  // What an endpoint answers is one reason for all.
  return effect(party, 'goes', 'go', code === 'container-endpoint' ? ' on' : ` on: ${step.because}`);
}

/** The same place, read in another way. */
function otherValue(left: Party, right: Party): Told | undefined {
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
  if (differing === undefined) return tokens(left, right, sessionToken, other.sessionToken);
  const [a, b] = differing;
  const key = a.evidence.name;
  return isSamePlace(a, b)
    ? {
        cause: `quotes, comments or lines count otherwise: at one place (${settingPlace(a)}) ${does(left, 'reads', 'read')} one value of ${key}`,
        effects: [effect(right, 'reads', 'read', ` another value of ${key}`)],
      }
    : {
        cause: `${does(left, 'takes', 'take')} ${key} from ${settingPlace(a)}`,
        effects: [effect(right, 'takes', 'take', ` it from ${settingPlace(b)}`)],
      };
}

function tokens(
  left: Party,
  right: Party,
  first: Setting | undefined,
  second: Setting | undefined,
): Told | undefined {
  if (isSameValue(first, second)) return undefined;
  const sends = (party: Party, token: Setting | undefined) =>
    token === undefined || !isSet(token)
      ? effect(party, 'sends', 'send', ' no session token')
      : effect(party, 'sends', 'send', ` the session token of ${settingPlace(token)}`);
  return { cause: 'the keys are the same', effects: [sends(left, first), sends(right, second)] };
}

function settingPlace({ evidence: { span, name: variable } }: Setting): string {
  return span === undefined ? variable : describeLine(span);
}

function looksFirst(left: Party, right: Party): Told | undefined {
  const [first, second] = [left.side.resolution.selected, right.side.resolution.selected];
  if (first === undefined || second === undefined || first.provider === second.provider) return undefined;
  const shadowed = stepOf(right.side, first.provider);
  if (shadowed?.wouldGive === undefined || stepOf(left.side, second.provider) === undefined) return undefined;
  const [own, other] = [providerWords[first.provider], providerWords[second.provider]];
  return {
    cause: `${name(left)}: ${own} before ${other}`,
    effects: [{ party: right, say: (those) => `${name(those)}: ${other} before ${own}` }],
  };
}

function knowsProvider(left: Party, right: Party): Told | undefined {
  const { selected } = left.side.resolution;
  if (selected === undefined) return undefined;
  const other = stepOf(right.side, selected.provider);
  const word = providerWords[selected.provider];
  const because = winner(left.side)?.because ?? '';
  if (other === undefined)
    return { cause: `only ${does(left, 'looks', 'look')} at ${word}: ${because}`, effects: [] };
  if (!goesOn.includes(other.outcome)) return undefined;
  return {
    cause: `${does(left, 'uses', 'use')} ${word} (${because})`,
    effects: [effect(right, 'does', 'do', ` not: ${other.because}`)],
  };
}
