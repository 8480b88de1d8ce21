import { IamxError } from '../../core/error.ts';
import type { Host } from '../../core/host.ts';
import { append } from '../../core/lists.ts';
import type { Source } from '../../core/source.ts';
import { quoted } from '../../formats/problem.ts';
import { readTextFile } from '../../formats/read-source.ts';
import { withoutSecrets } from '../../output/without-secrets.ts';
import type { Finding } from '../finding.ts';
import { isTerraform, readDocument } from '../read/document.ts';
import type { ResourceIgnore } from '../read/place.ts';
import { readModule } from '../read/terraform/module.ts';
import type { FileToRead } from '../read/walk.ts';
import { countOfUnknown, entryOf, type Entry, type ReadOptions } from './entry.ts';
import { findingOfFile } from './file-finding.ts';
import { lintTerraform } from './lint-terraform.ts';

/** What stands in a text. */
export interface TextRead {
  /** Of the text itself. */
  readonly findings: readonly Finding[];
  readonly entries: readonly Entry[];
  /** What the resources of a template set aside. */
  readonly ignores?: readonly ResourceIgnore[];
  /** Values and policies that only the deployment knows. */
  readonly unknown: number;
  /** Resources of Terraform, policies or not. */
  readonly resources?: number;
  /** What the text looks like, where it holds no policy. */
  readonly other?: string;
}

/** What stands in a file, or in those of a module. */
export interface FileReport extends TextRead {
  readonly sources: readonly Source[];
}

/** Files by themselves, and those of Terraform by their folder: they are one module. */
export function groupsOf(files: readonly FileToRead[]): readonly (readonly FileToRead[])[] {
  const modules = new Map<string, FileToRead[]>();
  const groups: FileToRead[][] = [];
  for (const file of files) {
    const folder = file.path.replace(/[^/\\]*$/, '');
    const module = isTerraform(file.path) ? modules.get(folder) : undefined;
    if (module !== undefined) {
      module.push(file);
      continue;
    }
    const group = [file];
    groups.push(group);
    if (isTerraform(file.path)) modules.set(folder, group);
  }
  return groups;
}

/** Reads a file, or the files of a module. `isOnly`: what cannot be read ends the run. */
export async function readGroup(
  host: Host,
  files: readonly FileToRead[],
  options: ReadOptions,
  isOnly: boolean,
): Promise<FileReport> {
  const [first] = files;
  if (first !== undefined && !isTerraform(first.path)) return readOne(host, first, options, isOnly);
  const findings: Finding[] = [];
  const sources: Source[] = [];
  for (const { path, isNamed } of files) {
    const read = await readFile(host, { path, isNamed }, options, isOnly);
    append(findings, read.findings);
    if (read.source !== undefined) sources.push(read.source);
  }
  const module = readTerraform(sources, options);
  const found = [...findings, ...module.findings];
  return {
    ...module,
    sources,
    findings: found,
    ...(module.entries.length + module.resources + found.length === 0
      ? { other: 'a module without resources' }
      : {}),
  };
}

async function readOne(
  host: Host,
  file: FileToRead,
  options: ReadOptions,
  isOnly: boolean,
): Promise<FileReport> {
  const { source, findings, other } = await readFile(host, file, options, isOnly);
  const nothing = { sources: [], entries: [], unknown: 0, ...(other === undefined ? {} : { other }) };
  if (source === undefined) return { ...nothing, findings };
  const report = await readText(source, options);
  if (report.other !== undefined) {
    if (maySkip(file, options)) return { ...nothing, findings: [], other: report.other };
    const name = quoted(file.path);
    throw new IamxError('not-a-policy', `${name} is not a policy: it looks like ${report.other}`, {
      hint: 'Name a policy, a Terraform plan or a template.',
    });
  }
  return { ...report, sources: [source], findings: [...findings, ...report.findings] };
}

function maySkip({ isNamed }: FileToRead, { skipsOthers }: ReadOptions): boolean {
  return !isNamed || skipsOthers === true;
}

/** What no policy can be, in words. */
const unlike: Readonly<Partial<Record<IamxError['code'], string>>> = {
  'file-not-text': 'no text',
  'file-empty': 'an empty file',
};

/** The text of a file, what is wrong with it, or what it is instead. */
async function readFile(
  host: Host,
  file: FileToRead,
  options: ReadOptions,
  isOnly: boolean,
): Promise<{ readonly source?: Source; readonly findings: readonly Finding[]; readonly other?: string }> {
  const { path } = file;
  try {
    const { source, notices } = await readTextFile(host, path);
    return { source, findings: notices.map(findingOfFile) };
  } catch (error) {
    if (!(error instanceof IamxError)) throw error;
    const other = unlike[error.code];
    if (other !== undefined && maySkip(file, options)) return { findings: [], other };
    if (isOnly && file.isNamed) throw error;
    const span = error.span ?? { file: path, line: 1, column: 1, endLine: 1, endColumn: 1 };
    const { code, message } = error;
    return { findings: [findingOfFile({ code: `file/${code}`, severity: 'error', message, span })] };
  }
}

/** What stands in one text, a file of Terraform read with others `beside` it. Never throws. */
export async function readText(
  source: Source,
  options: ReadOptions,
  beside: readonly Source[] = [],
): Promise<TextRead> {
  if (isTerraform(source.file)) {
    const { findings, entries, unknown } = readTerraform([source, ...beside], options);
    return {
      findings: findings.filter(({ span }) => span.file === source.file),
      entries: entries.filter(({ subject }) => subject.source === source),
      unknown,
    };
  }
  const { policies, problems, other, ignores, unknown = 0, configuration } = await readDocument(source);
  const entries = policies.map((place) => entryOf(source, place, options));
  return {
    findings: [
      ...withoutSecrets(source, problems).map(findingOfFile),
      ...(configuration === undefined ? [] : lintTerraform(configuration, options)),
    ],
    entries,
    unknown: unknown + countOfUnknown(entries),
    ...(configuration === undefined ? {} : { resources: configuration.resources.length }),
    ...(ignores === undefined ? {} : { ignores }),
    ...(other === undefined ? {} : { other }),
  };
}

/** The files of a module together. */
function readTerraform(
  sources: readonly Source[],
  options: ReadOptions,
): TextRead & { readonly resources: number } {
  const { policies, problems, unknown, configuration } = readModule(sources);
  const entries = policies.map((place) => entryOf(place.source, place, options));
  return {
    findings: [
      ...problems.flatMap(({ source, problem }) => withoutSecrets(source, [problem]).map(findingOfFile)),
      ...lintTerraform(configuration, options),
    ],
    entries,
    unknown: unknown + countOfUnknown(entries),
    resources: configuration.resources.length,
  };
}
