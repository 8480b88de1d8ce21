import { describe, expect, test } from 'vitest';
import { source } from '../../../src/core/source.ts';
import { memoryHost } from '../../../src/host/memory.ts';
import { newLibrary } from '../../../src/policy/scenario/library.ts';
import { noPolicies, type PolicyRefs } from '../../../src/policy/scenario/policies.ts';

const from = source('in.jsonl', '');
const policy = (bucket: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Action: 's3:GetObject', Resource: `arn:aws:s3:::${bucket}/*` },
  });

function byFile(path: string): PolicyRefs {
  return { ...noPolicies, identity: [[{ kind: 'file', path, range: undefined }]] };
}

describe('a library of policies', () => {
  test('reads each of 10,000 files once, however often they are asked for in turn', async () => {
    const names = Array.from({ length: 10_000 }, (_, index) => `p${index}.json`);
    const host = memoryHost({ files: Object.fromEntries(names.map((name) => [name, policy(name)])) });
    const library = newLibrary(host);
    for (let round = 0; round < 3; round++) {
      for (const name of names) await library.compile(byFile(name), from, false);
    }
    expect(host.read).toHaveLength(names.length);
  });

  test('reads a file once for all the layers that name it', async () => {
    const host = memoryHost({ files: { 'p.json': policy('b') } });
    const [level] = byFile('p.json').identity;
    const layers = level === undefined ? [] : [level];
    await newLibrary(host).compile(
      { ...noPolicies, identity: layers, boundary: layers, scp: layers },
      from,
      false,
    );
    expect(host.read).toHaveLength(1);
  });

  test('compiles the policies of a file once', async () => {
    const host = memoryHost({ files: { 'p.json': policy('b') } });
    const library = newLibrary(host);
    const first = await library.compile(byFile('p.json'), from, false);
    const again = await library.compile(byFile('p.json'), source('other.jsonl', ''), false);
    expect(again.set.identity?.[0]).toBe(first.set.identity?.[0]);
  });

  test('tells what is wrong with a file each time', async () => {
    const library = newLibrary(memoryHost({ files: { 'p.json': '{"Statement": [' } }));
    for (let round = 0; round < 2; round++) {
      await expect(library.compile(byFile('p.json'), from, false)).rejects.toMatchObject({
        code: 'json-syntax',
      });
      await expect(library.compile(byFile('no.json'), from, false)).rejects.toMatchObject({
        code: 'file-missing',
      });
    }
  });
});
