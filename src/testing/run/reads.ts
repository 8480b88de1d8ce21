import type { Host } from '../../core/host.ts';
import { layersAsNamed } from '../../policy/decision/layers.ts';
import type { FileEntry } from '../../policy/scenario/files.ts';
import { besideFile, wholePath } from '../../policy/scenario/paths.ts';
import type { PolicyRefs } from '../../policy/scenario/policies.ts';

/** The files of policies that a test reads besides its own, as whole paths. */
export function readsOf(host: Host, entry: FileEntry, added: PolicyRefs | undefined): readonly string[] {
  const asked =
    entry.kind === 'scenario' ? entry.scenario : entry.kind === 'invariant' ? entry.invariant : undefined;
  if (asked === undefined) return [];
  const own = filesOf(asked.policies).map((path) => besideFile(host, asked.source.file, path));
  const more = added === undefined ? [] : filesOf(added);
  return [...new Set([...own, ...more].map((path) => wholePath(host, path)))];
}

function filesOf(refs: PolicyRefs): readonly string[] {
  return layersAsNamed.flatMap(({ id }) =>
    refs[id].flatMap((level) => level.flatMap((ref) => (ref.kind === 'file' ? [ref.path] : []))),
  );
}
