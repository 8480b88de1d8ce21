import { Raw } from '../../core/raw.ts';
import { spanOf } from '../../core/source.ts';
import { printName } from '../../printers/names.ts';
import { edit } from '../repairs.ts';
import type { Found, Situation } from './gotcha.ts';

/** A value that ends in the header of the next section: it lost its line break. */
export function findGlued({ context }: Situation): readonly Found[] {
  const { files, profile, choice, world } = context;
  return [files.config, files.credentials].flatMap(({ ini }) => {
    if (ini === undefined) return [];
    const { source } = ini;
    return gluedHeaders(source.text).flatMap((line): readonly Found[] => {
      const above = ini.sections.findLast(({ range }) => range.start < line.start);
      const name = printName(new Raw(line.name.replace(/^profile\s+/, '')));
      const own = [...(profile.config?.headers ?? []), ...(profile.credentials?.headers ?? [])];
      const concerns =
        own.some(({ range }) => range.start === above?.range.start) ||
        choice.name === line.name.replace(/^profile\s+/, '');
      if (!concerns && ini.error === undefined) return [];
      const span = spanOf(source, { start: line.start, end: line.end });
      const sender = above === undefined ? 'the section above' : `\`${printName(new Raw(above.header))}\``;
      return [
        {
          message: `line ${span.line} ends in \`[${name}]\`: the header of the next section lost its line break; ${sender} sends a wrong value, and profile \`${name}\` does not exist`,
          span,
          advice: `Break line ${span.line} before the bracket`,
          fix: edit(world, span),
        },
      ];
    });
  });
}

interface GluedLine {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** Of a command line, or of a comment, a bracket is a part, and what stands in it no name. */
function gluedHeaders(text: string): readonly GluedLine[] {
  return [
    ...text.matchAll(
      /^[ \t]*(?!credential_process|user_agent)[A-Za-z][\w.-]{0,60}[ \t]*=(?![^\n]*\s[#;])[^\n]*[^\s[\]=]\[([^\][\n]{1,64})\][ \t\r]*$/gm,
    ),
    // With a blank before it only where a value holds none.
    ...text.matchAll(
      /^[ \t]*(?:aws_[a-z_]{8,20}|region|output|role_arn|source_profile)[ \t]*=[ \t]*[^\s[\]#;]+[ \t]+\[([^\][\n]{1,64})\][ \t\r]*$/gm,
    ),
  ].map(({ 0: line, 1: name = '', index }) => ({
    name: name.trim(),
    start: index,
    end: index + line.length,
  }));
}
