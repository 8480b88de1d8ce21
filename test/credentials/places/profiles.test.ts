import { rawText } from '../../support/raw-text.ts';
import { describe, expect, test } from 'vitest';
import type { FlavourId } from '../../../src/credentials/chain/chain.ts';
import { flavours } from '../../../src/credentials/flavours.ts';
import { openFiles, profileNames } from '../../../src/credentials/places/profiles.ts';
import { openContext } from '../../../src/credentials/chain/resolve.ts';
import { openWorld, type World } from '../../../src/credentials/places/world.ts';
import { memoryHost, type MemoryWorld } from '../../../src/host/memory.ts';

function open(world: MemoryWorld, options: World['options'] = {}): World {
  return openWorld(memoryHost({ ...world, env: { HOME: '/home/user', ...world.env } }), 'offline', options);
}

function withFiles(config: string, credentials = '', env: MemoryWorld['env'] = {}): World {
  const files = { '/home/user/.aws/config': config, '/home/user/.aws/credentials': credentials };
  return open({ env, files });
}

/** Which profile, from where. */
describe('the profile of a run', () => {
  const both = { AWS_PROFILE: 'one', AWS_DEFAULT_PROFILE: 'two' };
  test.each<[FlavourId, MemoryWorld['env'], string | undefined, string, string]>([
    ['cli', both, undefined, 'one', 'AWS_PROFILE'],
    ['cli-v1', both, undefined, 'two', 'AWS_DEFAULT_PROFILE'],
    ['boto3', both, undefined, 'two', 'AWS_DEFAULT_PROFILE'],
    ['js', both, undefined, 'one', 'AWS_PROFILE'],
    ['go', both, undefined, 'one', 'AWS_PROFILE'],
    ['java', both, undefined, 'one', 'AWS_PROFILE'],
    ['rust', both, undefined, 'one', 'AWS_PROFILE'],
    ['js', { AWS_DEFAULT_PROFILE: 'two' }, undefined, 'default', 'profile'],
    ['cli', {}, undefined, 'default', 'profile'],
    ['cli', { AWS_PROFILE: '' }, undefined, '', 'AWS_PROFILE'],
    ['js', { AWS_PROFILE: '' }, undefined, 'default', 'profile'],
    ['go', { AWS_PROFILE: '', AWS_DEFAULT_PROFILE: 'two' }, undefined, 'two', 'AWS_DEFAULT_PROFILE'],
    ['rust', { AWS_PROFILE: '' }, undefined, '', 'AWS_PROFILE'],
    ['boto3', both, 'three', 'three', '--profile'],
    ['js', both, 'three', 'three', '--profile'],
  ])('%s with %o and --profile %s: %s from %s', async (id, env, profile, name, from) => {
    const world = open({ ...(env === undefined ? {} : { env }) }, profile === undefined ? {} : { profile });
    const { choice } = await openContext(world, flavours[id]);
    expect([choice.name, choice.from.evidence.name]).toEqual([name, from]);
    expect(choice.isExplicit).toBe(profile !== undefined);
    expect(choice.isNamed).toBe(from !== 'profile');
  });

  test('the losers are told, the strongest first', async () => {
    const { choice } = await openContext(open({ env: both }, { profile: 'three' }), flavours.cli);
    expect(choice.losers.map(({ evidence }) => evidence.name)).toEqual([
      'AWS_PROFILE',
      'AWS_DEFAULT_PROFILE',
    ]);
  });
});

/** Headers that merge or replace; the headers alone are in `flavours/headers.test.ts`. */
describe('the names of profiles', () => {
  const config =
    '[default]\nk=1\n[profile a]\nk=1\n[b]\nk=1\n[profile empty]\n[sso-session s]\nk=1\n[services v]\nk=1\n';
  test.each<[FlavourId, readonly string[]]>([
    ['boto3', ['default', 'a', 'empty', 'c', 'profile d']],
    ['js', ['default', 'a', 'c', 'profile.d']],
    ['go', ['default', 'a', 'empty', 'c']],
    ['rust', ['default', 'a', 'empty', 'c']],
  ])('%s', async (id, names) => {
    const world = withFiles(config, '[c]\nk=1\n[profile d]\nk=1\n');
    expect(await profileNames(world, flavours[id])).toEqual(names);
  });

  test('sections that name nothing are kept with the reason', async () => {
    const { config: file } = await openFiles(withFiles(config), flavours.cli);
    expect(file.dropped.map(({ section, because }) => [section.header, because])).toEqual([
      ['b', 'profiles other than `default` need the word `profile` in the config file'],
    ]);
    expect([...file.sessions.keys(), ...file.services.keys()]).toEqual(['s', 'v']);
  });
});

describe('one name in two sections', () => {
  const value = async (id: FlavourId, config: string) => {
    const { config: file } = await openFiles(withFiles(config), flavours[id]);
    const section = file.profiles.get('default');
    return [section?.entries.get('k')?.value, section?.entries.get('j')?.value, file.dropped.length];
  };
  test.each<[string, FlavourId, readonly unknown[]]>([
    ['[default]\nk=1\nj=1\n[profile default]\nk=2\n', 'boto3', ['2', undefined, 1]],
    ['[profile default]\nk=2\n[default]\nk=1\nj=1\n', 'boto3', ['1', '1', 1]],
    ['[default]\nk=1\nj=1\n[profile default]\nk=2\n', 'js', ['2', undefined, 1]],
    ['[profile default]\nk=2\n[default]\nk=1\nj=1\n', 'js', ['2', undefined, 1]],
    ['[profile default]\nk=2\n[default]\nk=1\n', 'go', ['2', undefined, 1]],
    ['[default]\nk=1\nj=1\n[default]\nk=2\n', 'js', ['2', '1', 0]],
    ['[default]\nk=1\nj=1\n[default]\nk=2\n', 'go', ['2', '1', 0]],
  ])('%j read by %s', async (config, id, expected) => {
    expect(await value(id, config)).toEqual(expected);
  });
});

test("Python's [DEFAULT] leaks into every other section of its file only", async () => {
  const world = withFiles('[DEFAULT]\nregion=leaked\nk=1\n[profile a]\nk=2\n', '[a]\n[b]\n');
  const { profile } = await openContext(world, flavours.boto3);
  const files = await openFiles(world, flavours.boto3);
  expect(profile.exists).toBe(false);
  expect(rawText(files.profile('a').get('region'))).toBe('leaked');
  expect(rawText(files.profile('a').get('k'))).toBe('2');
  expect(rawText(files.profile('b').get('region'))).toBeUndefined();
  expect(rawText((await openFiles(world, flavours.js)).profile('a').get('region'))).toBeUndefined();
});

describe('a key of a profile', () => {
  test('is taken from the file that the flavour prefers, with its place', async () => {
    const world = withFiles('[profile a]\nregion = eu-west-1\n', '\n[a]\n region=us-east-1\n');
    const a = (await openFiles(world, flavours.cli)).profile('a');
    expect(a.get('region')).toMatchObject({
      evidence: {
        kind: 'file',
        value: 'us-east-1',
        span: { file: '~/.aws/credentials', line: 3, column: 2, endLine: 3, endColumn: 18 },
      },
    });
    expect(rawText(a.getFrom('config', 'region'))).toBe('eu-west-1');
    expect(a.get('output')).toMatchObject({ value: undefined, evidence: { name: 'output' } });
    expect(a.headers.map(({ name, span }) => [name, span?.file, span?.line])).toEqual([
      ['[profile a]', '~/.aws/config', 1],
      ['[a]', '~/.aws/credentials', 2],
    ]);
  });

  test('hides secrets', async () => {
    const world = withFiles('[default]\naws_secret_access_key = NotShown\naws_session_token = NotShown\n');
    const { profile } = await openContext(world, flavours.boto3);
    expect(
      JSON.stringify([profile.get('aws_secret_access_key'), profile.get('aws_session_token')]),
    ).not.toContain('NotShown');
  });
});

/** Where the files are. */
describe('the place of the files', () => {
  const path = async (id: FlavourId, world: MemoryWorld) =>
    (await openFiles(open(world), flavours[id])).config.path;
  const at = (value: string) => ({ env: { AWS_CONFIG_FILE: value, DIR: '/d' } });
  test.each<[FlavourId, MemoryWorld, string]>([
    ['boto3', {}, '/home/user/.aws/config'],
    ['boto3', at('$DIR/c'), '/d/c'],
    ['boto3', at('${DIR}/c'), '/d/c'],
    ['boto3', at('$NONE/c'), '$NONE/c'],
    ['boto3', at('~/c'), '/home/user/c'],
    ['boto3', at('~other/c'), '/home/other/c'],
    ['boto3', at(''), ''],
    ['boto3', { env: { HOME: '' } }, '/.aws/config'],
    ['js', at('~/c'), '/home/user/c'],
    ['js', at('$DIR/c'), '$DIR/c'],
    ['js', at(''), '/home/user/.aws/config'],
    ['js', { env: { HOME: '', USERPROFILE: '/profile' } }, '/profile/.aws/config'],
    ['go', at('~/c'), '~/c'],
    ['go', at(''), '/home/user/.aws/config'],
    ['java', at('~/c'), '/home/user/c'],
    ['rust', at('~/c'), '/home/user/c'],
  ])('%s: %o is %s', async (id, world, expected) => {
    expect(await path(id, world)).toBe(expected);
  });

  test('on Windows the home folder is the user profile', async () => {
    const windows = { platform: 'windows', env: { USERPROFILE: 'C:\\Users\\me' } } as const;
    const world = openWorld(memoryHost(windows), 'offline');
    for (const id of ['cli', 'js', 'go'] as const) {
      expect((await openFiles(world, flavours[id])).config.path).toBe('C:\\Users\\me\\.aws\\config');
    }
  });
});

describe('a file that is no text', () => {
  test.each<[FlavourId, boolean]>([
    ['cli', true],
    ['js', false],
    ['rust', false],
  ])('%s rejects what is not UTF-8: %s', async (id, isRejected) => {
    const world = open({ files: { '/home/user/.aws/config': new Uint8Array([0x5b, 0xff, 0x5d]) } });
    expect((await openFiles(world, flavours[id])).config.isRejected).toBe(isRejected);
  });

  test('a missing, forbidden or wrong file is told by its code', async () => {
    for (const error of ['missing', 'denied', 'directory'] as const) {
      const { config } = await openFiles(
        open({ files: { '/home/user/.aws/config': { error } } }),
        flavours.cli,
      );
      expect(config.text).toEqual({ kind: 'failed', code: error });
      expect(config.isRejected).toBe(false);
    }
  });
});

test('thousands of profiles: only those looked at are read', async () => {
  const many = Array.from({ length: 5000 }, (_, index) => `[profile p${index}]\nregion = r${index}\n`).join(
    '',
  );
  const files = await openFiles(withFiles(many), flavours.cli);
  expect(files.names()).toHaveLength(5000);
  const region = files.profile('p4999').get('region');
  expect(rawText(region)).toBe('r4999');
  expect(region.evidence.span?.line).toBe(10000);
});
