import { listed } from '../../core/listed.ts';
import { Raw } from '../../core/raw.ts';
import { spanOf } from '../../core/source.ts';
import type { IniEntry } from '../../formats/ini-file.ts';
import { printKey, printName } from '../../printers/names.ts';
import { meantKey } from '../places/meant-key.ts';
import type { Section } from '../places/section.ts';
import { isSet } from '../places/settings.ts';
import { sectionsInUse } from './facts.ts';
import type { Found, Situation } from './gotcha.ts';
import { edit, renameKey, renameKeys } from '../repairs.ts';

/** The profile's sections and that of its session. */
function sectionsRead({ context }: Situation): readonly Section[] {
  const named = context.profile.get('sso_session');
  const session = named.value === undefined || !isSet(named) ? undefined : context.files.session(named.value);
  return [...sectionsInUse(context), ...(session === undefined ? [] : [session])];
}

interface Slip {
  readonly entry: IniEntry;
  readonly right: string;
}

export function findForeignKeys(situation: Situation): readonly Found[] {
  const { context } = situation;
  return sectionsRead(situation).flatMap((section) => {
    const isSsoProfile = [...section.entries.keys()].some((key) => key.startsWith('sso_'));
    const near = [...section.entries.values()].flatMap((entry): readonly Slip[] => {
      const right = entry.nested === undefined ? meantKey(entry.key, isSsoProfile) : undefined;
      return right === undefined || section.entries.has(right) ? [] : [{ entry, right }];
    });
    // Of two that would become one, neither is put right.
    const once = near.filter(({ right }) => near.filter((other) => other.right === right).length === 1);
    const [first] = once;
    if (first === undefined) return [];
    const placeOf = ({ entry }: Slip) => spanOf(section.source, entry.keyRange);
    const told = once.map((slip) => {
      const known = printKey(new Raw(slip.entry.key));
      const { line } = placeOf(slip);
      return known === undefined
        ? `line ${line} would be \`${slip.right}\``
        : `\`${known}\` (line ${line}) would be \`${slip.right}\``;
    });
    const span = placeOf(first);
    const key = printKey(new Raw(first.entry.key));
    const isOne = once.length === 1 && key !== undefined && key === first.entry.key;
    const { text } = section.source;
    // `key: value` has no sign of equality that the command would find.
    const areWritten = once.every(({ entry }) => /^[ \t]*=/.test(text.slice(entry.keyRange.end)));
    const renamed = () =>
      isOne
        ? renameKey(context.world, span, first.entry.key, first.right)
        : renameKeys(
            context.world,
            once.map((slip) => ({ span: placeOf(slip), to: slip.right })),
          );
    return [
      {
        message: `\`${printName(new Raw(section.name))}\` has ${once.length === 1 ? 'a key' : 'keys'} that no AWS tool reads: ${listed(told)}`,
        span,
        fix: (areWritten ? renamed() : undefined) ?? edit(context.world, span),
        isCause: true,
      },
    ];
  });
}
