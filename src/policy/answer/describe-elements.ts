import type { Range } from '../../core/source.ts';
import { isAbout, type Truth } from '../../core/truth.ts';
import { resourceHint } from './advice/hints.ts';
import { describeCondition } from '../condition/describe.ts';
import { shortList } from '../condition/wording.ts';
import type { LookUp } from '../context-value.ts';
import { whyNeverSent } from '../never-sent.ts';
import { resourceFor, type PrincipalTrace, type StatementTrace } from './explain.ts';
import { direct, viaAccount, viaParent } from '../match/principal.ts';
import { matchPattern } from '../match/resource.ts';
import type { PatternElement } from '../policy.ts';
import type { Request } from '../request.ts';
import { because, type Because, type RuleId } from '../decision/rules.ts';
import type { Unknown } from '../match/unknown.ts';
import { resolveTemplate, type Template } from '../variables.ts';

export type ElementResult = 'match' | 'no-match' | 'unknown';

/** One element of a statement against one request, in words, and where the words point to. */
export interface DescribedElement {
  readonly id: 'action' | 'principal' | 'resource' | 'condition';
  readonly title: string;
  readonly result: ElementResult;
  readonly because: string;
  /** The narrowest piece of the policy that says so. */
  readonly range: Range;
  /** What AWS says of it. */
  readonly rules?: readonly RuleId[];
}

/** The elements of a statement in the order in which a reader checks them. */
export function describeElements(
  trace: StatementTrace,
  request: Request,
  lookUp: LookUp,
): readonly DescribedElement[] {
  return [
    ...describePrincipal(trace, request),
    describeAction(trace, request),
    ...describeResource(trace, request, lookUp),
    ...trace.conditions.map((outcome): DescribedElement => ({
      id: 'condition',
      title: `Condition ${outcome.condition.element.operator.text}`,
      result: resultOfTruth(outcome.result === 'unknown' ? undefined : outcome.result),
      because: describeCondition(outcome, whyNeverSent(request, outcome.condition.key)),
      range: outcome.condition.element,
    })),
  ];
}

function resultOfTruth(truth: Truth<Unknown> | undefined): ElementResult {
  if (truth === true) return 'match';
  return truth === false ? 'no-match' : 'unknown';
}

function describeAction({ compiled, action }: StatementTrace, request: Request): DescribedElement {
  const { action: element } = compiled.statement;
  const matching =
    element.values[compiled.action.patterns.findIndex((matches) => matches(request.actionKey))];
  const common = {
    id: 'action',
    title: element.negated ? 'NotAction' : 'Action',
    result: resultOfTruth(action),
    range: matching ?? onlyValue(element),
  } as const;
  return { ...common, because: patternSentence(request.action, element, matching?.text, action) };
}

/** `s3:GetObject matches s3:Get*`, `is excluded by NotAction s3:*` … */
function patternSentence(
  text: string,
  { negated, values }: PatternElement,
  matching: string | undefined,
  result: boolean,
): string {
  const named = negated ? 'NotAction' : 'Action';
  if (matching !== undefined) {
    if (negated) return `${text} is excluded by ${named} ${matching}`;
    return matching === text ? `names ${text}` : `${text} matches ${matching}`;
  }
  if (values.length === 0) return emptyList(result);
  const listed = shortList(
    values.map((value) => value.text),
    'or',
  );
  return negated ? `${text} is not excluded by ${named} ${listed}` : `${text} is not ${listed}`;
}

/** R108: an empty list leaves something out for a Deny alone. */
function emptyList(matches: boolean): string {
  return `the list is empty: it ${matches ? 'excludes' : 'matches'} nothing`;
}

function onlyValue(element: PatternElement): Range {
  const [only] = element.values;
  return element.values.length === 1 && only !== undefined ? only : element;
}

function describeResource(
  { compiled, resource }: StatementTrace,
  request: Request,
  lookUp: LookUp,
): readonly DescribedElement[] {
  const matcher = compiled.resource;
  const element = compiled.statement.resource;
  if (matcher === undefined || element === undefined || resource === undefined) return [];
  const { negated } = element;
  const named = negated ? 'NotResource' : 'Resource';
  const asked = resourceFor(compiled, request);
  const found = matcher.patterns.map((pattern) => matchPattern(pattern, asked, lookUp));
  const at = found.findIndex((truth) => truth === true);
  const maybe = at >= 0 ? at : found.findIndex((truth) => truth !== false);
  const pattern = matcher.patterns[maybe];
  const common = { id: 'resource', title: named, result: resultOfTruth(resource) } as const;
  if (pattern === undefined) {
    const notes = matcher.patterns.flatMap(({ template }) => {
      const resolved = resolveTemplate(template, lookUp);
      return resolved.kind === 'no-value'
        ? [`\${${nameOf(template, resolved.key)}} has no value, so its pattern matches nothing`]
        : [];
    });
    const [note] = notes;
    const because =
      element.values.length === 0 ? emptyList(resource === true) : resourceMiss(asked, element, request);
    return [
      { ...common, range: onlyValue(element), because: note === undefined ? because : `${because}; ${note}` },
    ];
  }
  const text = pattern.value.text;
  if (at < 0) {
    return [
      {
        ...common,
        range: pattern.value,
        because: `${text} matches for some values of ${pattern.keys.join(', ')}`,
      },
    ];
  }
  const because = negated
    ? `${asked} is excluded by ${named} ${text}`
    : text === asked
      ? `names ${text}`
      : `${asked} matches ${text}`;
  return [{ ...common, range: pattern.value, because }];
}

/** The variable as the policy writes it. */
function nameOf({ pieces }: Template, key: string): string {
  const found = pieces.find((piece) => piece.kind === 'variable' && piece.key === key);
  return found?.kind === 'variable' ? found.name : key;
}

function resourceMiss(resource: string, { negated, values }: PatternElement, request: Request): string {
  const { resource: given, action } = request;
  const listed = shortList(
    values.map((value) => value.text),
    'or',
  );
  if (negated) return `${resource} is not excluded by NotResource ${listed}`;
  if (resource === '*') {
    const who = given === '*' ? 'the request' : action;
    return `${who} names no resource: only Resource "*" matches it, not ${listed}`;
  }
  const hint = values.map(({ text }) => resourceHint(text, request)).find((one) => one !== undefined);
  if (hint?.isWhole === true) return hint.text;
  return `${resource} is not ${listed}${hint === undefined ? '' : `; ${hint.text}`}`;
}

function describePrincipal(
  { compiled, principal }: StatementTrace,
  request: Request,
): readonly DescribedElement[] {
  const { principal: element } = compiled.statement;
  if (element === undefined || principal === undefined) return [];
  const [only] = element.values;
  const range: Range = element.values.length === 1 && only !== undefined ? only : element;
  const common = {
    id: 'principal',
    title: element.negated ? 'NotPrincipal' : 'Principal',
    result: resultOfTruth(principal.reached),
    range,
  } as const;
  if (element.negated) {
    return [{ ...common, because: notPrincipalSentence(principal, request) }];
  }
  const { strengths, reached } = principal;
  const why = principalSentence(strengths, reached, request, compiled.principal?.everyone);
  return [{ ...common, because: why.text, rules: why.rules }];
}

/** R234: whoever is to be left out must be listed with its parents. */
function notPrincipalSentence(
  { strengths, reached, uncertain }: PrincipalTrace,
  { principal }: Request,
): string {
  if (reached === false) return 'the caller is exempt: it is listed with its parents';
  const parts = (namesOfCaller[principal.kind] ?? []).map(
    ([name, strength]) => [name, (strengths & strength) !== 0] as const,
  );
  const listed = parts.filter(([, isListed]) => isListed).map(([name]) => name);
  const missing = parts.filter(([, isListed]) => !isListed).map(([name]) => name);
  if (listed.length === 0) return 'the caller is not listed';
  if (missing.length === 0) return uncertain ?? 'the caller is not listed';
  return `it lists the caller’s ${shortList(listed, 'and')}, not its ${shortList(missing, 'and')}: a Deny with NotPrincipal spares those alone of whom all are listed`;
}

/** By what names a caller and its parents are listed. */
const namesOfCaller: Readonly<
  Partial<Record<Request['principal']['kind'], readonly (readonly [name: string, strength: number])[]>>
> = {
  user: [
    ['ARN', direct],
    ['account', viaAccount],
  ],
  session: [
    ['role', viaParent],
    ['session', direct],
    ['account', viaAccount],
  ],
  role: [
    ['role', viaParent],
    ['session', direct],
    ['account', viaAccount],
  ],
  'federated-user': [
    ['ARN', direct],
    ['account', viaAccount],
  ],
};

function principalSentence(
  strengths: number,
  reached: Truth<Unknown>,
  { principal }: Request,
  everyone = false,
): Because {
  if (everyone) return because('names everyone');
  if ((strengths & direct) !== 0) return because('names the caller itself');
  if ((strengths & viaParent) !== 0) {
    return because(
      principal.kind === 'federated-user' ? 'names the user behind the caller' : 'names the caller’s role',
    );
  }
  if (typeof reached !== 'boolean') {
    return because(
      isAbout(reached, ({ kind }) => kind === 'session')
        ? 'names a session of this role: the session’s name is not known'
        : 'names an id that may be the caller’s: the question does not tell it',
    );
  }
  if ((strengths & viaAccount) !== 0 && reached) {
    return because('names the caller’s account, which leaves it to identity policies');
  }
  if ((strengths & viaAccount) !== 0)
    return because('names the account, which here means its root user alone', 'R236');
  return because('does not name the caller');
}
