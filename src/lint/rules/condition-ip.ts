import { listed } from '../../core/listed.ts';
import { quoted } from '../../formats/problem.ts';
import { allow } from '../example.ts';
import { allTypes, type Found, type Rule } from '../rule.ts';
import type { Test } from '../subject.ts';

const under = (operator: string, key: string, value: unknown) =>
  allow({ Condition: { [operator]: { [key]: value } } });

/** An IPv4 or IPv6 address or range: the first bits as a text of 0 and 1, and how many of them count. */
interface Bits {
  readonly version: 4 | 6;
  readonly bits: string;
  readonly prefix: number;
}

function readRange(text: string): Bits | undefined {
  const [, address = '', length] = /^([0-9a-fA-F.:]{2,45})(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const bits = address.includes(':') ? bitsOfV6(address) : bitsOfV4(address);
  if (bits === undefined) return undefined;
  const prefix = length === undefined ? bits.length : Number(length);
  return prefix > bits.length ? undefined : { version: bits.length === 32 ? 4 : 6, bits, prefix };
}

function bitsOfV4(address: string): string | undefined {
  const parts = address.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255))
    return undefined;
  return parts.map((part) => Number(part).toString(2).padStart(8, '0')).join('');
}

function bitsOfV6(address: string): string | undefined {
  const halves = address.split('::');
  if (halves.length > 2) return undefined;
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')));
  const [head = [], tail = []] = groups;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  const all = [...head, ...Array.from({ length: halves.length === 1 ? 0 : missing }, () => '0'), ...tail];
  if (!all.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return undefined;
  return all.map((group) => Number.parseInt(group, 16).toString(2).padStart(16, '0')).join('');
}

const privateRanges = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '127.0.0.0/8',
  '169.254.0.0/16',
  'fc00::/7',
  'fe80::/10',
  '::1/128',
]
  .map(readRange)
  .filter((range) => range !== undefined);

function isPrivate(text: string): boolean {
  const range = readRange(text);
  if (range === undefined) return false;
  return privateRanges.some(
    ({ version, bits, prefix }) =>
      version === range.version && range.prefix >= prefix && range.bits.startsWith(bits.slice(0, prefix)),
  );
}

/** The first address of the range, as it is written. */
function networkOf({ version, bits, prefix }: Bits): string {
  const kept = bits.slice(0, prefix).padEnd(bits.length, '0');
  if (version === 4)
    return `${(kept.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)).join('.')}/${prefix}`;
  const groups = (kept.match(/.{16}/g) ?? [])
    .map((group) => Number.parseInt(group, 2).toString(16))
    .join(':');
  return `${withoutZeros(groups)}/${prefix}`;
}

/** The zeros at the end as `::`. */
function withoutZeros(groups: string): string {
  const parts = groups.split(':');
  while (parts.at(-1) === '0') parts.pop();
  return parts.length > 6 ? groups : `${parts.join(':')}::`;
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
    bad: { policy: under(operator, 'aws:SourceIp', value), at: `"${at}"` },
    good: { policy: under('IpAddress', 'aws:SourceIp', '203.0.113.0/24') },
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
          if (!value.text.includes('${') && readRange(value.text) === undefined)
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
          const range = readRange(value.text);
          if (range?.bits.slice(range.prefix).includes('1') !== true) continue;
          yield {
            at: value,
            message: `bits of ${quoted(value.text)} past the mask do not count`,
            hint: `Write \`${networkOf(range)}\`.`,
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
