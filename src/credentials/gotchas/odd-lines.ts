import { spanOf } from '../../core/source.ts';
import { edit } from '../repairs.ts';
import { sectionsInUse } from './facts.ts';
import type { Found, Gotcha, Situation } from './gotcha.ts';
import { findBelow } from './lines-below.ts';

/** Lines that are there for whoever looks, and not for the reader: docs/gotchas.md, 15. */
export const oddLineGotchas: readonly Gotcha[] = [
  {
    code: 'lines-of-carriage-returns',
    says: 'The lines of a file end in a carriage return alone, as on old Macs: Python reads them, other tools take the file for one line.',
    find: findCarriageReturns,
  },
  {
    id: 15,
    code: 'key-below-empty-key',
    says: 'Keys are indented below a key without a value: every tool takes them for sub-keys of that one.',
    find: (situation) =>
      sectionsInUse(situation.context).flatMap((section) =>
        emptyAbove.test(section.source.text) ? findBelow(situation, section) : [],
      ),
  },
];

/** A line without a value, and one below it that is indented. */
const emptyAbove = /^\w+[ \t]*=[ \t]*\r?\n[ \t]+\S/m;

/** A file of old Macs: no line feed, and more than one line. */
export function hasLoneReturns(text: string): boolean {
  return !text.includes('\n') && /\r[^\r]/.test(text);
}

function findCarriageReturns({ context }: Situation): readonly Found[] {
  const { files, flavour, world } = context;
  if (flavour.files.dialect.lineEnds === 'any') return [];
  return [files.config, files.credentials].flatMap(({ ini, path }): readonly Found[] => {
    if (ini === undefined || !hasLoneReturns(ini.source.text)) return [];
    const span = spanOf(ini.source, { start: 0, end: 1 });
    return [
      {
        message: `the lines of ${world.show(path)} end in a carriage return alone, as on old Macs: ${flavour.title} takes the file for one line, and nothing in it counts`,
        span,
        advice: 'Save it with line feeds (Unix, LF)',
        fix: edit(world, span),
      },
    ];
  });
}
