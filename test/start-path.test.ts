import { mkdtempSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { copyTree } from './support/copy.ts';
import { ownEnvironment, runProcess } from './support/process.ts';
import { shippedProgram } from './support/shipped.ts';

/** What a start reads: one file of the command, and `main.cjs`. Half of a short run is the compilation of these. */
const root = realpathSync(mkdtempSync(join(tmpdir(), 'iamx-start-')));
const bare = join(root, 'bare');
let folder = '';

beforeAll(async () => {
  const shipped = dirname(dirname(await shippedProgram()));
  folder = join(shipped, 'dist', 'node');
  for (const name of ['bin', 'data', 'dist', 'package.json']) copyTree(join(shipped, name), join(bare, name));
  for (const name of ['modules.txt', 'modules.json', 'packages'])
    rmSync(join(bare, 'dist', 'node', name), { recursive: true });
  writeFileSync(join(root, 'policy.json'), policy);
  writeFileSync(join(root, 'config'), config);
  writeFileSync(join(root, 'credentials'), credentials);
});
afterAll(() => rmSync(root, { recursive: true }));

const policy = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::acme/*' }],
});

const config =
  '[profile dev]\nrole_arn = arn:aws:iam::111122223333:role/dev\nregion = eu-west-1\nsource_profile = default\n';
const credentials =
  '[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = none-of-your-business\n';

/** Kilobytes. Before one of these is raised: is what came in needed for the usual answer (docs/decisions/0034)? */
const mostKilobytes = {
  'main.cjs': 4.5,
  'decode.cjs': 96,
  'simulate.cjs': 325,
  'explain-chain.cjs': 350,
  'explain-error.cjs': 190,
  'whoami.cjs': 226,
};

test.each(Object.entries(mostKilobytes))('%s has at most %d kB', (name, most) => {
  const size = statSync(join(folder, name)).size / 1000;
  expect(size).toBeLessThanOrEqual(most);
  // A limit far above what is there watches nothing.
  expect(size).toBeGreaterThan(most * 0.75);
});

describe('usual questions need no other file of code', () => {
  test.each([
    { words: ['decode', 'AROAY24FZKAOBPJTH2BSF'], says: 'role' },
    { words: ['explain-chain', '--offline'], says: 'default' },
    {
      words: [
        ...['simulate', '--policy', 'policy.json', '--principal', 'arn:aws:iam::111122223333:user/mika'],
        ...['--action', 's3:GetObject', '--resource', 'arn:aws:s3:::acme/x'],
      ],
      says: 'ALLOWED',
    },
    {
      words: [
        'explain-error',
        'User: arn:aws:iam::111122223333:user/mika is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::acme/x" with an explicit deny in a service control policy',
      ],
      says: 'service control policy',
    },
  ])('$words', ({ words, says }) => {
    const { status, stdout, stderr } = runProcess(
      process.execPath,
      [join(bare, 'bin', 'iamx.js'), ...words],
      {
        cwd: root,
        env: {
          ...ownEnvironment,
          HOME: root,
          IAMX_CACHE: '0',
          AWS_CONFIG_FILE: join(root, 'config'),
          AWS_SHARED_CREDENTIALS_FILE: join(root, 'credentials'),
          AWS_REGION: 'eu-west-1',
          AWS_EC2_METADATA_DISABLED: 'true',
        },
      },
    );
    expect({ says: stdout.includes(says), status: status ?? 9, stderr }).toMatchObject({
      says: true,
      stderr: '',
    });
    expect(status).toBeLessThan(2);
  });
});
