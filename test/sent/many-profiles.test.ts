import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sizeFor } from '../support/budget.ts';
import { expectLinear } from '../support/growth.ts';
import { ownEnvironment, runProcess } from '../support/process.ts';
import { run } from '../support/run.ts';
import { shippedProgram } from '../support/shipped.ts';

/** However many profiles there are: what was found out of one is let go before the next. */

const folder = mkdtempSync(join(tmpdir(), 'iamx-many-'));
let iamx: string;
beforeAll(async () => {
  iamx = await shippedProgram();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const kinds = [
  'aws_access_key_id = AKIAJMIKAMIKAMIKA2F3\naws_secret_access_key = not-a-secret',
  'role_arn = arn:aws:iam::111122223333:role/App\nsource_profile = none',
  'credential_process = /bin/true',
  'sso_session = my\nsso_account_id = 111122223333\nsso_role_name = Admin',
];

function configOf(profiles: number, only = kinds): string {
  const sections = Array.from(
    { length: profiles },
    (_, index) => `[profile p${index}]\nregion = eu-west-1\n${only[index % only.length] ?? ''}\n`,
  );
  return `${sections.join('')}[sso-session my]\nsso_start_url = https://x.awsapps.com/start\nsso_region = eu-west-1\n`;
}

/** Runs iamx with so many megabytes for all that it holds. */
function runWithin(megabytes: number, config: string, words: readonly string[]) {
  const home = mkdtempSync(join(folder, 'home-'));
  mkdirSync(join(home, '.aws'));
  writeFileSync(join(home, '.aws', 'config'), config);
  const env = { ...ownEnvironment, HOME: home, AWS_EC2_METADATA_DISABLED: 'true' };
  return runProcess(process.execPath, [`--max-old-space-size=${megabytes}`, iamx, ...words], { env });
}

const profilesIn = (out: string) => {
  const { profiles } = JSON.parse(out) as { readonly profiles: readonly { readonly verdict: string }[] };
  return profiles.length;
};

const many = sizeFor(500, 1500);

test('answers of 10 KB are written within less memory than all of them take', () => {
  const words = ['explain-chain', '--all-profiles', '--offline', '--json'];
  const { status, stdout } = runWithin(sizeFor(24, 64), configOf(many), words);
  expect(status).toBe(1);
  expect(stdout.length).toBeGreaterThan(9_000 * many);
  expect(profilesIn(stdout)).toBe(many);
});

test('so are the answers of whoami', () => {
  const broken = configOf(many, kinds.slice(1));
  const { status, stdout } = runWithin(sizeFor(32, 64), broken, ['whoami', '--all-profiles', '--json']);
  expect(status).toBeGreaterThan(0);
  expect(profilesIn(stdout)).toBe(many);
});

test('the document says what the page says, and each profile what it says alone', async () => {
  const files = { '/home/user/.aws/config': configOf(4) };
  const all = await run(['explain-chain', '--all-profiles', '--offline', '--json'], { files });
  const document = JSON.parse(all.out) as {
    readonly verdict: string;
    readonly summary: string;
    readonly profiles: readonly object[];
  };
  expect(document).toMatchObject({
    schema: 'iamx.explain-chain/1',
    verdict: 'mixed',
    steps: [],
    diagnostics: [],
  });
  const page = await run(['explain-chain', '--all-profiles', '--offline'], { files });
  expect(page.out).toContain(document.summary);
  expect(page.status).toBe(all.status);
  for (const [index, profile] of document.profiles.entries()) {
    const words = ['explain-chain', '--profile', `p${index}`, '--offline', '--json'];
    const alone = JSON.parse((await run(words, { files })).out) as object;
    expect(profile).toMatchObject({
      ...alone,
      profile: expect.anything() as object,
      diagnostics: expect.anything() as object,
    });
  }
});

test('more profiles take more time in proportion', async () => {
  await expectLinear(2000, async (profiles) => {
    const files = { '/home/user/.aws/config': configOf(profiles) };
    await run(['explain-chain', '--all-profiles', '--offline'], { files });
  });
});
