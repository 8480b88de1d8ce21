import type { Diagnostic } from '../../core/evaluation.ts';
import { decodeTexts } from '../../decode/decode.ts';

const most = 5;

const kinds: Readonly<Record<string, string>> = {
  'access-key': 'an access key id',
  'unique-id': 'an id',
  'user-id': 'a user id',
  'account-id': 'an account',
  arn: 'an ARN',
  'error-message': 'an authorization message',
};

/** What a text without an error holds: ids, ARNs and the like. */
export function recognisedIn(text: string): readonly Diagnostic[] {
  return decodeTexts([text])
    .flatMap(({ item }) => {
      const kind = kinds[item.kind];
      return kind === undefined || item.input === null ? [] : [`${kind} is in it: \`${item.input}\``];
    })
    .slice(0, most)
    .map((message) => ({ code: 'explain-error/recognised', severity: 'info', message }));
}
