import { IamxError } from '../../../core/error.ts';
import type { Diagnostic } from '../../../core/evaluation.ts';
import { FileError, type Host } from '../../../core/host.ts';
import type { Source } from '../../../core/source.ts';
import { listed } from '../../../core/listed.ts';
import { quoted } from '../../../formats/problem.ts';
import { readTextFile } from '../../../formats/read-source.ts';
import type { TextFile } from '../../../formats/text.ts';
import { filesFor, lookAt, type LintOptions } from '../lint-files.ts';
import { groupsOf } from '../read-files.ts';
import { fixText } from './fix-text.ts';
import { unifiedDiff } from './unified-diff.ts';

/** What the repairs of some files come to. */
export interface FixReport {
  /** Of all files, line by line. */
  readonly diff: readonly string[];
  /** One for each file that was mended, or could not be written. */
  readonly notes: readonly Diagnostic[];
}

const mark = '\ufeff';

/** Mends the files of the paths: each as a whole or not at all. `isDry` writes none of them. Throws `usage`. */
export async function fixFiles(
  host: Host,
  paths: readonly string[],
  options: LintOptions,
  isDry: boolean,
): Promise<FixReport> {
  if (paths.includes('-')) {
    throw new IamxError('usage', '--fix writes files, and `-` is standard input', {
      hint: 'Name the file that holds the policy.',
    });
  }
  const lines: string[] = [];
  const notes: Diagnostic[] = [];
  for (const group of groupsOf((await filesFor(host, paths, options)).files)) {
    const read = await Promise.all(
      group.map(async ({ path }) => ({ path, file: await readFile(host, path) })),
    );
    const sources = read.flatMap(({ file }) => (file === undefined ? [] : [file.source]));
    for (const { path, file } of read) {
      const beside = sources.filter((source) => source !== file?.source);
      const mended = file === undefined ? undefined : await mendedOf(file, options, host.now(), beside);
      if (mended === undefined) continue;
      const { before, after, codes } = mended;
      if (isDry) {
        const diff = unifiedDiff(path, before, after);
        for (const line of diff.lines) lines.push(line);
        if (!diff.isWhole) notes.push(noteOfHoles(path));
        continue;
      }
      notes.push((await write(host, path, after)) ?? noteOf(path, codes));
    }
  }
  return { diff: lines, notes };
}

/** What cannot be read is told by the findings, not here. */
async function readFile(host: Host, path: string): Promise<TextFile | undefined> {
  try {
    return await readTextFile(host, path);
  } catch (error) {
    if (error instanceof IamxError) return undefined;
    throw error;
  }
}

interface Mended {
  readonly before: string;
  readonly after: string;
  readonly codes: readonly string[];
}

async function mendedOf(
  file: TextFile,
  options: LintOptions,
  now: number,
  beside: readonly Source[],
): Promise<Mended | undefined> {
  const [notice] = file.notices;
  const fixed = await fixText(file, options, now, beside);
  if (notice === undefined) {
    return fixed === undefined
      ? undefined
      : { before: file.source.text, after: fixed.text, codes: fixed.codes };
  }
  const { told, subjects } = await lookAt(file, options, now, beside);
  if (subjects.length === 0) return undefined;
  const isUtf8 = notice.code === 'text/byte-order-mark';
  const before = isUtf8 ? mark + file.source.text : file.source.text;
  const text = fixed?.text ?? file.source.text;
  const codes = fixed?.codes ?? [];
  if (told.some(({ code }) => code === 'unusual-encoding'))
    return { before, after: text, codes: ['unusual-encoding', ...codes] };
  // The encoding is meant to be: one that we do not write is left as it is.
  return isUtf8 && fixed !== undefined ? { before, after: mark + text, codes } : undefined;
}

async function write(host: Host, path: string, text: string): Promise<Diagnostic | undefined> {
  try {
    await host.writeFile(path, text);
    return undefined;
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    return {
      code: 'lint/not-fixed',
      severity: 'warning',
      message: `${quoted(path)} cannot be written, and was left as it is`,
    };
  }
}

function noteOfHoles(path: string): Diagnostic {
  return {
    code: 'lint/diff-with-holes',
    severity: 'info',
    message: `comments and what may be a secret are left out of the diff of ${quoted(path)}: it can be read, and not be applied`,
  };
}

function noteOf(path: string, codes: readonly string[]): Diagnostic {
  const counts = new Map<string, number>();
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1);
  const names = [...counts].map(([code, count]) => (count === 1 ? code : `${code} (${count})`));
  return {
    code: 'lint/fixed',
    severity: 'info',
    message: `${quoted(path)} was mended: ${listed(names, 8)}`,
  };
}
