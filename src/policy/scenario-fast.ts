import type { Question } from './question.ts';
import type { Slices } from './scenario-scan.ts';

/** Fields that are one text. */
const texts = new Set([
  'principal',
  'principalId',
  'sessionIssuer',
  'resourceAccount',
  'managementAccount',
  'sourceIdentity',
  'now',
]);

const tagFields = new Set(['principalTags', 'resourceTags', 'requestTags', 'sessionTags']);

type Parsed = Readonly<Record<string, unknown>>;
type Draft = { -readonly [Field in keyof Question]?: Question[Field] };

/**
 * The question of a line whose `request` is plain: texts, lists and maps of texts, nothing twice, nothing unknown.
 * Undefined for anything else, which the positional reader then reads or refuses.
 */
export function questionOf({ request, requestMembers }: Slices): Question | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(request);
  } catch {
    return undefined;
  }
  if (!isMap(parsed)) return undefined;
  let members = 0;
  const draft: Draft = {};
  for (const field of Object.keys(parsed)) {
    const value = parsed[field];
    members++;
    if (typeof value === 'string') {
      if (field === 'action') draft.actions = [value];
      else if (field === 'resource') draft.resources = [value];
      else if (field === 'unknown') draft.unknown = [value];
      else if (!setText(draft, field, value)) return undefined;
    } else if (typeof value === 'boolean') {
      if (field === 'viaEndpoint') draft.viaEndpoint = value;
      else if (field === 'unknown' && value) draft.unknown = true;
      else if (field !== 'unknown') return undefined;
    } else if (isTexts(value)) {
      if (field === 'action') draft.actions = value;
      else if (field === 'resource') draft.resources = value;
      else if (field === 'unknown') draft.unknown = value;
      else return undefined;
    } else if (isMap(value)) {
      const added = setMap(draft, field, value);
      if (added < 0) return undefined;
      members += added;
    } else return undefined;
  }
  if (members !== requestMembers) return undefined;
  const { principal, actions, resources = ['*'] } = draft;
  if (principal === undefined || actions === undefined) return undefined;
  return { ...draft, principal, actions, resources };
}

function setText(draft: Draft, field: string, value: string): boolean {
  if (!texts.has(field)) return false;
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

/** How many members the map has; -1 where it is not one of texts. */
function setMap(draft: Draft, field: string, value: Parsed): number {
  const keys = Object.keys(value);
  if (field === 'context') {
    const context = new Map<string, string | readonly string[]>();
    for (const key of keys) {
      const item = value[key];
      if (typeof item === 'string' || isTexts(item)) context.set(key, item);
      else if (typeof item === 'boolean') context.set(key, String(item));
      else return -1;
    }
    draft.context = context;
    return keys.length;
  }
  if (!tagFields.has(field)) return -1;
  const tags = new Map<string, string>();
  for (const key of keys) {
    const item = value[key];
    if (typeof item !== 'string') return -1;
    tags.set(key, item);
  }
  switch (field) {
    case 'principalTags':
    case 'resourceTags':
    case 'requestTags':
    case 'sessionTags':
      draft[field] = tags;
  }
  return keys.length;
}

function isMap(value: unknown): value is Parsed {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
