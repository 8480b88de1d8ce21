import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  compile,
  decode,
  diff,
  explainError,
  IamxError,
  lint,
  parsePolicy,
  simulate,
  spanOf,
} from '../../src/index.ts';
import { runs } from '../support/budget.ts';

/** As callers without types, and callers who cast, call it. */
type Loose = (...values: readonly unknown[]) => unknown;
const doors = {
  compile,
  decode,
  diff,
  explainError,
  lint,
  parsePolicy,
  simulate,
  spanOf,
} as unknown as Readonly<Record<string, Loose>>;
const { decide, explain } = compile({ identity: { managed: 'ReadOnlyAccess' } }) as unknown as Readonly<
  Record<string, Loose>
>;
const calls: Readonly<Record<string, Loose | undefined>> = { ...doors, decide, explain };

const policy = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } };
const request = {
  principal: 'arn:aws:iam::111122223333:user/mika',
  action: 's3:GetObject',
  resource: 'arn:aws:s3:::acme/x',
};

class Document {
  readonly Statement = policy.Statement;
}

function errorOf(name: string, ...values: readonly unknown[]): unknown {
  try {
    calls[name]?.(...values);
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('what is no question is refused with a code and a place', () => {
  const circle: Record<string, unknown> = {};
  circle['Statement'] = [circle];
  const deep = JSON.parse(`${'{"a":'.repeat(500)}1${'}'.repeat(500)}`) as unknown;
  const { proxy: revoked, revoke } = Proxy.revocable({}, {});
  revoke();
  const throwing = Object.defineProperty({}, 'Statement', {
    enumerable: true,
    get: () => {
      throw new TypeError('not now');
    },
  });

  test.each([
    ['compile', undefined, 'usage', 'policies'],
    ['compile', null, 'usage', 'policies'],
    ['compile', [policy], 'usage', 'policies'],
    ['compile', JSON.stringify(policy), 'usage', 'policies'],
    ['compile', new Map([['identity', policy]]), 'usage', 'policies'],
    ['compile', { identiy: policy }, 'usage', 'policies'],
    ['compile', { scp: [policy] }, 'usage', 'scp'],
    ['compile', { rcp: policy }, 'usage', 'rcp'],
    ['compile', { resource: [policy, policy] }, 'usage', 'resource'],
    ['compile', { identity: 5 }, 'not-a-policy', 'identity'],
    ['compile', { identity: null }, 'not-a-policy', 'identity'],
    ['compile', { identity: [policy, undefined] }, 'not-a-policy', 'identity[1]'],
    ['compile', { identity: [[policy]] }, 'not-a-policy', 'identity[0]'],
    ['compile', { scp: [[policy], [policy, 7]] }, 'not-a-policy', 'scp[1][1]'],
    ['compile', { identity: new Document() }, 'not-a-policy', 'identity'],
    ['compile', { identity: { ...policy, Statement: new Map() } }, 'not-a-policy', 'identity.Statement'],
    ['compile', { identity: { ...policy, Id: 1n } }, 'not-a-policy', 'identity.Id'],
    ['compile', { identity: { ...policy, Id: NaN } }, 'not-a-policy', 'identity.Id'],
    ['compile', { identity: { ...policy, Id: () => 'x' } }, 'not-a-policy', 'identity.Id'],
    [
      'compile',
      { identity: { ...policy, Statement: Array.from({ length: 2, 1: policy.Statement }) } },
      'not-a-policy',
      'identity.Statement[0]',
    ],
    ['compile', { identity: circle }, 'not-a-policy', 'identity'],
    ['compile', { identity: deep }, 'not-a-policy', 'identity'],
    ['compile', { identity: throwing }, 'not-a-policy', 'identity'],
    ['compile', { identity: {} }, 'not-a-policy', 'identity'],
    ['compile', { identity: { file: 'policy.json' } }, 'not-a-policy', 'identity'],
    ['compile', { identity: { managed: 'NoSuchPolicyAtAll' } }, 'unknown-managed-policy', 'identity'],
    ['compile', { identity: '{"Statement"' }, 'json-syntax', 'identity'],
    ['compile', { identity: '{"Statement": 1, "Statement": 2}' }, 'invalid-policy', 'identity'],
    ['compile', { identity: 'Version: "2012-10-17"\nStatement: []' }, 'not-a-policy', 'identity'],
    ['compile', { identity: '' }, 'json-syntax', 'identity'],
    ['compile', { boundary: { Statement: { Effect: 'Alow' } } }, 'invalid-policy', 'boundary'],
    ['compile', { resource: policy }, 'invalid-policy', 'resource'],
    ['simulate', undefined, 'invalid-scenario', 'scenario'],
    ['simulate', [{ request }], 'invalid-scenario', 'scenario'],
    ['simulate', { scenarios: [{ request }] }, 'invalid-scenario', 'scenario'],
    ['simulate', {}, 'invalid-scenario', 'scenario'],
    ['simulate', { request, expect: 'denied' }, 'invalid-scenario', 'scenario'],
    [
      'simulate',
      { request: { ...request, context: new Map() } },
      'invalid-scenario',
      'scenario.request.context',
    ],
    ['simulate', { request, policies: { identity: 5 } }, 'not-a-policy', 'identity'],
    ['simulate', { request, policies: null }, 'usage', 'policies'],
    ['simulate', { request: { ...request, principal: 'mika' } }, 'invalid-request', 'scenario'],
    ['decide', undefined, 'invalid-request', 'request'],
    ['decide', {}, 'invalid-request', 'request'],
    ['decide', { ...request, action: ['s3:GetObject', 's3:PutObject'] }, 'invalid-request', 'request'],
    ['decide', { ...request, action: 's3:Get*' }, 'invalid-request', 'request'],
    [
      'decide',
      { ...request, context: new Map([['aws:SourceIp', '1.2.3.4']]) },
      'invalid-request',
      'request.context',
    ],
    [
      'decide',
      { ...request, context: { 'aws:CurrentTime': new Date(0) } },
      'invalid-request',
      'request.context["aws:CurrentTime"]',
    ],
    ['decide', { ...request, now: new Date(0) }, 'invalid-request', 'request.now'],
    ['decide', { ...request, now: 'yesterday' }, 'invalid-request', 'request'],
    ['decide', { ...request, contxt: {} }, 'invalid-request', 'request'],
    ['explain', { ...request, resource: 'acme/x' }, 'invalid-request', 'request'],
    ['explain', 'request', 'invalid-request', 'request'],
    ['parsePolicy', undefined, 'usage', 'text'],
    ['parsePolicy', policy, 'usage', 'text'],
    ['compile', { identity: revoked }, 'usage', 'identity'],
    ['compile', revoked, 'usage', 'policies'],
    ['compile', throwing, 'usage', 'policies'],
    ['simulate', revoked, 'invalid-scenario', 'scenario'],
    ['simulate', throwing, 'invalid-scenario', 'scenario'],
    ['decide', revoked, 'invalid-request', 'request'],
    ['explain', throwing, 'invalid-request', 'request'],
    ['explainError', undefined, 'usage', 'text'],
    ['explainError', new Error('AccessDenied'), 'usage', 'text'],
    ['lint', undefined, 'not-a-policy', 'document'],
    ['lint', revoked, 'not-a-policy', 'document'],
    ['lint', circle, 'not-a-policy', 'policy'],
    ['diff', undefined, 'usage', 'policies'],
    ['diff', throwing, 'usage', 'policies'],
    ['spanOf', undefined, 'usage', 'source'],
    ['spanOf', throwing, 'usage', 'source'],
    ['spanOf', { file: 'x', text: '', lineStarts: () => [0] }, 'usage', 'range'],
    ['decode', undefined, 'usage', 'value'],
    ['decode', ['AKIAIOSFODNN7EXAMPLE'], 'usage', 'value'],
  ] as const)('%s, row %#', (name, value, code, file) => {
    const error = errorOf(name, value);
    expect(error).toBeInstanceOf(IamxError);
    expect(error).toMatchObject({ code, span: { file } });
  });

  test.each([
    ['text', undefined],
    ['file', 5],
    ['type', 'bucket'],
    ['type', 'constructor'],
    ['type', null],
  ] as const)('parsePolicy, argument %s: %s', (argument, value) => {
    const given = { text: '{}', file: 'x.json', type: 'identity', [argument]: value };
    expect(errorOf('parsePolicy', given.text, given.file, given.type)).toMatchObject({
      code: 'usage',
      span: { file: argument },
    });
  });

  test.each([
    ['options', null],
    ['options', 5],
    ['options', 'strict'],
    ['options', { strikt: true }],
    ['options.strict', { strict: 'yes' }],
    ['options.ignore', { ignore: 'unknown-action' }],
    ['options.ignore[1]', { ignore: ['unknown-action', 7] }],
    ['options.type', { type: 'bucket' }],
    ['options.type', { type: {} }],
    ['options.account', { account: 111122223333 }],
    ['options.resourceType', { resourceType: null }],
    ['options', throwing],
    ['options', revoked],
  ])('lint, %s, row %#', (file, options) => {
    expect(errorOf('lint', policy, options)).toMatchObject({ code: 'usage', span: { file } });
  });

  test('all problems are told at once', () => {
    const error = errorOf('compile', {
      identity: [{ Statement: { Effect: 'Alow', Action: '*', Resource: '*' } }, 7],
      boundary: { managed: 'NoSuchPolicyAtAll' },
    });
    expect(error instanceof IamxError && error.diagnostics.map(({ span }) => span?.file)).toEqual([
      'identity[0]',
      'identity[1]',
      'boundary',
    ]);
  });

  test('a place of a request counts in what JSON.stringify prints', () => {
    const wrong = {
      ...request,
      context: { 'aws:SourceIp': '203.0.113.10', 'aws:SorceIp': 'x' },
      now: 'soon',
    };
    const error = errorOf('decide', wrong);
    const { line = 0, column = 0 } = error instanceof IamxError ? (error.span ?? {}) : {};
    const lines = JSON.stringify(wrong, undefined, 2).split('\n');
    expect(lines[line - 1]?.slice(column - 1)).toBe('"soon"');
  });
});

describe('nothing is lost on the way', () => {
  test('half of a character is what it is', () => {
    const half = { ...request, resource: 'arn:aws:s3:::acme/\ud800' };
    const statement = (resource: string) => ({ Statement: { ...policy.Statement, Resource: resource } });
    expect(compile({ identity: statement('arn:aws:s3:::acme/?') }).decide(half).decision).toBe('allowed');
    expect(compile({ identity: statement('arn:aws:s3:::acme/') }).decide(half).decision).toBe('implicitDeny');
    expect(compile({ identity: statement('arn:aws:s3:::acme/?') }).explain(half).resource).toBe(
      half.resource,
    );
  });

  test('a key `__proto__` is a key like any other', () => {
    const given = JSON.parse(
      '{"principal":"anonymous","action":"s3:GetObject","__proto__":{"resource":"*"}}',
    ) as object;
    expect(errorOf('decide', given)).toMatchObject({
      code: 'invalid-request',
      message: expect.stringContaining('`__proto__`') as string,
    });
  });

  test('inherited members do not count', () => {
    const inherits = Object.create({ context: { 'aws:SourceIp': '203.0.113.10' } }) as object;
    expect(errorOf('decide', Object.assign(inherits, request))).toMatchObject({ code: 'invalid-request' });
  });

  test('what changes between two looks is looked at once', () => {
    let looks = 0;
    const sly = Object.defineProperty({ ...policy }, 'Statement', {
      enumerable: true,
      get: () => (looks++ === 0 ? { ...policy.Statement, Effect: 'Deny' } : policy.Statement),
    });
    const compiled = compile({ identity: sly });
    expect(compiled.decide(request).decision).toBe('explicitDeny');
  });
});

/** Whatever is handed in: an answer, or an error of the library. */
describe.each(Object.keys(calls))('%s of anything', (name) => {
  const anything = fc.anything({
    withBigInt: true,
    withBoxedValues: true,
    withDate: true,
    withMap: true,
    withNullPrototype: true,
    withObjectString: true,
    withSet: true,
    withSparseArray: true,
    withTypedArray: true,
  });
  const wrap = (value: unknown) => ({
    identity: value,
    boundary: { Version: '2012-10-17', Statement: value },
    request: value,
    policies: { resource: { Statement: [value] }, scp: value },
    context: value,
    action: value,
  });
  const parts = fc.subarray(Object.keys(wrap(0)));
  const picked = (value: unknown, keys: readonly string[]) =>
    Object.fromEntries(Object.entries(wrap(value)).filter(([key]) => keys.includes(key)));

  test('is an answer or an IamxError with a place', () => {
    fc.assert(
      fc.property(anything, anything, parts, fc.boolean(), (value, second, keys, alone) => {
        const first = alone ? value : { ...request, ...picked(value, keys) };
        const error = errorOf(name, first, ...(second === undefined ? [] : [second]));
        if (error === undefined) return;
        expect(error).toBeInstanceOf(IamxError);
        expect(error instanceof IamxError && error.message !== '' && error.span !== undefined).toBe(true);
      }),
      { numRuns: runs(30) },
    );
  });
});
