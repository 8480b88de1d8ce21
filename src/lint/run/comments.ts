import type { Range, Source } from '../../core/source.ts';
import { nearest } from '../../core/nearest.ts';
import { quoted } from '../../formats/problem.ts';
import type { Finding } from '../finding.ts';
import { isWithin } from '../finding.ts';
import type { ResourceIgnore } from '../read/place.ts';
import { isDay } from './day.ts';

/** What stands in a text itself and sets a code aside there. */
export interface Beside {
  readonly at: Range;
  readonly code: string;
  /** What it is written as, in a sentence. */
  readonly noun: string;
  /** The last day on which it does. */
  readonly until?: string;
  /** Why it sets nothing aside. */
  readonly problem?: string;
  /** Whether a finding of the same file stands where it is meant. */
  readonly covers: (finding: Finding) => boolean;
}

const start = /^([ \t]*(?:#|\/\/)[ \t]*)iamx-ignore\b(.*)$/;
const form = /^[ \t]+([A-Za-z0-9-]+)(?:[ \t]+until[ \t]+([^ \t:]+))?[ \t]*(?::[ \t]*(.*))?$/;

/** `# iamx-ignore CODE: reason`, `# iamx-ignore CODE until 2026-12-31: reason` in YAML and HCL, each with what is wrong with it. */
export function commentsIn(source: Source, codes: () => readonly string[]): readonly Beside[] {
  const { text, file } = source;
  if (!/\.(?:ya?ml|tf|template)$/i.test(file) || !text.includes('iamx-ignore')) return [];
  const lines = text.split(/\r\n|\r|\n/);
  const starts = source.lineStarts();
  return lines.flatMap((line, index): readonly Beside[] => {
    const [, before, rest] = start.exec(line) ?? [];
    if (before === undefined || rest === undefined) return [];
    const from = (starts[index] ?? 0) + before.length;
    const at = { start: from, end: from + 'iamx-ignore'.length };
    const [, code, until, reason] = form.exec(rest) ?? [];
    // The next line that is no comment.
    const next = lines.findIndex((other, place) => place > index && !/^[ \t]*(?:#|\/\/|$)/.test(other)) + 1;
    const way = '`# iamx-ignore CODE: reason`';
    return [besideOf({ at, code, until, reason }, 'comment', way, codes, ({ span }) => span.line === next)];
  });
}

/** What the resources of a template set aside, each with what is wrong with it. */
export function metadataIn(
  source: Source,
  ignores: readonly ResourceIgnore[],
  codes: () => readonly string[],
): readonly Beside[] {
  const way = '`{ "code": "…", "reason": "…" }`';
  return ignores.map((ignore) =>
    besideOf(ignore, 'entry', way, codes, ({ span }) => isWithin(span, ignore.resource, source)),
  );
}

interface Written {
  readonly at: Range;
  readonly code?: string | undefined;
  readonly reason?: string | undefined;
  readonly until?: string | undefined;
}

function besideOf(
  written: Written,
  noun: string,
  way: string,
  codes: () => readonly string[],
  covers: Beside['covers'],
): Beside {
  const { at, code = '', until } = written;
  const problem = problemOf(written, noun, way, codes);
  return {
    at,
    code,
    noun,
    covers,
    ...(until === undefined ? {} : { until }),
    ...(problem === undefined ? {} : { problem }),
  };
}

function problemOf(
  { code = '', reason = '', until }: Written,
  noun: string,
  way: string,
  codes: () => readonly string[],
): string | undefined {
  if (code === '') return `the ${noun} names no code: write ${way}`;
  const known = codes();
  if (!known.includes(code)) {
    const near = nearest(code, known);
    return `${quoted(code)} is not a code${near === undefined ? '' : `: did you mean \`${near}\`?`}`;
  }
  if (reason.trim() === '') return `the ${noun} gives no reason, so that it sets nothing aside`;
  if (until !== undefined && !isDay(until)) return `${quoted(until)} is no day: write it like \`2026-12-31\``;
  return undefined;
}
