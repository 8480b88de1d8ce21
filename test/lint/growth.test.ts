import { describe, expect, test } from 'vitest';
import { lineText, source } from '../../src/core/source.ts';
import { dataFiles } from '../../src/data/files.ts';
import { formatsFitting } from '../../src/data/resource-types.ts';
import { serviceTable } from '../../src/data/service-table.ts';
import { installData } from '../../src/data/source.ts';
import { parseJson } from '../../src/formats/json.ts';
import type { ArrayNode } from '../../src/formats/tree.ts';
import { pathTo } from '../../src/lint/path-to.ts';
import { planOf, editsOf } from '../../src/lint/run/fix/document-edits.ts';
import { unifiedDiff } from '../../src/lint/run/fix/unified-diff.ts';
import { expectLinear } from '../support/growth.ts';
import { run } from '../support/run.ts';

/** What a policy has many of costs in proportion: none of it is looked through once for each finding. */

installData(dataFiles);

const many = <Item>(count: number, make: (index: number) => Item): readonly Item[] =>
  Array.from({ length: count }, (_, index) => make(index));
const policy = (statements: readonly object[], space?: number) =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements }, undefined, space);
const twice = (index: number) => ({
  Sid: `S${index}`,
  Effect: 'Allow',
  Action: ['s3:getobject', 's3:GetObject'],
  Resource: `arn:aws:s3:::acme-${index}/*`,
});
const unknown = (index: number) => ({ Effect: 'Allow', Action: `s3:Nothing${index}`, Resource: '*' });

function numbers(size: number): ArrayNode {
  const { root } = parseJson(source('x.json', JSON.stringify(many(size, (index) => index))));
  if (root?.kind !== 'array') throw new Error('no list');
  return root;
}

describe('a part of it', () => {
  test('the paths of all places of a list', async () => {
    await expectLinear(40_000, (size) => {
      const root = numbers(size);
      expect(root.items.findIndex((item, index) => pathTo(root, item)[0] !== index)).toBe(-1);
    });
  });

  test('the text of a long line, for each finding on it', async () => {
    const texts = new Map<number, ReturnType<typeof source>>();
    await expectLinear(16_000, (size) => {
      const from = texts.get(size) ?? source('x.json', `${'x'.repeat(size * 100)}\r\n`);
      texts.set(size, from);
      let length = 0;
      for (let index = 0; index < size; index++) length += lineText(from, 1).length;
      expect(length).toBe(size * size * 100);
    });
  });

  test('the ARNs of a statement, against all formats of their service', async () => {
    const formats = serviceTable('ec2')?.resourceTypes.map(({ arnFormat }) => arnFormat) ?? [];
    await expectLinear(2_000, (size) => {
      const fits = formatsFitting(
        many(size, (index) => `arn:aws:ec2:us-east-1:111122223333:nothing/${index}`),
      );
      const asked = many(size, (index) => formats[index % formats.length] ?? '');
      expect(asked.filter(fits)).toEqual([]);
    });
  });

  test('what a repair takes out of one list', async () => {
    await expectLinear(16_000, (size) => {
      const root = numbers(size);
      const changes = root.items.slice(1).map((at) => ({ kind: 'remove', at }) as const);
      const plan = planOf(root, changes);
      const text = JSON.stringify(many(size, (index) => index));
      expect(plan && editsOf(text, plan, 'json')).toHaveLength(size - 1);
    });
  });

  test('a diff of many hunks', async () => {
    await expectLinear(80_000, (size) => {
      const lines = many(size, (index) => `${index}\n`);
      // No more than a thousand changes are told apart; each is a hunk of its own.
      const every = Math.max(8, Math.floor(size / 900));
      const after = lines.map((line, index) => (index % every === 0 ? `+${line}` : line));
      expect(unifiedDiff('x.txt', lines.join(''), after.join('')).isWhole).toBe(true);
    });
  });
});

describe('the whole of lint', () => {
  const list = (size: number, textOf: (index: number) => string) => many(size, textOf);
  const s3 = (index: number) => `arn:aws:s3:::acme-${index}/*`;

  test.each<[string, number, (size: number) => string]>([
    ['statements on one line', 4_000, (size) => policy(many(size, unknown))],
    ['statements on lines', 4_000, (size) => policy(many(size, unknown), 1)],
    [
      'actions and resources of one statement',
      8_000,
      (size) =>
        policy([{ Effect: 'Allow', Action: list(size, (at) => `s3:Get${at}`), Resource: list(size, s3) }]),
    ],
    [
      'known actions and resources of other services',
      8_000,
      (size) =>
        policy([{ Effect: 'Allow', Action: list(size, () => 'ec2:RunInstances'), Resource: list(size, s3) }]),
    ],
    [
      'tags with the name of a secret',
      8_000,
      (size) => {
        const tags = many(size, (at) => [`aws:RequestTag/password${at}`, `hunter${at}`]);
        const Condition = { StringEquals: Object.fromEntries(tags) as object };
        return policy([{ Effect: 'Allow', Action: 's3:GetObject', Resource: '*', Condition }]);
      },
    ],
    [
      'members with the name of a secret',
      8_000,
      (size) =>
        JSON.stringify({
          Statement: [],
          ...Object.fromEntries(many(size, (at) => [`secret_access_key${at}`, `hunter${at}`])),
        }),
    ],
    [
      'Sids that are all the same',
      4_000,
      (size) => policy(many(size, (at) => ({ ...unknown(at), Sid: at % 2 === 0 ? 'S' : `S${at}` }))),
    ],
  ])('%s', async (_, size, textOf) => {
    await expectLinear(size, async (part) => {
      const { status, out } = await run(['lint', '--json', 'x.json'], { files: { 'x.json': textOf(part) } });
      expect(status).not.toBe(2);
      expect((JSON.parse(out) as { findings: unknown[] }).findings.length).toBeGreaterThan(0);
    });
  });

  test.each(['text', 'sarif', 'github', 'gitlab', 'rdjson', 'junit', 'markdown'])('%s', async (format) => {
    await expectLinear(4_000, async (part) => {
      const files = { 'x.json': policy(many(part, unknown)) };
      expect((await run(['lint', '--format', format, 'x.json'], { files })).status).toBe(1);
    });
  });

  test.each([
    ['statements', (size: number) => policy(many(size, twice), 1)],
    [
      'values of one list',
      (size: number) => policy([{ ...twice(0), Action: many(size, (at) => `s3:Get${at >> 1}`) }], 1),
    ],
    [
      'statements of one Sid',
      (size: number) =>
        policy(
          many(size, (at) => ({ ...twice(at), Sid: 'S' })),
          1,
        ),
    ],
  ])('the repairs of %s', async (_, textOf) => {
    await expectLinear(1_600, async (part) => {
      const { status, out } = await run(
        ['lint', '--fix', '--dry-run', '--ignore', 'unknown-action', 'x.json'],
        {
          files: { 'x.json': textOf(part) },
        },
      );
      expect(status).not.toBe(2);
      expect(out).toMatch(/^-/m);
    });
  });
});
