import { lateExpression } from '../../core/late-expression.ts';
import { findNameProblem, type NamedItem } from '../../identifiers/name-limits.ts';
import { step, type CheckStep } from '../check.ts';

/** What is passed to AssumeRole: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export interface Passed {
  readonly sessionName?: string | undefined;
  readonly externalId?: string | undefined;
  readonly sourceIdentity?: string | undefined;
  readonly sessionTags: ReadonlyMap<string, string>;
  readonly transitiveTagKeys: readonly string[];
}

const mostTags = 50;

/** Characters and lengths; STS looks at these before any policy. */
export function limitsStep(passed: Passed): CheckStep {
  const title = 'what is passed';
  const problems = [...namesOf(passed), ...tagsOf(passed)];
  const [first] = problems;
  if (first !== undefined) return step('limits', title, 'no', problems.join('; '));
  return step('limits', title, 'yes', 'within the limits of STS');
}

function namesOf({ sessionName, externalId, sourceIdentity }: Passed): readonly string[] {
  const named: readonly (readonly [NamedItem, string | undefined])[] = [
    ['session-name', sessionName],
    ['external-id', externalId],
    ['source-identity', sourceIdentity],
  ];
  return named.flatMap(([item, text]) => {
    const problem = text === undefined ? undefined : findNameProblem(item, text);
    return problem === undefined ? [] : [`the ${item.replace('-', ' ')} ${problem}`];
  });
}

const tagCharacters = lateExpression(String.raw`^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$`, 'u');

function tagsOf({ sessionTags, transitiveTagKeys }: Passed): readonly string[] {
  const problems: string[] = [];
  const keys = [...sessionTags.keys()];
  if (keys.length > mostTags) problems.push(`${keys.length} session tags are passed, STS takes ${mostTags}`);
  const folded = new Set(keys.map((key) => key.toLowerCase()));
  if (folded.size < keys.length)
    problems.push('two session tags differ in the letter case of their keys alone');
  for (const [key, value] of sessionTags) {
    if (key.length < 1 || key.length > 128 || value.length > 256)
      problems.push('a session tag has a key of more than 128 characters, or a value of more than 256');
    if (!tagCharacters().test(key) || !tagCharacters().test(value))
      problems.push('a session tag has other characters than tags have');
    if (/^aws:/i.test(key)) problems.push('a session tag begins with aws:, which is kept for AWS');
  }
  if (transitiveTagKeys.some((key) => !folded.has(key.toLowerCase())))
    problems.push('a transitive tag key is none of the session tags');
  return [...new Set(problems)];
}

const hour = 3600;

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_manage-assume.html#id_roles_use_view-role-max-session */
export function durationStep(
  seconds: number | undefined,
  isChained: boolean,
  mostSeconds: number | undefined,
): CheckStep {
  const title = 'duration';
  const say = (outcome: CheckStep['outcome'], because: string) => step('duration', title, outcome, because);
  if (seconds === undefined) return say('yes', 'one hour, as nothing else is asked for');
  if (seconds < 900) return say('no', `${seconds} s are asked for, and STS gives no less than 900`);
  if (seconds > 12 * hour) return say('no', `${seconds} s are asked for, and no role gives more than 43200`);
  if (isChained && seconds > hour)
    return say(
      'no',
      `${seconds} s are asked for, and a role that is assumed with a role session lasts 3600 at most`,
    );
  if (seconds <= hour) return say('yes', `${seconds} s, which every role gives`);
  if (mostSeconds === undefined)
    return say('unknown', `${seconds} s are asked for, and how many the role gives is not known`);
  return seconds > mostSeconds
    ? say('no', `${seconds} s are asked for, and the role gives ${mostSeconds} at most`)
    : say('yes', `${seconds} s, and the role gives up to ${mostSeconds}`);
}
