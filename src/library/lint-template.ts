import { source as sourceOf, type Range, type Source } from '../core/source.ts';
import type { Span } from '../core/evaluation.ts';
import { parseJson } from '../formats/json.ts';
import { memberOf } from '../formats/tree-value.ts';
import type { Node } from '../formats/tree.ts';
import { byPlace, type Finding, type NodePath } from '../lint/finding.ts';
import { pathTo } from '../lint/path-to.ts';
import { policiesOfTemplate } from '../lint/read/template.ts';
import { entryOf } from '../lint/run/entry.ts';
import { findingOfFile } from '../lint/run/file-finding.ts';
import { lintEntries } from '../lint/run/lint-entries.ts';
import { setAside } from '../lint/run/set-aside.ts';
import { allRules } from '../lint/rules.ts';
import { told, withShut } from './lint-subject.ts';
import type { LintOptions } from './types.ts';
import { isPlain, misused, printed } from './values.ts';

/** A finding, and where in the template it is, from `Resources` on. */
export interface PlacedFinding extends Finding {
  readonly place: NodePath;
}

/**
 * What `iamx lint` finds in a synthesized template, or its JSON text, on the day of `now`; undefined where this is none.
 * Throws `IamxError`: `usage` where it holds no policy, of which nothing could be found, or an option is none of its kind.
 */
export function lintTemplate(
  template: unknown,
  options: LintOptions | undefined,
  now: number,
): readonly PlacedFinding[] | undefined {
  const read = readTemplate(template);
  if (read === undefined) return undefined;
  const { source, root } = read;
  const { ignore: codes, ...asked } = told(options);
  const { policies, ignores } = policiesOfTemplate(source, root) ?? { policies: [], ignores: [] };
  if (policies.length === 0) {
    const hint = 'Make it of the stack whose policies are meant; those that SAM writes are not in it yet.';
    throw misused('usage', name, 'the template holds no policy', hint);
  }
  const entries = policies
    .map((place) => entryOf(source, place, asked))
    .map((entry) => ({ ...entry, subject: withShut(entry.subject) }));
  const { kept, problems } = setAside(lintEntries(entries, false, {}), new Map([[source.file, source]]), {
    codes,
    config: undefined,
    ignores: new Map([[source.file, ignores]]),
    known: () => allRules().map(({ id }) => id),
    outside: new Set(),
    now,
  });
  const others = problems.map(findingOfFile).filter(({ code }) => !codes.includes(code));
  return [...kept, ...others]
    .sort(byPlace)
    .map((finding) => ({ ...finding, place: pathTo(root, rangeOf(finding.span, source)).slice(1) }));
}

const name = 'template';

/** Whatever has `Resources` is one; what cannot be read is told by the reader of policies. */
function readTemplate(template: unknown): { readonly source: Source; readonly root: Node } | undefined {
  if (typeof template !== 'string' && !isPlain(template)) return undefined;
  const source =
    typeof template === 'string' ? sourceOf(name, template) : printed(template, name, 'not-a-policy').source;
  const { root, problems } = parseJson(source);
  if (root?.kind !== 'object' || problems.length > 0) return undefined;
  return memberOf(root, 'Resources')?.value.kind === 'object' ? { source, root } : undefined;
}

/** The offsets of a place. */
function rangeOf({ line, column, endLine, endColumn }: Span, source: Source): Range {
  const starts = source.lineStarts();
  const offset = (at: number, units: number) => (starts[at - 1] ?? source.text.length) + units - 1;
  return { start: offset(line, column), end: offset(endLine, endColumn) };
}
