import { safeDocument } from '../../src/output/safe-document.ts';
import { argumentsOf } from '../../src/core/command.ts';
import { posixShell, writeCommand } from '../../src/core/write-command.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeTexts } from '../../src/decode/decode.ts';
import { findRefusedCalls } from '../../src/messages/denial.ts';
import { toDocument } from '../../src/decode/document.ts';
import { simulateLine } from '../../src/decode/refused.ts';
import { runs } from '../support/budget.ts';
import { expectLinear } from '../support/growth.ts';
import { run } from '../support/run.ts';

const caller = 'arn:aws:sts::111122223333:assumed-role/App/ci';
const object = 'arn:aws:s3:::acme-data/reports/q1.csv';
const start = `User: ${caller} is not authorized to perform: s3:GetObject on resource: `;

describe('a refused call is read out of what AWS says', () => {
  test.each([
    ['the old wording', `${start}${object}`, {}],
    ['a stop at its end', `${start}${object}.`, {}],
    [
      'quotes, no allow',
      `${start}"${object}" because no identity-based policy allows the s3:GetObject action`,
      { layer: 'identity-based policy', explicit: false },
    ],
    [
      'an explicit deny',
      `${start}"${object}" with an explicit deny in a service control policy`,
      { layer: 'service control policy', explicit: true },
    ],
    [
      'the policy named',
      `${start}"${object}" with an explicit deny in a resource control policy: arn:aws:organizations::111122223333:policy/o-a1b2c3d4e5/resource_control_policy/p-2kgnabcd`,
      {
        layer: 'resource control policy',
        explicit: true,
        policyArn:
          'arn:aws:organizations::111122223333:policy/o-a1b2c3d4e5/resource_control_policy/p-2kgnabcd',
      },
    ],
    [
      'session policies',
      `${start}"${object}" because no session policy allows the s3:GetObject action`,
      { layer: 'session policy', explicit: false },
    ],
    [
      'the AWS CLI',
      `\nAn error occurred (AccessDenied) when calling the GetObject operation: ${start}"${object}" because no VPC endpoint policy allows the s3:GetObject action\n`,
      { layer: 'VPC endpoint policy', explicit: false },
    ],
    [
      'Terraform',
      `│ Error: reading S3 Object: api error AccessDenied: User:\n│ ${caller} is not authorized to perform:\n│ s3:GetObject on resource: "${object}"\n│ with an explicit deny in a permissions boundary\n╵`,
      { layer: 'permissions boundary', explicit: true },
    ],
    [
      'JSON',
      JSON.stringify({
        Message: `${start}"${object}" because no resource-based policy allows the s3:GetObject action`,
      }),
      { layer: 'resource-based policy', explicit: false },
    ],
    ['Java', `${start}"${object}" (Service: S3, Status Code: 403, Request ID: 1A2B)`, {}],
  ])('%s', (_, text, told) => {
    expect(findRefusedCalls(text)).toEqual([{ caller, action: 's3:GetObject', resource: object, ...told }]);
  });

  test('a resource that IAM names by kind and name', () => {
    const text = `User: arn:aws:iam::111122223333:user/mika is not authorized to perform: iam:ListAccessKeys on resource: user mika because no identity-based policy allows the iam:ListAccessKeys action`;
    expect(findRefusedCalls(text)).toMatchObject([{ resource: 'arn:aws:iam::111122223333:user/mika' }]);
  });

  test('several, each once', () => {
    const other = start.replace('s3:GetObject', 's3:PutObject');
    const text = [`${start}${object}`, `${other}${object}`, `${start}${object}`].join('\n');
    expect(findRefusedCalls(text).map(({ action }) => action)).toEqual(['s3:GetObject', 's3:PutObject']);
  });

  test('any text has an answer, and takes no longer than its length', async () => {
    const piece = fc.constantFrom(
      start,
      object,
      '"',
      '\\"',
      ' is not authorized to perform: ',
      '\n',
      'User: ',
      'a',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        expect(findRefusedCalls(pieces.join('')).length).toBeLessThanOrEqual(20);
      }),
      { numRuns: runs(200) },
    );
    // Found: the quote before each was looked for from there to the start of the text.
    await expectLinear(2000, (times) => {
      expect(findRefusedCalls(' is not authorized to perform: '.repeat(times))).toEqual([]);
      expect(
        findRefusedCalls(`${'a'.repeat(10 * times)}${' is not authorized to perform: '.repeat(times)}`),
      ).toEqual([]);
    });
  });

  test('a caller whose name is longer than any message is none', () => {
    const long = `User: ${'a'.repeat(5000)} is not authorized to perform: s3:GetObject on resource: ${object}`;
    expect(findRefusedCalls(long)).toEqual([]);
    expect(findRefusedCalls(`${long} ${start}${object}`)).toMatchObject([{ caller, resource: object }]);
  });
});

describe('the question that follows', () => {
  test.each([
    { layer: undefined, action: 's3:GetObject', other: '' },
    { layer: 'identity-based policy', action: 's3:GetObject', other: '' },
    { layer: 'permissions boundary', action: 's3:GetObject', other: ' --boundary boundary.json' },
    { layer: 'session policy', action: 's3:GetObject', other: ' --session-policy session.json' },
    { layer: 'resource-based policy', action: 's3:GetObject', other: ' --resource-policy resource.json' },
    { layer: 'service control policy', action: 's3:GetObject', other: ' --scp scp.json' },
    { layer: 'resource control policy', action: 's3:GetObject', other: ' --rcp rcp.json' },
    { layer: 'VPC endpoint policy', action: 's3:GetObject', other: ' --endpoint-policy endpoint.json' },
    { layer: undefined, action: 'kms:Decrypt', other: ' --resource-policy key.json' },
    { layer: undefined, action: 'sts:AssumeRole', other: ' --resource-policy trust.json' },
  ])('$action, $layer', async ({ layer, action, other }) => {
    const resource = action === 'sts:AssumeRole' ? 'arn:aws:iam::111122223333:role/Other' : undefined;
    const call = {
      ...{ caller, action },
      ...(layer === undefined ? {} : { layer }),
      ...(resource === undefined ? {} : { resource }),
    };
    const line = simulateLine(call);
    const on = resource === undefined ? '' : ` --resource ${resource}`;
    expect(line && writeCommand(line, posixShell)).toBe(
      `iamx simulate --principal ${caller} --action ${action}${on} --policy policy.json${other}`,
    );
    // Its options are taken: what is missing is a file.
    const { err, status } = await run(line === undefined ? [] : argumentsOf(line));
    expect({ status, err }).toEqual({ status: 2, err: expect.stringContaining('policy.json') as string });
  });

  test('a caller that is nobody is not asked about', () => {
    expect(simulateLine({ caller: 'somebody', action: 's3:GetObject' })).toBeUndefined();
  });

  test('stands in the document and ends the page', async () => {
    const text = `${start}"${object}" with an explicit deny in a service control policy`;
    const last = toDocument(decodeTexts([text])).diagnostics.at(-1);
    expect(safeDocument(last ?? {}, posixShell)).toEqual({
      code: 'decode/refused',
      severity: 'info',
      message: `AWS refused \`s3:GetObject\` on \`${object}\`: an explicit deny in a service control policy`,
      hint: `Which statement decides: iamx simulate --principal ${caller} --action s3:GetObject --resource ${object} --policy policy.json --scp scp.json\nWhose policy it is, and whom to ask: iamx explain-error - < error.txt`,
    });
    const { out, status } = await run(['decode', text]);
    expect(status).toBe(0);
    await expect(out).toMatchFileSnapshot('../commands/golden/decode-access-denied.txt');
  });

  test('CloudTrail leads there too, from a text in JSON', () => {
    const event = {
      eventSource: 's3.amazonaws.com',
      eventName: 'GetObject',
      awsRegion: 'eu-west-1',
      errorCode: 'AccessDenied',
      errorMessage: `${start}"${object}" because no identity-based policy allows the s3:GetObject action`,
      userIdentity: {
        type: 'AssumedRole',
        principalId: 'AROARTX3GSDSY7KQ2ZJ4M:ci',
        arn: caller,
        accountId: '111122223333',
      },
      vpcEndpointId: 'vpce-0a1b2c3d',
      recipientAccountId: '111122223333',
    };
    for (const whole of [event, { Events: [{ EventId: 'x', CloudTrailEvent: JSON.stringify(event) }] }]) {
      const decoded = decodeTexts([JSON.stringify(whole)]);
      expect(decoded.map(({ item, times }) => [item.input, times])).toEqual(
        expect.arrayContaining([
          [caller, 2],
          [object, undefined],
          ['AROARTX3GSDSY7KQ2ZJ4M:ci', undefined],
          ['111122223333', 2],
          ['vpce-0a1b2c3d', undefined],
        ]),
      );
      expect(toDocument(decoded).diagnostics.map(({ code }) => code)).toContain('decode/refused');
    }
  });
});
