import { describe, expect, test } from 'vitest';
import type { Command, Hint } from '../../src/core/command.ts';
import { piecesOfHint } from '../../src/core/command.ts';
import { posixShell, writeCommand, writeHint } from '../../src/core/write-command.ts';
import { toDocument } from '../../src/credentials/answer/document.ts';
import { flavourIds, type FlavourId } from '../../src/credentials/chain/chain.ts';
import { resolveChain } from '../../src/credentials/chain/resolve.ts';
import { flavours } from '../../src/credentials/flavours.ts';
import { profileNames } from '../../src/credentials/places/profiles.ts';
import { openWorld } from '../../src/credentials/places/world.ts';
import type { MemoryFile, MemoryWorld } from '../../src/host/memory.ts';
import { explainChain } from '../../src/commands/explain-chain.ts';
import { readOptions } from '../../src/commands/read-options.ts';
import { memoryHost } from '../../src/host/memory.ts';
import { applyFix } from '../support/apply-fix.ts';
import { inTurn } from '../support/budget.ts';
import { worldOfCase, placeCase } from '../support/chain-case.ts';
import { foundMachines, worldOfFound } from '../support/found-machine.ts';
import { describeWith, posix } from '../support/process.ts';
import { readCases } from '../support/read-case.ts';
import { nothingIsSent, run } from '../support/run.ts';
import type { Diagnostic } from '../../src/core/evaluation.ts';
import { dev, keyId, pair, secret } from '../support/keys.ts';
import { gotchaRows } from './gotchas/rows.ts';
import { worldOf } from './gotchas/situation.ts';

/** A fix that is pasted ends what it was told for, and changes no other profile. */

interface Situation {
  readonly title: string;
  readonly words: readonly string[];
  readonly world: MemoryWorld;
}

const situations: readonly Situation[] = [
  ...gotchaRows.map((row) => ({
    title: `${row.code}: ${row.name}`,
    words: row.args ?? [],
    world: worldOf(row),
  })),
  ...readCases().map((one) => ({
    title: one.name,
    words: one.options.profile === undefined ? [] : ['--profile', one.options.profile],
    world: worldOfCase(placeCase(one, '/home/user')).world,
  })),
  ...foundMachines().map((one) => ({
    title: `found/${one.name}`,
    words: one.words,
    world: worldOfFound(one, '/home/user'),
  })),
];

async function diagnosticsOf(words: readonly string[], world: MemoryWorld): Promise<readonly Diagnostic[]> {
  const { values, options } = await readOptions('explain-chain', explainChain, words);
  const answer = await explainChain.run(memoryHost(world), values, options, nothingIsSent);
  if (answer.kind !== 'document') throw new Error('one answer was asked for');
  const document = answer.document() as {
    readonly error?: Diagnostic;
    readonly diagnostics: readonly Diagnostic[];
  };
  return [...(document.error === undefined ? [] : [document.error]), ...document.diagnostics];
}

function commandOf({ hint }: Diagnostic): Command | undefined {
  return hint === undefined ? undefined : piecesOfHint(hint).find((piece) => typeof piece !== 'string');
}

function isSame(left: Diagnostic, right: Diagnostic): boolean {
  return left.code === right.code && left.message === right.message && left.span?.line === right.span?.line;
}

/** What each tool says of each profile but this one. */
async function othersOf(
  tools: readonly FlavourId[],
  words: readonly string[],
  world: MemoryWorld,
): Promise<readonly string[]> {
  const own = words.includes('--profile')
    ? words[words.indexOf('--profile') + 1]
    : world.env?.['AWS_PROFILE'];
  const told: string[] = [];
  const opened = openWorld(memoryHost(world), 'offline', {});
  for (const id of tools) {
    const flavour = flavours[id];
    for (const name of await profileNames(opened, flavour)) {
      if (name === (own ?? 'default')) continue;
      const resolution = await resolveChain({ ...opened, options: { profile: name } }, flavour);
      const { profile, verdict, selected } = toDocument(resolution, []);
      told.push(`${id} ${profile.name} ${verdict} ${selected?.provider ?? ''} ${selected?.accountId ?? ''}`);
    }
  }
  return told;
}

/** The line that is edited, which may be another than the one that is told of. */
function editedBy(typed: string, { files = {} }: MemoryWorld): string {
  const [, number = '', path = ''] = /^sed [^']*'(\d+)s.* (\S+) && rm \S+$/.exec(typed) ?? [];
  const file = files[path.replace(/^~/, '/home/user')];
  const content = typeof file === 'object' && 'content' in file ? file.content : file;
  const text = content instanceof Uint8Array ? new TextDecoder().decode(content) : content;
  return typeof text === 'string' ? (text.split('\n')[Number(number) - 1] ?? '') : '';
}

/** The profile of a line of `othersOf`; the JavaScript SDK writes a dot for the blank of a header. */
function nameIn(told: string): string {
  return told
    .replace(/^\S+ /, '')
    .replace(/ (?:selected|none|error) .*$/, '')
    .replace('profile.', 'profile ');
}

/** JavaScript and Python differ in whether quotes are a part of the name. */
function unquoted(text: string): string {
  return text.replaceAll('"', '');
}

let applied = 0;

describeWith([posix], 'the command of', () => {
  describe.each(situations.map((one, turn) => ({ ...one, turn })))('$title', ({ words, world, turn }) => {
    test('each finding ends it', async () => {
      const before = await diagnosticsOf(words, world);
      const tools = inTurn(flavourIds, turn, flavourIds.length);
      let told: Promise<readonly string[]> | undefined;
      for (const diagnostic of before) {
        const fix = commandOf(diagnostic);
        const after = fix === undefined ? undefined : applyFix(fix, world, fix);
        if (fix === undefined || after === undefined) continue;
        applied++;
        const typed = writeCommand(fix, posixShell);
        const left = (await diagnosticsOf(words, after)).filter((one) => isSame(one, diagnostic));
        expect(left, typed).toEqual([]);
        if (fix.deed.kind !== 'run') continue;
        const others = await (told ??= othersOf(tools, words, world));
        const now = await othersOf(tools, words, after);
        const line = editedBy(typed, world);
        // A header that is put right named another profile, if any.
        const isRenamed = (one: string) => unquoted(line).includes(unquoted(nameIn(one)));
        expect(
          others.filter((one) => !now.includes(one) && !isRenamed(one)),
          typed,
        ).toEqual([]);
      }
    });
  });

  test('most of them are pasted here, and not only asked for', () => {
    expect(applied).toBeGreaterThan(60);
  });
});

test('a file that is a link is opened, and not written anew', async () => {
  const content = '[default]\nAWS_ACCESS_KEY_ID = AKIAIOSFODNN7EXAMPLE\n';
  const files = (file: MemoryFile) => ({ '/home/user/.aws/credentials': file });
  const fixOf = async (world: MemoryWorld) => {
    const found = await diagnosticsOf(['--sdk', 'js'], world);
    return found.find(({ code }) => code === 'key-in-capitals')?.hint;
  };
  const line = (hint: Hint | undefined) => hint && writeHint(hint, posixShell);
  expect(line(await fixOf({ files: files(content) }))).toContain('sed -i.bak');
  expect(line(await fixOf({ files: files({ content, isLink: true }) }))).toBe(
    '${EDITOR:-vi} +2 ~/.aws/credentials',
  );
});

test('a file beside which a copy of the user’s lies is opened, so that it stays', async () => {
  const files = {
    '/home/user/.aws/credentials': '[default]\nAWS_ACCESS_KEY_ID = AKIAIOSFODNN7EXAMPLE\n',
    '/home/user/.aws/credentials.bak': 'of last year',
  };
  const found = await diagnosticsOf(['--sdk', 'js'], { files });
  const fix = found.find(({ code }) => code === 'key-in-capitals')?.hint;
  expect(fix && writeHint(fix, posixShell)).toBe('${EDITOR:-vi} +2 ~/.aws/credentials');
});

/** The command of the last line. */
async function lastFix(words: readonly string[], world: MemoryWorld): Promise<string | undefined> {
  const { out } = await run(['explain-chain', ...words], world);
  return /^fix: (.*)$/m.exec(out)?.[1];
}

test.each(gotchaRows.map((row) => [`${row.code}: ${row.name}`, row] as const))(
  'what is graver than the mode of a file is repaired first: %s',
  async (_, { credentials, ...row }) => {
    // Else its mode is as the row says.
    if (typeof credentials !== 'string') return;
    const words = row.args ?? [];
    const own = worldOf({ ...row, credentials });
    const { severity } = (await diagnosticsOf(words, own))[0] ?? {};
    if (severity === undefined || severity === 'info') return;
    const before = await lastFix(words, own);
    if (before === undefined) return;
    const open = worldOf({ ...row, credentials: { content: credentials, mode: 0o644 } });
    expect(await lastFix(words, open)).toBe(before);
  },
);

test.each([
  { name: 'a header that is glued', content: `[default]\n${pair(dev).trimEnd()}[team]\n`, fix: 'vi} +3' },
  {
    name: 'a name for a role',
    content: `[keys]\n${pair(dev)}`,
    fix: '+2 ~/.aws/config',
    config: '[default]\nrole_arn = deploy\nsource_profile = keys\n',
  },
])('an editor at $name comes before the mode of a file', async ({ content, fix, config = '' }) => {
  const files = {
    '/home/user/.aws/credentials': { content, mode: 0o644 },
    '/home/user/.aws/config': config,
  };
  expect(await lastFix([], { files, env: { AWS_REGION: 'eu-west-1' } })).toContain(fix);
});

test('keys that are all there is are not taken away', async () => {
  const env = { AWS_ACCESS_KEY_ID: keyId(dev), AWS_SECRET_ACCESS_KEY: secret, AWS_REGION: 'eu-west-1' };
  const config = '[default]\nnothing here\n';
  const fix = await lastFix(['--sdk', 'go'], { env, files: { '/home/user/.aws/config': config } });
  expect(fix ?? '').not.toContain('unset');
});
