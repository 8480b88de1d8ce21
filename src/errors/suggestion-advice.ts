import type { Diagnostic } from '../core/evaluation.ts';
import { listed } from '../core/listed.ts';
import { source as sourceOf } from '../core/source.ts';
import { parseJson } from '../formats/json.ts';
import type { Finding } from '../lint/finding.ts';
import { serviceOfCall } from './dependent.ts';
import type { ShownFields } from './shown-fields.ts';

export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly {
    readonly Effect: 'Allow';
    readonly Action: string;
    readonly Resource: string | readonly string[];
  }[];
}

/** What a call needs besides what AWS names; that a role that any service may take is more than one call needs. */
export function noteFor(
  { operation }: ShownFields,
  action: string,
  others: readonly string[],
): { readonly note?: string } {
  if (others.length > 0)
    return {
      note: `AWS names one resource at a time. As far as the data knows the call is about ${listed(
        others.map((name) => `\`${name}\``),
        others.length,
        'and',
      )} too: put names in place of the stars, and leave out what your call is not about.`,
    };
  if (action !== 'iam:PassRole') return {};
  const service = serviceOfCall(operation)?.principal ?? 'SERVICE';
  const condition = JSON.stringify({ StringEquals: { 'iam:PassedToService': service } });
  return { note: `To this service alone: add "Condition": ${condition}` };
}

/** What is wrong or dangerous in it. Loaded where there is a policy alone. */
export async function lintOf(document: PolicyDocument): Promise<readonly Diagnostic[]> {
  const [{ lintPolicy }, { subjectOf }] = await Promise.all([
    import('../lint/run/lint-policy.ts'),
    import('../lint/read/subject-of.ts'),
  ]);
  const source = sourceOf('', JSON.stringify(document));
  const { root } = parseJson(source);
  if (root === undefined) throw new Error('a policy of our own is no JSON');
  return dangersIn(lintPolicy(subjectOf(source, root, 'policy', { type: 'identity' })));
}

/** Errors, and what is dangerous. */
export function dangersIn(found: readonly Finding[]): readonly Diagnostic[] {
  return found
    .filter(({ severity, category }) => severity === 'error' || isDanger(category))
    .map(({ code, severity, message, hint }) => ({
      code,
      severity,
      message,
      ...(hint === undefined ? {} : { hint }),
    }));
}

function isDanger(category: Finding['category']): boolean {
  return category === 'security' || category === 'escalation' || category === 'trust';
}
