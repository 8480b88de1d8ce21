import type { Question } from '../question.ts';
import { countMembers } from './scan.ts';

type Parsed = Readonly<Record<string, unknown>>;
type Draft = { -readonly [Field in keyof Question]?: Question[Field] };

/**
 * The question of a `request` that is plain: texts, lists and maps of texts, nothing unknown, nothing twice.
 * Undefined for anything else, which the positional reader then reads or refuses.
 *
 * `JSON.parse` lets the last of two equal keys win. But a text that is just as long as what came out of it must be
 * when written without a space or an escape has nothing left over for a second one; only other texts are counted.
 */
export function questionOf(request: string): Question | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(request);
  } catch {
    return undefined;
  }
  if (!isMap(parsed)) return undefined;
  const draft: Draft = {};
  const fields = Object.keys(parsed);
  let members = fields.length;
  // Braces and commas; then the quotes and the colon of each key.
  let length = 1 + fields.length;
  for (const field of fields) {
    const value = parsed[field];
    length += field.length + 3;
    if (typeof value === 'string') {
      length += value.length + 2;
      if (field === 'action') draft.actions = [value];
      else if (field === 'resource') draft.resources = [value];
      else if (field === 'unknown') draft.unknown = [value];
      else if (!setText(draft, field, value)) return undefined;
    } else if (typeof value === 'boolean') {
      length += value ? 4 : 5;
      if (field === 'viaEndpoint') draft.viaEndpoint = value;
      else if (field === 'unknown' && value) draft.unknown = true;
      else if (field !== 'unknown') return undefined;
    } else if (isTexts(value)) {
      length += lengthOfTexts(value);
      if (field === 'action') draft.actions = value;
      else if (field === 'resource') draft.resources = value;
      else if (field === 'unknown') draft.unknown = value;
      else return undefined;
    } else if (isMap(value)) {
      const added = setMap(draft, field, value);
      if (added === undefined) return undefined;
      members += added.members;
      length += added.length;
    } else return undefined;
  }
  if (length !== request.length && members !== countMembers(request)) return undefined;
  const { principal, actions, resources = ['*'] } = draft;
  if (principal === undefined || actions === undefined) return undefined;
  return { ...draft, principal, actions, resources };
}

function lengthOfTexts(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + text.length + 3, texts.length === 0 ? 2 : 1);
}

function setText(draft: Draft, field: string, value: string): boolean {
  switch (field) {
    case 'principal':
    case 'principalId':
    case 'sessionIssuer':
    case 'resourceAccount':
    case 'managementAccount':
    case 'sourceIdentity':
    case 'now':
      draft[field] = value;
      return true;
    default:
      return false;
  }
}

interface Added {
  readonly members: number;
  /** Of the map's text without spaces and escapes. */
  readonly length: number;
}

/** Undefined where the map is not one of texts. */
function setMap(draft: Draft, field: string, value: Parsed): Added | undefined {
  const keys = Object.keys(value);
  let length = keys.length === 0 ? 2 : 1 + keys.length;
  if (field === 'context') {
    const context = new Map<string, string | readonly string[]>();
    for (const key of keys) {
      const item = value[key];
      length += key.length + 3;
      if (typeof item === 'string') {
        length += item.length + 2;
        context.set(key, item);
      } else if (typeof item === 'boolean') {
        length += item ? 4 : 5;
        context.set(key, String(item));
      } else if (isTexts(item)) {
        length += lengthOfTexts(item);
        context.set(key, item);
      } else return undefined;
    }
    draft.context = context;
    return { members: keys.length, length };
  }
  const tags = new Map<string, string>();
  for (const key of keys) {
    const item = value[key];
    if (typeof item !== 'string') return undefined;
    length += key.length + item.length + 5;
    tags.set(key, item);
  }
  switch (field) {
    case 'principalTags':
    case 'resourceTags':
    case 'requestTags':
    case 'sessionTags':
      draft[field] = tags;
      return { members: keys.length, length };
    default:
      return undefined;
  }
}

function isMap(value: unknown): value is Parsed {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
