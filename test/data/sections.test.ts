import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { encodeSections } from '../../scripts/data/sections.ts';
import { IamxError } from '../../src/core/error.ts';
import { dataBytes } from '../../src/data/bytes.ts';
import { dataFiles } from '../../src/data/files.ts';
import { openSections, type Sections } from '../../src/data/sections.ts';
import { installData } from '../../src/data/source.ts';
import { runs } from '../support/budget.ts';

afterAll(() => installData(dataFiles));

function opened(file: Uint8Array | string): Sections {
  installData(dataBytes(new Map([['x.txt', file]])));
  return openSections('x.txt');
}

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof IamxError) return error.code;
    throw error;
  }
  return 'no error';
}

const names = fc.uniqueArray(fc.stringMatching(/^[a-z0-9-]{1,12}$/), { minLength: 1, maxLength: 30 });
const text = fc.string({ unit: fc.constantFrom(' ', '\t', '\n', 'A', 'b', '0', '~', '!') });

describe('sections', () => {
  test('come back as they were, one by one and together', () => {
    fc.assert(
      fc.property(names, fc.infiniteStream(text), (all, texts) => {
        const sections = all.map((name) => [name, texts.next().value ?? ''] as const);
        const { text: textOf, texts: everything } = opened(encodeSections(sections));
        for (const [name, expected] of sections) expect(textOf(name)).toBe(expected);
        expect([...everything()]).toEqual(sections);
      }),
      { numRuns: runs(30) },
    );
  });

  test('a directory that is longer than what is read at once is read whole', () => {
    const many = Array.from({ length: 2000 }, (_, index) => [`s${index}`, `text ${index}`] as const);
    const { text: textOf, texts } = opened(encodeSections(many));
    expect(textOf('s1999')).toBe('text 1999');
    expect(texts().size).toBe(2000);
  });

  test.each(['', 's', 's33', 'S3', 's3 ', 's3\n', ' s3', 's3 0', 'Text', '0', 'constructor', '__proto__', '\u212as'])(
    '`%s` is no section',
    (name) => {
      expect(opened(encodeSections([['s3', 'Text\nec2 0 1 0\n']])).text(name)).toBeUndefined();
    },
  );

  test('a file with any one byte changed or its end cut off never gives another text', () => {
    const sections = [
      ['ec2', 'RunInstances\nW\n\n'],
      ['s3', 'GetObject PutObject\nR\nW\n'],
    ] as const;
    const whole = Buffer.from(encodeSections(sections));
    const directory = whole.indexOf('ec2 ');
    const texts = whole.indexOf('RunInstances');
    const outcomes = (bytes: Uint8Array) =>
      sections.map(([name, expected]) => {
        let found: string | undefined;
        const code = codeOf(() => (found = opened(bytes).text(name)));
        expect([expected, undefined]).toContain(found);
        return code === 'no error' ? found : code;
      });
    for (let at = 0; at < whole.length; at++) {
      const changed = Buffer.from(whole);
      changed[at] = (changed[at] ?? 0) ^ 0x05;
      const found = outcomes(changed);
      if (at >= texts || (at > 60 && at < directory)) expect(found).toContain('data-unreadable');
      // The last line end of the directory is not missed.
      if (at >= directory && at !== texts - 1) expect(found).not.toEqual(sections.map(([, expected]) => expected));
      expect(outcomes(whole.subarray(0, at))).toContain('data-unreadable');
      expect(codeOf(() => opened(whole.subarray(0, at)).texts())).toBe('data-unreadable');
    }
    expect(outcomes(whole)).toEqual(sections.map(([, expected]) => expected));
  });

  test.each([
    { sections: [['S3', 'x']] as const, because: 'a name in capitals' },
    { sections: [['s3', 'é']] as const, because: 'a text beyond ASCII' },
  ])('the generator refuses $because', ({ sections }) => {
    expect(() => encodeSections(sections)).toThrow();
  });
});
