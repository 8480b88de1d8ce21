import type { Diagnostic } from '../core/evaluation.ts';
import { accountOfId } from '../identifiers/id-account.ts';
import type { AccessKeyItem, Confidence, UniqueIdItem } from '../documents/decode.ts';
import type { Decoded } from './item.ts';
import {
  findIdPrefix,
  isDocumentationId,
  isScannerPrefix,
  isWellFormedId,
  type IdPrefix,
} from '../identifiers/unique-id.ts';

/** IDs and what is nearly one (docs/identifiers.md). */

/** The account of AWS that owns the newer managed policies. */
const awsManagedPolicies = '639982225848';

/** IAM's own limit is 128; what a mask stands for may be longer. */
const longest = 200;

/** Undefined for a text that has nothing of an ID. */
export function readId(input: string, text: string): Decoded | undefined {
  if (text.length > longest) return undefined;
  return readMasked(input, text) ?? readCase(input, text) ?? readPlain(input, text);
}

/** A masked ID. A run of `A` after `Q` is no mask: it is how the account 000000000000 begins. */
function readMasked(input: string, text: string): Decoded | undefined {
  const visible = /^([A-Za-z0-9]{0,16})(?:[*•.…]{2,}|…|\[hidden\])([A-Za-z0-9]{0,8})$/.exec(text);
  const repeated = /^(A[A-Z0-9]{3})[A-Z0-9]*?([A-Za-z0-9])\2{7,}[A-Z0-9]{0,8}$/i.exec(text);
  const isAccountZero = /^A[A-Z0-9]{3}QA{7}/.test(text);
  if (visible === null && (repeated === null || isAccountZero)) return undefined;
  if (visible?.[1] === '' && visible[2] === '') return undefined;
  const row = findIdPrefix(text);
  if (repeated !== null && row === undefined && visible === null) return undefined;
  return unreadable(input, row, {
    code: 'decode/masked',
    because: 'is masked: it cannot be decoded',
    hint: 'The last four characters still tell two keys apart.',
  });
}

interface Unreadable {
  readonly code: string;
  /** What ends a sentence about the value. */
  readonly because: string;
  readonly hint: string;
}

function unreadable(input: string, row: IdPrefix | undefined, why: Unreadable): Decoded {
  const { code, because, hint } = why;
  return {
    item: {
      input,
      kind: 'unknown',
      because,
      ...(row === undefined ? {} : { resourceType: row.resourceType }),
    },
    notes: [],
    diagnostics: [{ code, severity: 'warning', message: `\`${input}\` ${because}`, hint }],
    told: code,
  };
}

/** The known prefixes in small letters. */
function readCase(input: string, text: string): Decoded | undefined {
  const upper = text.toUpperCase();
  if (upper === text || !/^[A-Za-z0-9]{16,128}$/.test(text) || findIdPrefix(upper) === undefined)
    return undefined;
  const decoded = readPlain(input, upper);
  if (decoded === undefined) return undefined;
  const diagnostic: Diagnostic = {
    code: 'decode/case',
    severity: 'warning',
    message: `IDs are in capitals: decoded as \`${upper}\``,
    hint: 'AWS does not accept the small letters.',
  };
  return { ...decoded, diagnostics: [diagnostic, ...decoded.diagnostics] };
}

function readPlain(input: string, text: string): Decoded | undefined {
  if (!/^A[A-Z0-9]{3}[A-Z0-9]{0,124}$/.test(text)) return undefined;
  const row = findIdPrefix(text);
  if (row === undefined) return readUnknownPrefix(input, text);
  const isPlaceholder = isDocumentationId(text);
  if (text.length < 16 && !isPlaceholder) {
    if (text.length < 5) return undefined;
    return unreadable(input, row, {
      code: 'decode/truncated',
      because: `has ${text.length} characters; IDs have at least 16, keys 20`,
      hint: 'Copy the whole ID.',
    });
  }
  const diagnostics = findOddities(text, row, isPlaceholder);
  const account = readAccount(text, row, isPlaceholder);
  const item = makeItem(input, text, row, account);
  return { item, notes: notesFor(text, row, account), diagnostics };
}

interface AccountFact {
  readonly accountId: string | null;
  readonly because?: string;
  readonly confidence: Confidence;
}

function makeItem(
  input: string,
  id: string,
  row: IdPrefix,
  account: AccountFact,
): AccessKeyItem | UniqueIdItem {
  const { prefix, resourceType, temporary, isAccessKey } = row;
  return {
    input,
    kind: isAccessKey ? 'access-key' : 'unique-id',
    id,
    prefix,
    resourceType,
    ...(temporary === undefined ? {} : { temporary }),
    ...account,
  };
}

/** Characters that no ID has, invented values, and lengths that are not the usual ones. */
function findOddities(text: string, row: IdPrefix, isPlaceholder: boolean): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const foreign = [...new Set(text.slice(4).replace(/[A-Z2-7]/g, ''))];
  if (foreign.length > 0) {
    const lookAlikes = foreign.flatMap((digit) => (digit in lookAlike ? [lookAlike[digit] ?? ''] : []));
    found.push({
      code: 'decode/alphabet',
      severity: isPlaceholder ? 'info' : 'warning',
      message: `${foreign.map((digit) => `"${digit}"`).join(', ')} never ${foreign.length === 1 ? 'occurs' : 'occur'} in real IDs`,
      hint: isPlaceholder
        ? 'An invented value.'
        : `A placeholder, a typing error or an invented value${lookAlikes.length > 0 ? `: ${lookAlikes.join(', ')}` : ''}.`,
    });
  }
  if (isPlaceholder) {
    found.push({
      code: 'decode/placeholder',
      severity: 'info',
      message: `\`${text}\` is a value of AWS's documentation, not a real one`,
      hint: 'Put your own in its place.',
    });
  }
  if (text.length !== row.usualLength && !isPlaceholder) {
    found.push({
      code: 'decode/length',
      severity: 'info',
      message: `unusual length: ${text.length} characters, ${row.title} IDs have ${row.usualLength}`,
    });
  }
  return found;
}

const lookAlike: Readonly<Record<string, string>> = {
  '0': '0 may be O',
  '1': '1 may be I or L',
  '8': '8 may be B',
};

function readAccount(text: string, row: IdPrefix, isPlaceholder: boolean): AccountFact {
  if (isPlaceholder)
    return { accountId: null, because: 'documentation placeholder', confidence: 'documented' };
  const foreign = /[0189]/.exec(text.slice(4))?.[0];
  if (foreign !== undefined) {
    return { accountId: null, because: `"${foreign}" never occurs in real IDs`, confidence: 'inferred' };
  }
  const confidence = row.account;
  const found = accountOfId(text);
  switch (found.kind) {
    case 'account':
      return { accountId: found.account, confidence };
    case 'old':
      return {
        accountId: null,
        because: row.isAccessKey
          ? 'issued before 2019: the account is not in the ID; ask sts:GetAccessKeyInfo'
          : 'issued before 2019: the account is not in the ID',
        confidence,
      };
    case 'too-large':
      return { accountId: null, because: 'does not decode to a 12-digit account', confidence };
    case 'unreadable':
      return { accountId: null, because: 'too short to hold an account', confidence };
  }
}

function notesFor(text: string, row: IdPrefix, { accountId }: AccountFact): readonly string[] {
  const notes: string[] = [];
  if (row.prefix === 'ANPA' && accountId === awsManagedPolicies)
    notes.push("AWS-managed policy: the account is AWS's own");
  if (row.prefix === 'ANPA' && /^ANPA[IJ]/.test(text)) {
    notes.push('may be an AWS-managed policy: many of their IDs begin so, and their account is not yours');
  }
  if (row.note !== undefined) notes.push(row.note);
  return notes;
}

/** A prefix that AWS does not list: it says itself that its list is not complete. */
function readUnknownPrefix(input: string, text: string): Decoded | undefined {
  const prefix = text.slice(0, 4);
  if (isScannerPrefix(text)) {
    if (!/^A3T[A-Z0-9][A-Z0-9]{12,124}$/.test(text)) return undefined;
    const because = 'prefix not documented';
    return {
      item: {
        input,
        kind: 'access-key',
        id: text,
        prefix,
        resourceType: 'unknown',
        accountId: null,
        because,
        confidence: 'unverified',
      },
      notes: ['secret scanners look for `A3T`; AWS documents no such prefix: treat it as an access key'],
      diagnostics: [],
    };
  }
  if (!isWellFormedId(text)) return undefined;
  return {
    item: {
      input,
      kind: 'unique-id',
      id: text,
      prefix,
      resourceType: 'unknown',
      accountId: null,
      because: 'prefix not documented: whether its IDs hold an account is not known',
      confidence: 'unverified',
    },
    notes: [`\`${prefix}\` is not in AWS's list of prefixes, which is not complete`],
    diagnostics: [],
  };
}
