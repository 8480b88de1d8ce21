import { readdirSync } from 'node:fs';
import { beforeEach, expect, test, vi } from 'vitest';

let read: string[] = [];
/** How many bytes the pieces have. */
let pieces: number[] = [];

/** The modules anew, each table that they ask for written down. */
beforeEach(async () => {
  read = [];
  pieces = [];
  vi.resetModules();
  const { dataFiles } = await import('../../src/data/files.ts');
  const { installData } = await import('../../src/data/source.ts');
  installData({
    ...dataFiles,
    read: (name) => {
      read.push(name);
      return dataFiles.read(name);
    },
    slice: (name, start, length) => {
      read.push(`a piece of ${name}`);
      pieces.push(length);
      return dataFiles.slice(name, start, length);
    },
  });
});

const folder = new URL('../../src/data/', import.meta.url);

test('importing every module of the folder reads no table', async () => {
  const modules = readdirSync(folder).flatMap((file) => /^(.*)\.ts$/.exec(file)?.[1] ?? []);
  expect(modules.length).toBeGreaterThan(10);
  for (const name of modules) await import(`../../src/data/${name}.ts`);
  expect(read).toEqual([]);
});

test('one action costs the directory and the table of its service, each read once', async () => {
  const { findAction } = await import('../../src/data/actions.ts');
  expect(findAction('s3:GetObject')?.level).toBe('Read');
  expect(findAction('s3:PutObject')?.level).toBe('Write');
  expect(findAction('nosuch:Thing')).toBeUndefined();
  expect(read).toEqual(['a piece of service-tables.txt', 'a piece of service-tables.txt']);
  expect(findAction('ec2:RunInstances')?.level).toBe('Write');
  expect(read).toHaveLength(3);
});

test('no more is read than the directory, which fits, and the service', async () => {
  const { findAction } = await import('../../src/data/actions.ts');
  findAction('s3:GetObject');
  const [directory = 0, service = 0] = pieces;
  expect(directory).toBeLessThanOrEqual(16_384);
  expect(service).toBeGreaterThan(1000);
  expect(service).toBeLessThan(30_000);
});

test('all names of actions cost the directory and the whole file, once', async () => {
  const { actionsMatching } = await import('../../src/data/actions.ts');
  expect(actionsMatching('*:Describe*').length).toBeGreaterThan(1000);
  expect(actionsMatching('*').length).toBeGreaterThan(20_000);
  expect(read).toEqual(['a piece of service-tables.txt', 'service-tables.txt']);
});

test('one managed policy costs its two files, each read once', async () => {
  const { managedPolicy } = await import('../../src/data/managed-policies.ts');
  expect(managedPolicy('AdministratorAccess')?.version).toBe('v1');
  expect(managedPolicy('ReadOnlyAccess')?.version).toBe('v188');
  expect(read.sort()).toEqual(['managed.bin', 'managed.txt']);
});

test('a name that is no managed policy does not cost the documents', async () => {
  const { nearestManagedPolicy } = await import('../../src/data/managed-policies.ts');
  expect(nearestManagedPolicy('S3FullAccess')).toBe('AmazonS3FullAccess');
  expect(read).toEqual(['managed.txt']);
});
