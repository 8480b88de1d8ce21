import { describe, expect, test } from 'vitest';
import { parseDecodedMessage, toScenario } from '../../src/decode/decoded-message.ts';

const context = {
  principal: { id: 'AROAY24FZKAOBPJTH2BSF:ci', arn: 'arn:aws:sts::607481581596:assumed-role/App/ci' },
  action: 'ec2:RunInstances',
  resource: 'arn:aws:ec2:us-east-1:607481581596:instance/*',
  conditions: {
    items: [
      { key: 'ec2:Tenancy', values: { items: [{ value: 'default' }] } },
      { key: 'ec2:InstanceType', values: { items: [{ value: 'm5.large' }] } },
      { key: 'aws:Region', values: { items: [{ value: 'us-east-1' }] } },
      { key: 'aws:SourceIp', values: { items: [{ value: '203.0.113.10' }] } },
      { key: 'ec2:Owner', values: { items: [] } },
      { key: 'ec2:MetadataHttpTokens', values: { items: [{ value: 'required' }] } },
    ],
  },
};
const deny = {
  statementId: 'OnlySmall',
  effect: 'DENY',
  principals: { items: [{ value: 'AROAY24FZKAOBPJTH2BSF' }] },
  actions: { items: [{ value: 'ec2:RunInstances' }] },
  resources: { items: [{ value: '*' }] },
  conditions: { items: [{ key: 'ec2:InstanceType', values: { items: [{ value: 't3a.micro' }] } }] },
};
const explicit = {
  allowed: false,
  explicitDeny: true,
  matchedStatements: { items: [deny] },
  failures: { items: [] },
  context,
};

function parse(value: unknown) {
  const message = parseDecodedMessage(JSON.stringify(value));
  if (message === undefined) throw new Error('not a decoded message');
  return message;
}

describe('section 5: shape', () => {
  test('the fields', () => {
    expect(parse(explicit)).toMatchObject({
      allowed: false,
      explicitDeny: true,
      statements: [
        {
          sid: 'OnlySmall',
          effect: 'DENY',
          actions: ['ec2:RunInstances'],
          resources: ['*'],
          principals: ['AROAY24FZKAOBPJTH2BSF'],
        },
      ],
      principal: context.principal,
      action: 'ec2:RunInstances',
      resource: context.resource,
      raw: {},
    });
  });

  test.each([
    ['the answer of the CLI', { DecodedMessage: JSON.stringify(explicit) }],
    ['the answer, parsed already', { DecodedMessage: explicit }],
  ])('%s', (_, value) => {
    expect(parse(value)).toEqual(parse(explicit));
  });

  test.each([
    ['{}'],
    ['[]'],
    ['null'],
    ['{"context":1}'],
    ['{"allowed":false}'],
    ['{"Version":"2012-10-17"}'],
    ['not json'],
  ])('%s is not one', (text) => {
    expect(parseDecodedMessage(text)).toBeUndefined();
  });

  test('every field is optional, unknown ones are kept', () => {
    expect(parse({ allowed: false, context: {}, newField: { a: 1 } })).toEqual({
      allowed: false,
      statements: [],
      conditions: [],
      raw: { newField: { a: 1 } },
    });
  });
});

describe('section 5: traps', () => {
  test('the service of an action comes from the resource or the statement', () => {
    expect(parse({ ...explicit, context: { ...context, action: 'RunInstances' } }).action).toBe(
      'ec2:RunInstances',
    );
    expect(parse({ ...explicit, context: { action: 'RunInstances', resource: '*' } }).action).toBe(
      'ec2:RunInstances',
    );
    expect(parse({ allowed: false, context: { action: 'RunInstances' } }).action).toBe('RunInstances');
  });

  test('conditions are sorted: the tested first, then aws:, then the service, empty ones last', () => {
    expect(parse(explicit).conditions.map(({ key }) => key)).toEqual([
      'ec2:InstanceType',
      'aws:Region',
      'aws:SourceIp',
      'ec2:MetadataHttpTokens',
      'ec2:Tenancy',
      'ec2:Owner',
    ]);
  });

  test('pseudo keys and what looks like a token stay out of a scenario', () => {
    expect(toScenario(parse(explicit))).toEqual({
      name: 'denied: ec2:RunInstances',
      request: {
        principal: 'arn:aws:sts::607481581596:assumed-role/App/ci',
        principalId: 'AROAY24FZKAOBPJTH2BSF:ci',
        action: 'ec2:RunInstances',
        resource: 'arn:aws:ec2:us-east-1:607481581596:instance/*',
        context: { 'ec2:InstanceType': 'm5.large', 'aws:SourceIp': '203.0.113.10', 'ec2:Tenancy': 'default' },
      },
      policies: {},
      expect: 'explicitDeny',
    });
  });

  test('without a matching statement the denial is implicit', () => {
    expect(
      toScenario(parse({ allowed: false, explicitDeny: false, matchedStatements: { items: [] }, context })),
    ).toMatchObject({ expect: 'implicitDeny' });
  });
});
