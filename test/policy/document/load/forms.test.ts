import { describe, expect, test } from 'vitest';
import { IamxError } from '../../../../src/core/error.ts';
import { source, type Source } from '../../../../src/core/source.ts';
import { parseJson } from '../../../../src/formats/json.ts';
import { policyForms } from '../../../../src/policy/document/load/forms.ts';
import { policyFromNode, policyFromText, type LoadedPolicy } from '../../../../src/policy/document.ts';
import type { PolicyType } from '../../../../src/policy/policy.ts';

const statement = '{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}';
const document = `{"Version":"2012-10-17","Statement":[${statement}]}`;

function load(text: string, type: PolicyType = 'identity'): LoadedPolicy {
  return policyFromText(source('policy.json', text), type, 'policy.json');
}

function errorOf(text: string, type?: PolicyType): IamxError {
  try {
    load(text, type);
  } catch (error) {
    if (error instanceof IamxError) return error;
    throw error;
  }
  throw new Error('the text was read as a policy');
}

function slice(from: Source, { start, end }: { readonly start: number; readonly end: number }): string {
  return from.text.slice(start, end);
}

/** What the policy says, and how the file writes its action. */
function told({ policy }: LoadedPolicy): readonly unknown[] {
  const [only] = policy.statements;
  const action = only?.action.values[0];
  return [
    policy.version,
    policy.statements.length,
    only?.effect,
    action?.text,
    action && slice(policy.source, action).replace(/^(?:\\*"|%22)|(?:\\*"|%22)$/g, ''),
  ];
}

const good = ['2012-10-17', 1, 'Allow', 's3:GetObject', 's3:GetObject'];

describe('R114 the forms of a policy', () => {
  test('the bare document', () => {
    expect(told(load(document))).toEqual(good);
  });

  test.each(policyForms)('$id: $title', ({ example }) => {
    expect(told(load(example))).toEqual(good);
  });

  test.each(policyForms)(
    '$id, with the document as an object, a text, and a URL-encoded text',
    ({ path }) => {
      for (const inner of [
        document,
        JSON.stringify(document),
        JSON.stringify(encodeURIComponent(document)),
      ]) {
        const wrapped = path.reduceRight((text, key) => `{"More":1,${JSON.stringify(key)}:${text}}`, inner);
        const loaded = load(wrapped);
        const { policy } = loaded;
        const action = policy.statements[0]?.action.values[0];
        expect(policy.version).toBe('2012-10-17');
        expect(action?.text).toBe('s3:GetObject');
        const written = action && slice(policy.source, action);
        expect(['"s3:GetObject"', '\\"s3:GetObject\\"', '%22s3%3AGetObject%22']).toContain(written);
      }
    },
  );

  test.each([
    ['a JSON string', JSON.stringify(document), '\\"s3:GetObject\\"'],
    [
      'a JSON string in a JSON string',
      JSON.stringify(JSON.stringify(document)),
      String.raw`\\\"s3:GetObject\\\"`,
    ],
    ['URL encoding', encodeURIComponent(document), '%22s3%3AGetObject%22'],
    [
      'URL encoding in lower case',
      encodeURIComponent(document).toLowerCase().replaceAll('allow', 'Allow'),
      undefined,
    ],
    ['partial URL encoding', document.replaceAll('"', '%22'), '%22s3:GetObject%22'],
    ['encodeURI', encodeURI(document), '%22s3:GetObject%22'],
    [
      'URL encoding with white space around',
      `\n  ${encodeURIComponent(` \n${document}`)}\n`,
      '%22s3%3AGetObject%22',
    ],
    [
      'URL encoding inside a JSON string',
      JSON.stringify(encodeURIComponent(document)),
      '%22s3%3AGetObject%22',
    ],
    [
      'a JSON string in URL encoding',
      encodeURIComponent(JSON.stringify(document)),
      '%5C%22s3%3AGetObject%5C%22',
    ],
  ])('%s', (_name, text, written) => {
    if (written === undefined) {
      // Case matters to the policy: only the escapes may be lower case.
      expect(errorOf(text).code).toBe('invalid-policy');
      return;
    }
    const { policy, warnings } = load(text);
    const [action] = policy.statements[0]?.action.values ?? [];
    expect(action?.text).toBe('s3:GetObject');
    expect(action && slice(policy.source, action)).toBe(written);
    expect(warnings).toEqual([]);
  });

  test('escapes of URL encoding in lower case', () => {
    const text = encodeURIComponent(document).replaceAll(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase());
    expect(load(text).policy.statements).toHaveLength(1);
  });

  test('several bytes of one character in URL encoding', () => {
    const text = encodeURIComponent(document.replace('"Resource":"*"', '"Resource":"arn:aws:s3:::é/ü"'));
    const { policy } = load(text);
    const [resource] = policy.statements[0]?.resource?.values ?? [];
    expect(resource?.text).toBe('arn:aws:s3:::é/ü');
    expect(resource && slice(policy.source, resource)).toBe(
      `%22${encodeURIComponent('arn:aws:s3:::é/ü')}%22`,
    );
  });

  test('a statement alone as `Statement`, Version 2008 where there is none', () => {
    const { policy } = load(`{"Statement":${statement}}`);
    expect([policy.version, policy.statements.length]).toEqual(['2008-10-17', 1]);
  });

  test('a bare policy wins over what else stands in the object, which is an error of the policy', () => {
    const { code, diagnostics } = errorOf(`{"Statement":[${statement}],"PolicyDocument":${document}}`);
    expect(code).toBe('invalid-policy');
    expect(diagnostics.map((diagnostic) => diagnostic.code)).toEqual(['policy/unknown-element']);
  });

  test('two policies in one object are refused', () => {
    const error = errorOf(`{"PolicyDocument":${document},"Policy":${JSON.stringify(document)}}`);
    expect(error.code).toBe('not-a-policy');
    expect(error.message).toMatch(/holds several policies, at policy\.json:1:19 and policy\.json:1:\d+$/);
  });

  test('R102 a second member of the same name on the way to the policy is refused', () => {
    const error = errorOf(`{"PolicyDocument":${document},\n"PolicyDocument":${document}}`);
    expect(error.code).toBe('invalid-policy');
    expect(error.message).toContain('`PolicyDocument` stands here twice');
    expect(error.span).toMatchObject({ line: 2, column: 1, endColumn: 17 });
  });

  test('a duplicate key inside a policy in a string is told at its place in the file', () => {
    const inner =
      '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Effect":"Allow","Action":"*","Resource":"*"}]}';
    const text = `{\n  "Policy": ${JSON.stringify(inner)}\n}`;
    const error = errorOf(text);
    const [problem] = error.diagnostics;
    expect(problem?.code).toBe('policy/duplicate-key');
    const line = text.split('\n')[1] ?? '';
    expect(line.slice((problem?.span?.column ?? 0) - 1, (problem?.span?.endColumn ?? 0) - 1)).toBe(
      '\\"Effect\\"',
    );
    expect(problem?.span?.line).toBe(2);
    expect(problem?.message).toContain(`first at policy.json:2:${line.indexOf('\\"Effect') + 1}`);
  });
});

describe('a `+` in URL encoding', () => {
  const spaced =
    '{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "*", "Resource": "*" } }';

  test('is a space where only so JSON comes out', () => {
    const { policy, warnings } = load(encodeURIComponent(spaced).replaceAll('%20', '+'));
    expect([policy.statements.length, warnings]).toEqual([1, []]);
  });

  test('is itself elsewhere, with a warning at its place', () => {
    const text = encodeURI(document.replace('"Resource":"*"', '"Resource":"arn:aws:s3:::a/b+c"'));
    const { policy, warnings } = load(text);
    expect(policy.statements[0]?.resource?.values[0]?.text).toBe('arn:aws:s3:::a/b+c');
    expect(warnings.map(({ code, severity }) => [code, severity])).toEqual([['policy/plus-sign', 'warning']]);
    expect(text.charAt((warnings[0]?.span?.column ?? 0) - 1)).toBe('+');
  });
});

describe('what is wrong in a policy inside a text is told at its place in the file', () => {
  test('JSON', () => {
    const inner = '{\n  "Version": "2012-10-17",\n  "Statement": [,]\n}';
    const text = `{ "Policy": ${JSON.stringify(inner)} }`;
    const error = errorOf(text);
    expect(error.code).toBe('json-syntax');
    expect(text.charAt((error.span?.column ?? 0) - 1)).toBe(',');
    expect(error.span?.column).toBe(text.indexOf('[,') + 2);
    expect(error.span?.line).toBe(1);
  });

  test('URL encoding', () => {
    const text = '%7B%22Version%22%3A%222012-10-17%22%2C%7D';
    const error = errorOf(text);
    expect(error.code).toBe('json-syntax');
    expect(text.slice((error.span?.column ?? 0) - 1, (error.span?.endColumn ?? 0) - 1)).toBe('%2C');
  });

  test.each([
    ['%7B%22Version%22%3A%2', '%2', 20],
    ['%7B%22Version%22%3A%zz%22%7D', '%zz', 20],
    ['%7B%22Version%22%3A%22%FF%22%7D', '%FF', 23],
    ['%7B%22Version%22%3A%22%C3%22%7D', '%C3', 23],
    ['%7B%22Version%22%3A%22%C0%80%22%7D', '%C0', 23],
  ])('a bad escape: %s', (text, written, column) => {
    const error = errorOf(text);
    expect([error.code, error.diagnostics[0]?.code]).toEqual(['json-syntax', 'json/bad-url-escape']);
    expect(error.message).toContain(`\`${written}\``);
    expect(error.span).toMatchObject({ line: 1, column });
  });

  test('nothing', () => {
    const error = errorOf('{ "Policy": " " }');
    expect([error.code, error.message]).toEqual([
      'not-a-policy',
      '`policy.json` is not a policy: it looks like an empty text',
    ]);
    expect(error.span).toMatchObject({ column: 14, endColumn: 15 });
  });
});

describe('a policy in a document', () => {
  test.each([
    ['the document', document],
    ['a wrapped one', `{"PolicyDocument":${document}}`],
    ['one in a text', JSON.stringify(document)],
  ])('%s', (_name, text) => {
    const whole = source('all.json', `{"policies":{"identity":[${text}]}}`);
    const { root } = parseJson(whole);
    const policies = root?.kind === 'object' ? root.members[0]?.value : undefined;
    const identity = policies?.kind === 'object' ? policies.members[0]?.value : undefined;
    const [node] = identity?.kind === 'array' ? identity.items : [];
    if (node === undefined) throw new Error('no policy');
    const { policy } = policyFromNode(whole, node, 'identity', 'all.json');
    expect(policy.source).toBe(whole);
    expect(policy.name).toBe('all.json');
    const [action] = policy.statements[0]?.action.values ?? [];
    expect(action && slice(whole, action)).toMatch(/^\\?"s3:GetObject\\?"$/);
  });
});

test('an invalid policy tells the first problem, how many more, and all of them', () => {
  const { code, message, hint, span, diagnostics } = errorOf(
    '{ "Version": "2012-10-17",\n  "Statement": [ { "Effect": "allow", "Action": "*" } ] }',
  );
  expect(code).toBe('invalid-policy');
  expect(message).toBe(`${diagnostics[0]?.message} (and 1 more problem)`);
  expect([hint, span]).toEqual([diagnostics[0]?.hint, diagnostics[0]?.span]);
  expect(diagnostics).toHaveLength(2);
});
