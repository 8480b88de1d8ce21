import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { compile, decode, IamxError, parsePolicy, simulate, spanOf, type Request } from '../../src/index.ts';

const read = {
  Version: '2012-10-17',
  Statement: [{ Sid: 'Read', Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::acme/*' }],
};
const request: Request = {
  principal: 'arn:aws:iam::111122223333:user/mika',
  action: 's3:GetObject',
  resource: 'arn:aws:s3:::acme/x.csv',
};

describe('compile', () => {
  test.each([
    { form: 'a document', policy: read },
    { form: 'its text', policy: JSON.stringify(read) },
    { form: 'a list', policy: [read] },
    {
      form: 'what AWS prints',
      policy: JSON.stringify({ PolicyVersion: { Document: read, VersionId: 'v1' } }),
    },
    { form: 'what AWS prints, as an object', policy: { PolicyName: 'x', PolicyDocument: read } },
    { form: 'URL encoding', policy: encodeURIComponent(JSON.stringify(read)) },
    { form: 'what parsePolicy made', policy: parsePolicy(JSON.stringify(read)).policy ?? {} },
    { form: 'an object of another realm', policy: runInNewContext(`(${JSON.stringify(read)})`) as object },
    { form: 'an object without a prototype', policy: Object.assign(Object.create(null) as object, read) },
    { form: 'a managed policy', policy: { managed: 'AmazonS3ReadOnlyAccess' } },
  ])('an identity policy may be $form', ({ policy }) => {
    expect(compile({ identity: policy }).decide(request).decision).toBe('allowed');
  });

  test('the statement that decides has its place in the text, or in the printed document', () => {
    const text = `{\n  "Version": "2012-10-17",\n  "Statement": ${JSON.stringify(read.Statement)}\n}`;
    const [ofText, ofObject, ofParsed] = [text, read, parsePolicy(text, 'team.json').policy ?? {}].map(
      (identity) => compile({ identity }).decide(request).decidedBy,
    );
    expect(ofText).toMatchObject({ layer: 'identity', statement: { kind: 'statement', name: 'Read' } });
    expect(ofText?.statement?.span).toMatchObject({ file: 'identity', line: 3, column: 17 });
    expect(ofObject?.statement?.span).toMatchObject({ file: 'identity', line: 4, column: 5, endLine: 9 });
    expect(ofParsed?.statement?.span).toMatchObject({ file: 'team.json', line: 3, column: 17 });
  });

  test('every layer counts, each in its form', () => {
    const all = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } };
    const none = { Version: '2012-10-17', Statement: { Effect: 'Deny', Action: 's3:*', Resource: '*' } };
    const to = (statement: object) => ({
      Version: '2012-10-17',
      Statement: { ...statement, Principal: '*' },
    });
    const decide = (policies: Parameters<typeof compile>[0]) => compile(policies).decide(request);
    const identity = [all];
    expect(decide({ identity, boundary: none }).decidedBy.layer).toBe('boundary');
    expect(decide({ identity, session: [all, none] }).decidedBy.layer).toBe('session');
    expect(decide({ identity, resource: to(none.Statement) }).decidedBy.layer).toBe('resource');
    expect(decide({ identity, endpoint: to(none.Statement) }).decidedBy.layer).toBe('endpoint');
    expect(decide({ identity, scp: [[all], [none]] }).decidedBy.layer).toBe('scp');
    expect(decide({ identity, rcp: [[to(none.Statement)]] }).decidedBy.layer).toBe('rcp');
    expect(decide({ identity, scp: [[all], []] })).toMatchObject({ decision: 'implicitDeny' });
    expect(decide({ identity, boundary: [all], scp: [[all]], session: undefined }).decision).toBe('allowed');
  });

  test('a trust policy is read as one where a role is assumed', () => {
    const trust = {
      Version: '2012-10-17',
      Statement: {
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::111122223333:user/mika' },
        Action: 'sts:AssumeRole',
      },
    };
    const compiled = compile({ resource: trust });
    const role = { ...request, action: 'sts:AssumeRole', resource: 'arn:aws:iam::111122223333:role/App' };
    expect(compiled.decide(role).decision).toBe('allowed');
    // Nothing that has been read of it hides what is wrong with it elsewhere.
    expect(
      compile({ resource: { ...trust, Statement: { ...trust.Statement, Resource: '*' } } }).decide(request),
    ).toEqual(expect.objectContaining({ decision: 'implicitDeny' }));
  });

  test('what is odd in the policies is said once, with its place', () => {
    const { diagnostics, explain } = compile({ identity: { Statement: read.Statement[0] } });
    const old = compile({
      identity: { Statement: { ...read.Statement[0], Resource: 'arn:aws:s3:::${aws:username}' } },
    });
    expect(diagnostics).toEqual([]);
    expect(old.diagnostics).toMatchObject([
      { severity: 'warning', code: 'policy/variable-in-old-version', span: { file: 'identity' } },
    ]);
    expect(explain(request).steps?.map(({ id }) => id)).toContain('identity');
  });

  test('what was assumed or looks mistaken comes with the trace', () => {
    const codes = (given: Request) =>
      compile({ identity: read })
        .explain(given)
        .diagnostics?.map(({ code }) => code);
    expect(codes({ ...request, action: 's3:GetObjectx', asWritten: true })).toContain(
      'request/unknown-action',
    );
  });

  test('one request after another, none changes the next', () => {
    const { decide, explain } = compile({ identity: read });
    const first = decide(request);
    expect(decide({ ...request, resource: 'arn:aws:s3:::other/x' }).decision).toBe('implicitDeny');
    expect(explain({ ...request, action: 's3:PutObject' }).decision).toBe('implicitDeny');
    expect(decide(request)).toEqual(first);
  });

  test('what was handed in may change afterwards', () => {
    const policy = structuredClone(read);
    const { decide } = compile({ identity: policy });
    policy.Statement.length = 0;
    expect(decide(request).decision).toBe('allowed');
  });
});

describe('time', () => {
  const until = (value: string, key = 'aws:CurrentTime') => ({
    Version: '2012-10-17',
    Statement: {
      ...read.Statement[0],
      Condition:
        key === 'aws:CurrentTime'
          ? { DateLessThan: { [key]: value } }
          : { NumericLessThan: { [key]: value } },
    },
  });

  test('without an instant nobody looks at a clock: the decision depends on it', () => {
    const { decide } = compile({ identity: until('2026-01-31T00:00:00Z') });
    expect(decide({ ...request, resourceAccount: '111122223333' })).toMatchObject({
      decision: 'conditional',
      missingContext: ['aws:CurrentTime'],
    });
    expect(decide({ ...request, now: '2026-01-30T00:00:00Z' }).decision).toBe('allowed');
    expect(decide({ ...request, now: '2026-02-01T00:00:00Z' }).decision).toBe('implicitDeny');
    expect(decide({ ...request, context: { 'AWS:currenttime': '2026-01-30T00:00:00Z' } }).decision).toBe(
      'allowed',
    );
    expect(decide({ ...request, unknown: 'aws:SourceIp' }).decision).toBe('conditional');
    expect(decide({ ...request, unknown: true }).decision).toBe('conditional');
    expect(decide({ ...request, unknown: ['aws:currenttime'] }).decision).toBe('conditional');
  });

  test('the same in seconds, and for a scenario', () => {
    const policies = { identity: until('1769817600', 'aws:EpochTime') };
    const own = { ...request, resourceAccount: '111122223333' };
    expect(compile(policies).decide(own).missingContext).toEqual(['aws:EpochTime']);
    expect(simulate({ request, policies }).verdict).toBe('conditional');
    expect(simulate({ request: { ...request, now: '2026-01-30T00:00:00Z' }, policies }).verdict).toBe(
      'allowed',
    );
  });
});

describe('simulate', () => {
  test('answers every action on every resource', () => {
    const { verdict, results, steps, summary } = simulate({
      name: 'several',
      request: {
        ...request,
        action: ['s3:GetObject', 's3:PutObject'],
        resource: ['arn:aws:s3:::acme/x', 'arn:aws:s3:::b/x'],
      },
      policies: { identity: JSON.stringify(read) },
    });
    expect(verdict).toBe('mixed');
    expect(results.map(({ decision }) => decision)).toEqual([
      'allowed',
      'implicitDeny',
      'implicitDeny',
      'implicitDeny',
    ]);
    expect(new Set(results.map(({ name }) => name))).toEqual(new Set(['several']));
    expect(steps).toHaveLength(4);
    expect(summary).toBe('1 allowed, 3 implicitly denied of 4 questions (mixed)');
  });

  test('a scenario needs no policies, and its expectation is read', () => {
    expect(simulate({ request }).verdict).toBe('denied');
    expect(simulate({ request, expect: 'allowed' }).verdict).toBe('denied');
  });
});

describe('parsePolicy', () => {
  test.each([
    { type: 'identity', statement: { Effect: 'Allow', Action: '*', Resource: '*' } },
    { type: 'resource', statement: { Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: '*' } },
    { type: 'resource', statement: { Effect: 'Allow', Principal: '*', Action: 'ecr:*' } },
    { type: 'trust', statement: { Effect: 'Allow', Principal: '*', Action: 'sts:AssumeRole' } },
  ])('takes a policy for what it is: $type', ({ type, statement }) => {
    const { policy, diagnostics } = parsePolicy(
      JSON.stringify({ Version: '2012-10-17', Statement: statement }),
    );
    expect(policy?.type).toBe(type);
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test('every statement has its place', () => {
    const text = JSON.stringify(read, undefined, 2);
    const { policy } = parsePolicy(text, 'team.json');
    const [statement] = policy?.statements ?? [];
    if (policy === undefined || statement === undefined) throw new Error('it is a policy');
    expect(text.slice(statement.start, statement.end)).toBe(
      JSON.stringify(read.Statement[0], undefined, 2).replaceAll('\n', '\n    '),
    );
    expect(spanOf(policy.source, statement)).toMatchObject({ file: 'team.json', line: 4, column: 5 });
    expect(statement).toMatchObject({
      effect: 'Allow',
      sid: { text: 'Read' },
      action: { values: [{ text: 's3:GetObject' }] },
    });
  });

  test.each([
    { text: '{"Version": "2012-10-17"', code: 'json/truncated', because: 'no JSON' },
    {
      text: '{"Statement": {"Effect": "Alow", "Action": "*", "Resource": "*"}}',
      code: 'policy/invalid-effect',
      because: 'a slip',
    },
    { text: '{"Effect": "Allow"}', code: 'not-a-policy', because: 'no policy' },
    { text: '', code: 'json/empty', because: 'empty' },
    {
      text: '{"Statement": {"Effect": "Allow", "Principal": "*", "Action": "s3", "Resource": "*"}}',
      code: 'policy/action-format',
      because: 'a resource policy with a slip, told as one',
    },
  ])('says what is wrong and where: $because', ({ text, code }) => {
    const { policy, diagnostics } = parsePolicy(text, 'team.json');
    expect(policy).toBeUndefined();
    expect(diagnostics.filter(({ severity }) => severity === 'error')).toMatchObject([
      { code, span: { file: 'team.json' } },
    ]);
  });

  test('a type that is given is what it is read as', () => {
    const { policy, diagnostics } = parsePolicy(JSON.stringify(read), 'x', 'resource');
    expect(policy).toBeUndefined();
    expect(diagnostics[0]?.severity).toBe('error');
  });
});

describe('decode', () => {
  test.each([
    { value: 'AKIAIOSFODNN7EXAMPLE', found: { kind: 'access-key', prefix: 'AKIA' } },
    {
      value: 'arn:aws:iam::111122223333:role/App',
      found: { kind: 'arn', name: 'App', account: '111122223333' },
    },
    { value: '111122223333', found: { kind: 'account-id' } },
    { value: 'hello', found: { kind: 'unknown', input: 'hello' } },
    { value: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', found: { kind: 'unknown', input: null } },
    { value: '', found: { kind: 'unknown' } },
    {
      value: 'AKIAIOSFODNN7EXAMPLE and AROAJ2UCCR6DPCEXAMPLE',
      found: {
        kind: 'unknown',
        input: null,
        because: 'it holds several identifiers, and one is decoded here',
      },
    },
  ])('`$value` is of kind $found.kind', ({ value, found }) => {
    expect(decode(value)).toMatchObject(found);
  });
});

test('an error is one of the library, with the place', () => {
  expect(() => compile({ identity: '{"Statement": []}' })).toThrow(IamxError);
});
