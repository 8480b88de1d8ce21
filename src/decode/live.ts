import { asDiagnostic, IamxError } from '../core/error.ts';
import type { Diagnostic } from '../core/evaluation.ts';
import { isDocumentationId } from '../identifiers/unique-id.ts';
import { parseDecodedMessage } from './decoded-message.ts';
import type { AccessKeyItem } from '../documents/decode.ts';
import type { Decoded } from './item.ts';

/** What AWS alone can tell about an identifier. Each throws `IamxError` where it could not. */
export interface LiveLookups {
  /** sts:GetAccessKeyInfo: the account that a key belongs or belonged to, twelve digits. */
  readonly accountOfKey: (accessKeyId: string) => Promise<string>;
  /** sts:DecodeAuthorizationMessage: its `DecodedMessage`. */
  readonly decodeMessage: (message: string) => Promise<string>;
}

export interface LiveAnswer {
  readonly decoded: readonly Decoded[];
  /** The first failure; the other values are answered all the same. */
  readonly failure: IamxError | undefined;
}

/** Asks AWS about the access keys and encoded messages among decoded values, all at once. */
export async function askLive(all: readonly Decoded[], live: LiveLookups): Promise<LiveAnswer> {
  let failure: IamxError | undefined;
  const decoded = await Promise.all(
    all.map(async (one) => {
      try {
        return await askOne(one, live);
      } catch (error) {
        if (!(error instanceof IamxError)) throw error;
        failure ??= error;
        return withDiagnostic(one, { ...asDiagnostic(error), code: 'decode/live-failed' });
      }
    }),
  );
  return { decoded, failure };
}

async function askOne(one: Decoded, live: LiveLookups): Promise<Decoded> {
  if (one.item.kind === 'access-key' && isAskable(one.item)) {
    return confirm(one, one.item, await live.accountOfKey(one.item.id));
  }
  if (one.item.kind !== 'error-message' || one.encodedMessage === undefined) return one;
  const text = await live.decodeMessage(one.encodedMessage);
  const decoded = parseDecodedMessage(text);
  if (decoded === undefined) {
    const message = 'AWS decoded the message, but not into the JSON it documents';
    return withDiagnostic(one, { code: 'decode/live-unreadable', severity: 'warning', message });
  }
  return { ...one, item: { ...one.item, form: 'decoded', certain: true, decoded }, notes: [] };
}

/** Placeholders and typing errors are not worth a call. */
function isAskable({ id }: AccessKeyItem): boolean {
  return !isDocumentationId(id) && /^[A-Z0-9]{16,128}$/.test(id);
}

function confirm(one: Decoded, item: AccessKeyItem, accountId: string): Decoded {
  const agrees = item.accountId === null ? null : item.accountId === accountId;
  const { input, id, prefix, resourceType, temporary } = item;
  const confirmed: Decoded = {
    ...one,
    item: {
      input,
      kind: 'access-key',
      id,
      prefix,
      resourceType,
      ...(temporary === undefined ? {} : { temporary }),
      accountId,
      confidence: 'documented',
      live: { accountId, agrees },
    },
  };
  if (agrees !== false) return confirmed;
  return withDiagnostic(confirmed, {
    code: 'decode/account-mismatch',
    severity: 'warning',
    message: `AWS says account ${accountId}, the ID says ${item.accountId ?? 'none'}`,
    hint: 'A proxy or an emulator may have answered: see AWS_ENDPOINT_URL.',
  });
}

function withDiagnostic(decoded: Decoded, diagnostic: Diagnostic): Decoded {
  return { ...decoded, diagnostics: [...decoded.diagnostics, diagnostic] };
}
