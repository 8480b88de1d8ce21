import { IamxError } from '../../core/error.ts';
import { source, type Source } from '../../core/source.ts';
import { nearest } from '../../core/nearest.ts';
import { quoted } from '../../formats/problem.ts';
import { keyFacts } from '../../policy/keys.ts';
import type { Question } from '../../policy/question.ts';
import type { PolicyRef, PolicyRefs } from '../../policy/scenario/policies.ts';
import { given } from '../../policy/scenario/question.ts';
import { optionNames, optionRows, parts, type Given, type OptionName } from './options.ts';

/** References on the command line are relative to where the program runs. */
export const commandLine: Source = source('', '');

/** The question that the options ask. Throws `usage` where an option misses its value or the question its subject. */
export function questionOf(options: Given): Question {
  const principal = options.text('principal');
  const actions = options.words('action');
  const resources = options.texts('resource');
  if (principal === undefined || actions.length === 0) throw incomplete(principal, actions.length > 0);
  const context = contextOf(options);
  const unknown = options.words('unknown');
  return {
    principal,
    actions,
    resources: resources.length === 0 ? ['*'] : resources,
    ...given({
      principalId: options.text('principal-id'),
      sessionIssuer: options.text('session-issuer'),
      resourceAccount: options.text('resource-account'),
      managementAccount: options.text('management-account'),
      sourceIdentity: options.text('source-identity'),
      now: options.text('now'),
      context: context.size === 0 ? undefined : context,
      principalTags: tagsOf(options, 'principal-tag'),
      resourceTags: tagsOf(options, 'resource-tag'),
      requestTags: tagsOf(options, 'request-tag'),
      sessionTags: tagsOf(options, 'session-tag'),
      viaEndpoint: options.isOn('via-endpoint') ? true : undefined,
      unknown: options.isOn('unknown-all') ? (true as const) : unknown.length > 0 ? unknown : undefined,
    }),
  };
}

function incomplete(principal: string | undefined, hasAction: boolean): IamxError {
  if (principal === undefined && !hasAction) {
    return new IamxError(
      'usage',
      'there is no question: give `--principal` and `--action`, or `--scenario FILE`',
      {
        hint: 'iamx simulate --principal arn:aws:iam::111122223333:user/mika --action s3:GetObject --resource arn:aws:s3:::acme/x --policy policy.json',
      },
    );
  }
  return principal === undefined
    ? new IamxError('usage', 'no principal: who asks?', {
        hint: 'Add `--principal arn:aws:iam::111122223333:user/NAME`, a role, a session, a service name or `anonymous`.',
      })
    : new IamxError('usage', 'no action: what is asked for?', {
        hint: 'Add `--action s3:GetObject`, or several.',
      });
}

/** `KEY=VALUE`: keys hold no `=`, values may. */
function pairOf(name: OptionName, text: string): readonly [key: string, value: string] {
  const equals = text.indexOf('=');
  if (equals > 0) return [text.slice(0, equals), text.slice(equals + 1)];
  const example = name === 'context' ? 'aws:SourceIp=203.0.113.10' : 'team=red';
  throw new IamxError('usage', `\`--${name}\` wants KEY=VALUE`, { hint: `Write \`--${name} ${example}\`.` });
}

/** Commas part values, but not where the key is given again, nor in the text of a key that holds one value. */
function contextOf(options: Given): ReadonlyMap<string, string | readonly string[]> {
  const found = new Map<string, string[]>();
  for (const text of options.texts('context')) {
    const [key, value] = pairOf('context', text);
    found.set(key, [...(found.get(key) ?? []), value]);
  }
  return new Map(
    [...found].map(([key, values]) => {
      const [only = ''] = values;
      const list = values.length > 1 || only === '' || holdsOneText(key) ? values : parts(only);
      return [key, list.length === 1 ? (list[0] ?? '') : list];
    }),
  );
}

/** As `aws:UserAgent`, where a comma is a part of the value. */
function holdsOneText(key: string): boolean {
  const facts = keyFacts(key);
  return facts !== undefined && !facts.multivalued && (facts.type === 'string' || facts.type === 'arn');
}

function tagsOf(options: Given, name: OptionName): ReadonlyMap<string, string> | undefined {
  const tags = new Map<string, string>();
  for (const text of options.texts(name)) {
    const [key, value] = pairOf(name, text);
    if (tags.has(key)) {
      throw new IamxError('usage', `\`--${name}\` gives \`${key}\` twice`, {
        hint: 'A tag has one value: keep one.',
      });
    }
    tags.set(key, value);
  }
  return tags.size === 0 ? undefined : tags;
}

export function policiesOf(options: Given): PolicyRefs {
  const files = (name: OptionName) => options.texts(name).map(fileRef);
  const levels = (name: OptionName) => options.texts(name).map((level) => parts(level).map(fileRef));
  const managed = options
    .words('managed')
    .map((name): PolicyRef => ({ kind: 'managed', name, range: undefined }));
  const resource = options.text('resource-policy');
  return {
    identity: [...files('policy'), ...managed],
    boundary: files('boundary'),
    session: files('session-policy'),
    resource: resource === undefined ? undefined : fileRef(resource),
    endpoint: files('endpoint-policy'),
    scp: levels('scp'),
    rcp: levels('rcp'),
  };
}

function fileRef(path: string): PolicyRef {
  return { kind: 'file', path, range: undefined };
}

const optionOfField: Readonly<Record<string, OptionName>> = {
  principalId: 'principal-id',
  sessionIssuer: 'session-issuer',
  resourceAccount: 'resource-account',
  managementAccount: 'management-account',
  principalTags: 'principal-tag',
  resourceTags: 'resource-tag',
  requestTags: 'request-tag',
  sessionTags: 'session-tag',
  sourceIdentity: 'source-identity',
  viaEndpoint: 'via-endpoint',
};

/** A field of the question as it is called on the command line. */
export function flagOf(field: string): string {
  const [name = field] = field.split('/', 1);
  return `--${optionOfField[name] ?? name}`;
}

const policyFieldOf: Readonly<Partial<Record<OptionName, keyof PolicyRefs>>> = {
  policy: 'identity',
  managed: 'identity',
  'resource-policy': 'resource',
  boundary: 'boundary',
  'session-policy': 'session',
  'endpoint-policy': 'endpoint',
  scp: 'scp',
  rcp: 'rcp',
};

/** Where a scenario's file holds what an option says. */
function scenarioPlace(name: OptionName): string {
  const policies = policyFieldOf[name];
  if (policies !== undefined) return `\`${policies}\` under \`policies\``;
  const field =
    name === 'unknown-all'
      ? 'unknown'
      : (Object.keys(optionOfField).find((key) => optionOfField[key] === name) ?? name);
  return `\`${field}\` under \`request\``;
}

/** What a scenario brings itself; `--now` stays, as the instant of scenarios that name none. */
const withScenario: ReadonlySet<OptionName> = new Set<OptionName>(['scenario', 'jsonl', 'steps', 'now']);

/** Throws `usage` for options that do not go together, and for a word that is no option. */
export function checkOptions(
  options: Given,
  values: readonly string[],
  { json }: { readonly json: boolean },
): void {
  const [stray] = values;
  if (stray !== undefined) throw strayValue(stray);
  if (options.isGiven('scenario')) checkScenario(options);
  const lines = options.isOn('jsonl');
  if (lines && options.isGiven('save')) {
    throw conflict('`--save` saves one question, `--jsonl` answers many', 'Leave one of them out.');
  }
  if (lines && json) {
    throw conflict('`--json` prints one document, `--jsonl` one result a line', 'Leave one of them out.');
  }
  if (options.isOn('steps') && !lines) {
    throw conflict('`--steps` is for `--jsonl`', 'Write `--verbose`, or `--json`, which has the steps.');
  }
  if (options.isOn('force') && !options.isGiven('save')) {
    throw conflict('`--force` is for `--save`', 'Leave it out.');
  }
  if (options.isGiven('save') && stdinUses(options) > 0) {
    throw conflict(
      '`--save` names policies by their files, and `-` is none',
      'Write the policy into a file first.',
    );
  }
  if (stdinUses(options) > 1) {
    throw conflict(
      '`-` is given more than once, and standard input can be read once',
      'Write the others into files.',
    );
  }
}

function conflict(message: string, hint: string): IamxError {
  return new IamxError('usage', message, { hint });
}

function checkScenario(options: Given): void {
  const [file = 'FILE'] = options.texts('scenario');
  for (const name of optionNames) {
    if (withScenario.has(name) || !options.isGiven(name)) continue;
    if (name === 'save' || name === 'force') {
      throw conflict(
        '`--save` writes a question given by options, and `--scenario` is one already',
        'Leave one of them out.',
      );
    }
    throw conflict(
      `\`--${name}\` and \`--scenario\` do not go together: a scenario holds the whole question`,
      `Write it as ${scenarioPlace(name)} in ${quoted(file)}, or leave \`--scenario\` out.`,
    );
  }
}

function strayValue(text: string): IamxError {
  const near = nearest(
    `--${text}`,
    optionRows.map(({ flags }) => flags.split(' ')[0] ?? flags),
  );
  const hint = text.startsWith('arn:')
    ? 'Write `--principal ARN` or `--resource ARN`.'
    : /\.(json|ya?ml|jsonl)$/i.test(text)
      ? `Write \`--policy ${text}\` or \`--scenario ${text}\`.`
      : near === undefined
        ? 'Every part of the question is an option: see `iamx simulate --help`.'
        : `Did you mean \`${near}\`?`;
  return new IamxError('usage', 'a word stands there without an option', { hint });
}

function stdinUses(options: Given): number {
  const files = (['policy', 'boundary', 'session-policy', 'endpoint-policy', 'scenario'] as const).flatMap(
    (name) => options.texts(name),
  );
  const levels = [...options.words('scp'), ...options.words('rcp')];
  return [...files, ...levels, options.text('resource-policy')].filter((path) => path === '-').length;
}
