import { describe, expect, test } from 'vitest';
import { allRows } from '../../src/messages/catalogue.ts';
import { layers, readDenial } from '../../src/messages/denial.ts';
import { findErrors } from '../../src/messages/error-reader.ts';
import { layerWordings, refusalText } from '../../src/messages/layer-wordings.ts';
import { markOf, matchRows } from '../../src/messages/match-rows.ts';
import { samples } from './samples.ts';

const catalogue = allRows();

const firstRow = (text: string) => findErrors(text).map((error) => matchRows(error)[0]?.row.id);

describe('each wording is read as its row', () => {
  test.each(samples.filter(([id]) => id !== 'AD'))('%s %s', (id, text) => {
    expect(firstRow(text)).toEqual([id]);
  });

  test.each(samples.filter(([id]) => id === 'AD'))('%s %s', (_, text) => {
    const rows = findErrors(text).map((error) => matchRows(error).some(({ row }) => row.id === 'AD'));
    expect(rows).toEqual([true]);
  });

  test('every row of the catalogue has a wording here', () => {
    const tried = new Set(samples.map(([id]) => id));
    expect(catalogue.filter(({ id }) => !tried.has(id))).toEqual([]);
  });
});

test('ids are given once', () => {
  expect(new Set(catalogue.map(({ id }) => id)).size).toBe(catalogue.length);
});

test('the expression of refusals names every layer', () => {
  const words = Object.values(layerWordings).flatMap((each) => [
    each.implicit,
    ...('also' in each ? each.also : []),
  ]);
  expect(layers.split('|').sort()).toEqual([...words].sort());
});

const wrappers: readonly (readonly [string, (text: string) => string])[] = [
  ['bare', (text) => text],
  ['AWS CLI', (text) => `An error occurred (AccessDenied) when calling the X operation: ${text}`],
  [
    'AWS CLI 2.34',
    (text) =>
      `\naws: [ERROR]: An error occurred (AccessDenied) when calling the X operation: ${text}\n\nAdditional error details:\nType: Sender\n`,
  ],
  ['AWS CLI, json', (text) => JSON.stringify({ Code: 'AccessDenied', Message: text }, undefined, 2)],
  ['AWS CLI, yaml', (text) => `Code: AccessDenied\nMessage: '${text}'\n`],
  ['AWS CLI, text', (text) => `AccessDenied\t${text}\n`],
  ['AWS CLI, table', (text) => `+------+\n|  Code |  AccessDenied |\n|  Message  |  ${text} |\n+------+\n`],
  [
    'Go',
    (text) =>
      `operation error IAM: X, https response error StatusCode: 403, RequestID: 8b1d2c3e-0000-4000-8000-0a1b2c3d4e5f, api error AccessDenied: ${text}`,
  ],
  [
    'Go, version 1',
    (text) => `AccessDenied: ${text}\n\tstatus code: 403, request id: 8b1d2c3e-0000-4000-8000-0a1b2c3d4e5f`,
  ],
  [
    'Java',
    (text) =>
      `software.amazon.awssdk.services.iam.model.IamException: ${text} (Service: Iam, Status Code: 403, Request ID: 8b1d2c3e-0000-4000-8000-0a1b2c3d4e5f)`,
  ],
  ['JavaScript', (text) => `AccessDenied: ${text}\n    at throwDefaultError (/srv/node_modules/x.js:1:1)\n`],
  [
    'XML',
    (text) =>
      `<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>${text}</Message></Error><RequestId>8b1d2c3e-0000-4000-8000-0a1b2c3d4e5f</RequestId></ErrorResponse>`,
  ],
  [
    'CloudTrail',
    (text) =>
      JSON.stringify({
        Records: [
          { errorCode: 'AccessDenied', errorMessage: text, eventName: 'X', eventSource: 'iam.amazonaws.com' },
        ],
      }),
  ],
  [
    'lookup-events',
    (text) =>
      JSON.stringify({
        Events: [{ CloudTrailEvent: JSON.stringify({ errorCode: 'AccessDenied', errorMessage: text }) }],
      }),
  ],
  ['EventBridge', (text) => JSON.stringify({ detail: { errorCode: 'AccessDenied', errorMessage: text } })],
  [
    'HAR',
    (text) =>
      JSON.stringify({
        log: {
          entries: [
            {
              request: { headers: [{ name: 'Cookie', value: 'c' }] },
              response: { content: { text: JSON.stringify({ __type: 'x#AccessDenied', message: text }) } },
            },
          ],
        },
      }),
  ],
  [
    'Terraform',
    (text) =>
      `╷\n│ Error: creating IAM User: operation error IAM: CreateUser, https response error\n│ StatusCode: 403, RequestID: 8b1d2c3e-0000-4000-8000-0a1b2c3d4e5f, api error AccessDenied:\n│ ${wrapped(text)}\n│ \n│   with aws_iam_user.x,\n│   on main.tf line 1, in resource "aws_iam_user" "x":\n│    1: resource "aws_iam_user" "x" {\n│ \n╵\n`,
  ],
  ['a log', (text) => `2026-01-31T17:12:00.123Z ${text}\n2026-01-31T17:12:01Z done\n`],
  ['a terminal with colours', (text) => `\u001b[31m${text}\u001b[0m\n`],
];

/** As Terraform does: at words, behind a line of the box. */
function wrapped(text: string): string {
  return text.replace(/(.{30,70}) /g, '$1\n│ ');
}

const id = '1a2b3c4d';
const url = `https://eu-west-1.console.aws.amazon.com/iam/home?region=eu-west-1#/authorization-details/${id}`;
const endings: readonly (readonly [string, string, boolean])[] = [
  ['', '', false],
  ['.', 'a full stop', false],
  [`. Go to ${url} for complete details.`, 'a link', true],
  [
    `. Go to ${url} for complete details, or call the GetRequestAuthorizationDetails API with the following authorization id: ${id}.`,
    'a link and an id',
    true,
  ],
];

describe('every refusal of AWS is read the same in every wrapper with every ending', () => {
  const refusals = samples.filter(([row, text]) => row === 'AD' && !text.includes('Go to '));
  test.each(wrappers)('%s', (_, wrap) => {
    for (const [, sample] of refusals) {
      const expected = readDenial(sample);
      expect(expected.action).toBeDefined();
      for (const [ending, , hasId] of endings) {
        const plain = sample.replace(/\.$/, '');
        const text = wrap(`${plain}${ending}`);
        const [error, ...others] = findErrors(text);
        expect(others, text).toEqual([]);
        const { authorizationId, authorizationRegion, ...denial } = error?.denial ?? {};
        expect(denial, text).toEqual(expected);
        expect([authorizationId, authorizationRegion], text).toEqual(
          hasId ? [id, 'eu-west-1'] : [undefined, undefined],
        );
      }
    }
  });
});

describe('what is written is read back', () => {
  const cases = Object.values(layerWordings).flatMap((layer) =>
    [true, false].map((isExplicit) => [layer, isExplicit] as const),
  );
  test.each(cases)('%j, explicit: %s', (layer, isExplicit) => {
    const told = {
      caller: 'arn:aws:iam::111122223333:user/mika',
      action: 's3:GetObject',
      resource: 'arn:aws:s3:::a/b c.txt',
    };
    const text = refusalText({ ...told, layer, isExplicit });
    expect(readDenial(text)).toEqual({ ...told, layer: layer.implicit, explicit: isExplicit });
  });
});

describe('what is looked for before a wording is compiled', () => {
  const patterns = catalogue.flatMap(({ patterns = [] }) => patterns);

  test('no wording has alternatives outside of brackets', () => {
    expect(patterns.filter(({ source }) => hasOpenAlternatives(source))).toEqual([]);
  });

  test('stands in every text that the wording matches', () => {
    const matches = patterns.flatMap((pattern) =>
      samples.flatMap(([, text]) => {
        const found = pattern.exec(text.toUpperCase()) ?? pattern.exec(text);
        return found === null ? [] : [{ mark: markOf(pattern), found: found[0].toLowerCase() }];
      }),
    );
    expect(matches.length).toBeGreaterThan(patterns.length / 2);
    expect(matches.filter(({ mark, found }) => !found.includes(mark))).toEqual([]);
  });

  test.each([
    { pattern: /Missing (?:token|key)/i, mark: 'missing ' },
    { pattern: /roles? of/, mark: 'role' },
    { pattern: /perform:{0,2} sts/, mark: 'perform' },
    { pattern: /(?:Request is )?Missing/, mark: '' },
    { pattern: /\[Errno/, mark: '' },
  ])('$pattern: $mark', ({ pattern, mark }) => {
    expect(markOf(pattern)).toBe(mark);
  });

  test('keeps most wordings from being compiled for an ordinary error', () => {
    const [[, sample] = ['', '']] = samples;
    const text = sample.toLowerCase();
    const compiled = patterns.filter((pattern) => text.includes(markOf(pattern)));
    expect(compiled.length).toBeLessThan(patterns.length / 5);
  });
});

function hasOpenAlternatives(source: string): boolean {
  const plain = source.replace(/\\./g, '').replace(/\[[^\]]*\]/g, '');
  let depth = 0;
  for (const sign of plain) {
    if (sign === '(') depth++;
    else if (sign === ')') depth--;
    else if (sign === '|' && depth === 0) return true;
  }
  return false;
}
