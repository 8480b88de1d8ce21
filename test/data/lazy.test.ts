import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { readdirSync } from 'node:fs';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const real = fs.readFileSync;
let read: string[] = [];

beforeEach(() => {
  read = [];
  vi.resetModules();
  fs.readFileSync = new Proxy(real, {
    apply(target, self, args: Parameters<typeof real>) {
      const table = /\/data\/([^/]+\.(?:bin|txt|json))$/.exec(String(args[0]))?.[1];
      if (table !== undefined) read.push(table);
      return Reflect.apply(target, self, args);
    },
  });
  syncBuiltinESMExports();
});

afterEach(() => {
  fs.readFileSync = real;
  syncBuiltinESMExports();
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
