import { posix, win32 } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { besideFile, pathFrom, withoutDetours } from '../../../src/policy/scenario/paths.ts';

const unix = { platform: 'posix', cwd: '/home/user/work' } as const;
const windows = { platform: 'windows', cwd: 'C:\\Users\\user\\work' } as const;

describe('a path in a scenario is relative to the scenario’s file', () => {
  test.each([
    { host: unix, file: 'q.yaml', path: 'app.json', at: 'app.json' },
    { host: unix, file: 'tests/q.yaml', path: 'app.json', at: 'tests/app.json' },
    { host: unix, file: 'tests/q.yaml', path: '../app.json', at: 'tests/../app.json' },
    { host: unix, file: '/etc/q.yaml', path: 'app.json', at: '/etc/app.json' },
    { host: unix, file: 'tests/q.yaml', path: '/etc/app.json', at: '/etc/app.json' },
    { host: unix, file: '-', path: 'app.json', at: 'app.json' },
    { host: unix, file: 'a\\b.yaml', path: 'app.json', at: 'app.json' },
    { host: windows, file: 'tests\\q.yaml', path: 'app.json', at: 'tests\\app.json' },
    { host: windows, file: 'tests/q.yaml', path: '..\\app.json', at: 'tests/..\\app.json' },
    { host: windows, file: 'tests\\q.yaml', path: 'D:\\app.json', at: 'D:\\app.json' },
    { host: windows, file: 'tests\\q.yaml', path: '\\\\server\\app.json', at: '\\\\server\\app.json' },
  ])('$path in $file is $at', ({ host, file, path, at }) => {
    expect(besideFile(host, file, path)).toBe(at);
  });
});

describe('a path without folders that it leaves again', () => {
  test.each([
    { host: unix, path: 'tests/../app.json', short: 'app.json' },
    { host: unix, path: 'a/b/../../c/./app.json', short: 'c/app.json' },
    { host: unix, path: '../a/../../app.json', short: '../../app.json' },
    { host: unix, path: '/etc/../../app.json', short: '/../app.json' },
    { host: windows, path: 'C:\\a\\..\\app.json', short: 'C:/app.json' },
    { host: windows, path: 'tests/..\\app.json', short: 'app.json' },
  ])('$path is $short', ({ host, path, short }) => {
    expect(withoutDetours(host, path)).toBe(short);
  });
});

describe('a saved scenario names its policies from its own folder', () => {
  test.each([
    { host: unix, file: 'q.yaml', path: 'app.json', named: 'app.json' },
    { host: unix, file: 'q.yaml', path: './policies/../app.json', named: 'app.json' },
    { host: unix, file: 'tests/q.yaml', path: 'app.json', named: '../app.json' },
    { host: unix, file: 'tests/q.yaml', path: 'tests/app.json', named: 'app.json' },
    { host: unix, file: '../q.yaml', path: 'app.json', named: 'work/app.json' },
    { host: unix, file: '/tmp/q.yaml', path: 'app.json', named: '../home/user/work/app.json' },
    { host: unix, file: 'q.yaml', path: '/etc/app.json', named: '/etc/app.json' },
    { host: windows, file: 'tests\\q.yaml', path: 'app.json', named: '../app.json' },
    { host: windows, file: 'a\\q.yaml', path: '..\\..\\..\\..\\app.json', named: '../../../../app.json' },
    { host: windows, file: 'D:\\q.yaml', path: 'app.json', named: 'C:/Users/user/work/app.json' },
  ])('$path from $file is $named', ({ host, file, path, named }) => {
    expect(pathFrom(host, file, path)).toBe(named);
  });

  const part = fc.constantFrom('a', 'b', 'c.json', '..', '.', 'é x');
  test.each([
    { name: 'POSIX', host: unix, paths: posix, starts: ['', '/', '/home/user/'] },
    { name: 'Windows', host: windows, paths: win32, starts: ['', 'C:\\', 'C:\\Users\\user\\'] },
  ])('and read there it is the same file: $name', ({ host, paths, starts }) => {
    const path = fc
      .tuple(
        fc.constantFrom(...starts),
        fc.array(part, { minLength: 1, maxLength: 5 }),
        fc.constantFrom('x', 'y.json'),
      )
      .map(([start, parts, last]) => start + [...parts, last].join(paths.sep));
    fc.assert(
      fc.property(path, path, (file, policy) => {
        const back = besideFile(host, file, pathFrom(host, file, policy));
        expect(paths.resolve(host.cwd, back)).toBe(paths.resolve(host.cwd, policy));
      }),
    );
  });
});
