import type { Evidence } from '../../core/evaluation.ts';
import { Raw } from '../../core/raw.ts';
import { printUrl } from '../../printers/addresses.ts';
import { printRoleName } from '../../printers/names.ts';
import { readCredentialsAnswer } from '../places/endpoint-answer.ts';
import {
  askImds,
  describeRole,
  imdsEndpoint,
  imdsRoute,
  imdsSwitch,
  v1Switch,
  type ImdsClientRules,
  type ImdsProblem,
} from '../chain/imds-client.ts';
import { failOrPass, skip, type Attempt, type Context, type Provider } from '../chain/provider.ts';
import type { ImdsRecipe } from '../chain/recipe.ts';

export interface ImdsRules {
  readonly client: ImdsClientRules;
  /** `AWS_EC2_METADATA_DISABLED` does not count here. */
  readonly ignoresSwitch?: boolean;
  /** Problems that do to the chain what others do not. */
  readonly problems: Readonly<
    Partial<Record<ImdsProblem | 'malformed' | 'not-json' | 'disabled', 'fail' | 'pass'>>
  >;
  /** What every other problem does to the chain. */
  readonly otherwise: 'fail' | 'pass';
  /** The fields without which an answer is of no use. */
  readonly required: readonly string[];
}

const rolePath = '/latest/meta-data/iam/security-credentials/';

export const imds: Provider<ImdsRules> = {
  id: 'imds',
  title: 'Instance metadata (EC2)',
  async attempt(context, rules) {
    const { client } = rules;
    const off = rules.ignoresSwitch === true ? undefined : imdsSwitch(context, client);
    if (off !== undefined) {
      const because = `${off.evidence.name} is ${off.evidence.value ?? ''}`;
      return rules.problems.disabled === 'fail'
        ? failOrPass('fail', { code: 'imds-disabled', because, evidence: [off.evidence] })
        : skip(because, [off.evidence]);
    }
    const endpoint = imdsEndpoint(context, client);
    const route = imdsRoute(context, client);
    const evidence: readonly Evidence[] = [endpoint.evidence, ...route.evidence];
    const roles = await askImds(context, client, rolePath);
    const recipe: ImdsRecipe = {
      kind: 'imds',
      endpoint: endpoint.url,
      v1Fallback: client.v1 !== 'never' && v1Switch(context, client) === undefined,
      ...(route.proxy === undefined ? {} : { proxy: route.proxy }),
    };
    if (roles.kind === 'failed') {
      if (roles.problem === 'not-asked') return notAsked(rules, recipe, evidence);
      return imdsProblem(context, rules, roles.problem, roles.because, evidence);
    }
    const roleName = roles.body.trim().split('\n')[0] ?? '';
    const role = new Raw(roleName);
    const found = await askImds(context, client, rolePath + roleName);
    if (found.kind === 'failed') {
      if (found.problem === 'not-asked') return notAsked(rules, recipe, evidence);
      return imdsProblem(context, rules, found.problem, found.because, evidence);
    }
    const answer = readCredentialsAnswer(found.body, rules.required);
    if (answer.kind === 'unusable') {
      return imdsProblem(
        context,
        rules,
        answer.isJson ? 'malformed' : 'not-json',
        `${endpoint.shown} ${answer.because}`,
        evidence,
      );
    }
    const version = found.usedV1 ? ' (version 1, without a token)' : '';
    return {
      outcome: 'win',
      because: `the instance has ${describeRole(role)}${version}`,
      evidence: [
        ...evidence,
        { kind: 'endpoint', name: `${endpoint.shown}${rolePath}${printRoleName(role)}` },
      ],
      given: { ...answer.told, deferred: false, recipe: { ...recipe, roleName: role } },
    };
  },
};

function notAsked(rules: ImdsRules, recipe: ImdsRecipe, evidence: readonly Evidence[]): Attempt {
  return {
    outcome: 'win',
    because: `${printUrl(new Raw(recipe.endpoint))} would be asked`,
    evidence,
    given: { deferred: true, recipe },
    ifNotObtained: rules.otherwise,
  };
}

function imdsProblem(
  context: Context,
  rules: ImdsRules,
  problem: ImdsProblem | 'malformed' | 'not-json',
  because: string,
  evidence: readonly Evidence[],
): Attempt {
  const disabled = context.env('AWS_EC2_METADATA_DISABLED');
  const hint = problem === 'not-found' ? 'The instance has no role: attach an instance profile' : undefined;
  return failOrPass(rules.problems[problem] ?? rules.otherwise, {
    code: `imds-${problem}`,
    because,
    evidence: disabled.value === undefined ? evidence : [...evidence, disabled.evidence],
    ...(hint === undefined ? {} : { hint }),
  });
}
