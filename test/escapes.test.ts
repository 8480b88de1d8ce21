import { describe, expect, test } from 'vitest';
import { inTurn, sizeFor } from './support/budget.ts';
import { kindsOfPlaces, placesOfKind, runPlanted } from './support/every-place.ts';
import { askedCommands, questionsOf } from './support/hostile-questions.ts';
import { run, type Ran } from './support/run.ts';

/**
 * Whatever a file, a name or an answer holds: no output of any command in any form, and no file that is written, holds
 * a character that a terminal obeys, that hides or reorders text, or that nobody sees.
 */
const hostile: readonly string[] = [
  // Hyperlinks, the clipboard, the title, an answer typed into the shell: https://invisible-island.net/xterm/ctlseqs/ctlseqs.html
  ...['\u001b]8;;http://evil/\u0007Zk7\u001b]8;;\u0007', '\u001b]52;c;Zk7=\u001b\\', '\u001b]0;Zk7\u0007'],
  ...[
    '\u001b[2J\u001b[HZk7',
    '\u001b[6nZk7',
    '\u001bP$q"pZk7\u001b\\',
    '\u009b31mZk7',
    '\u009d52;c;Zk7\u009c',
  ],
  ...['Zk7\u0000', 'Zk7\b\b\bx', 'Zk7\rx', 'Zk7\u007f', 'Zk7\u0085x', 'Zk7\u000b\u000cx'],
  // https://trojansource.codes
  ...['\u202eZk7\u202c', 'a\u2066Zk7\u2069', '\u200e\u200f\u061cZk7', '\u202dZk7'],
  ...['Z\u200bk\u200c7', 'Zk7\u200d', '\ufeffZk7', '\u2060Zk7', 'Zk\u00ad7', 'Zk7\u180e'],
  ...[
    'Zk\u034f7',
    'Zk7\u115f\u1160',
    'Zk7\u3164',
    'Zk7\uffa0',
    'Zk7\ufe0f',
    'Zk7\u{e0041}\u{e007f}',
    'Zk7\u{e0100}',
  ],
  ...['Zk7\u2028x', 'Zk7\u2029x', 'Zk7\ud800', '\udc00Zk7', 'Zk7\u{1d173}', 'Zk7\u2065', 'Zk7\ufff9'],
];

const unseen = /(?![\t\n])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
const forms = [[], ['--json'], ['--verbose']];
const at = <Item>(list: readonly Item[], index: number): Item => list[index % list.length] as Item;

/** What is mended in its place holds what it held. */
const mends = (words: readonly string[]) =>
  (words.includes('--fix') && !words.includes('--dry-run')) || words.includes('--update');

function unseenIn({ out, err, host }: Ran, words: readonly string[]): string | undefined {
  for (const text of [out, err, ...(mends(words) ? [] : host.written.values())]) {
    const found = text.search(unseen);
    if (found >= 0) return JSON.stringify(text.slice(Math.max(0, found - 60), found + 20));
  }
  return undefined;
}

test.each(hostile.map((text) => [JSON.stringify(text), text]))('%s is one', (_, text) => {
  expect(text).toMatch(unseen);
});

describe('nothing unseen is written, planted in', () => {
  test.each(kindsOfPlaces)('%s', async (kind) => {
    const found: string[] = [];
    for (const [index, place] of inTurn(placesOfKind(kind), 2, 8)) {
      for (let round = 0; round < sizeFor(1, 4); round++) {
        const text = at(hostile, index + 5 * round);
        const words = [...at(place.ways, index + round), ...at(forms, index + 2 * round)];
        const leak = unseenIn(await runPlanted(place, words, text), words);
        if (leak !== undefined) found.push(`${place.name} | ${words.join(' ')} | ${leak}`);
      }
    }
    expect(found).toEqual([]);
  });
});

/** Each switch of each command, where everything has such a name. */
describe('nothing unseen is written, whatever form is asked for, by', () => {
  const env = { HOME: '/home/user', AWS_EC2_METADATA_DISABLED: 'true', IAMX_NET: '' };
  test.each(askedCommands)('%s', async (command) => {
    const found: string[] = [];
    let asked = 0;
    for (const [index, text] of hostile.entries()) {
      const questions = questionsOf(text).filter(([words]) => words[0] === command);
      for (const [words, world] of inTurn(questions, index, 16)) {
        asked += 1;
        const leak = unseenIn(await run(words, { ...world, env }), words);
        if (leak !== undefined) found.push(`${words.join(' ')} | ${leak}`);
      }
    }
    expect(asked).toBeGreaterThan(5);
    expect(found).toEqual([]);
  });
});
