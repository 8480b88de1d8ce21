import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { nodeHost } from '../../src/host/node.ts';
import { collect } from '../../src/testing/run/collect.ts';
import { posix, testWith } from '../support/process.ts';

testWith(
  [posix],
  'a folder with circles of links ends, each file once, and says what was left out',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'iamx-circle-'));
    try {
      mkdirSync(join(folder, 'a', 'b'), { recursive: true });
      writeFileSync(join(folder, 'a', 'b', 'one.iamx.yaml'), '');
      symlinkSync(folder, join(folder, 'a', 'b', 'up'));
      symlinkSync('.', join(folder, 'a', 'self'));
      symlinkSync('two', join(folder, 'one'));
      symlinkSync('one', join(folder, 'two'));
      symlinkSync('round.iamx.yaml', join(folder, 'round.iamx.yaml'));
      const { files, diagnostics } = await collect(nodeHost(), [folder]);
      expect(files).toEqual([join(folder, 'a', 'b', 'one.iamx.yaml')]);
      const told = diagnostics.map(({ message }) => message).join('\n');
      for (const link of ['a/b/up', 'a/self', 'round.iamx.yaml']) expect(told).toContain(join(folder, link));
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
);
