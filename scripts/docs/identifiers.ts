import { posixShell, writeCommand } from '../../src/core/write-command.ts';
import { knownShapes } from '../../src/decode/known-shapes.ts';
import { iamForms, stsForms, type ArnForm } from '../../src/identifiers/arn-forms.ts';
import { serviceForms } from '../../src/identifiers/arn-forms-services.ts';
import { accountOfId, idPrefixForAccount } from '../../src/identifiers/id-account.ts';
import { nameLimits, type NameLimit } from '../../src/identifiers/name-limits.ts';
import { sessionLimits } from '../../src/identifiers/session-limits.ts';
import { sessionSources, type SessionSourceRow } from '../../src/identifiers/session-source.ts';
import { idPrefixes, type IdPrefix } from '../../src/identifiers/unique-id.ts';
import { code, heading, line, sentence } from './markdown.ts';

/** What IDs, ARNs and session names say: the tables that `decode` and `whoami` read. */
export function identifiersPage(): string {
  return [
    ...heading('What identifiers say'),
    'What `iamx decode` and `whoami` know of IDs, ARNs and names, made of the tables that they read. It rests on',
    "AWS's own pages: [IAM identifiers](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html),",
    '[quotas and names](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html) and the',
    '[resource types of each service](https://docs.aws.amazon.com/service-authorization/latest/reference/). What AWS',
    'does not document is named so.',
    '',
    '## IDs',
    '',
    'The first four characters say what it is.',
    '',
    ...table(
      ['Prefix', 'What', 'Requests', 'Met in', 'Characters', 'Account', 'Find the owner'],
      idPrefixes.map(idRow),
    ),
    '',
    '## The account in an ID',
    '',
    ...accountSection(),
    '',
    '## ARNs of IAM and STS',
    '',
    'The first form that fits counts.',
    '',
    ...formTable([...iamForms, ...stsForms]),
    '',
    '## ARNs of other services',
    '',
    'Every other ARN is split by the tables of the service authorization reference.',
    '',
    ...formTable(serviceForms),
    '',
    '## Other texts',
    '',
    'Neither an ID nor an ARN, and what they could be:',
    '',
    ...table(
      ['Like', 'What it is'],
      knownShapes.map(({ example, says }) => [code(example), sentence(says)]),
    ),
    '',
    '## Names of role sessions',
    '',
    'Who starts a session chooses its name, unless AWS does. The first row that fits is told as a likeness, one that AWS',
    'sets as a fact. *documented*: by AWS; *source*: in the code of the tool; *observed*: in public logs; *unverified*:',
    'neither.',
    '',
    ...table(['Like', 'Who', 'Basis', 'Holds the time'], sessionSources.map(sessionRow)),
    '',
    '## What some credentials cannot do',
    '',
    'Whatever the policies say:',
    '',
    ...table(
      ['What', 'Where it is written'],
      sessionLimits.map(({ message, docs }) => [sentence(message), `[AWS](${docs})`]),
    ),
    '',
    '## Names in IAM',
    '',
    ...table(['Name', 'Characters', 'Length'], Object.values(nameLimits).map(limitRow)),
    '',
  ].join('\n');
}

function table(columns: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  return [line(columns), line(columns.map(() => '---')), ...rows.map(line)];
}

function idRow({
  prefix,
  title,
  signing,
  metIn,
  usualLength,
  account,
  find,
  note,
  example,
}: IdPrefix): readonly string[] {
  const found = find?.('ID');
  return [
    `${code(prefix)}, as ${code(example)}`,
    note === undefined ? title : `${title}: ${sentence(note)}`,
    sentence(signing),
    sentence(metIn),
    String(usualLength),
    account === 'inferred' ? 'in it' : 'in it, not verified',
    found === undefined ? '' : code(writeCommand(found, posixShell)),
  ];
}

/** AWS documents no account in an ID: what was found, with an example that the decoder itself reads. */
function accountSection(): readonly string[] {
  const example = 'AKIASP2TPHJSQH3FJXYZ';
  const found = accountOfId(example);
  if (found.kind !== 'account') throw new Error('the example holds no account');
  const { body, ninth } = idPrefixForAccount(found.account);
  return [
    'AWS does not document that an ID holds its account, so `decode` says that it is inferred. The nine characters behind',
    'the prefix are base32 (`A` is 0, `7` is 31), 45 bits. The first bit is set in IDs that were issued since about 2019;',
    'older ones hold no account. The next 40 bits are the account, the last four belong to the ID.',
    '',
    `${code(example)} is of account ${code(found.account)}; every ID of that account goes on with ${code(body)} behind its`,
    `prefix, then a character from ${code(ninth.from)} to ${code(ninth.to)} in the order A–Z, 2–7.`,
  ];
}

function formTable(forms: readonly ArnForm[]): readonly string[] {
  return table(
    ['Like', 'What', 'Note'],
    forms.map(({ example, title, note }) => [code(example), title, note === undefined ? '' : sentence(note)]),
  );
}

const units = { s: 'seconds', ms: 'milliseconds', ns: 'nanoseconds', ticks: '.NET ticks' } as const;

function sessionRow({
  example,
  exampleRole,
  title,
  setByAws,
  evidence,
  time,
}: SessionSourceRow): readonly string[] {
  const role = exampleRole === undefined ? '' : `, role ${code(exampleRole)}`;
  return [
    `${code(example)}${role}`,
    sentence(title),
    `${evidence}${setByAws === true ? ', set by AWS' : ''}`,
    time === undefined ? '' : units[time],
  ];
}

function limitRow({ item, characters, min, max }: NameLimit): readonly string[] {
  return [item, sentence(characters), min === max ? String(min) : `${min} to ${max}`];
}
