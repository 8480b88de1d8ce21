import { listed } from '../../core/listed.ts';
import { Raw } from '../../core/raw.ts';
import { spanOf } from '../../core/source.ts';
import type { Span } from '../../core/evaluation.ts';
import { printKey } from '../../printers/names.ts';
import { flavourTitle } from '../flavours.ts';
import type { Section } from '../places/section.ts';
import { edit, unindent } from '../repairs.ts';
import { sectionsInUse } from './facts.ts';
import type { Found, Gotcha, Situation } from './gotcha.ts';

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
    find: (situation) => sectionsInUse(situation.context).flatMap((section) => findBelow(situation, section)),
  },
];

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

/** Keys of profiles; of what stands below `s3 =` and its like, none is called so. */
const ofProfiles =
  /^(?:aws_\w+|role_\w+|source_profile|credential_\w+|sso_\w+|region|output|web_identity_token_file|mfa_serial|external_id|login_session)$/;

interface Line {
  readonly name: string;
  readonly span: Span;
}

function findBelow({ context, resolution }: Situation, section: Section): readonly Found[] {
  return groupsBelow(section).flatMap(({ above, lines }): readonly Found[] => {
    const [first] = lines;
    if (first === undefined) return [];
    const isOne = lines.length === 1;
    const names = listed(lines.map(({ name }) => `\`${name}\``));
    return [
      {
        message: `${names} ${isOne ? 'is' : 'are'} indented below \`${above}\`, which has no value: ${flavourTitle(resolution.flavour)} takes ${isOne ? 'it for a part' : 'them for parts'} of that`,
        span: first.span,
        fix: unindent(
          context.world,
          lines.map(({ span }) => span),
        ),
      },
    ];
  });
}

/** Keys of the vocabulary without a value, each with the keys of profiles that are indented below it. */
function groupsBelow(
  section: Section,
): readonly { readonly above: string; readonly lines: readonly Line[] }[] {
  const { source, headers } = section;
  return headers.flatMap(({ range }) => {
    const stop = source.text.slice(range.end).search(/\n[ \t]*\[/);
    const body = source.text.slice(range.end, stop < 0 ? undefined : range.end + stop + 1);
    return [...body.matchAll(/^(\w+)[ \t]*=[ \t]*\r?\n((?:[ \t]+\S[^\n]*(?:\n|$))+)/gm)].flatMap((match) => {
      const [, key = '', below = ''] = match;
      const above = printKey(new Raw(key.toLowerCase()));
      const from = range.end + match.index + match[0].length - below.length;
      const lines = [...below.matchAll(/^[ \t]+(\w+)(?=[ \t]*[=:])/gm)].flatMap((line): readonly Line[] => {
        const name = printKey(new Raw((line[1] ?? '').toLowerCase()));
        if (name === undefined || !ofProfiles.test(name)) return [];
        const start = from + line.index;
        return [{ name, span: spanOf(source, { start, end: start + line[0].length }) }];
      });
      return above === undefined || !ofProfiles.test(above) || lines.length === 0 ? [] : [{ above, lines }];
    });
  });
}
