import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { expect, test } from 'vitest';
import { built, isCurrent, markBuilt } from '../../scripts/built-from.mjs';

test('what was built is taken as it is only where nothing was changed since', () => {
  const folder = mkdtempSync(join(tmpdir(), 'iamx-built-'));
  try {
    for (const name of built.filter((one) => extname(one) === '')) mkdirSync(join(folder, name));
    const files = built.map((name) => (extname(name) === '' ? join(name, 'deep', 'x.cjs') : name));
    for (const name of built.filter((one) => extname(one) === '')) mkdirSync(join(folder, name, 'deep'));
    const write = (text: string) => {
      for (const file of files) writeFileSync(join(folder, file), text);
    };
    write('1');
    expect(isCurrent(folder)).toBe(false);
    markBuilt(folder);
    expect(isCurrent(folder)).toBe(true);
    for (const file of files) {
      writeFileSync(join(folder, file), '2');
      expect([file, isCurrent(folder)]).toEqual([file, false]);
      writeFileSync(join(folder, file), '1');
    }
    expect(isCurrent(folder)).toBe(true);
    writeFileSync(join(folder, 'built-from.txt'), 'v1\nx\ny\n');
    expect(isCurrent(folder)).toBe(false);
    rmSync(join(folder, 'lib'), { recursive: true });
    expect(isCurrent(folder)).toBe(false);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
