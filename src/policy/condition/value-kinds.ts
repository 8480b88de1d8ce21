import type { Piece } from '../../core/glob.ts';
import { compileGlob } from '../../core/glob.ts';
import { simpleLowerCase } from '../../core/simple-case.ts';
import { compileArnTest, splitArn } from './arn-test.ts';
import type { Decimal } from './decimal.ts';
import { compareDecimals, parseDecimal } from './decimal.ts';
import type { Instant } from '../../core/instant.ts';
import { compareInstants, parseDate } from '../../core/instant.ts';
import type { Address, AddressRange } from './ip.ts';
import { compileRanges, parseAddress, parseAddressRange } from './ip.ts';

/** A policy value, ready for many request values of type `A`. */
export interface Expected<A> {
  readonly matches: (actual: A) => boolean;
  /** The only text that matches, where there is just one: many of them are one look into a set. */
  readonly literal?: string | undefined;
  /** True where every value matches, of whatever type. */
  readonly matchesAll?: boolean;
  readonly range?: AddressRange;
}

/** How the values of one kind of operator are read. */
export interface ValueKind<A> {
  readonly type: 'string' | 'numeric' | 'date' | 'bool' | 'binary' | 'ip' | 'arn';
  /** Whether `*` and `?` are wildcards. */
  readonly wildcards: boolean;
  /** Whether `${…}` may stand in a value (R502). */
  readonly variables: boolean;
  /** A request value; undefined where it is not of the type (R306). */
  readonly read: (actual: string) => A | undefined;
  /** A policy value; undefined where it is not of the type (R306). */
  readonly expect: (expected: readonly Piece[]) => Expected<A> | undefined;
  /** A test of the request value as a test of its text, where that needs no reading. */
  readonly ofText?: (test: (actual: A) => boolean) => (text: string) => boolean;
  /** What `literal` is compared with. */
  readonly textOf?: (actual: A) => string;
  /** Many values as one test, where there is a faster way than one after the other. */
  readonly expectAny?: (values: readonly Expected<A>[]) => (actual: A) => boolean;
}

/** The same request value meets condition after condition: what was read last is kept. */
function remember<A>(read: (text: string) => A | undefined): (text: string) => A | undefined {
  let lastText: string | undefined;
  let last: A | undefined;
  return (text) => {
    if (text !== lastText) {
      last = read(text);
      lastText = text;
    }
    return last;
  };
}

function textOf(pieces: readonly Piece[]): string {
  return pieces.length === 1 ? (pieces[0]?.text ?? '') : pieces.map((piece) => piece.text).join('');
}

const strings = {
  type: 'string',
  wildcards: false,
  variables: true,
  textOf: (text: string) => text,
} as const;

const asIs = {
  read: (text: string) => text,
  ofText: (test: (text: string) => boolean) => test,
} as const;

export const exactText: ValueKind<string> = {
  ...strings,
  ...asIs,
  expect(expected) {
    const literal = textOf(expected);
    return { matches: (actual) => actual === literal, literal };
  },
};

export const textInAnyCase: ValueKind<string> = {
  ...strings,
  read: remember(simpleLowerCase),
  expect(expected) {
    const literal = simpleLowerCase(textOf(expected));
    return { matches: (actual) => actual === literal, literal };
  },
};

export const likeText: ValueKind<string> = {
  ...strings,
  ...asIs,
  wildcards: true,
  expect: compileGlob,
};

const readDecimal = remember(parseDecimal);

/** `holds` is given the order of the request value and the policy value: below 0, 0 or above 0. */
export function numeric(holds: (order: number) => boolean): ValueKind<Decimal> {
  return {
    type: 'numeric',
    wildcards: false,
    variables: false,
    read: readDecimal,
    expect(pieces) {
      const expected = parseDecimal(textOf(pieces));
      return expected && { matches: (actual) => holds(compareDecimals(actual, expected)) };
    },
  };
}

const readInstant = remember(parseDate);

export function date(holds: (order: number) => boolean): ValueKind<Instant> {
  return {
    type: 'date',
    wildcards: false,
    variables: false,
    read: readInstant,
    expect(pieces) {
      const expected = parseDate(textOf(pieces));
      return expected && { matches: (actual) => holds(compareInstants(actual, expected)) };
    },
  };
}

/** The two documents on Bool disagree whether variables may stand in its values: they may, with a warning. */
export const bool: ValueKind<'true' | 'false'> = {
  type: 'bool',
  wildcards: false,
  variables: true,
  read: parseBool,
  expect(pieces) {
    const expected = parseBool(textOf(pieces));
    return expected && { matches: (actual) => actual === expected };
  },
};

export function parseBool(text: string): 'true' | 'false' | undefined {
  // The usual spelling first: it needs no new string.
  if (text === 'true' || text === 'false') return text;
  const lower = text.length <= 5 ? text.toLowerCase() : '';
  return lower === 'true' || lower === 'false' ? lower : undefined;
}

const base64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** The bytes behind a base64 text, one character each; undefined where it is no padded base64. */
function decodeBase64(text: string): string | undefined {
  return text.length % 4 === 0 && base64.test(text) ? atob(text) : undefined;
}

export const binary: ValueKind<string> = {
  type: 'binary',
  wildcards: false,
  variables: false,
  read: remember(decodeBase64),
  textOf: (bytes) => bytes,
  expect(pieces) {
    const literal = decodeBase64(textOf(pieces));
    return literal === undefined ? undefined : { matches: (actual) => actual === literal, literal };
  },
};

export const ipAddress: ValueKind<Address> = {
  type: 'ip',
  wildcards: false,
  variables: false,
  read: remember(parseAddress),
  expect(pieces) {
    const range = parseAddressRange(textOf(pieces));
    return range && { matches: compileRanges([range]), range };
  },
  expectAny: (values) => compileRanges(values.flatMap(({ range }) => (range ? [range] : []))),
};

interface Arn {
  readonly text: string;
  readonly parts: readonly string[];
}

export const arn: ValueKind<Arn> = {
  type: 'arn',
  wildcards: true,
  variables: true,
  read: remember((text) => {
    const parts = splitArn(text);
    return parts && { text, parts };
  }),
  textOf: ({ text }) => text,
  expect(pieces) {
    const test = compileArnTest(pieces);
    return test && { matches: (actual) => test.matches(actual.parts), literal: test.literal };
  },
};
