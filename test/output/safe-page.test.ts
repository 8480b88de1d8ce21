import { posixShell } from '../../src/core/write-command.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Block, Page } from '../../src/core/page.ts';
import { source } from '../../src/core/source.ts';
import { renderErrorJson, renderErrorText } from '../../src/output/error.ts';
import { renderJson, renderJsonLine } from '../../src/output/json.ts';
import { isSafeJson, safeJsonLines } from '../../src/output/safe-document.ts';
import { safePage } from '../../src/output/safe-page.ts';
import { safeLine } from '../../src/output/safe-text.ts';
import { managedPolicy, managedPolicyNames } from '../../src/data/managed-policies.ts';
import { serviceTable } from '../../src/data/service-table.ts';
import { services } from '../../src/data/services.ts';
import { hideInSentence } from '../../src/output/secret.ts';
import { renderPage } from '../../src/output/text.ts';
import { runs } from '../support/budget.ts';
import { expectLinear } from '../support/growth.ts';
import { createPlants } from '../support/plant.ts';
import { plainLook } from '../support/text.ts';

const { secret, token, jwt, word, foundIn } = createPlants();
const control = '\u001b[31m';
const span = { file: `x ${secret('span')}`, line: 2, column: 3, endLine: 2, endColumn: 5 };

/** A text with a secret in the middle, and what moves a cursor. */
const odd = (place: string) => `see ${secret(place)} here${control}`;
const steps = (place: string) => [
  {
    id: 'x',
    title: odd(`${place} title`),
    outcome: odd(`${place} outcome`),
    because: odd(`${place} because`),
    evidence: [{ kind: 'env' as const, name: odd(`${place} name`), value: odd(`${place} value`), span }],
  },
];
const file = source(
  `p ${secret('file')}.yaml`,
  `a: ${secret('line before')}\nb: ${secret('line')} # ${control}\nc: password: ${word('line after')}\n`,
);

const blocks: {
  readonly [Kind in Exclude<Block['kind'], 'command'>]: Extract<Block, { readonly kind: Kind }>;
} = {
  verdict: {
    kind: 'verdict',
    tone: 'bad',
    word: odd('word'),
    text: odd('verdict'),
    right: odd('right'),
    details: [{ text: odd('detail'), right: odd('right of detail') }],
  },
  heading: { kind: 'heading', text: odd('heading') },
  text: { kind: 'text', text: [odd('text'), { text: odd('run'), tone: 'dim' }] },
  fields: {
    kind: 'fields',
    rows: [{ name: odd('name'), value: odd('value'), note: odd('note'), more: [odd('more')] }],
  },
  marked: {
    kind: 'marked',
    title: odd('title'),
    header: [odd('header')],
    rows: [{ mark: 'yes', cells: [odd('cell')] }],
  },
  excerpt: { kind: 'excerpt', source: file, span, note: odd('note of excerpt'), tone: 'bad' },
  steps: {
    kind: 'steps',
    title: odd('title of steps'),
    steps: steps('outer').map((step) => ({ ...step, steps: steps('inner') })),
  },
  diagnostics: {
    kind: 'diagnostics',
    diagnostics: [
      {
        code: 'x',
        severity: 'error',
        message: odd('message'),
        hint: `${odd('hint')}\n${odd('second line of hint')}`,
        span,
        docs: odd('docs'),
      },
    ],
  },
  table: { kind: 'table', header: [odd('table header')], rows: [[odd('table cell')]] },
  verbatim: { kind: 'verbatim', text: `${odd('verbatim')}\n${odd('second line')}` },
  next: { kind: 'next', items: [{ label: odd('label'), text: odd('next') }] },
};

describe.each(Object.entries(blocks))('%s', (_, block) => {
  const written = (page: Page) => renderPage(safePage(page, posixShell), plainLook(100));

  test('hides every secret, and escapes what moves a cursor', () => {
    for (const page of [[block], [[block, block]]]) {
      const text = written(page);
      expect(foundIn(text)).toEqual([]);
      expect(text).not.toContain('\u001b');
      expect(text).toContain('[hidden]');
    }
  });
});

/** A document of one line, as programs write them, with an excerpt of each of its statements. */
function pageOfOneLine(count: number): Page {
  const statement = (at: number) =>
    `{"Sid":"s-${String(at).padStart(6, '0')}","Resource":"arn:aws:s3:::b/*"}`;
  const text = `[${Array.from({ length: count }, (_, at) => statement(at)).join(',')}]`;
  const whole = source('p.json', text);
  const width = statement(0).length + 1;
  return Array.from({ length: count }, (_, at) => ({
    kind: 'excerpt',
    source: whole,
    span: { file: 'p.json', line: 1, column: at * width + 10, endLine: 1, endColumn: at * width + 18 },
    note: 'here',
    tone: 'bad',
  }));
}

test('each of many places of one line is marked', () => {
  const lines = renderPage(safePage(pageOfOneLine(200), posixShell), plainLook()).split('\n');
  const marked = lines.flatMap((line, at) => {
    const start = line.indexOf('─');
    return start < 0 ? [] : [(lines[at - 1] ?? '').slice(start, line.lastIndexOf('─') + 1)];
  });
  expect(marked).toEqual(Array.from({ length: 200 }, (_, at) => `s-${String(at).padStart(6, '0')}`));
});

test('many places of one line cost what is in proportion to their number', async () => {
  await expectLinear(4000, (count) => renderPage(safePage(pageOfOneLine(count), posixShell), plainLook()));
});

test('an excerpt marks what it marked, behind what is hidden', () => {
  const text = `{ "a": "${secret('before the mark')}", "b": "x" }`;
  const at = text.indexOf('"b"') + 1;
  const block = {
    kind: 'excerpt',
    source: source('p.json', text),
    span: { file: 'p.json', line: 1, column: at, endLine: 1, endColumn: at + 3 },
    note: 'here',
    tone: 'bad',
  } as const;
  expect(renderPage(safePage([block], posixShell), plainLook())).toBe(
    `p.json:1:${at}\n  1 │ { "a": "[hidden]", "b": "x" }\n    │                    ─── here\n`,
  );
});

test('documents, lines of streams and errors', () => {
  const document = {
    schema: 'iamx.x/1',
    [secret('key')]: {
      list: [odd('item'), jwt('JWT'), token('token')],
      text: `\`password: ${word('quoted')}\``,
    },
  };
  const error = {
    code: 'x',
    message: odd('error'),
    hint: `\`--token ${word('option')}\``,
    span,
    diagnostics: [
      { code: 'y', severity: 'error', message: odd('problem') },
      { code: 'y', severity: 'error', message: 'z', hint: odd('hint of problem') },
    ],
  } as const;
  const written = [
    renderJson(document),
    renderJsonLine(document),
    safeJsonLines(`${JSON.stringify({ fine: 1 })}\n${JSON.stringify(document)}\n`),
    renderJsonLine({ error: { message: `secret=${word('in the error of a line')}` } }),
    renderErrorJson(error),
    renderErrorText(error, plainLook()),
    renderErrorText({ ...error, more: 1 }, plainLook()),
    safeLine(odd('line')),
  ];
  for (const text of written) {
    expect(foundIn(text), text).toEqual([]);
    expect(text).not.toContain('\u001b');
    expect(text).toContain('[hidden]');
  }
});

test('lines of a stream are what they were where nothing is hidden', () => {
  const json = fc.json({ maxDepth: 2 }).filter((text) => !text.includes('error'));
  fc.assert(
    fc.property(fc.array(json), (lines) => {
      const piece = lines.map((line) => `${line}\n`).join('');
      expect(safeJsonLines(piece).split('\n').map(read)).toEqual(piece.split('\n').map(read));
    }),
  );
});

/** Texts that are secrets, that announce one, or that would be one together with what stands beside them. */
const suspicious = fc.oneof(
  fc.constantFrom(
    'token',
    'password": "',
    'https://a',
    'b@c',
    ':x@',
    'eyJhbGciOiJIUzI1NiJ9',
    '.',
    'é',
    '\u202e',
  ),
  fc.string({ unit: fc.constantFrom('a', 'B', '3', '/', '+', '=', '"', '\\', ' '), maxLength: 50 }),
  fc.integer().map((number) => secret(`member ${number}`)),
);

test('members that were looked at before are shown as if the whole line were looked at', () => {
  const member = fc.tuple(fc.constantFrom('name', 'value', 'token'), suspicious, fc.boolean());
  const line = fc.array(member, { maxLength: 6 });
  fc.assert(
    fc.property(fc.array(line, { maxLength: 4 }), (lines) => {
      const made = { text: '', fresh: '' };
      for (const members of lines) {
        const parts = members.map(([name, value, isShared], at) => {
          const json = JSON.stringify({ [`${name}${at}`]: value }).slice(1, -1);
          return { json, isKnown: isShared && isSafeJson(json) };
        });
        made.text += `{${parts.map(({ json }) => json).join(',')}}\n`;
        made.fresh += parts.map(({ json, isKnown }) => (isKnown ? '' : json)).join(',');
      }
      expect(safeJsonLines(made)).toBe(safeJsonLines(made.text));
    }),
    { numRuns: runs(200) },
  );
});

function read(line: string): unknown {
  return line === '' ? undefined : JSON.parse(line);
}

test('what AWS calls its actions, resources and policies is no secret', () => {
  const texts = new Set<string>();
  for (const { prefix } of services()) {
    const table = serviceTable(prefix);
    for (const name of table?.actionNames() ?? []) texts.add(`${prefix}:${name}`);
    for (const { arnFormat } of table?.resourceTypes ?? []) {
      // As a question without a resource is told which ones there are.
      texts.add(arnFormat.replace(/\$\{(\w+)\}/g, '$1'));
    }
  }
  for (const name of managedPolicyNames()) {
    JSON.parse(managedPolicy(name)?.text ?? '{}', (key, value: unknown) => {
      texts.add(key);
      if (typeof value === 'string') texts.add(value);
    });
  }
  expect(texts.size).toBeGreaterThan(20_000);
  expect([...texts].filter((text) => hideInSentence(text) !== text)).toEqual([]);
});

test.each([
  'there is no session token: looked for AWS_SESSION_TOKEN; STS says InvalidClientTokenId: unset AWS_ACCESS_KEY_ID',
  'Write the token: one line, no more',
  'the web-identity-token file is empty',
  'fix: aws configure set aws_session_token VALUE --profile dev',
  'the secret of `dev` is missing: run `aws configure`',
  'password and token are both set',
  'leave nothing but the value behind `aws_secret_access_key =`\nvi +3 ~/.aws/credentials',
  'arn:aws:s3:::acme-data/Team/Reports/Year2024/Quarter1/Final2/Version3b',
])('our own words stay whole: %s', (text) => {
  expect(hideInSentence(text)).toBe(text);
});

test.each([
  [`no such file: \`${secret('a path')}\``, 'no such file: `[hidden]`'],
  [`\`password: ${word('a value')}\` is not a field`, '`password: [hidden]` is not a field'],
  [`unknown option '--token=${word('an option')}'`, "unknown option '--token=[hidden]'"],
  [`cannot use AWS_SECRET_ACCESS_KEY=${word('an assignment')}`, 'cannot use AWS_SECRET_ACCESS_KEY=[hidden]'],
  [`runs tool --password ${word('an argument')} now`, 'runs tool --password [hidden] now'],
  [`{"SecretAccessKey": "${word('a member')}"}`, '{"SecretAccessKey": [hidden]}'],
  [`asks https://me:${word('a URL')}@example.com`, 'asks https://[hidden]@example.com'],
])('what is not ours is hidden: %s', (text, expected) => {
  expect(hideInSentence(text)).toBe(expected);
});

/** The lines of an excerpt of the text, its middle one marked. */
function excerptOf(text: string): string {
  const block: Block = {
    kind: 'excerpt',
    source: source('p.yaml', text),
    span: { file: 'p.yaml', line: 2, column: 1, endLine: 2, endColumn: 2 },
    note: 'here',
    tone: 'bad',
  };
  return renderPage(safePage([block], posixShell), plainLook(80));
}

test.each([
  ['  # old password: Zk7-vQx9_mRt2w', '  #'],
  ['Action: s3:GetObject # Zk7-vQx9_mRt2w', 'Action: s3:GetObject #'],
  ["Sid: it's # Zk7-vQx9_mRt2w", "Sid: it's #"],
  ["Description: see 'this # Zk7-vQx9_mRt2w", "Description: see 'this #"],
  ["Description: see 'this # Zk7-vQx9_mRt2w'", "Description: see 'this #"],
  ["- 'goes on # Zk7-vQx9_mRt2w", "- 'goes on #"],
  ['[a, b] # Zk7-vQx9_mRt2w', '[a, b] #'],
  ['// Zk7-vQx9_mRt2w', '//'],
])('of the comment in `%s` its sign is shown', (line, shown) => {
  const excerpt = excerptOf(`a: 1\nb: 2\n${line}\n`.replace(/(b: 2\n)(.*\n)/, '$2$1'));
  expect(excerpt).not.toContain('Zk7');
  expect(excerpt).toContain(`${shown}\n`);
});

test.each(['key: "a # b"', "key: 'a # b'", 'key: a#b', '{"a": "b # c", "d": "\\" # e"}'])(
  'no comment in `%s`: the line is shown whole',
  (line) => {
    expect(excerptOf(`${line}\nb: 2\n`)).toContain(line);
  },
);
