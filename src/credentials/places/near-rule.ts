import { editDistance } from '../../core/nearest.ts';

/** Letter case, `_`, blanks and quotes set aside. */
export function foldName(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/["']/g, '')
    .replace(/[_\s]+/g, '-');
}

/** As the wanted name but for case, signs and quotes, or one slip of the hand; two in names of eight letters on. */
export function isNearName(text: string, wanted: string): boolean {
  if (text === wanted || text.length > 2 * wanted.length + 8) return false;
  const [own, other] = [foldName(text), foldName(wanted)];
  const most = wanted.length >= 8 ? 2 : 1;
  return editDistance(own, other, most) <= most;
}

/** The one of the names that the text is nearest to; undefined where it is near to none. */
export function nearName(text: string, wanted: readonly string[]): string | undefined {
  const [own, near] = [foldName(text), wanted.filter((name) => isNearName(text, name))];
  const apart = (name: string) => editDistance(own, foldName(name), 2);
  return near.toSorted((left, right) => apart(left) - apart(right))[0];
}
