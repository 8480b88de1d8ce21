import { IamxError, joinErrors } from '../../core/error.ts';
import type { Diagnostic } from '../../core/evaluation.ts';
import type { Host } from '../../core/host.ts';
import { append } from '../../core/lists.ts';
import { describePlace, nameOfFile } from '../../core/place.ts';
import { source as sourceOf, spanOf, type Source } from '../../core/source.ts';
import { compileGroup, type PolicySet, type StatementGroup } from '../decision/compile.ts';
import { byLayer, layersAsNamed, type LayerId } from '../decision/layers.ts';
import { managedPolicy, nearestManagedPolicy } from '../../data/managed-policies.ts';
import { quoted } from '../../formats/problem.ts';
import { readTextFile } from '../../formats/read-source.ts';
import type { TextFile } from '../../formats/text.ts';
import { policyFromFile, policyFromNode, policyFromText, type LoadedPolicy } from '../document.ts';
import type { Policy, PolicyType } from '../policy.ts';
import { organizationPolicy } from './organization-policies.ts';
import { besideFile, withoutDetours } from './paths.ts';
import type { PolicyRef, PolicyRefs } from './policies.ts';

export interface CompiledPolicies {
  readonly set: PolicySet;
  /** What is odd in the policies and still has one meaning, each with its place. */
  readonly warnings: readonly Diagnostic[];
}

/** Policies of files and managed ones, each read and compiled once for however many scenarios name it. */
export interface Library {
  /**
   * The policies as a decision needs them. `source` is what the references stand in: paths are relative to its
   * file. Throws what reading a policy throws, at the place of the reference where the error has none.
   */
  readonly compile: (refs: PolicyRefs, source: Source, asTrust: boolean) => Promise<CompiledPolicies>;
}

/** Characters of files that are kept once they are read; beyond that the memory starts anew. */
const mostText = 64 * 1024 * 1024;
/**
 * Characters of policies that are kept compiled, which takes some twenty times as much memory. Beyond that they are
 * compiled anew from their kept texts.
 */
const mostCompiled = 8 * 1024 * 1024;
/** What a policy counts, however short it is. */
const leastLength = 500;

export function newLibrary(host: Host): Library {
  const policies = new Map<string, Promise<LoadedPolicy>>();
  const groups = new Map<string, StatementGroup>();
  const ids = new Map<Policy, number>();
  const names = new Map<string, Promise<string>>();
  const readFile = fileMemory(host);
  let compiled = 0;

  const read = async (ref: PolicyRef, source: Source, type: PolicyType): Promise<LoadedPolicy> => {
    if (ref.kind === 'inline') return policyFromNode(source, ref.node, type, nameOfFile(source.file));
    const path = ref.kind === 'file' ? await named(besideFile(host, source.file, ref.path)) : ref.name;
    const key = `${type} ${ref.kind} ${path}`;
    let loading = policies.get(key);
    if (loading === undefined) {
      if (compiled > mostCompiled) forget();
      loading =
        ref.kind === 'file'
          ? readFile(path).then((file) => policyFromFile(file, path, type))
          : Promise.resolve(path).then((name) => loadManaged(name, type));
      policies.set(key, loading);
    }
    try {
      const loaded = await loading;
      if (!ids.has(loaded.policy)) {
        ids.set(loaded.policy, ids.size);
        compiled += Math.max(leastLength, loaded.policy.source.text.length);
      }
      return loaded;
    } catch (error) {
      throw placed(namedAsFile(error, ref, source), ref, source);
    }
  };

  /** One name for a file that scenarios of several folders name, each from its own. */
  const named = (path: string): string | Promise<string> => {
    if (!path.includes('..')) return path;
    const known = names.get(path);
    if (known !== undefined) return known;
    const finding = isSameText(readFile, path, withoutDetours(host, path)).then((isSame) =>
      isSame ? withoutDetours(host, path) : path,
    );
    names.set(path, finding);
    return finding;
  };

  const forget = () => {
    policies.clear();
    groups.clear();
    ids.clear();
    compiled = 0;
  };

  /** Groups of named policies are kept; inline ones belong to one scenario. */
  const group = (of: readonly Policy[]): StatementGroup => {
    const names = of.map((policy) => ids.get(policy));
    if (names.includes(undefined)) return compileGroup(of);
    const key = names.join(' ');
    const known = groups.get(key);
    if (known !== undefined) return known;
    const compiled = compileGroup(of);
    groups.set(key, compiled);
    return compiled;
  };

  return {
    compile: async (refs, source, asTrust) => {
      const warnings: Diagnostic[] = [];
      const level = async (list: readonly PolicyRef[], type: PolicyType) => {
        const loaded = await allInOrder(list.map((ref) => read(ref, source, type)));
        append(
          warnings,
          loaded.flatMap((each) => each.warnings),
        );
        return group(loaded.map(({ policy }) => policy));
      };
      const groups = new Map<LayerId, readonly StatementGroup[]>();
      try {
        for (const { id, policyType } of layersAsNamed) {
          if (refs[id].length === 0) continue;
          groups.set(id, await allInOrder(refs[id].map((list) => level(list, policyType(asTrust)))));
        }
      } catch (error) {
        throw await withOthers(
          error,
          layersAsNamed.flatMap(({ id, policyType }) =>
            refs[id].flat().map((ref) => read(ref, source, policyType(asTrust))),
          ),
        );
      }
      return { set: byLayer(({ id }) => groups.get(id)), warnings };
    },
  };
}

/** Whether both can be read and say the same. */
async function isSameText(
  readFile: (path: string) => Promise<TextFile>,
  path: string,
  other: string,
): Promise<boolean> {
  if (path === other) return true;
  try {
    const [one, two] = await Promise.all([readFile(path), readFile(other)]);
    return one.source.text === two.source.text;
  } catch (error) {
    if (error instanceof IamxError) return false;
    throw error;
  }
}

/** Reads each file once, as long as there is room for its text. */
function fileMemory(host: Host): (path: string) => Promise<TextFile> {
  const files = new Map<string, Promise<TextFile>>();
  let characters = 0;
  const read = async (path: string): Promise<TextFile> => {
    const file = await readTextFile(host, path);
    characters += file.source.text.length;
    return file;
  };
  return (path) => {
    const known = files.get(path);
    if (known !== undefined) return known;
    if (characters > mostText) {
      files.clear();
      characters = 0;
    }
    const reading = read(path);
    files.set(path, reading);
    return reading;
  };
}

/** What could not be read first, with the problems of all other policies, so that one look mends them all. */
async function withOthers(first: unknown, reading: readonly Promise<unknown>[]): Promise<unknown> {
  if (!(first instanceof IamxError)) return first;
  const told = new Set([tellingOf(first)]);
  const others: IamxError[] = [];
  for (const each of await Promise.allSettled(reading)) {
    const reason: unknown = each.status === 'rejected' ? each.reason : undefined;
    // One file may be named in several places.
    if (!(reason instanceof IamxError) || told.has(tellingOf(reason))) continue;
    told.add(tellingOf(reason));
    others.push(reason);
  }
  return joinErrors(first, others);
}

function tellingOf({ message, span }: IamxError): string {
  return span === undefined ? message : `${message} ${describePlace(span)}`;
}

/** As `Promise.all`, but of several failures the first in the list counts, not the first in time. */
async function allInOrder<T>(work: readonly Promise<T>[]): Promise<readonly T[]> {
  await Promise.allSettled(work);
  return Promise.all(work);
}

/** A policy of AWS as one of this type. Throws `unknown-managed-policy`, and what reading a policy throws. */
export function loadManaged(name: string, type: PolicyType): LoadedPolicy {
  const attached = organizationPolicy(name, type);
  if (attached !== undefined) return attached;
  const managed = managedPolicy(name);
  if (managed !== undefined) return policyFromText(sourceOf(managed.name, managed.text), type, managed.name);
  const near = nearestManagedPolicy(name);
  throw new IamxError('unknown-managed-policy', `there is no AWS managed policy ${quoted(name)}`, {
    hint: near === undefined ? 'Save the policy into a file and name that.' : `Did you mean \`${near}\`?`,
  });
}

/** A policy of AWS has no file: whoever names it as one is told how it is named. */
function namedAsFile(error: unknown, ref: PolicyRef, { file }: Source): unknown {
  if (!(error instanceof IamxError) || error.code !== 'file-missing' || ref.kind !== 'file') return error;
  const { name } = managedPolicy(ref.path) ?? {};
  if (name === undefined) return error;
  const hint =
    file === ''
      ? `Among identity policies: \`--managed ${name}\`. In a scenario: \`{ managed: ${name} }\`.`
      : `Write \`{ managed: ${name} }\`.`;
  return new IamxError(error.code, `${quoted(name)} is an AWS managed policy, and no file`, {
    hint,
    cause: error,
  });
}

/** A file that cannot be read: the place is where the scenario names it. */
function placed(error: unknown, { range }: PolicyRef, source: Source): unknown {
  if (!(error instanceof IamxError) || error.span !== undefined || range === undefined) return error;
  return new IamxError(error.code, error.message, {
    span: spanOf(source, range),
    diagnostics: error.diagnostics,
    more: error.more,
    cause: error,
    ...(error.advice === undefined ? {} : { hint: error.advice }),
  });
}
