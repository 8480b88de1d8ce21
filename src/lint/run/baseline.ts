import { IamxError } from '../../core/error.ts';
import { command } from '../../core/command.ts';
import type { Diagnostic } from '../../core/evaluation.ts';
import type { Host } from '../../core/host.ts';
import type { Source } from '../../core/source.ts';
import { parseJson } from '../../formats/json.ts';
import { quoted } from '../../formats/problem.ts';
import { readTextFile } from '../../formats/read-source.ts';
import type { TextFile } from '../../formats/text.ts';
import { toValue } from '../../formats/tree-value.ts';
import { escapeJson } from '../../output/escape.ts';
import { hideSecrets } from '../../output/secret.ts';
import { fingerprintsOf } from '../fingerprint.ts';
import type { Finding } from '../finding.ts';

const schema = 'iamx.lint-baseline/1';

/** One finding that was there before: known by its fingerprint, named for people. */
export interface BaselineEntry {
  readonly fingerprint: string;
  readonly code: string;
  readonly file: string;
}

/** What was known before, and by which names. */
export interface Baseline {
  readonly entries: readonly BaselineEntry[];
  /** A file's name from the folder of the baseline. */
  readonly nameOf: (file: string) => string;
  readonly folder: string;
}

/** The text of a baseline of these findings, in the order of files and codes; files are named from its own folder. */
export function baselineText(
  findings: readonly Finding[],
  sources: ReadonlyMap<string, Source>,
  nameOf: (file: string) => string,
): string {
  const entries = [...fingerprintsOf(findings, sources, nameOf)]
    .map(([{ code, span }, fingerprint]): BaselineEntry => ({
      fingerprint,
      code,
      file: shownFile(nameOf(span.file)),
    }))
    .sort(
      (left, right) =>
        compare(left.file, right.file) ||
        compare(left.code, right.code) ||
        compare(left.fingerprint, right.fingerprint),
    );
  return `${escapeJson(JSON.stringify({ schema, findings: entries }, null, 2))}\n`;
}

/** A baseline is committed: it names a file as an answer does. */
export function shownFile(name: string): string {
  return hideSecrets(name);
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The entries of a baseline. Throws `usage` where it is not one, as a whole: it is never read as one without findings. */
export async function readBaseline(host: Host, path: string): Promise<readonly BaselineEntry[]> {
  const { source } = await readText(host, path);
  const { root, problems } = parseJson(source);
  const value = root === undefined || problems.length > 0 ? undefined : toValue(root);
  const entries = entriesOf(value);
  if (entries === undefined) {
    throw new IamxError('usage', `${quoted(path)} is no baseline of this version`, {
      hint: ['Write it anew: ', command`iamx lint --baseline baseline.json --update-baseline policies`],
      ...(problems[0]?.span === undefined ? {} : { span: problems[0].span }),
    });
  }
  return entries;
}

async function readText(host: Host, path: string): Promise<TextFile> {
  try {
    return await readTextFile(host, path);
  } catch (error) {
    if (!(error instanceof IamxError) || error.code !== 'file-missing') throw error;
    throw new IamxError(error.code, `there is no baseline ${quoted(path)} yet`, {
      hint: ['Write it: ', command`iamx lint --baseline baseline.json --update-baseline policies`],
      cause: error,
    });
  }
}

function entriesOf(value: unknown): readonly BaselineEntry[] | undefined {
  if (typeof value !== 'object' || value === null || !('schema' in value) || value.schema !== schema)
    return undefined;
  if (!('findings' in value) || !Array.isArray(value.findings)) return undefined;
  const entries = value.findings.map(entryOf);
  return entries.includes(undefined) ? undefined : entries.filter((entry) => entry !== undefined);
}

function entryOf(value: unknown): BaselineEntry | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!('fingerprint' in value) || !('code' in value) || !('file' in value)) return undefined;
  const { fingerprint, code, file } = value;
  if (typeof fingerprint !== 'string' || typeof code !== 'string' || typeof file !== 'string')
    return undefined;
  return { fingerprint, code, file };
}

export interface Compared {
  /** Findings that the baseline has not. */
  readonly fresh: readonly Finding[];
  readonly known: number;
  /** What the baseline has and nobody finds any more. */
  readonly notes: readonly Diagnostic[];
}

/** What is new beside a baseline, and what of it is gone; `unjudged` are entries about files that were not looked at. */
export function compareWith(
  findings: readonly Finding[],
  sources: ReadonlyMap<string, Source>,
  { entries, nameOf, unjudged }: Baseline & { readonly unjudged?: ReadonlySet<BaselineEntry> },
): Compared {
  const prints = fingerprintsOf(findings, sources, nameOf);
  const before = new Set(entries.map(({ fingerprint }) => fingerprint));
  const now = new Set(prints.values());
  const fresh = findings.filter((finding) => !before.has(prints.get(finding) ?? ''));
  const gone = entries.filter((entry) => !now.has(entry.fingerprint) && unjudged?.has(entry) !== true);
  const notes = gone.map(({ code, file }): Diagnostic => ({
    code: 'lint/baseline-gone',
    severity: 'info',
    message: `${quoted(code)} of ${quoted(file)} is in the baseline and was not found any more`,
  }));
  return { fresh, known: findings.length - fresh.length, notes };
}
