import { readdirSync } from 'node:fs';
import { beforeEach, expect, test, vi } from 'vitest';

let read: string[] = [];

/** The modules anew, each table that they ask for written down. */
beforeEach(async () => {
  read = [];
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
      return dataFiles.slice(name, start, length);
    },
  });
});

const folder = new URL('../../src/data/', import.meta.url);

test('importing every module of the folder reads no table', async () => {
  const modules = readdirSync(folder).filter((name) => name.endsWith('.ts'));
  expect(modules.length).toBeGreaterThan(10);
  for (const name of modules) await import(new URL(name, folder).href);
  expect(read).toEqual([]);
});

test('one action costs the list of services and the blocks, each read once', async () => {
  const { findAction } = await import('../../src/data/actions.ts');
  expect(findAction('s3:GetObject')?.level).toBe('Read');
  expect(findAction('ec2:RunInstances')?.level).toBe('Write');
  expect(findAction('nosuch:Thing')).toBeUndefined();
  expect(read.sort()).toEqual(['iam.bin', 'services.txt']);
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
