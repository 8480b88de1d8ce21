import { editDistance, nearest } from '../../core/nearest.ts';
import type { Raw } from '../../core/raw.ts';

/** Letter case, `_`, blanks and quotes set aside. */
export function foldName(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/["'“”„‘’«»]/g, '')
    .replace(/[_\s]+/g, '-');
}

/** As the wanted name but for case, signs and quotes, or one slip of the hand; two in names of eight letters on. */
export function isNearName(text: string, wanted: string): boolean {
  if (text === wanted || text.length > 2 * wanted.length + 8) return false;
  const [own, other] = [foldName(text), foldName(wanted)];
  const most = wanted.length >= 8 ? 2 : 1;
  return editDistance(own, other, most) <= most;
}

/** Other words for where a role's credentials come from. */
const sourceWords = [
  { form: /^(?:aws_?)?(?:ec2|imds|instance)/i, name: 'Ec2InstanceMetadata' },
  { form: /^(?:aws_?)?(?:ecs|container|task|fargate)/i, name: 'EcsContainer' },
  { form: /^env/i, name: 'Environment' },
] as const;

/** The source that was meant by a value of `credential_source`. */
export function meantSource(value: Raw | undefined, names: readonly string[]): string | undefined {
  const near = value === undefined ? undefined : nearest(value, names);
  const word = sourceWords.find(({ form, name }) => names.includes(name) && value?.fits(form) === true);
  return near ?? word?.name;
}

/** The one of the names that the text is nearest to; undefined where it is near to none. */
export function nearName(text: string, wanted: readonly string[]): string | undefined {
  const [own, near] = [foldName(text), wanted.filter((name) => isNearName(text, name))];
  const apart = (name: string) => editDistance(own, foldName(name), 2);
  return near.toSorted((left, right) => apart(left) - apart(right))[0];
}
