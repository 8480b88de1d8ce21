import type { Diagnostic } from '../../core/evaluation.ts';
import type { Host } from '../../core/host.ts';
import { append } from '../../core/lists.ts';
import type { Source } from '../../core/source.ts';
import type { TextFile } from '../../formats/text.ts';
import { nameFrom } from '../file-name.ts';
import { byFile, byPlace, type Finding } from '../finding.ts';
import type { ResourceIgnore } from '../read/place.ts';
import { withShut } from '../read/shut.ts';
import { walk, type Walked } from '../read/walk.ts';
import type { Rule } from '../rule.ts';
import { allRules, rulesOfFiles } from '../rules.ts';
import { compareWith, type Baseline } from './baseline.ts';
import type { Config } from './config.ts';
import type { Gate } from '../../documents/policies.ts';
import type { Gated } from './gates.ts';
import type { Subject } from '../subject.ts';
import type { Entry, ReadOptions } from './entry.ts';
import { findingOfFile } from './file-finding.ts';
import { lintEntries } from './lint-entries.ts';
import { ignoresOutside, judged } from './outside.ts';
import { groupsOf, readGroup, readText, type FileReport } from './read-files.ts';
import { setAside, type Aside } from './set-aside.ts';
import { findingsSince, type Looked, type Since } from './since.ts';

export interface LintOptions extends ReadOptions {
  /** All policies are one principal's: what they give together is found too. */
  readonly together?: boolean;
  /** Codes that are not told. */
  readonly ignore?: readonly string[];
  readonly baseline?: Baseline;
  /** Is told what each file holds, as it is read. */
  readonly onFile?: (held: FileHeld) => void;
  /** Only what changed since is looked at. */
  readonly since?: Since;
  /** A named file without a policy is counted like one of a folder. */
  readonly skipsOthers?: boolean;
}

/** So many files are worth a line on the terminal. */
const progressStep = 100;

/** What one file holds. */
export interface FileHeld {
  readonly policies: readonly Gated[];
  /** What keeps the file, or a policy in it, from being read. */
  readonly problems: readonly Diagnostic[];
}

/** A file without a policy, and what it looks like. */
export interface Skipped {
  readonly file: string;
  readonly looksLike: string;
}

/** What was looked at, and what was found. */
export interface Report {
  readonly findings: readonly Finding[];
  readonly files: number;
  readonly policies: number;
  /** Values and policies that only the deployment knows. */
  readonly unknown: number;
  /** Resources of Terraform that were looked at together. */
  readonly resources: number;
  /** Files of folders that hold no policy. */
  readonly others: number;
  readonly skipped: readonly Skipped[];
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
  const { files, notes } = await filesFor(host, paths, options);
  const findings: Finding[] = [];
  const entries: Entry[] = [];
  const sources = new Map<string, Source>();
  const ignores = new Map<string, readonly ResourceIgnore[]>();
  let policies = 0;
  let unknown = 0;
  let resources = 0;
  const skipped: Skipped[] = [];
  let looked = 0;
  for (const group of groupsOf(files)) {
    looked += group.length;
    if (looked % progressStep === 0) host.showProgress(`${looked} of ${files.length} files were looked at`);
    const read = await withShutIn(await readGroup(host, group, options, files.length === 1));
    const own = options.together === true ? [] : lintEntries(read.entries, false, options);
    append(findings, read.findings);
    append(findings, own);
    policies += read.entries.length;
    options.onFile?.(heldIn(read, group[0]?.path ?? ''));
    if (options.together === true) append(entries, read.entries);
    unknown += read.unknown;
    resources += read.resources ?? 0;
    const { other } = read;
    if (other !== undefined)
      append(
        skipped,
        group.map(({ path }) => ({ file: path, looksLike: other })),
      );
    const { ignores: beside = [] } = read;
    const isShown = options.together === true || read.findings.length + own.length + beside.length > 0;
    for (const source of read.sources) {
      if (isShown || source.text.includes('iamx-ignore')) sources.set(source.file, source);
      if (beside.length > 0) ignores.set(source.file, beside);
    }
  }
  host.showProgress('');
  if (options.together === true) append(findings, lintEntries(entries, true, options));
  const { config } = options;
  const weighed = findings.flatMap((finding) => weigh(finding, config));
  const aside = {
    ...asideOf(options, ignores, host.now()),
    outside: await ignoresOutside(host, config, files),
  };
  // What was set aside before counts as of use, so that this comes first.
  const { kept: all, ignored, problems } = setAside(weighed, sources, aside);
  const kept = await onlyNew(all, sources, options);
  if (config !== undefined && problems.length > 0) sources.set(config.source.file, config.source);
  const told = [...kept, ...toldOf(problems, options)].sort(byPlace);
  const compared =
    options.baseline === undefined
      ? undefined
      : compareWith(told, sources, await judged(host, options.baseline, files, options.since !== undefined));
  return {
    findings: compared?.fresh ?? told,
    files: files.length,
    policies,
    unknown,
    resources,
    others: skipped.length,
    skipped,
    ignored: ignored + (compared?.known ?? 0) + all.length - kept.length,
    diagnostics: [...notes, ...(compared?.notes ?? [])],
    sources,
    own: config?.own.map(({ rule }) => rule) ?? [],
    nameOf: (file) => nameFrom('.', host.cwd, file),
  };
}

/** The files that are looked at. */
export async function filesFor(
  host: Host,
  paths: readonly string[],
  { since }: LintOptions,
): Promise<Walked> {
  return since === undefined ? walk(host, paths) : { files: since.files, notes: [], folders: [], closed: [] };
}

/** Without what stood there at the commit that is compared with. */
async function onlyNew(
  findings: readonly Finding[],
  sources: ReadonlyMap<string, Source>,
  options: LintOptions,
): Promise<readonly Finding[]> {
  const { since } = options;
  if (since === undefined) return findings;
  const fresh: Finding[] = [];
  for (const [file, found] of byFile(findings)) {
    if (!since.isChanged(file)) continue;
    const source = sources.get(file);
    const before = await since.before(file);
    if (source === undefined || before === undefined) append(fresh, found);
    else {
      const subjects = (await readText(source, options)).entries.map(({ subject }) => subject);
      append(fresh, findingsSince(found, subjects, await lookOnce(before, options)));
    }
  }
  return fresh;
}

/** What is found and said of a text by itself. */
async function lookOnce(source: Source, options: LintOptions): Promise<Looked> {
  const { findings, entries } = await readText(source, options);
  return {
    findings: [...findings, ...lintEntries(entries, options.together === true, options)],
    subjects: entries.map(({ subject }) => subject),
  };
}

/** What is found in one file by itself, before and after what is set aside. */
export interface Look {
  readonly findings: readonly Finding[];
  readonly told: readonly Finding[];
  readonly subjects: readonly Subject[];
}

/** Looks at a text as at a file that was given alone, or with the other files of its module. */
export async function lookAt(
  { source, notices }: TextFile,
  options: LintOptions,
  now: number,
  beside: readonly Source[] = [],
): Promise<Look> {
  const report = await withShutIn(await readText(source, options, beside));
  const found = [
    ...notices.map(findingOfFile),
    ...report.findings,
    ...lintEntries(report.entries, options.together === true, options),
  ];
  const findings = found.flatMap((finding) => weigh(finding, options.config)).sort(byPlace);
  const sources = new Map([[source.file, source]]);
  const ignores = new Map([[source.file, report.ignores ?? []]]);
  const { kept: all } = setAside(findings, sources, asideOf(options, ignores, now));
  const kept = await onlyNew(all, sources, options);
  const told = options.baseline === undefined ? kept : compareWith(kept, sources, options.baseline).fresh;
  return { findings, told, subjects: report.entries.map(({ subject }) => subject) };
}

function asideOf({ ignore = [], config }: LintOptions, ignores: Aside['ignores'], now: number): Aside {
  const known = () => [...allRules(), ...(config?.own ?? []).map(({ rule }) => rule)].map(({ id }) => id);
  return { codes: ignore, config, ignores, known, outside: new Set(), now };
}

/** What is wrong with what is set aside, as findings of the run. */
function toldOf(problems: readonly Diagnostic[], { ignore = [], config }: LintOptions): readonly Finding[] {
  return problems
    .flatMap((problem) => weigh(findingOfFile(problem), config))
    .filter(({ code }) => !ignore.includes(code));
}

/** With what the Deny statements of each policy shut. */
async function withShutIn<Read extends Pick<FileReport, 'entries'>>(read: Read): Promise<Read> {
  const entries: Entry[] = [];
  for (const entry of read.entries) entries.push({ ...entry, subject: await withShut(entry.subject) });
  return { ...read, entries };
}

/** Whether it is about what keeps a text from being read. */
function isUnreadable({ severity, code }: Finding): boolean {
  return severity === 'error' && rulesOfFiles().some(({ id }) => id === code);
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
    policies: entries.map(({ subject, unknowns, untold }, index) => ({
      subject,
      index,
      hasUnknown: unknowns.length + untold.length > 0,
    })),
    problems: [...findings.filter(isUnreadable), ...(unknown > inPolicies ? [hidden] : [])],
  };
}

/** With the severity that the configuration gives it; nothing where it takes the rule out. */
function weigh(finding: Finding, config: Config | undefined): readonly Finding[] {
  const severity = config?.severity.get(finding.code);
  if (severity === 'off') return [];
  return [severity === undefined ? finding : { ...finding, severity }];
}

/** Lints every policy of one text. Never throws. */
export async function lintText(source: Source, options: LintOptions): Promise<readonly Finding[]> {
  const { findings, entries } = await withShutIn(await readText(source, options));
  return [...findings, ...lintEntries(entries, options.together === true, options)].sort(byPlace);
}
