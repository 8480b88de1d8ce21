import { isPlain } from '../library/values.ts';
import { isOpen, itemsIn, listOf, type Item } from './template-values.ts';

/** A policy of a template, its values resolved; `anything` where it is not in the template. */
export interface Attached {
  readonly document: unknown;
  /** False where only a deployment knows whether it is there. */
  readonly isSure: boolean;
}

export const anything = Symbol('anything');

/** What is not known grants nothing and denies everything, or the other way round. */
export type Reading = 'least' | 'most';

/** In place of what may say anything. */
export function everything(effect: 'Allow' | 'Deny', at: Place = 'principal'): object {
  return { Version: '2012-10-17', Statement: [whole(effect, at)] };
}

/** Whether a policy stands at who asks, or at what is asked for, and says who. */
type Place = 'principal' | 'resource';

function whole(effect: 'Allow' | 'Deny', at: Place): Plain {
  const all = { Effect: effect, Action: '*', Resource: '*' };
  return at === 'resource' ? { ...all, Principal: '*' } : all;
}

/** The policy in a reading; undefined where nothing is left of it. */
export function documentIn(
  { document, isSure }: Attached,
  reading: Reading,
  at: Place = 'principal',
): object | undefined {
  const effect = reading === 'least' ? 'Deny' : 'Allow';
  if (document === anything) return everything(effect, at);
  const found = itemsIn(parsed(document), isSure).flatMap((item) => {
    if (!isPlain(item.value) || isOpen({ ...item.value, Statement: undefined })) {
      return isOpen(item.value) ? [everything(effect, at)] : [item.value];
    }
    if (item.value['Statement'] === undefined) return [item.value];
    const statements = itemsIn(item.value['Statement'], item.isSure);
    const Statement = statements.flatMap((one) => statementIn(one, reading, at));
    return Statement.length === 0 ? [] : [{ ...item.value, Statement }];
  });
  const [only, ...others] = found;
  if (others.length === 0) return only as object | undefined;
  // Of policies of which one is taken, all statements that count in the reading do.
  return {
    ...(only as object),
    Statement: found.flatMap((one) => (isPlain(one) ? listOf(one['Statement']) : [])),
  };
}

/** CloudFormation takes the JSON text of a document, too. */
function parsed(document: unknown): unknown {
  if (typeof document !== 'string') return document;
  try {
    return JSON.parse(document);
  } catch {
    return document;
  }
}

type Plain = Readonly<Record<string, unknown>>;

function statementIn({ value: statement, isSure }: Item, reading: Reading, at: Place): readonly unknown[] {
  const counted = reading === 'least' ? 'Deny' : 'Allow';
  if (!isPlain(statement)) return isOpen(statement) ? [whole(counted, at)] : [statement];
  const effect = statement['Effect'];
  if (isOpen(effect)) return [opened({ ...statement, Effect: counted })];
  if (effect === counted) return [opened(statement)];
  // What is no effect is told by the reader of policies.
  if (effect !== 'Allow' && effect !== 'Deny') return [statement];
  const left = isSure ? closed(statement) : undefined;
  return left === undefined ? [] : [left];
}

/** The statement as if everything that is not known fitted. */
function opened(statement: Plain): Plain {
  const changed: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(statement)) {
    if (!isOpen(value)) changed[name] = value;
    else if (name === 'Sid') continue;
    else if (name.startsWith('Not')) {
      // What is left out may be something else.
      const rest = listOf(value).filter((one) => !isOpen(one));
      if (rest.length > 0) changed[name] = rest;
      else changed[name.slice(3)] = '*';
    } else if (name === 'Principal') changed[name] = '*';
    else if (name !== 'Condition') changed[name] = listOf(value).map((one) => (isOpen(one) ? '*' : one));
  }
  return changed;
}

/** The statement as if nothing that is not known fitted; undefined where nothing is left of it. */
function closed(statement: Plain): Plain | undefined {
  const changed: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(statement)) {
    if (name === 'Sid' && isOpen(value)) continue;
    if (!isOpen(value)) {
      changed[name] = value;
      continue;
    }
    const rest = listOf(value).filter((one) => !isOpen(one));
    const isList = name === 'Action' || name === 'Resource';
    if (!isList || rest.length === 0) return undefined;
    changed[name] = rest;
  }
  return changed;
}
