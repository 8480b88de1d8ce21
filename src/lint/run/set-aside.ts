import type { Diagnostic } from '../../core/evaluation.ts';
import { spanOf, type Range, type Source } from '../../core/source.ts';
import { quoted } from '../../formats/problem.ts';
import type { Finding } from '../finding.ts';
import type { ResourceIgnore } from '../read/place.ts';
import { commentsIn, metadataIn, type Beside } from './comments.ts';
import { fitsFile } from '../file-name.ts';
import type { Config, Ignore } from './config.ts';

export interface SetAside {
  readonly kept: readonly Finding[];
  readonly ignored: number;
  /** Entries and comments that set nothing aside, or no longer may: under `ignore/`. */
  readonly problems: readonly Diagnostic[];
}

/** What is set aside, and when that is asked. */
export interface Aside {
  /** On the command line. */
  readonly codes: readonly string[];
  readonly config: Config | undefined;
  /** By file: what resources of templates set aside. */
  readonly ignores: ReadonlyMap<string, readonly ResourceIgnore[]>;
  /** Every code that there is. */
  readonly known: () => readonly string[];
  /** Entries about files that this run does not look at: whether they are of use is not known. */
  readonly outside: ReadonlySet<Ignore>;
  readonly now: number;
}

/** Takes out what the command line, the configuration and the comments beside the text set aside. */
export function setAside(
  findings: readonly Finding[],
  sources: ReadonlyMap<string, Source>,
  { codes, config, ignores, known, outside, now }: Aside,
): SetAside {
  const today = new Date(now).toISOString().slice(0, 10);
  const used = new Set<Ignore | Beside>();
  const entries = config?.ignore.filter(({ until }) => until === undefined || until >= today) ?? [];
  const besides = new Map(
    [...sources].map(([file, source]) => [
      file,
      [...commentsIn(source, known), ...metadataIn(source, ignores.get(file) ?? [], known)],
    ]),
  );
  const isSetAside = (finding: Finding): boolean => {
    const entry = entries.find((one) => isMeant(one, finding, config?.nameOf));
    if (entry !== undefined) used.add(entry);
    const beside = besides
      .get(finding.span.file)
      ?.find(
        ({ code, covers, problem, until = today }) =>
          code === finding.code && problem === undefined && until >= today && covers(finding),
      );
    if (beside !== undefined) used.add(beside);
    return entry !== undefined || beside !== undefined || codes.includes(finding.code);
  };
  const kept = findings.filter((finding) => !isSetAside(finding));
  const problems = [
    ...(config?.ignore ?? []).flatMap((entry) =>
      outside.has(entry) ? [] : problemOfEntry(entry, config?.source, used.has(entry), today),
    ),
    ...[...besides].flatMap(([file, list]) =>
      list.flatMap((beside) => problemOfBeside(beside, sources.get(file), used.has(beside), today)),
    ),
  ];
  return { kept, ignored: findings.length - kept.length, problems };
}

function isMeant(
  { code, file, sid, path }: Ignore,
  finding: Finding,
  nameOf: Config['nameOf'] = (name) => name,
): boolean {
  return (
    code === finding.code &&
    (file === undefined || fitsFile(file, nameOf(finding.span.file))) &&
    (sid === undefined || sid === finding.sid) &&
    (path === undefined || path.every((step, depth) => step === finding.path[depth]))
  );
}

function problemOfEntry(
  { code, until, at }: Ignore,
  source: Source | undefined,
  isUsed: boolean,
  today: string,
): readonly Diagnostic[] {
  const range = { start: at.start, end: at.start + 1 };
  if (until !== undefined && until < today)
    return problem(source, range, 'ignore/expired', 'warning', `this ignore ended on ${until}`);
  if (isUsed) return [];
  const message = `nothing is set aside by this entry for ${quoted(code)}`;
  return problem(source, range, 'ignore/unused', 'info', message);
}

function problemOfBeside(
  { at, code, noun, until, problem: why }: Beside,
  source: Source | undefined,
  isUsed: boolean,
  today: string,
): readonly Diagnostic[] {
  if (why === undefined && until !== undefined && until < today)
    return problem(source, at, 'ignore/expired', 'warning', `this ignore ended on ${until}`);
  if (isUsed) return [];
  const place = noun === 'comment' ? 'on the next line' : 'in this resource';
  const message = why ?? `nothing ${place} is set aside by this ${noun} for ${quoted(code)}`;
  return problem(source, at, 'ignore/unused', 'info', message);
}

function problem(
  source: Source | undefined,
  at: Range,
  code: string,
  severity: Diagnostic['severity'],
  message: string,
): readonly Diagnostic[] {
  return source === undefined ? [] : [{ code, severity, message, span: spanOf(source, at) }];
}
