import type { Diagnostic } from '../core/evaluation.ts';
import type { Decoded } from './item.ts';

/** Every value once, where it stood first, and how often it stood there. */
export function once(all: readonly Decoded[]): readonly Decoded[] {
  if (all.length < 2) return all;
  const found = new Map<string | number, Decoded>();
  for (const [index, decoded] of all.entries()) {
    const key = keyOf(decoded) ?? index;
    const known = found.get(key);
    found.set(key, known === undefined ? decoded : joined(known, decoded));
  }
  return [...found.values()];
}

/** The same for two that say the same, whatever stood around them; undefined for a secret: that two are one is not told. */
function keyOf({ item, notes, diagnostics, encodedMessage }: Decoded): string | undefined {
  if (item.input === null) return undefined;
  const told = { ...item, input: item.kind === 'unknown' ? item.input.trim() : undefined };
  const wrong = diagnostics.map(({ code }) => code).filter((code) => !around.has(code));
  return JSON.stringify([told, notes, wrong, encodedMessage]);
}

/** Codes of what is said of the text around a value. */
const around: ReadonlySet<string> = new Set([
  ...['decode/assignment', 'decode/quoted', 'decode/whitespace', 'decode/extracted'],
  ...['decode/passed-over', 'decode/joined'],
]);

function joined(first: Decoded, second: Decoded): Decoded {
  const refused = [...(first.refused ?? []), ...(second.refused ?? [])];
  return {
    ...first,
    times: (first.times ?? 1) + (second.times ?? 1),
    diagnostics: withoutRepetition([...first.diagnostics, ...second.diagnostics]),
    ...(refused.length === 0 ? {} : { refused }),
    ...((first.isError ?? second.isError) === true ? { isError: true } : {}),
  };
}

function withoutRepetition(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...new Map(diagnostics.map((one) => [JSON.stringify(one), one])).values()];
}
