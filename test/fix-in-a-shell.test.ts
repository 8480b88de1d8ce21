import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWith, ownEnvironment, posix, program, runProcess, runShell } from './support/process.ts';
import { shippedProgram } from './support/shipped.ts';

/** A repair is pasted into a shell, as it is printed: the file keeps its mode and its link, and no copy of it is left. */

const folder = mkdtempSync(join(tmpdir(), 'iamx-pasted-fix-'));
let iamx: string;
beforeAll(async () => {
  iamx = await shippedProgram();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const rest =
  'aws_access_key_id = AKIAY24FZKAOABCDEFGH\naws_secret_access_key = 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\nregion = eu-west-1\n';
const broken: Readonly<Record<string, readonly [before: string, after: string]>> = {
  'a byte order mark': [`\ufeff[default]\n${rest}`, `[default]\n${rest}`],
  'a header in capitals': [
    `[DEFAULT]\nregion = eu-west-1\n[default]\n${rest}`,
    `[default]\nregion = eu-west-1\n[default]\n${rest}`,
  ],
};

let homes = 0;
function homeWith(credentials: string, mode: number): { readonly home: string; readonly file: string } {
  const home = join(folder, String(++homes));
  mkdirSync(join(home, '.aws'), { recursive: true });
  const file = join(home, '.aws', 'credentials');
  writeFileSync(file, credentials);
  chmodSync(file, mode);
  return { home, file };
}

const envOf = (home: string) => ({
  ...ownEnvironment,
  HOME: home,
  AWS_EC2_METADATA_DISABLED: 'true',
  IAMX_CACHE: '0',
});

function fixOf(home: string): string {
  const { stdout } = runProcess(process.execPath, [iamx, 'explain-chain', '--offline'], { env: envOf(home) });
  return /^fix: (.*)$/m.exec(stdout)?.[1] ?? '';
}

/** As a user whose new files everybody can read; an editor that leaves a mark in place of a person's. */
function paste(line: string, home: string) {
  return runShell(`umask 022\n${line}\n`, { env: { ...envOf(home), EDITOR: 'true' }, cwd: home });
}

describeWith([posix, program('sed')], 'pasted as it is printed', () => {
  test.each(Object.entries(broken))('%s is mended in its place', (_, [before, after]) => {
    for (const mode of [0o600, 0o640]) {
      const { home, file } = homeWith(before, mode);
      const line = fixOf(home);
      expect(line).toContain('sed -i.bak');
      const { status, stderr } = paste(line, home);
      expect([status, stderr]).toEqual([0, '']);
      expect(readFileSync(file, 'utf8')).toBe(after);
      // No copy is left, not even one that nobody else can read.
      expect([readdirSync(join(home, '.aws')), statSync(file).mode & 0o777]).toEqual([['credentials'], mode]);
      expect(readdirSync(home)).toEqual(['.aws']);
    }
  });

  test.each(Object.entries(broken))('%s beside a copy of the user’s: it stays what it was', (_, [before]) => {
    const { home, file } = homeWith(before, 0o600);
    writeFileSync(`${file}.bak`, 'of last year');
    expect(paste(fixOf(home), home)).toMatchObject({ status: 0 });
    expect(readFileSync(`${file}.bak`, 'utf8')).toBe('of last year');
    expect(readFileSync(file, 'utf8')).toBe(before);
  });

  test.each(Object.entries(broken))('%s behind a link: the link stays', (_, [before]) => {
    const { home, file } = homeWith(before, 0o600);
    const real = join(home, 'real-credentials');
    renameSync(file, real);
    symlinkSync(real, file);
    const line = fixOf(home);
    expect(line).not.toBe('');
    const { status } = paste(line, home);
    expect(status).toBe(0);
    expect(lstatSync(file).isSymbolicLink()).toBe(true);
    expect(readFileSync(real, 'utf8')).toBe(before);
    expect([readdirSync(home).sort(), statSync(real).mode & 0o777]).toEqual([
      ['.aws', 'real-credentials'],
      0o600,
    ]);
  });
});
