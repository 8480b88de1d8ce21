import { describe, expect, test } from 'vitest';
import { decodeTexts } from '../../src/decode/decode.ts';
import { findEncodedMessage } from '../../src/decode/encoded-message.ts';

const message = 'aB3_x-'.repeat(40);
const wrapped = message.replace(/(.{76})/g, '$1\n');

function decodeOne(text: string) {
  const all = decodeTexts([text]);
  expect(all).toHaveLength(1);
  const [decoded] = all;
  if (decoded === undefined) throw new Error('nothing decoded');
  return decoded;
}

describe('section 5: recognise', () => {
  test.each([
    ['after its label', `Encoded authorization failure message: ${message}`],
    ['with a full stop', `Encoded authorization failure message: ${message}.`],
    ['in quotes', `Encoded authorization failure message: '${message}'`],
    [
      'before other words',
      `Encoded authorization failure message: ${message} (Service: AmazonEC2; Status Code: 403)`,
    ],
    [
      'before a line of its own',
      `Encoded authorization failure message: ${message}\n\tstatus code: 403, request id: 0f1e2d3c-4b5a-6978-8695-a4b3c2d1e0f9`,
    ],
    ['alone', message],
    ['alone, with blanks around', ` ${message}\n`],
    ['alone, in quotes', `"${message}"`],
    ['assigned', `encoded_message=${message}`],
  ])('%s', (_, text) => {
    expect(decodeOne(text)).toMatchObject({
      encodedMessage: message,
      item: { kind: 'error-message', length: message.length },
    });
  });

  test.each([
    ['broken by a terminal', `Encoded authorization failure message: ${wrapped}`],
    ['broken after the label', `Encoded authorization failure message:\n${wrapped}\nstatus code: 403`],
    [
      'broken by soft hyphens',
      `Encoded authorization failure message: ${message.replace(/(.{50})/g, '$1\u00ad')}`,
    ],
    [
      'in the box of Terraform',
      `│ Error: x. Encoded authorization failure message: ${wrapped.replace(/\n/g, '\n│ ')}\n│\n│   with aws_instance.web,\n╵`,
    ],
    ['alone and broken', wrapped],
  ])('%s: put together, and said so', (_, text) => {
    expect(decodeOne(text)).toMatchObject({
      encodedMessage: message,
      diagnostics: [{ code: 'decode/joined' }],
    });
  });

  test.each([
    ['too short', 'Encoded authorization failure message: abc'],
    ['too short to stand alone', 'aB3_x-'.repeat(10)],
    ['a JSON web token', `eyJ${'a'.repeat(90)}.${'b'.repeat(90)}.${'c'.repeat(90)}`],
    ['a session token', `IQoJb3JpZ2luX2Vj${'aB3x'.repeat(60)}`],
    ['a sentence', 'word '.repeat(60)],
    ['small letters alone', 'a'.repeat(200)],
  ])('%s is not one', (_, text) => {
    expect(findEncodedMessage(text)).toBeUndefined();
  });

  test('the message is never printed whole, and the command is', () => {
    const { item } = decodeOne(`Encoded authorization failure message: ${message}`);
    expect(item).toMatchObject({
      command: expect.stringContaining('aws sts decode-authorization-message') as unknown,
    });
    expect(JSON.stringify(item)).not.toContain(message.slice(0, 20));
  });

  test('other identifiers beside it keep their answers', () => {
    const all = decodeTexts([`AKIASP2TPHJSQH3FJXYZ\nEncoded authorization failure message: ${wrapped}`]);
    expect(all.map(({ item }) => item.kind)).toEqual(['access-key', 'error-message']);
    expect(all[1]?.encodedMessage).toBe(message);
  });
});

const who =
  'User: arn:aws:sts::111122223333:assumed-role/App/ci is not authorized to perform: ec2:RunInstances';

describe('section 5: what the text around it says', () => {
  test.each([
    [
      `${who} on resource: arn:aws:ec2:us-east-1:111122223333:instance/* with an explicit deny in a service control policy`,
      { explicit: true, layer: 'service control policy' },
    ],
    [
      `${who} on resource: arn:aws:ec2:us-east-1:111122223333:instance/* because no identity-based policy allows the ec2:RunInstances action`,
      { explicit: false, layer: 'identity-based policy' },
    ],
    [
      `${who} on resource: arn:aws:ec2:us-east-1:111122223333:instance/* with an explicit deny`,
      { explicit: true },
    ],
    [`${who} on resource: arn:aws:ec2:us-east-1:111122223333:instance/*`, {}],
    [
      `${who} on resource: arn:aws:ec2:us-east-1:111122223333:instance/* with an explicit deny in an identity-based policy: arn:aws:iam::111122223333:policy/NoInstances`,
      { policyArn: 'arn:aws:iam::111122223333:policy/NoInstances' },
    ],
  ])('%s', (text, expected) => {
    expect(decodeOne(`${text}. Encoded authorization failure message: ${message}`).item).toMatchObject({
      caller: 'arn:aws:sts::111122223333:assumed-role/App/ci',
      action: 'ec2:RunInstances',
      resource: 'arn:aws:ec2:us-east-1:111122223333:instance/*',
      ...expected,
    });
  });

  test('nothing is made up', () => {
    const { item } = decodeOne(`You are not authorized. Encoded authorization failure message: ${message}`);
    for (const part of ['caller', 'action', 'resource', 'layer', 'explicit', 'policyArn'])
      expect(item).not.toHaveProperty(part);
  });
});
