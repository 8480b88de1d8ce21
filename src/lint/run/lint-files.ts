import { IamxError } from '../../core/error.ts';
import type { Diagnostic, Span } from '../../core/evaluation.ts';
import type { Host } from '../../core/host.ts';
import { spanOf, type Range, type Source } from '../../core/source.ts';
import { readTextFile } from '../../formats/read-source.ts';
import type { TextFile } from '../../formats/text.ts';
import { quoted } from '../../formats/problem.ts';
import { withoutSecrets } from '../../output/without-secrets.ts';
import { byPlace, type Finding } from '../finding.ts';
import { readDocument } from '../read/document.ts';
import { subjectOf, type Told } from '../read/subject-of.ts';
import { walk, type FileToRead } from '../read/walk.ts';
import type { Rule } from '../rule.ts';
import { rules } from '../rules.ts';
import { compareWith, type BaselineEntry } from './baseline.ts';
import { fitsFile, type Config } from './config.ts';
import type { Gate, Gated } from './gates.ts';
import type { Subject } from '../subject.ts';
import { nameFrom } from './file-name.ts';
import { lintPolicy, lintTogether } from './lint-policy.ts';
import { ignoresOutside } from './outside.ts';
import { setAside, type Aside } from './set-aside.ts';

/** What was known before, and by which names. */
export interface Baseline {
  readonly entries: readonly BaselineEntry[];
  readonly nameOf: (file: string) => string;
}

export interface LintOptions extends Told {
  /** All policies are one principal's: what they give together is found too. */
  readonly together?: boolean;
  /** Codes that are not told. */
  readonly ignore?: readonly string[];
  readonly config?: Config;
  readonly baseline?: Baseline;
  /** Is told what each file holds, as it is read. */
  readonly onFile?: (held: FileHeld) => void;
}

/** What one file holds. */
export interface FileHeld {
  readonly policies: readonly Gated[];
  /** What keeps the file, or a policy in it, from being read. */
  readonly problems: readonly Diagnostic[];
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
  /** Rules of the configuration. */
  readonly own: readonly Rule[];
  /** A file's name from the current folder, as other programs know it. */
  readonly nameOf: (file: string) => string;
  /** Questions with a yes or a no, where some were asked. */
  readonly gates?: readonly Gate[];
}

/** Lints files and folders; `-` is standard input. Throws what reading a named file throws where it is the only one. */
export async function lintFiles(host: Host, paths: readonly string[], options: LintOptions): Promise<Report> {
  const { files, notes } = await walk(host, paths);
  const findings: Finding[] = [];
  const entries: Entry[] = [];
  const sources = new Map<string, Source>();
  let policies = 0;
  let unknown = 0;
  let others = 0;
  for (const file of files) {
    const read = await lintFile(host, file, options, files.length === 1 && file.isNamed);
    const own = options.together === true ? [] : lintEntries(read.entries, false, options);
    findings.push(...read.findings, ...own);
    policies += read.entries.length;
    options.onFile?.(heldIn(read, file.path));
    if (options.together === true) entries.push(...read.entries);
    unknown += read.unknown;
    if (read.isOther) others++;
    if (
      read.source !== undefined &&
      (options.together === true ||
        read.findings.length + own.length > 0 ||
        read.source.text.includes('iamx-ignore'))
    )
      sources.set(read.source.file, read.source);
  }
  if (options.together === true) findings.push(...lintEntries(entries, true, options));
  const { config } = options;
  const weighed = findings.flatMap((finding) => weigh(finding, config));
  const aside = { ...asideOf(options, host.now()), outside: await ignoresOutside(host, config, files) };
  const { kept, ignored, problems } = setAside(weighed, sources, aside);
  if (config !== undefined && problems.length > 0) sources.set(config.source.file, config.source);
  const told = [...kept, ...toldOf(problems, options)].sort(byPlace);
  const compared =
    options.baseline === undefined
      ? undefined
      : compareWith(told, sources, options.baseline.entries, options.baseline.nameOf);
  return {
    findings: compared?.fresh ?? told,
    files: files.length,
    policies,
    unknown,
    others,
    ignored: ignored + (compared?.known ?? 0),
    diagnostics: [...notes, ...(compared?.notes ?? [])],
    sources,
    own: config?.own.map(({ rule }) => rule) ?? [],
    nameOf: (file) => nameFrom('.', host.cwd, file),
  };
}

/** What is found in one file by itself, before and after what is set aside. */
export interface Look {
  readonly findings: readonly Finding[];
  readonly told: readonly Finding[];
  readonly subjects: readonly Subject[];
}

/** Looks at a text as at a file that was given alone. */
export async function lookAt(
  { source, notices }: TextFile,
  options: LintOptions,
  now: number,
): Promise<Look> {
  const report = await readText(source, options);
  const found = [
    ...notices.map(findingOfFile),
    ...report.findings,
    ...lintEntries(report.entries, options.together === true, options),
  ];
  const findings = found.flatMap((finding) => weigh(finding, options.config)).sort(byPlace);
  const sources = new Map([[source.file, source]]);
  const { kept } = setAside(findings, sources, asideOf(options, now));
  const told =
    options.baseline === undefined
      ? kept
      : compareWith(kept, sources, options.baseline.entries, options.baseline.nameOf).fresh;
  return { findings, told, subjects: report.entries.map(({ subject }) => subject) };
}

function asideOf({ ignore = [], config }: LintOptions, now: number): Aside {
  const known = [...rules.map(({ id }) => id), ...(config?.own ?? []).map(({ rule }) => rule.id)];
  return { codes: ignore, config, known, outside: new Set(), now };
}

/** What is wrong with what is set aside, as findings of the run. */
function toldOf(problems: readonly Diagnostic[], { ignore = [], config }: LintOptions): readonly Finding[] {
  return problems
    .flatMap((problem) => weigh(findingOfFile(problem), config))
    .filter(({ code }) => !ignore.includes(code));
}

function heldIn({ entries, findings, unknown }: FileReport, path: string): FileHeld {
  const inPolicies = entries.reduce((sum, { unknowns }) => sum + unknowns.length, 0);
  const [line, column] = [1, 1];
  const hidden: Diagnostic = {
    code: 'lint/unknown',
    severity: 'info',
    message: 'it holds policies that are known after the deployment alone',
    span: { file: path, line, column, endLine: line, endColumn: column },
  };
  return {
    policies: entries.map(({ subject, unknowns }, index) => ({
      subject,
      index,
      hasUnknown: unknowns.length > 0,
    })),
    problems: [
      ...findings.filter(({ severity }) => severity === 'error'),
      ...(unknown > inPolicies ? [hidden] : []),
    ],
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
  /** Of the file itself. */
  readonly findings: readonly Finding[];
  readonly entries: readonly Entry[];
  readonly unknown: number;
  readonly isOther: boolean;
}

/** A policy to look at. */
interface Entry {
  readonly subject: Subject;
  /** Places that only the deployment knows. */
  readonly unknowns: readonly Range[];
  /** Codes that its resource sets aside. */
  readonly ignore: readonly string[];
}

/** Each alone, or all as those of one principal. */
function lintEntries(
  entries: readonly Entry[],
  together: boolean,
  { config }: LintOptions,
): readonly Finding[] {
  const subjects = entries.map(({ subject }) => subject);
  const own = config?.own.map(({ rule }) => rule);
  const found = together
    ? lintTogether(subjects, own)
    : subjects.flatMap((subject) => lintPolicy(subject, own));
  return found.filter((finding) =>
    entries.every(({ subject: { source, name }, unknowns, ignore }) => {
      if (finding.span.file !== source.file || (finding.policy ?? source.file) !== name) return true;
      return !ignore.includes(finding.code) && !isUnknown(finding.span, unknowns, source);
    }),
  );
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
    return { findings: [findingOfFile(problem)], entries: [], unknown: 0, isOther: false };
  }
  const { source, notices } = text;
  const report = await readText(source, options);
  if (report.other !== undefined) {
    if (!isNamed) return { findings: [], entries: [], unknown: 0, isOther: true };
    const name = quoted(path);
    throw new IamxError('not-a-policy', `${name} is not a policy: it looks like ${report.other}`, {
      hint: 'Name a policy, a Terraform plan or a template.',
    });
  }
  return {
    source,
    findings: [...notices.map(findingOfFile), ...report.findings],
    entries: report.entries,
    unknown: report.unknown,
    isOther: false,
  };
}

interface TextRead {
  readonly findings: readonly Finding[];
  readonly entries: readonly Entry[];
  readonly unknown: number;
  /** What the text looks like, where it holds no policy. */
  readonly other?: string;
}

async function readText(source: Source, options: LintOptions): Promise<TextRead> {
  const { policies, problems, other, unknown = 0 } = await readDocument(source);
  const type = options.config?.types.find(([pattern]) =>
    fitsFile(pattern, options.config?.nameOf(source.file) ?? ''),
  )?.[1];
  const entries = policies.map(
    ({ node, name = source.file, unknowns = [], ignore = [], ...place }): Entry => {
      const told = { ...(type === undefined ? {} : { type }), ...place, ...options };
      return { subject: subjectOf(source, node, name, told), unknowns, ignore };
    },
  );
  return {
    findings: withoutSecrets(source, problems).map(findingOfFile),
    entries,
    unknown: unknown + entries.reduce((sum, { unknowns }) => sum + unknowns.length, 0),
    ...(other === undefined ? {} : { other }),
  };
}

/** Lints every policy of one text. Never throws. */
export async function lintText(source: Source, options: LintOptions): Promise<readonly Finding[]> {
  const { findings, entries } = await readText(source, options);
  return [...findings, ...lintEntries(entries, options.together === true, options)].sort(byPlace);
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
