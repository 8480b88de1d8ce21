import type { Hint } from '../../core/command.ts';
import { compileGlob } from '../../core/glob.ts';
import { listed } from '../../core/listed.ts';
import { nearest } from '../../core/nearest.ts';
import { actionsMatching, findAction } from '../../data/actions.ts';
import { findService, services } from '../../data/services.ts';
import { suggestAction, suggestService } from '../../data/suggest-action.ts';
import { dataVersions } from '../../data/versions.ts';
import { quoted } from '../../formats/problem.ts';
import type { StatementParts, Value } from '../../policy/policy.ts';
import { coversOf } from '../pattern-cover.ts';
import { allow, trust } from '../example.ts';
import { allTypes, typesButTrust, type Found, type Rule } from '../rule.ts';

/** Names that policies still hold and that no request ever asks; the data of services lacks them. */
const withoutEffect = ['aws-mcp:InvokeMcp', 'aws-mcp:CallReadOnlyTool', 'aws-mcp:CallReadWriteTool'];

/** Actions: whether there are any of that name, and whether each says something. */
export const actionRules: readonly Rule[] = [
  {
    id: 'action-format',
    severity: 'error',
    category: 'action',
    types: allTypes,
    title: 'An action is not a service and a name with one colon between them.',
    repair: 'Write it like `s3:GetObject`, or `*`.',
    bad: () => ({ policy: allow({ Action: 'GetObject' }), at: '"GetObject"' }),
    good: () => ({ policy: allow({}) }),
    look: { at: 'reading', codes: ['action-format', 'action-blank'] },
  },
  {
    id: 'trust-action',
    severity: 'error',
    category: 'trust',
    types: ['trust'],
    title: 'A role trust policy has an action of another service than sts.',
    repair: 'Write sts:AssumeRole; the permissions of the role belong into an identity policy.',
    bad: () => ({ policy: trust({ Action: 's3:GetObject' }), at: '"s3:GetObject"' }),
    good: () => ({ policy: trust({}) }),
    look: { at: 'reading', codes: ['trust-action'] },
  },
  {
    id: 'wildcard-in-service',
    awsCode: 'WILDCARD_IN_SERVICE_NAME',
    severity: 'info',
    category: 'action',
    types: allTypes,
    title:
      'The service of an action or of an ARN holds a wildcard: it covers services to come, and IAM refuses it in an action.',
    repair: 'Name the service.',
    bad: () => ({
      policy: allow({ Resource: 'arn:aws:*code*:*:111122223333:*' }),
      at: '"arn:aws:*code*:*:111122223333:*"',
    }),
    good: () => ({ policy: allow({}) }),
    look: { at: 'statement', find: findServiceWildcards },
  },
  {
    id: 'action-without-effect',
    severity: 'warning',
    category: 'action',
    types: allTypes,
    title: 'An action of aws-mcp decides nothing any more, in Allow or Deny.',
    repair: 'Test `aws:ViaAWSMCPService` or `aws:CalledViaAWSMCP` on the actions themselves.',
    bad: () => ({
      policy: allow({ Action: ['s3:GetObject', 'aws-mcp:InvokeMcp'] }),
      at: '"aws-mcp:InvokeMcp"',
    }),
    good: () => ({ policy: allow({}) }),
    look: {
      at: 'statement',
      *find({ action }) {
        for (const value of action?.values ?? [])
          if (isWithoutEffect(value.text))
            yield { at: value, message: `${quoted(value.text)} decides nothing any more, in Allow or Deny` };
      },
    },
  },
  {
    id: 'unknown-service-in-action',
    awsCode: 'INVALID_SERVICE_IN_ACTION',
    severity: 'error',
    category: 'action',
    types: allTypes,
    title: 'No service has the prefix of an action.',
    repair: 'Write the prefix of the service.',
    bad: () => ({ policy: allow({ Action: 'lamda:InvokeFunction' }), at: '"lamda:InvokeFunction"' }),
    good: () => ({ policy: allow({ Action: 'lambda:InvokeFunction', Resource: '*' }) }),
    look: { at: 'statement', find: findUnknownServices },
  },
  {
    id: 'unknown-action',
    awsCode: 'INVALID_ACTION',
    severity: 'error',
    category: 'action',
    types: allTypes,
    title:
      'The service has no action of this name; the name of an API operation is not always that of its action.',
    repair: 'Write the name of the action.',
    bad: () => ({ policy: allow({ Action: 's3:ListObjects' }), at: '"s3:ListObjects"' }),
    good: () => ({ policy: allow({ Action: 's3:ListBucket', Resource: 'arn:aws:s3:::acme-data' }) }),
    look: { at: 'statement', find: findUnknownActions },
  },
  {
    id: 'action-pattern-matches-nothing',
    severity: 'warning',
    category: 'action',
    types: allTypes,
    title: 'A pattern of actions matches none.',
    repair: 'Write a pattern that matches the actions you mean.',
    bad: () => ({ policy: allow({ Action: 's3:Gett*' }), at: '"s3:Gett*"' }),
    good: () => ({ policy: allow({ Action: 's3:Get*' }) }),
    look: { at: 'statement', find: findEmptyPatterns },
  },
  {
    id: 'redundant-action',
    awsCode: 'REDUNDANT_ACTION',
    severity: 'info',
    category: 'style',
    types: allTypes,
    title: 'An action is covered by another one of the same list.',
    repair: 'Delete what is covered.',
    bad: () => ({
      policy: allow({ Action: ['iam:Get*', 'iam:GetUser'], Resource: '*' }),
      at: '"iam:GetUser"',
    }),
    good: () => ({ policy: allow({ Action: ['iam:Get*', 'iam:ListUsers'], Resource: '*' }) }),
    look: {
      at: 'statement',
      find: ({ action }) => findCovered(action?.values ?? [], 'action', (text) => text.toLowerCase()),
    },
  },
  {
    id: 'redundant-resource',
    awsCode: 'REDUNDANT_RESOURCE',
    severity: 'info',
    category: 'style',
    types: typesButTrust,
    title: 'A resource is covered by another one of the same list.',
    repair: 'Delete what is covered, unless the overlap is meant.',
    bad: () => ({
      policy: allow({ Resource: ['arn:aws:s3:::b*', 'arn:aws:s3:::b/x'] }),
      at: '"arn:aws:s3:::b/x"',
    }),
    good: () => ({ policy: allow({ Resource: ['arn:aws:s3:::b', 'arn:aws:s3:::b/x'] }) }),
    look: {
      at: 'statement',
      find: ({ resource }) => findCovered(resource?.values ?? [], 'resource', (text) => text),
    },
  },
];

function isWithoutEffect(text: string): boolean {
  if (!/^aws-mcp:/i.test(text)) return false;
  const glob = compileGlob(text.toLowerCase());
  return withoutEffect.some((name) => glob.matches(name.toLowerCase()));
}

function* findServiceWildcards({ action, resource }: StatementParts): Iterable<Found> {
  for (const value of action?.values ?? []) {
    const colon = value.text.indexOf(':');
    const service = value.text.slice(0, Math.max(colon, 0));
    if (colon > 0 && /[*?]/.test(service)) {
      yield {
        at: value,
        message: `the service of ${quoted(value.text)} holds a wildcard, which IAM refuses`,
      };
    }
  }
  for (const value of resource?.values ?? []) {
    const [prefix, , service = ''] = value.text.split(':');
    if (prefix === 'arn' && /[*?]/.test(service) && !/^\*+$/.test(service))
      yield {
        at: value,
        message: `the service of ${quoted(value.text)} holds a wildcard: services to come are covered too`,
      };
  }
}

interface Plain {
  readonly value: Value;
  readonly prefix: string;
  readonly name: string;
}

const plain = new WeakMap<StatementParts, readonly Plain[]>();

/**
 * The actions that are plain `service:Name`, patterns among them, with what stands before and after the colon; three
 * rules ask.
 */
function wellFormed(statement: StatementParts): readonly Plain[] {
  let found = plain.get(statement);
  if (found === undefined) {
    found = (statement.action?.values ?? []).flatMap((value) => {
      const [, prefix, name] = /^([A-Za-z0-9-]+):(\S+)$/.exec(value.text) ?? [];
      if (prefix === undefined || name === undefined || value.text.includes('${')) return [];
      return isWithoutEffect(value.text) ? [] : [{ value, prefix, name }];
    });
    plain.set(statement, found);
  }
  return found;
}

function* findUnknownServices(statement: StatementParts): Iterable<Found> {
  const told = new Set<string>();
  for (const { value, prefix } of wellFormed(statement)) {
    const key = prefix.toLowerCase();
    if (findService(prefix) !== undefined || told.has(key)) continue;
    told.add(key);
    const near = suggestAction(value.text) ?? suggestService(prefix) ?? nearest(prefix, prefixes());
    yield {
      at: value,
      message: `no service has the prefix ${quoted(prefix)} in the data of ${dataVersions().iam.date}`,
      ...didYouMean(near),
    };
  }
}

let allPrefixes: readonly string[] | undefined;

function prefixes(): readonly string[] {
  return (allPrefixes ??= services().map(({ prefix }) => prefix));
}

function* findUnknownActions(statement: StatementParts): Iterable<Found> {
  for (const { value, prefix, name } of wellFormed(statement)) {
    if (/[*?]/.test(name) || findService(prefix) === undefined) continue;
    if (findAction(value.text) !== undefined) continue;
    yield {
      at: value,
      message: `${quoted(value.text)} is no action in the data of ${dataVersions().iam.date}`,
      ...didYouMean(suggestAction(value.text)),
    };
  }
}

function* findEmptyPatterns(statement: StatementParts): Iterable<Found> {
  for (const { value, prefix, name } of wellFormed(statement)) {
    if (!/[*?]/.test(name) || findService(prefix) === undefined) continue;
    if (actionsMatching(value.text).length > 0) continue;
    yield {
      at: value,
      message: `${quoted(value.text)} matches no action in the data of ${dataVersions().iam.date}`,
      ...didYouMean(suggestAction(value.text)),
    };
  }
}

function didYouMean(name: string | undefined): { readonly hint?: Hint } {
  return name === undefined ? {} : { hint: `Did you mean \`${name}\`?` };
}

/**
 * What another one of the list covers, as a pattern over its text. One finding for each cover, at the first that it
 * covers.
 */
function* findCovered(
  values: readonly Value[],
  noun: string,
  fold: (text: string) => string,
): Iterable<Found> {
  const covered = new Map<number, number[]>();
  for (const [index, cover] of coversOf(values.map(({ text }) => fold(text))))
    if (!covered.get(cover)?.push(index)) covered.set(cover, [index]);
  for (const [cover, indexes] of covered) {
    const what = indexes.map((index) => values[index]).filter((value) => value !== undefined);
    const [at] = what;
    const by = values[cover];
    if (at === undefined || by === undefined) continue;
    const names = listed(
      what.map(({ text }) => quoted(text)),
      5,
    );
    const is = what.length === 1 ? 'is' : 'are';
    yield {
      at,
      message:
        fold(at.text) === fold(by.text) && what.length === 1
          ? `the ${noun} ${names} stands here twice`
          : `${names} ${is} covered by ${quoted(by.text)}`,
      related: [by],
    };
  }
}
