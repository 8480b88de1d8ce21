import type { Diagnostic, Evidence, Step } from '../core/evaluation.ts';
import { toScenario } from './decoded-message.ts';
import type { DecodeDocument, DecodeItem, Item, ItemNotes } from '../documents/decode.ts';
import type { Decoded } from './item.ts';
import { errorsIn } from './refused.ts';

/** `recognised` where every value was; a value of kind `unknown` was not, even where its form is known. */
export function verdictOf(all: readonly Decoded[]): DecodeDocument['verdict'] {
  const known = all.filter(({ item }) => item.kind !== 'unknown').length;
  if (known === all.length) return 'recognised';
  return known === 0 ? 'unknown' : 'mixed';
}

/** The JSON of `decode` (docs/output.md). */
export function toDocument(all: readonly Decoded[]): DecodeDocument {
  const known = all.filter(({ item }) => item.kind !== 'unknown').length;
  return {
    schema: 'iamx.decode/1',
    verdict: verdictOf(all),
    summary: `${known} of ${all.length} ${all.length === 1 ? 'value' : 'values'} recognised`,
    items: all.map(toItem),
    steps: all.map(toStep),
    diagnostics: [...all.flatMap(({ diagnostics }): readonly Diagnostic[] => diagnostics), ...errorsIn(all)],
  };
}

/** A value as one of the document's `items`. */
export function toItem(decoded: Decoded): DecodeItem {
  return { ...decoded.item, ...besideItem(decoded) };
}

/** What an item of the document has beside what was decoded. */
export function besideItem({ item, notes, times }: Decoded): ItemNotes {
  return {
    ...(times === undefined ? {} : { times }),
    ...(notes.length === 0 ? {} : { note: notes.join('; ') }),
    ...(item.kind === 'error-message' && item.decoded !== undefined
      ? { scenario: toScenario(item.decoded) }
      : {}),
  };
}

function toStep({ item, diagnostics }: Decoded, index: number): Step {
  return {
    id: `value-${index + 1}`,
    title: item.input ?? 'a secret',
    outcome: item.kind,
    because: becauseOf(item, diagnostics),
    evidence: evidenceOf(item),
  };
}

function becauseOf(item: Item, diagnostics: readonly Diagnostic[]): string {
  switch (item.kind) {
    case 'access-key':
    case 'unique-id':
      return `the prefix \`${item.prefix}\` means ${item.resourceType}`;
    case 'user-id':
      return item.uniqueId === undefined
        ? 'it begins with an account id'
        : 'an ID, a colon and a session name';
    case 'account-id':
      return 'twelve digits';
    case 'arn':
      return `the form of a ${item.title}`;
    case 'error-message':
      return item.form === 'decoded'
        ? 'JSON of sts:DecodeAuthorizationMessage'
        : 'an encoded authorization message';
    case 'unknown':
      return diagnostics[0]?.message ?? item.because;
  }
}

function evidenceOf(item: Item): readonly Evidence[] {
  if (!('accountId' in item) || item.accountId === null) return [];
  return [{ kind: 'derived', name: 'accountId', value: item.accountId }];
}
