import { lateExpression } from '../core/late-expression.ts';
import { editDistance } from '../core/nearest.ts';
import { remember } from '../core/remember.ts';
import { reveal, type Raw } from '../core/raw.ts';
import type { Shown } from '../core/shown.ts';
import { nameOfRegion, regionOfName } from './region-names.ts';
import { asShown, notA } from './shape.ts';

/** botocore 1.43 `endpoints.json`, all partitions. */
export const regions: readonly string[] = `
  af-south-1 ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1
  ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7 ca-central-1 ca-west-1
  cn-north-1 cn-northwest-1 eu-central-1 eu-central-2 eu-isoe-west-1 eu-north-1 eu-south-1 eu-south-2 eu-west-1
  eu-west-2 eu-west-3 eusc-de-east-1 il-central-1 me-central-1 me-south-1 mx-central-1 sa-east-1 us-east-1 us-east-2
  us-gov-east-1 us-gov-west-1 us-iso-east-1 us-iso-west-1 us-isob-east-1 us-isob-west-1 us-isof-east-1
  us-isof-south-1 us-west-1 us-west-2 aws-global`
  .trim()
  .split(/\s+/);

/** A region newer than the list. */
const regionShape = /^[a-z]{2,5}(?:-[a-z]{2,12}){1,3}-\d$/;
/** Most of what is no region is a key id, a secret or a path, and needs no list of names. */
const looksNamed = (text: string) => /[a-z]{3}|\(/.test(text) && !/[/\\:=@]/.test(text);
const longest = 30;
const mostEdits = 2;

/** A region, or what is at most two slips of the hand from one: letter case, blanks, quotes, a zone's letter aside. */
export function printRegion(raw: Raw): Shown {
  const text = reveal(raw);
  if (text.length <= longest && (regionShape.test(text) || isNearRegion(text))) return asShown(text);
  // The whole of it may be a name that AWS publishes.
  const named = looksNamed(text) ? regionOfName(text) : undefined;
  if (named === undefined) return notA('not a region', raw);
  return asShown(spelledName().test(text) ? text : (nameOfRegion(named) ?? named));
}

/** The letters of a name that is known, its code and what parts words: nothing else can hide between them. */
const between = '[\\p{L}\\p{M} .,()\'’"_-]*';
const spelledName = lateExpression(
  `^${between}(?:\\b[a-z]{2,5}(?:-[a-z]{2,12}){1,3}-\\d\\b${between})?$`,
  'u',
);

/** The region that a text is nearest to, where it is none itself; undefined where it is like none. */
export function nearestRegion(raw: Raw): string | undefined {
  const folded = fold(reveal(raw));
  if (folded === '') return undefined;
  if (raw.length > longest) return regionOfName(reveal(raw));
  const distances = regions.map((region) => ({ region, distance: editDistance(folded, region, mostEdits) }));
  const least = distances.reduce((best, one) => (one.distance < best.distance ? one : best));
  return least.distance <= mostEdits ? least.region : regionOfName(reveal(raw));
}

/** Its letter of a zone, its case, blanks and quotes set aside. */
function fold(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('_', '-')
    .replace(/[\s"']/g, '')
    .replace(/(?<=-\d)[a-f]$/, '');
}

/** Many profiles say the same few words. */
const isNearRegion = remember(256, (text) => {
  const folded = fold(text);
  return folded !== '' && regions.some((region) => editDistance(folded, region, mostEdits) <= mostEdits);
});
