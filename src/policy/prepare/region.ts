import { quoted } from '../../formats/problem.ts';
import { named, report, type Problems } from './findings.ts';

/** `eu-west-1`, `us-gov-east-1`, `cn-north-1`, `us-isob-east-1`. */
const form = /^[a-z]{2,4}(-[a-z]+){1,3}-\d{1,2}$/;

/** The region as given; a problem is reported and the field then counts as not given. */
export function readRegion(text: string | undefined, problems: Problems): string | undefined {
  if (text === undefined || form.test(text)) return text;
  const message = `${named(problems, 'region')} is not the name of a region: ${quoted(text)}`;
  const zone = /^([a-z]{2,4}(?:-[a-z]+){1,3}-\d{1,2})[a-z]$/.exec(text)?.[1];
  const hint =
    zone === undefined
      ? 'Write it as in `eu-west-1`.'
      : `That is an availability zone, its region is \`${zone}\`.`;
  report(problems, 'region', message, hint);
  return undefined;
}
