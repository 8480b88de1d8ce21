import { listed } from '../../core/listed.ts';
import { quoted } from '../../formats/problem.ts';
import { parseAddressRange, type AddressRange } from '../../policy/condition/ip.ts';
import { allow } from '../example.ts';
import { networkOf } from '../network.ts';
import { allTypes, type Found, type Rule } from '../rule.ts';
import type { Test } from '../subject.ts';

const under = (operator: string, key: string, value: unknown) =>
  allow({ Condition: { [operator]: { [key]: value } } });

const privateBlocks = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '127.0.0.0/8',
  '169.254.0.0/16',
  'fc00::/7',
  'fe80::/10',
  '::1',
];

let ranges: readonly AddressRange[] | undefined;

/** Read when an address is asked about first: few policies have one. */
function privateRanges(): readonly AddressRange[] {
  return (ranges ??= privateBlocks.map(parseAddressRange).filter((range) => range !== undefined));
}

function isPrivate(text: string): boolean {
  const range = parseAddressRange(text);
  if (range === undefined) return false;
  return privateRanges().some(
    ({ family, first, last }) => family === range.family && first <= range.first && range.last <= last,
  );
}

/** Addresses: whether they are any, and whether a public address can be one. */
export function ipRules(): readonly Rule[] {
  const row = (
    words: Pick<Rule, 'id' | 'awsCode' | 'severity' | 'title' | 'repair'>,
    [operator, value, at]: readonly [string, unknown, string],
    find: (test: Test) => Iterable<Found>,
  ): Rule => ({
    ...words,
    category: 'condition',
    types: allTypes,
    bad: () => ({ policy: under(operator, 'aws:SourceIp', value), at: `"${at}"` }),
    good: () => ({ policy: under('IpAddress', 'aws:SourceIp', '203.0.113.0/24') }),
    look: {
      at: 'test',
      *find(test) {
        if (test.parsed?.base === 'IpAddress' || test.parsed?.base === 'NotIpAddress') yield* find(test);
      },
    },
  });
  const repair = 'Use `aws:VpcSourceIp` with `aws:SourceVpc` for addresses inside a VPC.';
  const privateRow = (
    words: Pick<Rule, 'id' | 'awsCode' | 'severity' | 'title'>,
    operator: 'IpAddress' | 'NotIpAddress',
    isAll: boolean,
    what: string,
  ): Rule =>
    row(
      { ...words, repair },
      isAll
        ? [operator, '10.0.0.0/8', '10.0.0.0/8']
        : [operator, ['10.0.0.0/8', '203.0.113.0/24'], '10.0.0.0/8'],
      function* ({ parsed, key, values }) {
        if (parsed?.base !== operator || !/^aws:sourceip$/i.test(key.text)) return;
        const found = values.filter(({ text }) => isPrivate(text));
        const [first] = found;
        if (first === undefined || (found.length === values.length) !== isAll) return;
        yield {
          at: first,
          message: `${listed(
            found.map(({ text }) => quoted(text)),
            4,
          )} ${found.length === 1 ? 'is' : 'are'} private, and aws:SourceIp is a public address: ${what}`,
        };
      },
    );
  return [
    row(
      {
        id: 'value-ip',
        awsCode: 'TYPE_MISMATCH_IP_RANGE',
        severity: 'error',
        title: 'A value of IpAddress is no address and no range.',
        repair: 'Write it like `203.0.113.0/24`.',
      },
      ['IpAddress', '203.0.113.*', '203.0.113.*'],
      function* ({ values }) {
        for (const value of values)
          if (!value.text.includes('${') && parseAddressRange(value.text) === undefined)
            yield { at: value, message: `${quoted(value.text)} is not an address range` };
      },
    ),
    row(
      {
        id: 'ip-host-bits',
        awsCode: 'IMPROVE_IP_RANGE',
        severity: 'info',
        title: 'A range has bits past its mask, which do not count.',
        repair: 'Write the first address of the range.',
      },
      ['IpAddress', '203.0.113.7/24', '203.0.113.7/24'],
      function* ({ values }) {
        for (const value of values) {
          const network = networkOf(value.text);
          if (network === undefined) continue;
          yield {
            at: value,
            message: `bits of ${quoted(value.text)} past the mask do not count`,
            hint: `Write \`${network}\`.`,
          };
        }
      },
    ),
    privateRow(
      {
        id: 'private-source-ip',
        awsCode: 'PRIVATE_IP_ADDRESS',
        severity: 'error',
        title:
          '`aws:SourceIp` is compared with private addresses alone: it is a public address, so this never matches.',
      },
      'IpAddress',
      true,
      'this never matches',
    ),
    privateRow(
      {
        id: 'private-not-source-ip',
        awsCode: 'PRIVATE_NOT_IP_ADDRESS',
        severity: 'error',
        title:
          '`aws:SourceIp` must not be one of private addresses alone: it is a public address, so this always matches.',
      },
      'NotIpAddress',
      true,
      'this always matches',
    ),
    privateRow(
      {
        id: 'private-source-ip-some',
        awsCode: 'PRIVATE_IP_ADDRESS_SUBSET',
        severity: 'info',
        title: 'Some of the ranges for aws:SourceIp are private: they never match.',
      },
      'IpAddress',
      false,
      'these never match',
    ),
    privateRow(
      {
        id: 'private-not-source-ip-some',
        awsCode: 'PRIVATE_NOT_IP_ADDRESS_SUBSET',
        severity: 'info',
        title: 'Some of the ranges that aws:SourceIp must not be in are private: they leave nothing out.',
      },
      'NotIpAddress',
      false,
      'these leave nothing out',
    ),
  ];
}
