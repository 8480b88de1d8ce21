import { late } from '../../core/late.ts';
import { and, atom, isAbout, not, or, type Truth } from '../../core/truth.ts';
import { compileCondition, type Condition } from '../condition/condition.ts';
import { foldKey } from '../keys.ts';
import { keysOf, type Unknown } from '../match/unknown.ts';
import type { Case } from '../question.ts';
import { temporaryKeys, type Request } from '../request.ts';
import { isPassedTag } from '../tag-families.ts';
import type { PolicySet } from './compile.ts';
import { decide } from './decide.ts';
import { inWorlds, type Contexts } from './credential-worlds.ts';
import type { Formulas } from './owner.ts';

/**
 * Keys that the question leaves open and that no request has without a further permission: who passes tags needs the
 * tagging action too (R648, R695, R696). What would hold with them is decided together with that permission (R725).
 */
interface Bringing {
  /** Present where any of the keys is. */
  readonly sign: string;
  readonly isOne: (key: string) => boolean;
}

const bringing: readonly Bringing[] = [
  { sign: 'aws:TagKeys', isOne: isPassedTag },
  ...['sts:SourceIdentity', 'aws:SourceIdentity'].map((sign): Bringing => {
    const own = foldKey(sign);
    return { sign, isOne: (key) => key === own };
  }),
];

const isAbsent = late(
  (): ReadonlyMap<string, Condition> =>
    new Map(
      bringing.map(({ sign }) => {
        const nowhere = { start: 0, end: 0 };
        const value = (text: string) => ({ text, ...nowhere });
        const element = { ...nowhere, operator: value('Null'), key: value(sign), values: [value('true')] };
        return [sign, compileCondition(element, '2012-10-17', 'Allow')];
      }),
    ),
);

/** Whether another value of the key, in lower case, makes another case of the request: it is not its value alone that counts. */
export function makesAnotherCase(actionKey: string, key: string): boolean {
  if (temporaryKeys.includes(key)) return /^(iam|sts):/.test(actionKey);
  return bringing.some(({ isOne }) => isOne(key));
}

/**
 * The formulas of a case in contexts that leave keys open, with the permissions that some of the keys bring; `plain`,
 * where they are known without these, and nothing brings one.
 */
export function formulasIn(of: Case, set: PolicySet, contexts: Contexts, plain?: Formulas): Formulas {
  const found = withBrought(of, set, contexts, bringing, plain);
  return inWorlds(of, found, contexts, (other, looking) => withBrought(other, set, looking, bringing));
}

function withBrought(
  of: Case,
  set: PolicySet,
  contexts: Contexts,
  [first, ...rest]: readonly Bringing[],
  plain?: Formulas,
): Formulas {
  if (first === undefined) return plain ?? formulasOf([of.request, ...of.companions], set, contexts);
  const present = withBrought(of, set, contexts, rest, plain);
  const isOfThem = (unknown: Unknown) => keysOf(unknown).some(first.isOne);
  if (!isAbout(present.denied, isOfThem) && !isAbout(present.allowed, isOfThem)) return present;
  const brought = broughtBy(of, first);
  if (brought.length === 0) return present;
  const besides = formulasOf(brought, set, contexts);
  if (besides.allowed === true && besides.denied === false) return present;
  const without: Contexts = (request) => {
    const lookUp = contexts(request);
    return (key) => (first.isOne(key) ? undefined : lookUp(key));
  };
  return eitherWay(first, withBrought(of, set, without, rest), present, besides);
}

function eitherWay({ sign }: Bringing, absent: Formulas, present: Formulas, besides: Formulas): Formulas {
  const condition = isAbsent().get(sign);
  if (condition === undefined) return present;
  const none = atom<Unknown>({ kind: 'condition', condition });
  return {
    denied: or(present.denied, and(not<Unknown>(none), besides.denied)),
    allowed: or(and(none, absent.allowed), and(present.allowed, besides.allowed)),
  };
}

/** The permissions that come with the keys, none where they are asked already. Nothing is said of the keys' values. */
function broughtBy(of: Case, { sign }: Bringing): readonly Request[] {
  const key = foldKey(sign);
  if (of.request.context.has(key)) return [];
  const known = new Set(of.companions.map(({ actionKey }) => actionKey));
  const other = of.again(new Map([[key, { name: sign, value: [] }]]));
  return (other?.companions ?? [])
    .filter(({ actionKey }) => !known.has(actionKey))
    .map((request) => ({
      ...request,
      context: new Map([...request.context].filter(([name]) => name !== key)),
    }));
}

/** All must be allowed (R648). */
function formulasOf(requests: readonly Request[], set: PolicySet, contexts: Contexts): Formulas {
  const formulas = requests.map((request) => eitherPermission(request, set, contexts));
  return {
    denied: formulas.map(({ denied }) => denied).reduce(or<Unknown>),
    allowed: formulas.map(({ allowed }) => allowed).reduce(and<Unknown>),
  };
}

/** The request, or what AWS takes in its place. */
function eitherPermission(request: Request, set: PolicySet, contexts: Contexts): Formulas {
  const { denied, allowed } = decide(request, set, contexts(request));
  const { insteadOf } = request;
  if (insteadOf === undefined) return { denied, allowed };
  const other: { readonly allowed: Truth<Unknown> } = decide(insteadOf, set, contexts(insteadOf));
  return { denied: and(denied, not(other.allowed)), allowed: or(allowed, other.allowed) };
}
