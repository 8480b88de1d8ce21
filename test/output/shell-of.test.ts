import { expect, test } from 'vitest';
import { memoryHost, type MemoryWorld } from '../../src/host/memory.ts';
import { shellOf } from '../../src/output/shell-of.ts';

const npx = { npm_command: 'exec', npm_lifecycle_event: 'npx' };

test.each<[string, MemoryWorld, { kind: string; iamx: string }]>([
  ['a shell', { env: { PATH: '/bin' } }, { kind: 'posix', iamx: 'iamx' }],
  ['npx', { env: { ...npx, PATH: '/w/node_modules/.bin:/bin' } }, { kind: 'posix', iamx: 'npx iamx' }],
  [
    'npx, whose own folder holds it',
    { env: { ...npx, PATH: '/w/node_modules/.bin:/bin' }, files: { '/w/node_modules/.bin/iamx': '' } },
    { kind: 'posix', iamx: 'npx iamx' },
  ],
  [
    'npx, where it is installed too',
    { env: { ...npx, PATH: '/w/node_modules/.bin:/usr/bin' }, files: { '/usr/bin/iamx': '' } },
    { kind: 'posix', iamx: 'iamx' },
  ],
  ['a script of npm', { env: { npm_command: 'run-script', PATH: '/bin' } }, { kind: 'posix', iamx: 'iamx' }],
  ['PowerShell', { platform: 'windows' }, { kind: 'powershell', iamx: 'iamx' }],
  [
    'PowerShell that the older shell started',
    {
      platform: 'windows',
      env: { PROMPT: '$P$G', PSModulePath: 'C:\\Users\\m\\Documents\\PowerShell\\Modules;C:\\x' },
    },
    { kind: 'powershell', iamx: 'iamx' },
  ],
  [
    'the older shell',
    {
      platform: 'windows',
      env: { PROMPT: '$P$G', PSModulePath: 'C:\\Program Files\\WindowsPowerShell\\Modules' },
    },
    { kind: 'cmd', iamx: 'iamx' },
  ],
])('%s', async (_, world, wanted) => {
  expect(await shellOf(memoryHost(world))).toEqual(wanted);
});
