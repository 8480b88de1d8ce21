import { actionsMatching } from '../../data/actions.ts';
import { quoted } from '../../formats/problem.ts';
import type { StatementParts, Value } from '../../policy/policy.ts';
import { allow, policy } from '../example.ts';
import { coverOf, grantsOf } from '../grants.ts';
import { coversPattern, patternsMeet } from '../pattern-cover.ts';
import { attachedTypes, type FoundIn, type Rule } from '../rule.ts';
import { noSettings, type Sensitive } from '../settings.ts';
import type { Subject } from '../subject.ts';

const settings = {
  ...noSettings,
  sensitive: [{ action: 's3:GetObject', resources: ['arn:aws:s3:::acme-payroll/*'] }],
};

/** What the configuration calls sensitive. */
export const sensitiveRules: readonly Rule[] = [
  {
    id: 'sensitive-access',
    severity: 'warning',
    category: 'security',
    types: attachedTypes,
    title: 'An action reaches a resource that the configuration marks under `sensitive`.',
    repair: 'Leave the resource out, or set this aside with a reason.',
    bad: () => ({
      policy: allow({ Action: 's3:Get*', Resource: 'arn:aws:s3:::acme-*' }),
      settings,
      at: '"arn:aws:s3:::acme-*"',
    }),
    good: () => ({
      policy: policy(
        { Effect: 'Allow', Action: 's3:Get*', Resource: 'arn:aws:s3:::acme-*' },
        { Effect: 'Deny', Action: 's3:*', Resource: 'arn:aws:s3:::acme-payroll/*' },
      ),
      settings,
    }),
    look: { at: 'policies', find: findSensitive },
  },
];

function* findSensitive(subjects: readonly Subject[]): Iterable<FoundIn> {
  const [first] = subjects;
  for (const entry of first?.settings.sensitive ?? []) {
    const told = new Set<StatementParts>();
    for (const name of actionsOf(entry)) {
      for (const { subject, statement } of grantsOf(subjects, name)) {
        const at = told.has(statement) ? undefined : reached(subjects, statement, name, entry);
        if (at === undefined) continue;
        told.add(statement);
        yield {
          subject,
          at: at.value,
          message: `${quoted(name)} reaches ${quoted(at.resource)}, which is marked as sensitive`,
        };
      }
    }
  }
}

/** The actions that an entry means; one that the data does not know stands for itself. */
function actionsOf({ action }: Sensitive): readonly string[] {
  return /[*?]/.test(action) ? actionsMatching(action) : [action];
}

/** The value by which a statement reaches one of the resources, and which; undefined where a Deny keeps it away. */
function reached(
  subjects: readonly Subject[],
  { resource }: StatementParts,
  name: string,
  { resources }: Sensitive,
): { readonly value: Value; readonly resource: string } | undefined {
  if (resource === undefined) return undefined;
  for (const sensitive of resources) {
    if (isDenied(subjects, name, sensitive)) continue;
    const value = resource.negated
      ? resource.values.some(({ text }) => coversPattern(text, sensitive))
        ? undefined
        : resource.values[0]
      : resource.values.find(({ text }) => patternsMeet(text, sensitive));
    if (value !== undefined) return { value, resource: sensitive };
  }
  return undefined;
}

function isDenied(subjects: readonly Subject[], name: string, sensitive: string): boolean {
  return subjects.some(({ statements }) =>
    statements.some(
      (statement) =>
        statement.effect === 'Deny' &&
        statement.conditions.length === 0 &&
        statement.resource?.negated === false &&
        coverOf(statement, name) !== undefined &&
        statement.resource.values.some(({ text }) => coversPattern(text, sensitive)),
    ),
  );
}
