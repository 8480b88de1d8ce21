import type { Host } from '../../core/host.ts';
import { source as sourceOf, spanOf, type Source } from '../../core/source.ts';
import type { Span } from '../../core/evaluation.ts';
import { gitError } from '../../formats/read-at-commit.ts';
import { toValue } from '../../formats/tree-value.ts';
import type { Node } from '../../formats/tree.ts';
import { changesSince, textAt } from '../../host/git-changes.ts';
import { fitsFile, nameFrom } from '../file-name.ts';
import type { Finding } from '../finding.ts';
import { isTerraform } from '../read/document.ts';
import { mayHoldPolicy, type FileToRead } from '../read/walk.ts';
import type { Subject } from '../subject.ts';

/** What was there at a commit, of the files that changed since. */
export interface Since {
  readonly files: readonly FileToRead[];
  /** Whether a file is one of those that changed: the others of a module are read for what they say of it. */
  readonly isChanged: (file: string) => boolean;
  /** The text that a file had; undefined where it is new. */
  readonly before: (file: string) => Promise<Source | undefined>;
}

/**
 * The changed files among those that are given: folders are not read to find them. Throws `usage` where git does not know the
 * commit.
 */
export async function sinceCommit(host: Host, ref: string, paths: readonly string[]): Promise<Since> {
  const changes = await changesSince(host, ref);
  if (changes.kind === 'failed') throw gitError(changes.failure, ref, '.');
  const { commit } = changes;
  const nameOf = (path: string) => nameFrom('.', host.cwd, path);
  const given = paths.map((path) => ({ path, name: nameOf(path) }));
  const named = new Map<string, string | undefined>();
  const files = changes.files.flatMap(({ path, before }): readonly FileToRead[] => {
    const name = nameOf(path);
    const same = given.find((one) => one.name === name);
    const isUnder = given.some(
      (one) =>
        (one.name === '' && !isElsewhere(name)) ||
        (one.name !== '' && name.startsWith(`${one.name}/`)) ||
        (/[*?]/.test(one.path) && fitsFile(one.name, name)),
    );
    if (same === undefined && !(isUnder && mayHoldPolicy(name))) return [];
    const as = same?.path ?? (isElsewhere(name) ? path : name);
    named.set(as, before);
    return [{ path: as, isNamed: same !== undefined }];
  });
  const whole = [...files, ...(await restOfModules(host, files))];
  whole.sort((left, right) => (left.path < right.path ? -1 : 1));
  return {
    files: whole,
    isChanged: (file) => named.has(file),
    before: async (file) => {
      const name = named.get(file);
      const text = name === undefined ? undefined : await textAt(host, commit, name);
      return text === undefined ? undefined : sourceOf(file, text.replace(/^\ufeff/, ''));
    },
  };
}

/** The files of Terraform beside those that changed: they are one module. */
async function restOfModules(host: Host, files: readonly FileToRead[]): Promise<readonly FileToRead[]> {
  const known = new Set(files.map(({ path }) => path));
  const folders = new Set(
    files.filter(({ path }) => isTerraform(path)).map(({ path }) => path.replace(/[^/\\]*$/, '')),
  );
  const rest: FileToRead[] = [];
  for (const folder of folders)
    for (const name of await host.listFolder(folder === '' ? '.' : folder))
      if (isTerraform(name) && !known.has(folder + name)) rest.push({ path: folder + name, isNamed: false });
  return rest;
}

/** Not below the current folder: the name is an absolute one. */
function isElsewhere(name: string): boolean {
  return /^(?:\/|[A-Za-z]:)/.test(name);
}

/** What is found and said of a text. */
export interface Looked {
  readonly findings: readonly Finding[];
  readonly subjects: readonly Subject[];
}

/**
 * The findings of a file whose statement is not as it was, or that are about no statement and new. A statement that only
 * moved is as it was; one in a policy of another Version is not.
 */
export function findingsSince(
  findings: readonly Finding[],
  subjects: readonly Subject[],
  before: Looked,
): readonly Finding[] {
  const old = new Set(before.subjects.flatMap((subject) => statementsOf(subject).map(({ text }) => text)));
  const changed = subjects.flatMap((subject) =>
    statementsOf(subject).flatMap(({ node, text }) => (old.has(text) ? [] : [spanOf(subject.source, node)])),
  );
  const known = new Set(before.findings.filter(isOfWhole).map(keyOf));
  return findings.filter((finding) =>
    isOfWhole(finding)
      ? !known.has(keyOf(finding))
      : [finding.span, ...(finding.related ?? [])].some((span) =>
          changed.some((outer) => holds(outer, span)),
        ),
  );
}

interface Written {
  readonly node: Node;
  /** The policy's name, its Version, and what the statement says. */
  readonly text: string;
}

function statementsOf({ name, version, statements }: Subject): readonly Written[] {
  return statements.map(({ node }) => ({ node, text: JSON.stringify([name, version, toValue(node)]) }));
}

/** About a policy or a file as a whole. */
function isOfWhole({ path }: Finding): boolean {
  return path[0] !== 'Statement' || path.length < 2;
}

function keyOf({ code, policy = '', path, message }: Finding): string {
  return JSON.stringify([code, policy, path, path.length === 0 ? '' : message]);
}

function holds(outer: Span, inner: Span): boolean {
  const starts = inner.line > outer.line || (inner.line === outer.line && inner.column >= outer.column);
  const ends =
    inner.endLine < outer.endLine || (inner.endLine === outer.endLine && inner.endColumn <= outer.endColumn);
  return starts && ends;
}
