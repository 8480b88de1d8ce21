import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { answerScenario, simulate } from '../../../src/library/simulate.ts';
import type { Block, Page } from '../../../src/core/page.ts';
import { runs } from '../../support/budget.ts';
import { scenarios, type Scenario } from '../support/naive/random.ts';
import type { Document, Policies, Statement } from '../support/naive/shapes.ts';

/** What the screen says would change a decision is made, as it stands there, and the question is asked again. */

function textsOf({ question, policies }: Scenario): readonly string[] {
  const page: Page = answerScenario({ request: question, policies }).page();
  const blocks = page.flatMap((group): readonly Block[] =>
    'kind' in group ? (group.kind === 'elastic' ? group.blocks(99) : [group]) : group,
  );
  return JSON.stringify(blocks)
    .split(/(?<!\\)"/)
    .map((text) => text.replaceAll('\\"', '"'))
    .filter((text) => text.startsWith('allowed if '));
}

/** The names that the screen has for the layers to which a statement is given. */
const layers: Readonly<Record<string, Exclude<keyof Policies, 'resource' | 'scp' | 'rcp'>>> = {
  'an identity policy': 'identity',
  'the permissions boundary': 'boundary',
  'a session policy': 'session',
  'the VPC endpoint policy': 'endpoint',
};

function given(policies: Policies, whom: string, statement: Statement): Policies {
  const document: Document = { Version: '2012-10-17', Statement: [statement] };
  const layer = layers[whom];
  if (layer === 'identity' || layer === 'session')
    return { ...policies, [layer]: [...(policies[layer] ?? []), document] };
  if (layer !== undefined) {
    const [first] = policies[layer] ?? [];
    return { ...policies, [layer]: [{ ...document, Statement: [...(first?.Statement ?? []), statement] }] };
  }
  const levels = /^an SCP at (?:each level|level (.+))$/.exec(whom);
  if (levels === null) {
    const { Statement: before = [] } = policies.resource ?? {};
    return { ...policies, resource: { ...document, Statement: [...before, statement] } };
  }
  const wanted = levels[1]?.split(' and ').map(Number);
  const scp = policies.scp?.map((level, at) =>
    wanted?.includes(at + 1) === false ? level : [...level, document],
  );
  return scp === undefined ? policies : { ...policies, scp };
}

/** The scenario after the line; undefined where the line is of another form. */
function applied(scenario: Scenario, line: string): Scenario | undefined {
  const { question, policies } = scenario;
  const edit = /^allowed if you give (.+?) this statement: (\{.*\})$/.exec(line);
  if (edit !== null) {
    const [, whom = '', text = ''] = edit;
    return { question, policies: given(policies, whom, JSON.parse(text) as Statement) };
  }
  const value = /^allowed if ([\w:/-]+) = ([^\s"`]+)$/.exec(line);
  if (value === null) return undefined;
  const [, name = '', text = ''] = value;
  const others = Object.entries(question.context).filter(([key]) => key.toLowerCase() !== name.toLowerCase());
  return { question: { ...question, context: { ...Object.fromEntries(others), [name]: text } }, policies };
}

/** A resource policy whose documents differ in their version cannot be told by one text. */
const isPlain = ({ policies }: Scenario) =>
  [policies.resource, ...(policies.boundary ?? []), ...(policies.endpoint ?? [])].every(
    (document) => document === undefined || document.Version === '2012-10-17',
  );

/** Makes what each line says that can be made, and asks again; how many there were. */
function applyAll(scenario: Scenario): number {
  const { question, policies } = scenario;
  const [result] = simulate({ request: question, policies }).results;
  if (result?.decision === 'allowed') return 0;
  let tried = 0;
  for (const line of textsOf(scenario)) {
    const next = applied(scenario, line);
    if (next === undefined) continue;
    tried += 1;
    const [again] = simulate({ request: next.question, policies: next.policies }).results;
    expect(again?.decision, line).toBe('allowed');
  }
  return tried;
}

test('R725 R735 what the screen says would allow it does', () => {
  let tried = 0;
  fc.assert(
    fc.property(scenarios.filter(isPlain), (scenario) => {
      tried += applyAll(scenario);
    }),
    { numRuns: runs(100) },
  );
  expect(tried).toBeGreaterThan(10);
});

const A = '111122223333';
const B = '444455556666';
const alice = `arn:aws:iam::${A}:user/alice`;
const role = `arn:aws:iam::${A}:role/App`;
const secret = `arn:aws:secretsmanager:eu-west-1:${A}:secret:s-AbCdEf`;
const policy = (...Statement: readonly Statement[]): Document => ({ Version: '2012-10-17', Statement });
const allow = (Action: Statement['Action'] & {}, rest: Partial<Statement>): Statement => ({
  Effect: 'Allow',
  Action,
  Resource: '*',
  ...rest,
});
const equals = (key: string, value: string): Partial<Statement> => ({
  Condition: { StringEquals: { [key]: value } },
});
const asked = (principal: string, action: string, resource: string): Scenario['question'] => ({
  principal,
  action,
  resource,
  now: '2026-01-01T00:00:00Z',
  region: 'us-east-1',
  context: {},
});
const trusted = (Action: Statement['Action'] & {}, rest: Partial<Statement>): Policies => ({
  resource: {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: alice }, Action, ...rest }],
  },
});

/** What the screen once said in vain. */
const met: Readonly<Record<string, Scenario>> = {
  'a star that is no wildcard': {
    question: asked(`arn:aws:sts::${A}:assumed-role/App/ci`, 's3:GetObject', 'arn:aws:s3:::acme/alice/a:b/c'),
    policies: {
      session: [policy(allow('*', {}))],
      resource: policy(allow('s3:*', { Principal: '*', ...equals('aws:PrincipalTag/t', '${*}') })),
    },
  },
  'another owner than was assumed': {
    question: asked(`arn:aws:iam::${B}:user/alice`, 's3:GetObject', 'arn:aws:s3:::acme/x.txt'),
    policies: { identity: [policy(allow('s3:*', equals('aws:ResourceAccount', A)))] },
  },
  'another owner of what is nobody else’s': {
    question: asked(`arn:aws:iam::${B}:user/alice`, 's3:ListAllMyBuckets', '*'),
    policies: { identity: [policy(allow('s3:*', equals('aws:ResourceAccount', A)))] },
  },
  'tags without the tagging action': {
    question: asked(alice, 'secretsmanager:CreateSecret', secret),
    policies: {
      identity: [policy(allow('secretsmanager:CreateSecret', equals('aws:RequestTag/team', 'red')))],
    },
  },
  'tags that the tagging action is denied': {
    question: asked(alice, 'secretsmanager:CreateSecret', secret),
    policies: {
      identity: [
        policy(
          allow('secretsmanager:*', {}),
          {
            ...allow('secretsmanager:CreateSecret', {
              Condition: { Null: { 'aws:RequestTag/team': 'true' } },
            }),
            Effect: 'Deny',
          },
          {
            ...allow('secretsmanager:TagResource', {
              Condition: { Null: { 'aws:RequestTag/team': 'false' } },
            }),
            Effect: 'Deny',
          },
        ),
      ],
    },
  },
  'session tags without sts:TagSession': {
    question: asked(alice, 'sts:AssumeRole', role),
    policies: trusted('sts:AssumeRole', equals('aws:RequestTag/p', 'x')),
  },
  'a source identity without sts:SetSourceIdentity': {
    question: asked(alice, 'sts:AssumeRole', role),
    policies: trusted('sts:AssumeRole', equals('sts:SourceIdentity', 'alice')),
  },
  'temporary credentials at IAM without MFA': {
    question: asked(alice, 'iam:GetRole', role),
    policies: {
      identity: [policy(allow('iam:*', { Condition: { StringLike: { 'aws:TokenIssueTime': '2025*' } } }))],
    },
  },
};

describe('R725 no line that was in vain comes back', () => {
  test.each(Object.entries(met))('%s', (_, scenario) => {
    const before = simulate({ request: scenario.question, policies: scenario.policies }).results;
    expect(before[0]?.decision).not.toBe('allowed');
    applyAll(scenario);
    for (const { decision, when } of before[0]?.dependsOn ?? []) {
      const [only, ...others] = when;
      const isOneValue = others.length === 0 && only?.operator === 'StringEquals' && only.holds;
      if (!isOneValue || decision !== 'allowed') continue;
      const [value = ''] = only.values;
      const text = value === '${*}' ? '*' : value;
      const question = { ...scenario.question, context: { [only.key]: text } };
      const [again] = simulate({ request: question, policies: scenario.policies }).results;
      expect(again?.decision, only.text).toBe('allowed');
    }
  });

  test('what is possible with them is said', () => {
    const both = ['sts:AssumeRole', 'sts:TagSession'];
    const policies = trusted(both, equals('aws:RequestTag/p', 'x'));
    const scenario = { question: asked(alice, 'sts:AssumeRole', role), policies };
    expect(textsOf(scenario)).toContain('allowed if aws:RequestTag/p = x');
    expect(applyAll(scenario)).toBeGreaterThan(0);
  });

  test('MFA is said where it would help', () => {
    const policies: Policies = {
      identity: [
        policy(allow('iam:*', {}), {
          ...allow('*', { Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } } }),
          Effect: 'Deny',
        }),
      ],
    };
    const scenario = { question: asked(alice, 'iam:GetRole', role), policies };
    expect(textsOf(scenario)).toContain('allowed if aws:MultiFactorAuthPresent = true');
    expect(applyAll(scenario)).toBeGreaterThan(0);
  });
});
