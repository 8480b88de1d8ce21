import { bench, describe } from 'vitest';
import { decodeTexts } from '../../src/decode/decode.ts';
import { accountOfId } from '../../src/identifiers/id-account.ts';
import { parsePrincipal } from '../../src/identifiers/principal.ts';

const ids = ['AROAY24FZKAOBPJTH2BSF', 'ASIAY34FZKBOKMUTVV7A', 'AKIAIOSFODNN7EXAMPLE', '111122223333'];
const arns = [
  'arn:aws:iam::111122223333:role/team/App',
  'arn:aws:sts::111122223333:assumed-role/App/botocore-session-1764000000',
  'arn:aws:s3:::acme-data/reports/q1.csv',
];

describe('decode', () => {
  bench('the account of 1 ID', () => void accountOfId('AROAY24FZKAOBPJTH2BSF'));
  bench('4 IDs', () => void decodeTexts(ids));
  bench('3 ARNs', () => void decodeTexts(arns));
  bench('1,000 IDs on standard input', () => void decodeTexts([`${ids.join('\n')}\n`.repeat(250)]));
});

describe('principal', () => {
  bench('1 session ARN', () => void parsePrincipal('arn:aws:sts::111122223333:assumed-role/App/ci'));
});
