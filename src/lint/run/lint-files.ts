import { IamxError } from '../../core/error.ts';
import type { Diagnostic, Span } from '../../core/evaluation.ts';
import type { Host } from '../../core/host.ts';
import { spanOf, type Range, type Source } from '../../core/source.ts';
import { readTextFile } from '../../formats/read-source.ts';
import { quoted } from '../../formats/problem.ts';
import { withoutSecrets } from '../../output/without-secrets.ts';
import { byPlace, type Finding } from '../finding.ts';
import { readDocument } from '../read/document.ts';
import { subjectOf, type Told } from '../read/subject-of.ts';
import { walk, type FileToRead } from '../read/walk.ts';
import { rules } from '../rules.ts';
import { compareWith, type BaselineEntry } from './baseline.ts';
import { fitsFile, type Config } from './config.ts';
import { lintPolicy } from './lint-policy.ts';
import { setAside } from './set-aside.ts';

export interface LintOptions extends Told {
  /** Codes that are not told. */
  readonly ignore?: readonly string[];
  readonly config?: Config;
  readonly baseline?: readonly BaselineEntry[];
}

/** What was looked at, and what was found. */
export interface Report {
  readonly findings: readonly Finding[];
  readonly files: number;
  readonly policies: number;
  /** Values and policies that only the deployment knows. */
  readonly unknown: number;
  /** Files of folders that hold no policy. */
  readonly others: number;
  /** Findings that were set aside. */
  readonly ignored: number;
  readonly diagnostics: readonly Diagnostic[];
  /** By the name of the file: for excerpts. */
  readonly sources: ReadonlyMap<string, Source>;
}

/** Lints files and folders; `-` is standard input. Throws what reading a named file throws where it is the only one. */
export async function lintFiles(host: Host, paths: readonly string[], options: LintOptions): Promise<Report> {
  const { files, notes } = await walk(host, paths);
  const findings: Finding[] = [];
  const sources = new Map<string, Source>();
  let policies = 0;
  let unknown = 0;
  let others = 0;
  for (const file of files) {
    const read = await lintFile(host, file, options, files.length === 1 && file.isNamed);
    findings.push(...read.findings);
    policies += read.policies;
    unknown += read.unknown;
    if (read.isOther) others++;
    if (read.source !== undefined && read.findings.length > 0) sources.set(read.source.file, read.source);
  }
  const { config } = options;
  const weighed = findings.flatMap((finding) => weigh(finding, config));
  const { kept, ignored, problems } = setAside(weighed, options.ignore ?? [], config, sources, host.now());
  if (config !== undefined && problems.length > 0) sources.set(config.source.file, config.source);
  const told = [...kept, ...problems.map(findingOfFile)].sort(byPlace);
  const compared = options.baseline === undefined ? undefined : compareWith(told, sources, options.baseline);
  return {
    findings: compared?.fresh ?? told,
    files: files.length,
    policies,
    unknown,
    others,
    ignored: ignored + (compared?.known ?? 0),
    diagnostics: [...notes, ...(compared?.notes ?? [])],
    sources,
  };
}

/** With the severity that the configuration gives it; nothing where it takes the rule out. */
function weigh(finding: Finding, config: Config | undefined): readonly Finding[] {
  const severity = config?.severity.get(finding.code);
  if (severity === 'off') return [];
  return [severity === undefined ? finding : { ...finding, severity }];
}

interface FileReport {
  readonly source?: Source;
  readonly findings: readonly Finding[];
  readonly policies: number;
  readonly unknown: number;
  readonly isOther: boolean;
}

async function lintFile(
  host: Host,
  { path, isNamed }: FileToRead,
  options: LintOptions,
  isOnly: boolean,
): Promise<FileReport> {
  let text;
  try {
    text = await readTextFile(host, path);
  } catch (error) {
    if (!(error instanceof IamxError) || isOnly) throw error;
    const span = error.span ?? { file: path, line: 1, column: 1, endLine: 1, endColumn: 1 };
    const problem: Diagnostic = {
      code: `file/${error.code}`,
      severity: 'error',
      message: error.message,
      span,
    };
    return { findings: [findingOfFile(problem)], policies: 0, unknown: 0, isOther: false };
  }
  const { source, notices } = text;
  const report = await lintText(source, options);
  if (report.other !== undefined) {
    if (!isNamed) return { findings: [], policies: 0, unknown: 0, isOther: true };
    const name = quoted(path);
    throw new IamxError('not-a-policy', `${name} is not a policy: it looks like ${report.other}`, {
      hint: 'Name a policy, a Terraform plan or a template.',
    });
  }
  return {
    source,
    findings: [...notices.map(findingOfFile), ...report.findings],
    policies: report.policies,
    unknown: report.unknown,
    isOther: false,
  };
}

interface TextReport {
  readonly findings: readonly Finding[];
  readonly policies: number;
  readonly unknown: number;
  /** What the text looks like, where it holds no policy. */
  readonly other?: string;
}

/** Lints every policy of one text. Never throws. */
export async function lintText(source: Source, options: LintOptions): Promise<TextReport> {
  const { policies, problems, other, unknown = 0 } = await readDocument(source);
  const findings = policies.flatMap(({ node, name, unknowns = [], ignore = [], ...place }) => {
    const type = options.config?.types.find(([pattern]) => fitsFile(pattern, source.file))?.[1];
    const told = { ...(type === undefined ? {} : { type }), ...place, ...options };
    const found = lintPolicy(subjectOf(source, node, name ?? source.file, told));
    return found.filter(({ span, code }) => !ignore.includes(code) && !isUnknown(span, unknowns, source));
  });
  return {
    findings: [...withoutSecrets(source, problems).map(findingOfFile), ...findings].sort(byPlace),
    policies: policies.length,
    unknown: unknown + policies.reduce((sum, { unknowns = [] }) => sum + unknowns.length, 0),
    ...(other === undefined ? {} : { other }),
  };
}

/** Whether a place is one of those that only the deployment knows. */
function isUnknown(span: Span, unknowns: readonly Range[], source: Source): boolean {
  return unknowns.some((range) => {
    const { line, column, endLine, endColumn } = spanOf(source, range);
    const starts = span.line > line || (span.line === line && span.column >= column);
    const ends = span.endLine < endLine || (span.endLine === endLine && span.endColumn <= endColumn);
    return starts && ends;
  });
}

/** A problem of a file as the finding of the rule that has its code. */
function findingOfFile(problem: Diagnostic): Finding {
  const rule = rules.find(
    ({ look }) => look.at === 'file' && look.codes.some((code) => problem.code.startsWith(code)),
  );
  if (rule === undefined) throw new Error(`no rule has the code ${problem.code}`);
  const { id: code, severity, category, awsCode, repair } = rule;
  const {
    message,
    hint = repair,
    span = { file: '-', line: 1, column: 1, endLine: 1, endColumn: 1 },
  } = problem;
  return {
    code,
    severity,
    category,
    ...(awsCode === undefined ? {} : { awsCode }),
    message,
    hint,
    span,
    path: [],
  };
}
