import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { IamxError } from '../../src/core/error.ts';
import { decodeText } from '../../src/formats/text.ts';
import { expectLinear } from '../support/growth.ts';
import { anyCharacter } from '../support/text.ts';
import { runs } from '../support/budget.ts';

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function utf16(text: string, order: 'LE' | 'BE', mark: boolean): Uint8Array {
  const units = Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
  return Uint8Array.from(
    [...(mark ? [0xfeff] : []), ...units].flatMap((unit) =>
      order === 'LE' ? [unit & 0xff, unit >> 8] : [unit >> 8, unit & 0xff],
    ),
  );
}

function errorOf(bytes: Uint8Array, file = 'policy.json'): IamxError {
  try {
    decodeText(file, bytes);
  } catch (error) {
    if (error instanceof IamxError) return error;
    throw error;
  }
  throw new Error('the bytes were read as text');
}

const document = '{"Resource":"arn:aws:s3:::é/𝒳"}\n';

describe('bytes that are text', () => {
  test.each([
    ['UTF-8', bytesOf(document), []],
    ['UTF-8 with a byte order mark', bytesOf(`\ufeff${document}`), ['text/byte-order-mark']],
    ['UTF-16LE with one', utf16(document, 'LE', true), ['text/utf-16']],
    ['UTF-16BE with one', utf16(document, 'BE', true), ['text/utf-16']],
  ])('%s', (_name, bytes, codes) => {
    const { source, notices } = decodeText('policy.json', bytes);
    expect(source.text).toBe(document);
    expect(notices.map(({ code, severity }) => [code, severity])).toEqual(
      codes.map((code) => [code, 'info']),
    );
    for (const { span, hint } of notices) {
      expect(span).toMatchObject({ file: 'policy.json', line: 1, column: 1 });
      expect(hint).toContain('Save it as UTF-8');
    }
  });

  test('a mark inside the text stays', () => {
    expect(decodeText('x', bytesOf('a\ufeffb')).source.text).toBe('a\ufeffb');
    expect(decodeText('x', bytesOf('\ufeff\ufeffb')).source.text).toBe('\ufeffb');
  });

  test('any text without NUL comes back, in each encoding', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter, minLength: 1 }), (given) => {
        const text = `a${given.replaceAll('\0', '')}`;
        expect(decodeText('x', bytesOf(text)).source.text).toBe(text);
        for (const order of ['LE', 'BE'] as const) {
          expect(decodeText('x', utf16(text, order, true)).source.text).toBe(text);
        }
      }),
    );
  });

  test('any bytes are text or an error of the two kinds', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        try {
          expect(decodeText('x', bytes).source.text).not.toContain('\0');
        } catch (error) {
          if (!(error instanceof IamxError)) throw error;
          expect(['file-not-text', 'file-empty']).toContain(error.code);
          expect(error.hint).toBeTruthy();
        }
      }),
      { numRuns: runs(50) },
    );
  });
});

describe('bytes that are none', () => {
  test('Latin-1: the byte, its place, how to convert', () => {
    const bytes = Uint8Array.from([...bytesOf('{\n  "Sid": "é: Caf'), 0xe9, ...bytesOf('" }')]);
    const error = errorOf(bytes);
    expect(error).toMatchObject({
      code: 'file-not-text',
      message: '`policy.json` is not UTF-8: byte E9 at line 2, column 17',
      hint: 'Save it as UTF-8: `iconv -f ISO-8859-1 -t UTF-8 FILE`',
      span: { file: 'policy.json', line: 2, column: 17, endLine: 2, endColumn: 18 },
    });
  });

  test.each([
    ['an overlong form', [0xc0, 0x80]],
    ['a surrogate', [0xed, 0xa0, 0x80]],
    ['beyond Unicode', [0xf4, 0x90, 0x80, 0x80]],
    ['a lone continuation', [0x80]],
    ['a cut character', [0xf0, 0x9f, 0x98]],
  ])('%s is told at its place', (_name, bad) => {
    const error = errorOf(Uint8Array.from([...bytesOf('ab\r\nc'), ...bad]));
    expect(error.span).toMatchObject({ line: 2, column: 2 });
  });

  test('the place is found in megabytes', async () => {
    await expectLinear(4e6, (size) => {
      const bytes = new Uint8Array(size).fill(0x20);
      bytes[0] = 0x7b;
      bytes[size / 2] = 0x0a;
      bytes[size / 2 + 5] = 0xff;
      expect(errorOf(bytes).span).toMatchObject({ line: 2, column: 5 });
    });
  });

  test.each([
    ['gzip data', [0x1f, 0x8b, 8, 0], 'gunzip -c FILE'],
    ['a zip archive', [0x50, 0x4b, 3, 4], 'name the file inside'],
    ['a PDF document', [...bytesOf('%PDF-1.7')], 'Copy the policy out of it'],
    ['a PNG image', [0x89, 0x50, 0x4e, 0x47, 0x0d], 'Name a text file'],
    ['a program (ELF)', [0x7f, 0x45, 0x4c, 0x46, 2], 'Name a text file'],
    ['binary data (its byte 4 is NUL)', [0x7b, 0x7d, 0x0a, 0], 'Name a text file'],
  ])('%s', (what, start, hint) => {
    const error = errorOf(Uint8Array.from([...start, ...bytesOf('rest')]));
    expect(error.code).toBe('file-not-text');
    expect(error.message).toBe(`\`policy.json\` is not text: it looks like ${what}`);
    expect(error.hint).toContain(hint);
  });

  test('NUL is told at its place', () => {
    expect(errorOf(bytesOf('{\n  "é": "\0"')).span).toMatchObject({ line: 2, column: 9 });
  });

  test.each(['LE', 'BE'] as const)('UTF-16%s without a mark', (order) => {
    const error = errorOf(utf16('{"Version":1}', order, false));
    expect(error.message).toBe(`\`policy.json\` looks like UTF-16${order} without a byte order mark`);
    expect(error.hint).toContain(`iconv -f UTF-16${order}`);
  });

  test('UTF-16 with half a character', () => {
    const error = errorOf(utf16('{"a":"\ud800"}', 'LE', true));
    expect(error).toMatchObject({ code: 'file-not-text', hint: 'Save it as UTF-8' });
  });

  test.each([
    ['UTF-16 with NUL', utf16('a\0b', 'BE', true)],
    ['UTF-32LE', Uint8Array.from([0xff, 0xfe, 0, 0, 0x7b, 0, 0, 0])],
  ])('%s', (_name, bytes) => {
    expect(errorOf(bytes).message).toContain('is not text: it looks like binary data');
  });

  test.each([
    ['nothing', new Uint8Array()],
    ['white space', bytesOf(' \r\n\t')],
    ['a byte order mark alone', bytesOf('\ufeff')],
    ['a mark of UTF-16 alone', utf16('', 'LE', true)],
  ])('%s is empty', (_name, bytes) => {
    expect(errorOf(bytes)).toMatchObject({ code: 'file-empty', message: '`policy.json` is empty' });
    expect(errorOf(bytes, '-')).toMatchObject({
      message: 'standard input is empty',
      hint: 'Check that the command before the pipe prints something',
    });
  });
});
