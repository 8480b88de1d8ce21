import { IamxError } from '../../core/error.ts';
import { FileError, type Host } from '../../core/host.ts';
import { source as sourceOf, type Source } from '../../core/source.ts';
import { managedPolicy } from '../../data/managed-policies.ts';
import { dataVersions } from '../../data/versions.ts';
import { quoted } from '../../formats/problem.ts';
import { readAtCommit } from '../../formats/read-at-commit.ts';
import { readTextFile } from '../../formats/read-source.ts';
import { withoutSecrets } from '../../output/without-secrets.ts';
import type { Subject } from '../subject.ts';
import { isTerraform, readDocument, type DocumentRead } from './document.ts';
import { subjectOf, type Told } from './subject-of.ts';
import { readModule } from './terraform/module.ts';

/** A text of policies, as a user names one of its versions. */
export type Version =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'managed'; readonly name: string }
  /** Without a path it is the one of what it is compared with. */
  | { readonly kind: 'commit'; readonly ref: string; readonly path: string | undefined };

/**
 * Reads `FILE`, `NAME@VERSION` of an AWS managed policy, or `git:REF` and `git:REF:PATH`. A file of that name goes first. Throws
 * `usage`, and `unknown-managed-policy`.
 */
export async function readVersion(host: Host, word: string): Promise<Version> {
  if (word === '-' || (await isThere(host, word))) return { kind: 'file', path: word };
  const commit = /^git:([^:]*)(?::([^]+))?$/.exec(word);
  if (commit !== null) {
    const [, ref = '', path] = commit;
    if (ref === '')
      throw new IamxError('usage', `${quoted(word)} names no commit`, {
        hint: 'Write `git:main`, or `git:main:policies/app.json`.',
      });
    return { kind: 'commit', ref, path };
  }
  const managed = /^((?:arn:[\w-]+:iam::aws:policy\/)?[\w+=,.-]+(?:\/[\w+=,.-]+)*)@(?:v?(\d+))$/.exec(word);
  if (managed !== null) return managedVersion(managed[1] ?? '', `v${managed[2] ?? ''}`);
  refuseWithoutVersion(word);
  return { kind: 'file', path: word };
}

/** Data of another day holds another version: which one is meant has to be said. */
function refuseWithoutVersion(word: string): void {
  const found = managedPolicy(word.replace(/@[a-z]*$/, ''));
  if (found === undefined) return;
  throw new IamxError('usage', `${quoted(word)} says no version of AWS’s policy`, {
    hint: `Write \`${found.name}@${found.version}\`, the one that is here.`,
  });
}

async function isThere(host: Host, path: string): Promise<boolean> {
  try {
    return (await host.inspect(path)) !== undefined;
  } catch (error) {
    if (error instanceof FileError) return true;
    throw error;
  }
}

/** The data holds one version of each policy. */
function managedVersion(name: string, version: string): Version {
  const found = managedPolicy(name);
  if (found === undefined) {
    throw new IamxError('unknown-managed-policy', `there is no AWS managed policy ${quoted(name)}`, {
      hint: 'Save the policy into a file and name that.',
    });
  }
  if (found.version !== version) {
    throw new IamxError(
      'usage',
      `of ${quoted(found.name)} only the version ${found.version} is here (data of ${dataVersions().managed.date}), not ${quoted(version)}`,
      { hint: `Write \`${found.name}@${found.version}\`, or save the version that you mean into a file.` },
    );
  }
  return { kind: 'managed', name: found.name };
}

/** The policies of one version. */
export interface PoliciesRead {
  /** As messages call it. */
  readonly name: string;
  readonly subjects: readonly Subject[];
  /** Whether parts of a policy, or whole ones, are known after the deployment alone. */
  readonly hasUnknown: boolean;
}

/**
 * The policies of a version; `path` is what a commit without one means. Throws `usage`, `not-a-policy`, the codes of texts that
 * cannot be read, and what reading a file throws.
 */
export async function readPolicies(
  host: Host,
  version: Version,
  path: string | undefined,
  told: Told,
): Promise<PoliciesRead> {
  const from = await textOf(host, version, path);
  const { policies, problems, other, unknown = 0 } = await readAny(from);
  const [problem] = withoutSecrets(
    from,
    problems.filter(({ severity }) => severity === 'error'),
  );
  if (problem !== undefined) {
    throw new IamxError(/\.ya?ml$/i.test(from.file) ? 'yaml-syntax' : 'json-syntax', problem.message, {
      ...(problem.hint === undefined ? {} : { hint: problem.hint }),
      ...(problem.span === undefined ? {} : { span: problem.span }),
      source: from,
    });
  }
  if (policies.length === 0) {
    const looks = other === undefined ? '' : `: it looks like ${other}`;
    throw new IamxError('not-a-policy', `${quoted(from.file)} holds no policy${looks}`, {
      hint: 'Name a policy, a Terraform plan or a template.',
    });
  }
  const subjects = policies.map(({ node, name = from.file, type, resourceType }) => {
    const place = { ...(type === undefined ? {} : { type }), ...(resourceType && { resourceType }) };
    return subjectOf(from, node, name, { ...place, ...told });
  });
  const hasUnknown =
    unknown > 0 || policies.some(({ unknowns = [], untold = [] }) => unknowns.length + untold.length > 0);
  return { name: from.file, subjects, hasUnknown };
}

async function readAny(from: Source): Promise<DocumentRead> {
  if (!isTerraform(from.file)) return readDocument(from);
  const { policies, problems, unknown } = readModule([from]);
  return { policies, problems: problems.map(({ problem }) => problem), unknown };
}

async function textOf(host: Host, version: Version, path: string | undefined): Promise<Source> {
  switch (version.kind) {
    case 'file':
      return (await readTextFile(host, version.path)).source;
    case 'managed':
      return sourceOf(version.name, managedPolicy(version.name)?.text ?? '');
    case 'commit': {
      const inCommit = version.path ?? path;
      if (inCommit === undefined || inCommit === '-') {
        throw new IamxError('usage', `which file of the commit ${quoted(version.ref)}?`, {
          hint: 'Name it behind the commit: `git:main:policies/app.json`.',
        });
      }
      return (await readAtCommit(host, version.ref, inCommit)).source;
    }
  }
}
