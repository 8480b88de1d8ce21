import type { Span } from '../../core/evaluation.ts';
import { listed } from '../../core/listed.ts';
import { Raw } from '../../core/raw.ts';
import { spanOf } from '../../core/source.ts';
import { printKey } from '../../printers/names.ts';
import { flavourTitle } from '../flavours.ts';
import type { Section } from '../places/section.ts';
import { unindent } from '../repairs.ts';
import type { Found, Situation } from './gotcha.ts';

/** Keys of profiles; of what stands below `s3 =` and its like, none is called so. */
const ofProfiles =
  /^(?:aws_\w+|role_\w+|source_profile|credential_\w+|sso_\w+|region|output|web_identity_token_file|mfa_serial|external_id|login_session)$/;

interface Line {
  readonly name: string;
  readonly span: Span;
}

/** Keys of profiles that are indented below one without a value. */
export function findBelow({ context, resolution }: Situation, section: Section): readonly Found[] {
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
