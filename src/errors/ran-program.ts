import type { FlavourId } from '../credentials/chain/chain.ts';
import { programs, shells, wrappers, type ProgramRow, type WrapperRow } from './programs.ts';

/** What the words of a command line tell about the program that talked to AWS, and about its credentials. */
export interface RanProgram {
  /** Whose chain it walks, where the program is a known one. */
  readonly flavour?: FlavourId;
  readonly profile?: string;
  readonly region?: string;
  /** Variables that `env` sets and takes away (undefined) for it, or all of them and no others. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isEnvEmpty: boolean;
  /** What the chain does not say of it: a sentence without a stop. */
  readonly note?: string;
  /** Why nobody can say here which credentials it had. */
  readonly hidden?: string;
  /** It talks to nobody but AWS. */
  readonly isAwsTool: boolean;
  /** Nothing was signed: no credentials were looked for. */
  readonly isUnsigned: boolean;
  /** Something else than AWS may have answered. */
  readonly hasEndpoint: boolean;
}

interface Start {
  readonly words: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isEnvEmpty: boolean;
  readonly hidden?: string;
}

/** Wrappers of wrappers of wrappers. */
const mostWrappers = 8;

/** No word is kept but the names of profile and region: `words` may hold anything. */
export function readProgram(words: readonly string[]): RanProgram {
  let start: Start = { words, env: {}, isEnvEmpty: false };
  for (let left = mostWrappers; left > 0; left--) {
    const inner = unwrapped(start);
    if (inner === undefined) break;
    start = inner;
  }
  const { env, isEnvEmpty, hidden } = start;
  const [first = '', ...rest] = start.words;
  const name = programName(first);
  const row = rowOf(name, programs);
  const note = row === undefined ? noteOf(name, first) : row.note;
  const options = row?.flavour === 'cli' && row.profile !== undefined;
  return {
    ...valueOf('profile', row?.profile, rest),
    ...valueOf('region', row?.region, rest),
    ...(row?.flavour === undefined ? {} : { flavour: row.flavour }),
    env,
    isEnvEmpty,
    ...(note === undefined ? {} : { note }),
    ...(hidden === undefined ? {} : { hidden }),
    isAwsTool: row?.profile !== undefined,
    isUnsigned: options && rest.includes('--no-sign-request'),
    hasEndpoint:
      options && rest.some((word) => word === '--endpoint-url' || word.startsWith('--endpoint-url=')),
  };
}

/** The name without its folder, its ending on Windows and its version. */
export function programName(word: string): string {
  const file = word.slice(Math.max(word.lastIndexOf('/'), word.lastIndexOf('\\')) + 1);
  return file.replace(/\.(?:exe|cmd|bat|com)$/i, '').toLowerCase();
}

function rowOf<Row extends { readonly names: readonly string[] }>(
  name: string,
  rows: readonly Row[],
): Row | undefined {
  const bare = name.replace(/-?\d[\d.]{0,15}$/, '');
  return rows.find(({ names }) => names.includes(name)) ?? rows.find(({ names }) => names.includes(bare));
}

function noteOf(name: string, word: string): string | undefined {
  if (shells.includes(name))
    return 'it runs programs of its own, and which of them met the error is not known here';
  return word === ''
    ? undefined
    : 'which SDK the program is built with is not known here: name it with --sdk';
}

function valueOf(
  key: 'profile' | 'region',
  flags: ProgramRow['profile'],
  words: readonly string[],
): { readonly profile?: string; readonly region?: string } {
  let found: string | undefined;
  for (const [index, word] of words.entries()) {
    if (flags?.includes(word) === true) found = words[index + 1] ?? found;
    else {
      const flag = flags?.find((each) => each.startsWith('--') && word.startsWith(`${each}=`));
      if (flag !== undefined) found = word.slice(flag.length + 1);
    }
  }
  return found === undefined || found === '' ? {} : { [key]: found };
}

/** The program that the first one runs; undefined where it is itself the program, or its own words are not understood. */
function unwrapped(start: Start): Start | undefined {
  const [first = '', ...rest] = start.words;
  const name = programName(first);
  if (name === 'env') return behindEnv(rest, start);
  const row = rowOf(name, wrappers);
  if (row === undefined) return undefined;
  const words = behind(row, rest);
  // Of several the first one decides: what is inside of a container or another machine is seen from there.
  const hidden =
    start.hidden ??
    (row.hides === undefined
      ? undefined
      : `\`${row.names.find((each) => name.startsWith(each)) ?? ''}\`: ${row.hides}`);
  if (words === undefined && row.hides === undefined) return undefined;
  return { ...start, words: words ?? [], ...(hidden === undefined ? {} : { hidden }) };
}

function behind({ valued = [], skips = 0, verb, behindDashes }: WrapperRow, words: readonly string[]) {
  if (behindDashes === true) {
    const at = words.indexOf('--');
    return at < 0 ? undefined : words.slice(at + 1);
  }
  let left = verb === undefined ? skips : skips + 1;
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    if (word === '--') return words.slice(index + 1);
    if (word.startsWith('-')) {
      if (valued.includes(word)) index++;
    } else if (left === 0) return words.slice(index);
    else if (verb !== undefined && left === skips + 1 && word !== verb) return undefined;
    else left--;
  }
  return undefined;
}

/** https://www.gnu.org/software/coreutils/manual/html_node/env-invocation.html */
function behindEnv(words: readonly string[], start: Start): Start | undefined {
  const env: Record<string, string | undefined> = { ...start.env };
  let { isEnvEmpty } = start;
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? '';
    const [, unset] = /^(?:-u|--unset=)(.+)$/s.exec(word) ?? [];
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(word) ?? [];
    if (word === '-i' || word === '-' || word === '--ignore-environment') isEnvEmpty = true;
    else if (word === '-u' || word === '--unset') env[words[++index] ?? ''] = undefined;
    else if (unset !== undefined) env[unset] = undefined;
    else if (word === '-C' || word === '--chdir') index++;
    else if (word === '-S' || word.startsWith('--split-string')) return undefined;
    else if (!word.startsWith('-') && name !== undefined) env[name] = value;
    else if (!word.startsWith('-')) return { ...start, words: words.slice(index), env, isEnvEmpty };
  }
  return undefined;
}
