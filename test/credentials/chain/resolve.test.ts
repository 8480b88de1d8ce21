import { posixShell, writeHint } from '../../../src/core/write-command.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { flavourIds } from '../../../src/credentials/chain/chain.ts';
import { flavours } from '../../../src/credentials/flavours.ts';
import { resolveChain } from '../../../src/credentials/chain/resolve.ts';
import { openWorld } from '../../../src/credentials/places/world.ts';
import type { Obtained } from '../../../src/credentials/chain/recipe.ts';
import { memoryHost } from '../../../src/host/memory.ts';
import {
  config,
  credentials,
  envKeys,
  identity,
  keyId,
  keys,
  resolveIn,
  role,
  secret,
} from '../flavours/outcome.ts';
import { runs } from '../../support/budget.ts';

const { boto3, cli, js } = flavours;

describe('what stands behind the winner', () => {
  const situation = {
    env: { ...envKeys('E'), AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:8080/creds' },
    config: config('default: role R, source b; b: keys B'),
    credentials: credentials('default: keys A'),
  };

  test('is shadowed, with what it would have given', async () => {
    const { steps, selected } = await resolveIn(boto3, situation);
    expect(selected?.provider).toBe('env');
    const told = steps.map(({ id, outcome, otherwise, wouldGive }) => [
      id,
      outcome,
      otherwise?.outcome,
      wouldGive?.provider,
    ]);
    expect(told).toEqual([
      ['explicit', 'skip', undefined, undefined],
      ['env', 'win', undefined, undefined],
      ['assume-role', 'shadowed', 'win', 'assume-role'],
      ['web-identity', 'shadowed', 'skip', undefined],
      ['sso', 'shadowed', 'skip', undefined],
      ['shared-credentials-file', 'shadowed', 'win', 'shared-credentials-file'],
      ['login', 'shadowed', 'skip', undefined],
      ['process', 'shadowed', 'skip', undefined],
      ['config-file', 'shadowed', 'skip', undefined],
      ['ec2-credentials-file', 'shadowed', 'skip', undefined],
      ['boto-config', 'shadowed', 'skip', undefined],
      ['container', 'shadowed', 'win', 'container'],
      ['imds', 'shadowed', 'win', 'imds'],
    ]);
    const container = steps.find(({ id }) => id === 'container');
    expect(container?.because).toBe('not looked at: step 2 won');
    expect(container?.wouldGive?.deferred).toBe(true);
  });

  test('is never asked over the network', async () => {
    const host = memoryHost({ env: { HOME: '/home/user', AWS_REGION: 'x', ...situation.env } });
    for (const id of flavourIds) await resolveChain(openWorld(host, 'default'), flavours[id]);
    expect(host.requests).toEqual([]);
    expect(host.started).toEqual([]);
  });

  test('is unreached behind an error, and told what it would have been', async () => {
    const env = { AWS_ACCESS_KEY_ID: keyId('E') };
    const { verdict, error, steps } = await resolveIn(boto3, { ...situation, env });
    expect(verdict).toBe('error');
    expect(error).toMatchObject({
      code: 'partial-credentials',
      hint: expect.arrayContaining([expect.stringContaining('AWS_SECRET_ACCESS_KEY')]) as unknown,
    });
    const file = steps.find(({ id }) => id === 'shared-credentials-file');
    expect(file).toMatchObject({ outcome: 'unreached', otherwise: { outcome: 'win' } });
    expect(file).not.toHaveProperty('wouldGive');
  });

  test('everything is unreached where nothing can be loaded', async () => {
    const { steps, error } = await resolveIn(cli, {
      env: { ...envKeys('E'), AWS_PROFILE: 'prdo' },
      config: config('prod: keys P'),
    });
    expect(error?.code).toBe('profile-not-found');
    expect(writeHint(error?.hint ?? '', posixShell)).toBe('Did you mean `prod`? export AWS_PROFILE=prod');
    expect(new Set(steps.map(({ outcome }) => outcome))).toEqual(new Set(['unreached']));
    expect(steps.find(({ id }) => id === 'env')?.otherwise?.outcome).toBe('win');
  });
});

test('one SDK provider with many styles tries the first that applies, and the rest is skipped', async () => {
  const { steps } = await resolveIn(js, { config: config('default: role R, source x, sso') });
  const told = steps.filter(({ sdkName }) => sdkName === 'fromIni').map(({ id, outcome }) => [id, outcome]);
  expect(told).toEqual([
    ['assume-role', 'passed-over'],
    ['shared-credentials-file', 'skip'],
    ['config-file', 'skip'],
    ['web-identity', 'skip'],
    ['process', 'skip'],
    ['sso', 'skip'],
    ['login', 'skip'],
  ]);
});

test('a role tells its hops, each with its evidence', async () => {
  const { steps, selected } = await resolveIn(cli, {
    config: config('default: role TOP, source b; b: role MID, source c; c: keys C'),
  });
  expect(selected).toMatchObject({
    provider: 'assume-role',
    deferred: true,
    roleArn: role('TOP'),
    accountId: '111122223333',
  });
  const top = steps.find(({ id }) => id === 'assume-role');
  expect(top?.evidence.map(({ name, span }) => [name, span?.line])).toEqual([
    ['role_arn', 2],
    ['source_profile', 3],
  ]);
  const [source] = top?.steps ?? [];
  expect(source).toMatchObject({ title: 'source_profile b', outcome: 'win' });
  const [hop] = source?.steps ?? [];
  expect(hop).toMatchObject({ id: 'assume-role', outcome: 'win' });
  expect(hop?.steps?.[0]).toMatchObject({ title: 'source_profile c', outcome: 'win' });
});

describe('how far a run goes', () => {
  test('offline asks nobody: the endpoint that would be asked is chosen, deferred', async () => {
    const host = memoryHost({ env: { HOME: '/home/user' } });
    for (const id of flavourIds) {
      const { selected } = await resolveChain(openWorld(host, 'offline'), flavours[id]);
      expect(selected).toMatchObject({ provider: 'imds', deferred: true });
    }
    expect(host.requests).toEqual([]);
  });

  test('by default the instance is asked once for all flavours, and no command runs', async () => {
    const host = memoryHost({ env: { HOME: '/home/user' } });
    const world = openWorld(host, 'default');
    for (const id of flavourIds) await resolveChain(world, flavours[id]);
    const urls = host.requests.map(({ method, url }) => `${method} ${url}`);
    expect(new Set(urls).size).toBe(urls.length);
    expect(host.started).toEqual([]);
  });

  test('each file is read once for all flavours', async () => {
    const host = memoryHost({
      env: { HOME: '/home/user', AWS_REGION: 'x' },
      files: {
        '/home/user/.aws/config': config('default: keys A'),
        '/home/user/.aws/credentials': credentials('default: keys B'),
      },
    });
    const world = openWorld(host, 'default');
    for (const id of flavourIds) await resolveChain(world, flavours[id]);
    expect(new Set(host.read).size).toBe(host.read.length);
  });

  const process = { config: config('default: process p') };
  const open = (obtained: Obtained) => {
    const host = memoryHost({
      env: { HOME: '/home/user', AWS_EC2_METADATA_DISABLED: 'true' },
      files: { '/home/user/.aws/config': process.config, '/bin/p': { content: '', mode: 0o755 } },
    });
    return { world: openWorld(host, 'live'), obtain: () => Promise.resolve(obtained) };
  };

  test('live obtains what was chosen', async () => {
    const { world, obtain } = open({
      kind: 'obtained',
      accessKeyId: '****************PPPP',
      accountId: '111122223333',
      expiresAt: 5,
    });
    const { selected } = await resolveChain(world, cli, obtain);
    expect(selected).toMatchObject({
      provider: 'process',
      deferred: false,
      accessKeyId: '****************PPPP',
      expiresAt: 5,
    });
  });

  test('an error then ends the chain, or the next is asked, as the flavour does', async () => {
    const error = { code: 'process-failed', severity: 'error', message: 'it failed' } as const;
    const { world, obtain } = open({ kind: 'not-obtained', error });
    expect(await resolveChain(world, cli, obtain)).toMatchObject({ verdict: 'error', error });
    const { verdict, steps } = await resolveChain(world, js, obtain);
    expect(verdict).toBe('none');
    expect(
      steps
        .filter(({ because }) => because === 'it failed')
        .map(({ sdkName, outcome }) => [sdkName, outcome]),
    ).toEqual([
      ['fromIni', 'passed-over'],
      ['fromProcess', 'passed-over'],
    ]);
  });
});

/** Pieces that a config or credentials file is made of, and what is planted as a secret in them. */
const planted = [
  'Pl4ntedS3cretPl4ntedS3cretPl4ntedS3cret/1',
  'IQoJb3JpZ2luX2VjPlantedTokenPlantedTokenPlantedTokenPlantedTokenPlanted',
];
const line = fc.constantFrom(
  `aws_access_key_id = ${keyId('A')}`,
  `aws_access_key_id = ${planted[0] ?? ''}`,
  `aws_secret_access_key = ${planted[0] ?? ''}`,
  `aws_secret_access_key = "${planted[0] ?? ''}" # mine`,
  `aws_session_token = ${planted[1] ?? ''}`,
  `role_arn = ${role('R')}`,
  `role_arn = ${planted[0] ?? ''}`,
  'source_profile = b',
  'source_profile = default',
  'credential_source = Environment',
  `credential_source = ${planted[0] ?? ''}`,
  `credential_process = p --token ${planted[1] ?? ''}`,
  'web_identity_token_file = /var/run/token',
  'sso_session = s',
  'sso_account_id = 111122223333',
  'sso_role_name = Reader',
  'login_session = arn',
  'region =',
  '  indented = 1',
  '[b]',
  '[profile b]',
  '[sso-session s]',
  '[DEFAULT]',
  'no separator',
);
const variable = fc.constantFrom(
  ['AWS_ACCESS_KEY_ID', keyId('E')],
  ['AWS_ACCESS_KEY_ID', planted[0]],
  ['AWS_SECRET_ACCESS_KEY', planted[0]],
  ['AWS_SESSION_TOKEN', planted[1]],
  ['AWS_SECURITY_TOKEN', planted[1]],
  ['AWS_PROFILE', 'b'],
  ['AWS_PROFILE', planted[0]],
  ['AWS_ROLE_ARN', role('R')],
  ['AWS_WEB_IDENTITY_TOKEN_FILE', '/var/run/token'],
  ['AWS_CONTAINER_CREDENTIALS_FULL_URI', `http://127.0.0.1/${planted[1] ?? ''}`],
  ['AWS_CONTAINER_AUTHORIZATION_TOKEN', planted[1]],
);

test('whatever the files and variables hold: an answer comes, and no secret is in it', async () => {
  const text = fc.array(line, { maxLength: 12 }).map((lines) => ['[default]', ...lines].join('\n'));
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...flavourIds),
      text,
      text,
      fc.array(variable, { maxLength: 6 }),
      async (id, one, other, env) => {
        const resolution = await resolveIn(flavours[id], {
          config: one,
          credentials: other,
          env: Object.fromEntries(env) as Record<string, string>,
          files: { ...identity.files, '/home/user/.boto': `[Credentials]\n${keys('B')}` },
        });
        const { selected, error, steps, verdict, diagnostics } = resolution;
        const shown = JSON.stringify([
          error,
          diagnostics,
          steps.map(({ wouldGive, ...step }) => [step, wouldGive?.roleArn, wouldGive?.accountId]),
          selected?.roleArn,
          selected?.accountId,
          selected?.accessKeyId,
        ]);
        for (const piece of [...planted, secret]) expect(shown).not.toContain(piece);
        // Where a client cannot be made the verdict is an error, and what was selected is kept.
        const isClient = steps.some(({ id: step, outcome }) => step === 'client' && outcome === 'fail');
        expect(verdict === 'selected').toBe(selected !== undefined && !isClient);
        expect(verdict === 'error').toBe(error !== undefined);
        const wins = steps.filter(({ outcome }) => outcome === 'win');
        expect(wins).toHaveLength(selected === undefined ? 0 : 1);
      },
    ),
    { numRuns: runs(80) },
  );
});
