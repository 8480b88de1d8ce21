import type { Diagnostic } from '../../core/evaluation.ts';
import { quoted } from '../../formats/problem.ts';
import { deriveKey } from '../context.ts';
import type { GivenKey, Request } from '../request.ts';
import { diagnostic, type Fields } from './findings.ts';

/** Keys that the principal or the resource settles: another value is likelier a slip than meant (R421). */
const settled: ReadonlySet<string> = new Set([
  'aws:principalarn',
  'aws:principalaccount',
  'aws:principaltype',
  'aws:userid',
  'aws:username',
  'aws:principalisawsservice',
  'aws:principalservicename',
  'aws:principalservicenameslist',
  'aws:resourceaccount',
  'aws:requestedregion',
  'aws:tokenissuetime',
  'ec2:sourceinstancearn',
]);

const noKeys: ReadonlyMap<string, GivenKey> = new Map();
const nothing: readonly Diagnostic[] = [];

/** R421: a given value overrides what follows from the request; where the two differ, that is said. */
export function findContradictions(request: Request, fields: Fields): readonly Diagnostic[] {
  let found = nothing;
  for (const [key, given] of request.context) {
    if (!settled.has(key)) continue;
    const because = contradicts(request, key, given);
    if (because === undefined) continue;
    const message = `${quoted(given.name)} contradicts the request: ${because}`;
    const remark = {
      code: 'contradiction',
      message,
      hint: 'The given value counts; leave it out to have it derived.',
    };
    found = [...found, diagnostic(fields, `context/${given.name}`, 'warning', remark)];
  }
  for (const [key, others, because] of exclusive) {
    const given = request.context.get(key);
    if (given === undefined) continue;
    const other = others.map((each) => request.context.get(each)).find((each) => each !== undefined);
    if (other === undefined || !because(other.value)) continue;
    const remark = {
      code: 'contradiction',
      message: `no request has ${quoted(given.name)} beside ${quoted(other.name)} ${shown(other.value)}`,
      hint: 'The given values count; leave one of them out.',
    };
    found = [...found, diagnostic(fields, `context/${given.name}`, 'warning', remark)];
  }
  return found;
}

const isAny = () => true;
const isFalse = (value: string | readonly string[]) => String(value).toLowerCase() === 'false';

/** R909: a key, others that no request has beside it, and the values for which that is so. */
const exclusive: readonly (readonly [
  key: string,
  others: readonly string[],
  because: (value: string | readonly string[]) => boolean,
])[] = [
  ['aws:sourceip', ['aws:sourcevpce', 'aws:sourcevpc', 'aws:vpcsourceip'], isAny],
  ['aws:calledvia', ['aws:viaawsservice'], isFalse],
  ['aws:calledviafirst', ['aws:viaawsservice'], isFalse],
  ['aws:calledvialast', ['aws:viaawsservice'], isFalse],
  ['aws:multifactorauthage', ['aws:multifactorauthpresent'], isFalse],
];

function shown(value: string | readonly string[]): string {
  return isFalse(value) ? '`false`' : 'of an endpoint';
}

function contradicts(request: Request, key: string, { value }: GivenKey): string | undefined {
  // Without the given keys, since some are derived from others: the role's ARN above all.
  const derived = deriveKey({ ...request, context: noKeys }, key);
  if (derived.kind === 'open' || derived.kind === 'unsaid') return undefined;
  if (derived.kind === 'absent') return 'a request of this principal has no such key';
  const texts = (each: string | readonly string[]) => (typeof each === 'string' ? [each] : each);
  const given = texts(value);
  const expected = texts(derived.value);
  const same =
    given.length === expected.length &&
    given.every((text) => expected.some((other) => equal(key, text, other, derived.assumed)));
  return same ? undefined : `there it is ${expected.map(quoted).join(', ')}`;
}

/** The ARN of a session's role is assumed to have no path: then its name alone must be the same. */
function equal(key: string, given: string, expected: string, assumed: boolean): boolean {
  if (key === 'aws:principalisawsservice') return given.toLowerCase() === expected;
  if (given === expected || !assumed) return given === expected;
  if (key !== 'aws:principalarn') return true;
  const [start = '', name = ''] = expected.split(':role/');
  return given.startsWith(`${start}:role/`) && given.endsWith(`/${name}`);
}
