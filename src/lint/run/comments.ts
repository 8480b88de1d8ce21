import type { Range, Source } from '../../core/source.ts';
import { nearest } from '../../core/nearest.ts';
import { quoted } from '../../formats/problem.ts';

/** `# iamx-ignore CODE: reason` in YAML and HCL. */
export interface Comment {
  readonly at: Range;
  readonly code: string;
  /** The line that it is about, from 1 on: the next one that is no comment. */
  readonly line: number;
  /** Why it sets nothing aside. */
  readonly problem?: string;
}

const start = /^([ \t]*(?:#|\/\/)[ \t]*)iamx-ignore\b(.*)$/;
const form = /^[ \t]+([A-Za-z0-9-]+)[ \t]*(?::[ \t]*(.*))?$/;

/** The comments of a text, each with what is wrong with it. */
export function commentsIn(source: Source, codes: readonly string[]): readonly Comment[] {
  const { text, file } = source;
  if (!/\.(?:ya?ml|tf|template)$/i.test(file) || !text.includes('iamx-ignore')) return [];
  const lines = text.split(/\r\n|\r|\n/);
  const starts = source.lineStarts();
  return lines.flatMap((line, index): readonly Comment[] => {
    const [, before, rest] = start.exec(line) ?? [];
    if (before === undefined || rest === undefined) return [];
    const from = (starts[index] ?? 0) + before.length;
    const at = { start: from, end: from + 'iamx-ignore'.length };
    const [, code = '', reason = ''] = form.exec(rest) ?? [];
    const next = lines.findIndex((other, place) => place > index && !/^[ \t]*(?:#|\/\/|$)/.test(other));
    const problem = problemOf(code, reason, codes);
    return [{ at, code, line: next + 1, ...(problem === undefined ? {} : { problem }) }];
  });
}

function problemOf(code: string, reason: string, codes: readonly string[]): string | undefined {
  if (code === '') return 'the comment names no code: write `# iamx-ignore CODE: reason`';
  if (!codes.includes(code)) {
    const near = nearest(code, codes);
    return `${quoted(code)} is not a code${near === undefined ? '' : `: did you mean \`${near}\`?`}`;
  }
  return reason.trim() === '' ? 'the comment gives no reason, so that it sets nothing aside' : undefined;
}
