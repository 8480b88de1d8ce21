import { IamxError, problemsOf } from '../core/error.ts';
import type { Diagnostic } from '../core/evaluation.ts';
import { source as sourceOf } from '../core/source.ts';
import { policyFromText, type LoadedPolicy } from '../policy/document.ts';
import type { Policy, PolicyType } from '../policy/policy.ts';
import { rememberParsed } from './policies.ts';
import { kindOf, misused } from './values.ts';

export interface ParsedPolicy {
  /** Undefined where a problem is an error: an invalid statement is never dropped. */
  readonly policy?: Policy;
  /** All problems, each with its place. */
  readonly diagnostics: readonly Diagnostic[];
}

const types: Readonly<Record<PolicyType, true>> = {
  identity: true,
  boundary: true,
  session: true,
  resource: true,
  trust: true,
  scp: true,
  rcp: true,
  endpoint: true,
};

/** What a policy may be, in the order in which they are tried, where nobody says. */
const guesses: readonly PolicyType[] = ['identity', 'trust', 'resource'];

/** Policies of other services than STS may leave their resource out as well: of Amazon ECR they do. */
function looksRight({ type, statements }: Policy): boolean {
  if (type !== 'trust') return true;
  return statements.every(({ action }) => action.values.every(({ text }) => /^sts:/i.test(text)));
}

/**
 * Reads the JSON text of a policy, in any form in which AWS's commands print it. `file` names it in places. Without
 * `type` it is read as what it is: an identity policy, a resource policy, or the trust policy of a role. Does not
 * throw, but where an argument is none of its kind (`IamxError`: `usage`).
 */
export function parsePolicy(text: string, file = 'policy', type?: PolicyType): ParsedPolicy {
  checkText(text, 'text');
  checkText(file, 'file');
  if (type !== undefined) readPolicyType(type, 'type');
  const attempts = (type === undefined ? guesses : [type]).map((as) => attempt(text, file, as));
  const good = attempts.find(
    ({ policy }) => policy !== undefined && (type !== undefined || looksRight(policy)),
  );
  if (good !== undefined) return good;
  // The type with the fewest errors is the one that was meant.
  const [best] = [...attempts].sort((left, right) => errorsOf(left) - errorsOf(right));
  return best ?? { diagnostics: [] };
}

/** Throws `usage` where the value is no type of policies. */
export function readPolicyType(value: unknown, path: string): PolicyType {
  const type = Object.keys(types).find((name): name is PolicyType => name === value);
  if (type !== undefined) return type;
  const hint = `There are ${Object.keys(types).join(', ')}.`;
  throw misused('usage', path, `\`${path}\` is no type of policies`, hint);
}

function attempt(text: string, file: string, type: PolicyType): ParsedPolicy {
  let loaded: LoadedPolicy;
  try {
    loaded = policyFromText(sourceOf(file, text), type, file);
  } catch (error) {
    if (!(error instanceof IamxError)) throw error;
    return { diagnostics: problemsOf(error) };
  }
  rememberParsed(loaded.policy);
  return { policy: loaded.policy, diagnostics: loaded.warnings };
}

function errorsOf({ diagnostics }: ParsedPolicy): number {
  return diagnostics.filter(({ severity }) => severity === 'error').length;
}

function checkText(value: unknown, name: string): void {
  if (typeof value === 'string') return;
  throw misused(
    'usage',
    name,
    `\`${name}\` is ${kindOf(value)}, not a text`,
    'Hand in the JSON text of a policy.',
  );
}
