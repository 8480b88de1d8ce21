import type { Diagnostic } from '../../core/evaluation.ts';
import type { Input } from './read-input.ts';
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

/** What a text without an error holds: ids, ARNs and the like; or that it may have been meant for a name. */
export function recognisedIn(text: string, name: Input['name']): readonly Diagnostic[] {
  const found = idsIn(text);
  if (found.length > 0 || name === undefined) return found;
  const message = `${names[name]}: what was given was read as the text of an error`;
  return [{ code: 'explain-error/no-file', severity: 'info', message }];
}

const names = { folder: 'this is a folder', 'no-file': 'there is no file of this name' } as const;

function idsIn(text: string): readonly Diagnostic[] {
  return decodeTexts([text])
    .flatMap(({ item }) => {
      const kind = kinds[item.kind];
      return kind === undefined || item.input === null ? [] : [`${kind} is in it: \`${item.input}\``];
    })
    .slice(0, most)
    .map((message) => ({ code: 'explain-error/recognised', severity: 'info', message }));
}
