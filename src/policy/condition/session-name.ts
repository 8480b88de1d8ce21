import type { Condition } from './condition.ts';
import type { ThreeValued } from './three-valued.ts';

/** Session names that have nothing in common, of each length: what matches all of them matches every name. */
const someNames = ['q7', 'A.b_c', '0,1=2@3', '-+', 'Zz'.repeat(32)];

/**
 * What a test of aws:userid is for every session of the role with this id (R430): `ID:NAME`, the name not known.
 * Unknown where it hangs on the name, or may.
 */
export function forEverySession(condition: Condition, id: string): ThreeValued {
  const { test, operator, values } = condition;
  if (test === undefined) return condition.evaluate(() => `${id}:${someNames[0] ?? ''}`);
  if (test.type !== 'string' || operator.quantifier !== undefined) return 'unknown';
  if (values.some(({ constant }) => constant === undefined)) return 'unknown';
  const matchesAll = values.some(({ constant }) =>
    someNames.every((name) => constant?.matches(`${id}:${name}`) === true),
  );
  if (matchesAll) return !test.negated;
  const matchesSome = values.some(({ value: { text } }) => mayBegin(text, `${id}:`, test.wildcards));
  return matchesSome ? 'unknown' : test.negated;
}

/** https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html: RoleSessionName */
const nameForm = /^[\w+=,.@-]+$/;

/** Whether a text that begins so may meet the value: what stands in front of its first wildcard tells. */
function mayBegin(text: string, start: string, wildcards: boolean): boolean {
  const plain = wildcards ? (text.split(/[*?$]/, 1)[0] ?? '') : text;
  const [value, beginning] = [plain.toLowerCase(), start.toLowerCase()];
  if (plain === text) return value.startsWith(beginning) && nameForm.test(value.slice(beginning.length));
  return value.startsWith(beginning) || beginning.startsWith(value);
}
