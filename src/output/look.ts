import type { Host, Terminal } from '../core/host.ts';
import type { Mark, Tone } from '../core/page.ts';
import type { Shell } from '../core/write-command.ts';
import { shellOf } from './shell-of.ts';

/** How text looks on one stream: its width, its marks, its colours, and whose commands are told. */
export interface Look {
  readonly shell: Shell;
  readonly width: number;
  readonly glyphs: Glyphs;
  readonly paint: (tone: Tone, text: string) => string;
}

export interface Glyphs {
  readonly marks: Readonly<Record<Mark, string>>;
  /** Beside the lines of an excerpt, and beside those of a span of several lines. */
  readonly gutter: string;
  readonly spanGutter: string;
  readonly underline: string;
  readonly cut: string;
  /** Our texts as this terminal can show them, each as wide as before. */
  readonly spell: (text: string) => string;
}

/** Typographic characters of our own texts; where the terminal is not UTF-8 a user's would be unreadable too. */
const twins: Readonly<Record<string, string>> = {
  '·': '-',
  '→': '>',
  '←': '<',
  '…': '.',
  '–': '-',
  '—': '-',
  '“': '"',
  '”': '"',
  '’': "'",
};

export const unicodeGlyphs: Glyphs = {
  marks: { yes: '✓', no: '✗', none: '·', warn: '!', arrow: '→' },
  gutter: '│',
  spanGutter: '┃',
  underline: '─',
  cut: '…',
  spell: (text) => text,
};

/** In brackets, so that none is read as a word of the line; all are as wide, so that what stands after them is aligned. */
export const asciiGlyphs: Glyphs = {
  marks: { yes: '[ok]', no: '[no]', none: '[--]', warn: '[!!]', arrow: '[->]' },
  gutter: '|',
  spanGutter: '>',
  underline: '^',
  cut: '...',
  spell: (text) => text.replace(/[·→←…–—“”’]/g, (character) => twins[character] ?? character),
};

export function unpainted(_tone: Tone, text: string): string {
  return text;
}

const pipeColumns = 80;
/** Longer lines are hard to read, however wide the window. */
const mostColumns = 100;
const fewestColumns = 20;

/** How text should look on this stream; chalk is loaded only where there is colour. */
export async function lookOf(host: Host, stream: Terminal, colourOption: boolean): Promise<Look> {
  const columns = (stream.isTerminal ? stream.columns : undefined) ?? pipeColumns;
  return {
    shell: await shellOf(host),
    width: Math.max(fewestColumns, Math.min(columns, mostColumns)),
    glyphs: showsUnicode(host) ? unicodeGlyphs : asciiGlyphs,
    paint: wantsColour(host, stream, colourOption) ? (await import('./colour.ts')).paint : unpainted,
  };
}

/** `--no-color`, then FORCE_COLOR and NO_COLOR (https://no-color.org, https://force-color.org), then the stream. */
export function wantsColour({ env }: Host, stream: Terminal, colourOption: boolean): boolean {
  if (!colourOption) return false;
  const force = env['FORCE_COLOR'];
  if (force !== undefined && force !== '') return force !== '0' && force !== 'false';
  if ((env['NO_COLOR'] ?? '') !== '') return false;
  return stream.isTerminal && env['TERM'] !== 'dumb';
}

/** Whether the terminal can show more than ASCII, as far as its locale tells. */
export function showsUnicode({ env, platform }: Host): boolean {
  if (env['TERM'] === 'linux') return false;
  // The first one that is set and not empty counts: POSIX, Base Definitions, section 8.2.
  const locale = [env['LC_ALL'], env['LC_CTYPE'], env['LANG']].find((value) => (value ?? '') !== '');
  if (locale !== undefined) return /utf-?8/i.test(locale);
  if (platform === 'posix') return false;
  // Windows has no locale variables; its newer terminals name themselves.
  return (
    env['WT_SESSION'] !== undefined ||
    env['TERM_PROGRAM'] === 'vscode' ||
    env['ConEmuTask'] !== undefined ||
    env['TERMINAL_EMULATOR'] === 'JetBrains-JediTerm'
  );
}
