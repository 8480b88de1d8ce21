import { isKeyOnly, isRefusedOnKeyOfAws, takesAlias } from './kms-alias.ts';
import { asksOn } from './asked-on.ts';
import { listed } from '../../core/listed.ts';
import { quoted } from '../../formats/problem.ts';
import type { Principal } from '../../identifiers/principal.ts';
import type { Asked, AskedAction } from './actions.ts';
import type { Remark } from './findings.ts';
import type { AskedResource } from './resources.ts';
import { fitsAction, formsOf, madeFrom } from './shape.ts';

export type Resource = Extract<AskedResource, { readonly kind: 'resource' }>;

export interface Pair {
  readonly action: AskedAction;
  readonly resource: Resource;
  /** What looks mistaken about the two together. */
  readonly remark: Remark | undefined;
}

export interface Pairs {
  readonly pairs: readonly Pair[];
  /** Pairs that were not asked, and why. */
  readonly remarks: readonly Remark[];
  /** Pairs that AWS would refuse to be asked. */
  readonly problems: readonly {
    readonly field: 'principal' | 'resource';
    readonly message: string;
    readonly hint: string;
  }[];
}

const nothing: readonly never[] = [];

/** Every action on every resource, but for pairs that nobody can mean. */
export function pairsOf(
  asked: readonly Asked[],
  resources: readonly Resource[],
  principal: Principal,
): Pairs {
  const [only] = asked;
  const [resource] = resources;
  if (asked.length === 1 && resources.length === 1 && only !== undefined && resource !== undefined) {
    const problem = problemOf(only.action, resource, principal);
    if (problem !== undefined) return { pairs: nothing, remarks: nothing, problems: [problem] };
    return {
      pairs: [{ action: only.action, resource, remark: remarkOn(only.action, resource) }],
      remarks: nothing,
      problems: nothing,
    };
  }
  return crossProduct(asked, resources, principal);
}

function crossProduct(asked: readonly Asked[], resources: readonly Resource[], principal: Principal): Pairs {
  const pairs: Pair[] = [];
  const problems: Pairs['problems'][number][] = [];
  const refused: string[] = [];
  const unfitting: Pair[] = [];
  for (const { action, fromPattern } of asked) {
    const possible: Resource[] = [];
    for (const resource of resources) {
      const problem = problemOf(action, resource, principal);
      if (problem === undefined) possible.push(resource);
      else if (fromPattern) refused.push(action.name);
      else problems.push(problem);
    }
    const fitting = possible.filter((resource) => fits(action, resource));
    // Nobody means each action of a pattern on each resource: `s3:*` on a bucket asks nothing of its objects.
    const instead = fromPattern ? possible.filter(({ arn }) => arn === undefined) : possible;
    const kept = fitting.length === 0 ? instead : fitting;
    for (const resource of possible) {
      const isKept = kept.includes(resource);
      const remark = fromPattern || !isKept ? undefined : remarkOn(action, resource);
      (isKept ? pairs : unfitting).push({ action, resource, remark });
    }
  }
  if (pairs.length === 0 && unfitting.length > 0) {
    return { pairs: unfitting, remarks: [...skipped(0, refused), alien(unfitting.length)], problems };
  }
  if (pairs.length === 0 && problems.length === 0) {
    const [first] = asked;
    const problem = first && resources[0] && problemOf(first.action, resources[0], principal);
    if (problem !== undefined) problems.push(problem);
  }
  return { pairs, remarks: skipped(unfitting.length, refused), problems };
}

function skipped(unfitting: number, refused: readonly string[]): readonly Remark[] {
  const remarks: Remark[] = [];
  if (unfitting > 0) {
    remarks.push({
      code: 'pairs-left-out',
      message: `${unfitting} ${unfitting === 1 ? 'pair of action and resource was' : 'pairs of action and resource were'} left out: the action is not about that kind of resource`,
      hint: 'Ask for one action and one resource to have it decided nevertheless.',
    });
  }
  const names = [...new Set(refused)];
  if (names.length > 0) {
    const shown = names.map((name) => `\`${name}\``);
    remarks.push({
      code: 'actions-left-out',
      message: `${listed(shown, 4)} cannot be asked here and ${names.length === 1 ? 'was' : 'were'} left out`,
      hint: 'Ask for the action by its name to learn why.',
    });
  }
  return remarks;
}

/** Where nothing else is left to ask, it is asked nevertheless; of the many actions of a pattern it is said once. */
function alien(count: number): Remark {
  return {
    code: 'actions-unfitting',
    message: `none of the ${count} questions puts an action to a kind of resource that it is about`,
    hint: 'AWS asks about such actions on other resources; give those, or name the actions that you mean.',
  };
}

/** What AWS could never be asked: an error where the action was named. `*` stands for "no resource". */
function problemOf(
  action: AskedAction,
  resource: Resource,
  principal: Principal,
): Pairs['problems'][number] | undefined {
  if (principal.kind === 'provider') {
    const wanted = principal.protocol === 'saml' ? 'sts:AssumeRoleWithSAML' : 'sts:AssumeRoleWithWebIdentity';
    if (action.key !== wanted.toLowerCase()) {
      return {
        field: 'principal',
        message: `the identity provider ${quoted(principal.text)} cannot call \`${action.name}\``,
        hint: `It can call \`${wanted}\` alone; afterwards the role's session is the principal.`,
      };
    }
  }
  if (isKeyOnly(action.key, resource.arn)) {
    return {
      field: 'resource',
      message: `\`${action.name}\` takes the ARN of a key, not of an alias`,
      hint: 'Ask for the key behind the alias: `aws kms describe-key --key-id ALIAS` tells it.',
    };
  }
  if (!action.assumesRole || (resource.arn?.service === 'iam' && resource.arn.resource.startsWith('role/')))
    return undefined;
  const message = `the resource of \`${action.name}\` is a role, and ${quoted(resource.text)} is none`;
  const session = /^assumed-role\/([^/]+)/.exec(resource.arn?.resource ?? '')?.[1];
  const where = `arn:${resource.arn?.partition ?? 'aws'}:iam::${resource.arn?.account ?? 'ACCOUNT'}`;
  return {
    field: 'resource',
    message,
    hint: `Write the role's ARN: \`${where}:role/${session ?? 'NAME'}\`.`,
  };
}

/** Is the action about this kind of resource, as far as the data knows? */
export function fits({ known, key }: AskedAction, resource: Resource): boolean {
  if (known === undefined) return true;
  if (resource.arn !== undefined && (takesAlias(key, resource.arn) || isRefusedOnKeyOfAws(key, resource.arn)))
    return true;
  if (resource.arn === undefined) return known.resourceTypes.length === 0;
  return fitsAction(known, resource.text);
}

/** R216, R219: AWS asks about other resources than the user did. */
function remarkOn(action: AskedAction, resource: Resource): Remark | undefined {
  const { known } = action;
  if (known === undefined || fits(action, resource)) return undefined;
  if (resource.arn !== undefined && asksOn(action.key, resource.arn.partition) === resource.text)
    return undefined;
  if (resource.arn === undefined) {
    return {
      code: 'resource-wanted',
      message: `\`${action.name}\` is about a resource, and the question names none`,
      hint: `Ask about one: ${formsOf(known)}.`,
    };
  }
  if (known.resourceTypes.length === 0) {
    return {
      code: 'no-resource-wanted',
      message: `\`${action.name}\` names no resource: AWS asks about \`*\`, not about ${quoted(resource.text)}, and so an Allow counts for \`*\` alone`,
      hint: 'Ask with the resource `*`.',
    };
  }
  const made = madeFrom(known, resource.arn);
  return {
    code: 'resource-unfitting',
    message: `\`${action.name}\` is not about resources like ${quoted(resource.text)}`,
    hint: `No Allow counts for it. ${made === undefined ? '' : `Ask about ${quoted(made)}. `}Its resources have the form ${formsOf(known, resource.arn.partition)}.`,
  };
}
