import type { Caller } from './callers.ts';
import type { Keys } from './texts.ts';
import type { Question, Value } from './shapes.ts';

/** The condition keys of a request: what follows from the question, and what was given. */
export function keysOf(question: Question, caller: Caller, owner: string): Keys {
  const given = new Map(Object.entries(question.context).map(([key, value]) => [key.toLowerCase(), value]));
  const derived = Object.entries({
    ...ofCaller(caller, question),
    ...ofRequest(question),
    'aws:resourceaccount': owner === '' ? undefined : owner,
    's3:resourceaccount': owner !== '' && question.action.startsWith('s3:') ? owner : undefined,
  });
  const all = new Map<string, Value>();
  for (const [key, value] of derived) if (value !== undefined) all.set(key, value);
  for (const key of given.keys()) if (key.startsWith('aws:sourcevpc')) all.delete('aws:sourceip');
  for (const [key, value] of given) all.set(key, value);
  if (given.has('aws:multifactorauthage') && !given.has('aws:multifactorauthpresent'))
    all.set('aws:multifactorauthpresent', 'true');
  const tags = [...given.keys()].filter((key) => key.startsWith('aws:requesttag/'));
  if (tags.length > 0 && !given.has('aws:tagkeys')) all.set('aws:tagkeys', tagKeysOf(question));
  return all;
}

/** The tags of a role that is passed may count or not (R671). */
export function readingsOf(keys: Keys, { action }: Question): readonly Keys[] {
  if (action !== 'iam:PassRole') return [keys];
  return [keys, new Map([...keys].filter(([key]) => !key.startsWith('aws:resourcetag/')))];
}

function tagKeysOf({ context }: Question): readonly string[] {
  const prefix = 'aws:requesttag/';
  return Object.keys(context).flatMap((key) =>
    key.toLowerCase().startsWith(prefix) ? [key.slice(prefix.length)] : [],
  );
}

type Derived = Readonly<Record<string, string | undefined>>;

const types: Readonly<Record<Caller['kind'], string>> = {
  root: 'Account',
  user: 'User',
  session: 'AssumedRole',
  federated: 'FederatedUser',
  service: 'AWSService',
  anonymous: 'Anonymous',
};

function ofCaller(caller: Caller, { now, context }: Question): Derived {
  const { kind, arn, account } = caller;
  if (kind === 'anonymous') return { 'aws:principaltype': types.anonymous, 'aws:userid': 'anonymous' };
  if (kind === 'service') return { 'aws:principalisawsservice': 'true', 'aws:principalservicename': arn };
  const asked = Object.keys(context).map((key) => key.toLowerCase());
  const temporary =
    kind === 'session' ||
    kind === 'federated' ||
    asked.some((key) => /^aws:(?:tokenissuetime|multifactorauth(?:present|age))$/.test(key));
  const name = arn.split('/').at(-1);
  return {
    'aws:principaltype': types[kind],
    'aws:principalarn': kind === 'session' ? (caller.issuer ?? roleOf(caller)) : arn,
    'aws:principalaccount': account,
    'aws:principalisawsservice': 'false',
    'aws:username': kind === 'user' ? name : undefined,
    'aws:userid': kind === 'root' ? account : kind === 'federated' ? `${account}:${name ?? ''}` : undefined,
    'aws:tokenissuetime': temporary ? now : undefined,
    'aws:multifactorauthpresent': temporary ? 'false' : undefined,
  };
}

function roleOf({ account, role }: Caller): string {
  return `arn:aws:iam::${account}:role/${role ?? ''}`;
}

const global = ['iam'];

function ofRequest({ action, resource, now, region }: Question): Derived {
  const [service = ''] = action.split(':');
  const place = resource.split(':')[3];
  const regionOf = place === undefined || place === '' ? region : place;
  return {
    'aws:currenttime': now,
    'aws:epochtime': String(Date.parse(now) / 1000),
    'aws:securetransport': 'true',
    'aws:requestedregion':
      action === 'iam:PassRole' ? region : global.includes(service) ? 'us-east-1' : regionOf,
    'aws:viaawsservice': 'false',
  };
}
