import type { PolicySet } from '../../policy/decision/compile.ts';
import { dependencesOf, simulate, type Simulated } from '../../policy/decision/simulate.ts';
import { foldKey } from '../../policy/keys.ts';
import { prepare } from '../../policy/prepare.ts';
import { toQuestion, type FieldValue, type QuestionValues } from '../../policy/question.ts';
import type { Outcome } from '../check.ts';

/** A request whose every reading has to come out alike. */
export interface Request {
  readonly values: QuestionValues;
  /** Keys that are as the request says: absent where it does not give them. All others may have any value. */
  readonly isKnown: (key: string) => boolean;
  /** Further keys, each set another reading of what was not told: with and without. */
  readonly readings: readonly ReadonlyMap<string, string>[];
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** What came of it. */
export interface Judged {
  readonly outcome: Exclude<Outcome, 'skip'>;
  /** Of the reading that tells most: one that is refused, else one that is open. */
  readonly simulated: Simulated;
  /** The keys on whose values it depends. */
  readonly open: readonly string[];
}

const outcomes = {
  allowed: 'yes',
  explicitDeny: 'no',
  implicitDeny: 'no',
  conditional: 'unknown',
} as const;

/**
 * Decides as `simulate` does, and further: a key that nobody gave and that the call does not tell is not taken for
 * absent, but for unknown. Throws `invalid-request`.
 */
export function judge(request: Request, set: PolicySet): Judged {
  const read = request.readings.map((reading) => judgeOne(request, reading, set));
  const [first] = read;
  if (first === undefined) throw new Error('a request has one reading at least');
  const outcome = read.every((one) => one.outcome === first.outcome) ? first.outcome : 'unknown';
  const telling =
    read.find((one) => one.outcome === 'no') ?? read.find((one) => one.outcome === 'unknown') ?? first;
  const differing =
    outcome === 'unknown' && telling.outcome !== 'unknown'
      ? request.readings.flatMap((one) => [...one.keys()])
      : [];
  return { outcome, simulated: telling.simulated, open: [...new Set([...telling.open, ...differing])] };
}

function judgeOne(request: Request, reading: ReadonlyMap<string, string>, set: PolicySet): Judged {
  const plain = decide(request, reading, [], set);
  // Whoever gives an SCP or RCP says that it limits the account: that it is not the management account.
  const open = dependencesOf(plain).keys.filter(
    (key) => key !== 'managementAccount' && !request.isKnown(foldKey(key)),
  );
  // What is no condition key, an id of the caller, no question can put in doubt: the decision hangs on it all the same.
  const keys = open.filter((name) => name.includes(':'));
  if (keys.length < open.length) return { outcome: 'unknown', simulated: plain, open };
  const simulated = open.length === 0 ? plain : decide(request, reading, open, set);
  const outcome = outcomes[simulated.decision];
  return { outcome, simulated, open: outcome === 'unknown' ? open : [] };
}

function decide(
  { values, now }: Request,
  reading: ReadonlyMap<string, string>,
  unknown: readonly string[],
  set: PolicySet,
): Simulated {
  const context: FieldValue = new Map([...contextOf(values), ...reading]);
  const question = toQuestion({
    ...values,
    ...(context.size > 0 ? { context } : {}),
    ...(unknown.length > 0 ? { unknown } : {}),
  });
  if (question === undefined) throw new Error('the question misses what it needs');
  const { cases } = prepare(question, { now });
  const [only] = cases;
  if (only === undefined || cases.length > 1) throw new Error('one question was asked');
  return simulate(only, set);
}

/** The condition keys that a question gives. */
export function contextOf({ context }: QuestionValues): ReadonlyMap<string, string | readonly string[]> {
  // The rows of the fields say that its value is such a map.
  return context instanceof Map ? (context as ReadonlyMap<string, string | readonly string[]>) : new Map();
}
