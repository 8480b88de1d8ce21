import { flavourTitle } from '../flavours.ts';
import type { StaticRecipe } from '../chain/recipe.ts';
import type { FileRole } from '../places/section-names.ts';
import { spanOf } from '../../core/source.ts';
import { isSet, keyIdOf, type Setting } from '../places/settings.ts';
import { baseKeys, placeOf } from './facts.ts';
import type { Found, Gotcha, Situation } from './gotcha.ts';
import { edit, unset } from '../repairs.ts';

/** Session tokens that are missing, left over or foreign: docs/gotchas.md, 7 to 9 and 47. */
export const tokenGotchas: readonly Gotcha[] = [
  {
    id: 7,
    code: 'token-with-long-term-key',
    says: 'A session token is sent with a long-term key (AKIA): it is left over from other keys, and AWS refuses the pair.',
    find: (situation) => withKeys(situation, findStaleToken),
  },
  {
    id: 8,
    code: 'temporary-key-without-token',
    says: 'A temporary key (ASIA) is there without its session token, and AWS refuses it.',
    find: (situation) => withKeys(situation, findNoToken),
  },
  {
    id: 9,
    code: 'token-in-other-file',
    says: 'The session token stands in the other file than the keys, where the tool does not look for it.',
    find: (situation) => withKeys(situation, findOtherFile),
  },
  {
    id: 47,
    code: 'left-over-token',
    says: 'The Go SDK sends a session token of the config file with the keys of the credentials file.',
    find: (situation) => withKeys(situation, findLeftOver),
  },
  {
    code: 'keys-from-two-files',
    says: 'The id comes from one file and the secret from the other.',
    find: (situation) => withKeys(situation, findTwoFiles),
  },
];

type FindInKeys = (situation: Situation, keys: StaticRecipe) => readonly Found[];

function withKeys(situation: Situation, find: FindInKeys): readonly Found[] {
  const { selected } = situation.resolution;
  const keys = selected === undefined ? undefined : baseKeys(selected.recipe);
  return keys === undefined ? [] : find(situation, keys);
}

function startsWith(keyId: Setting, prefix: 'AKIA' | 'ASIA'): boolean {
  return keyIdOf(keyId)?.startsWith(prefix) === true;
}

function hasToken({ sessionToken }: StaticRecipe): boolean {
  return sessionToken !== undefined && isSet(sessionToken);
}

function findStaleToken({ context }: Situation, keys: StaticRecipe): readonly Found[] {
  const { accessKeyId, sessionToken } = keys;
  if (!startsWith(accessKeyId, 'AKIA') || sessionToken === undefined || !isSet(sessionToken)) return [];
  const { evidence } = sessionToken;
  const key = accessKeyId.evidence.value ?? 'the key';
  return [
    {
      message: `key ${key} is long-term (AKIA), and a session token goes with it: AWS answers InvalidClientTokenId; ${evidence.name} is left over from other keys`,
      span: evidence.span,
      ...(evidence.span === undefined
        ? { fix: unset(context.world, [evidence.name]) }
        : { advice: 'Delete the line', fix: edit(context.world, evidence.span) }),
    },
  ];
}

/** The key with nothing behind it, where its value stands on the line below: readers make something else of that. */
function findTokenBelow(situation: Situation, keys: StaticRecipe): Found | undefined {
  const { context, resolution } = situation;
  const role = roleOf(situation, keys);
  const section = role === undefined ? undefined : context.profile[role];
  if (section === undefined) return undefined;
  const { source, headers } = section;
  const start = headers[0]?.range.end ?? 0;
  const end = source.text.indexOf('\n[', start);
  const body = source.text.slice(start, end < 0 ? undefined : end);
  const found = /^aws_session_token[ \t]*=[ \t]*\r?\n[ \t]+[^\s#;]/im.exec(body);
  if (found === null) return undefined;
  const at = start + found.index;
  const span = spanOf(source, { start: at, end: at + 'aws_session_token'.length });
  return {
    message: `aws_session_token is empty: its value stands alone on line ${span.line + 1}, where ${flavourTitle(resolution.flavour)} does not take it for one`,
    span,
    advice: 'Put the key and its value on one line',
    fix: edit(context.world, span),
  };
}

function findNoToken(situation: Situation, keys: StaticRecipe): readonly Found[] {
  const { context } = situation;
  const { accessKeyId } = keys;
  if (!startsWith(accessKeyId, 'ASIA') || hasToken(keys)) return [];
  const below = findTokenBelow(situation, keys);
  if (below !== undefined) return [below];
  const { span, name, value } = accessKeyId.evidence;
  const isEnv = span === undefined;
  const place = isEnv ? 'AWS_SESSION_TOKEN' : `aws_session_token beside ${placeOf(accessKeyId)}`;
  return [
    {
      message: `key ${value ?? ''} is temporary (ASIA), and there is no session token: looked for ${place}; AWS answers InvalidClientTokenId`,
      span,
      advice: 'Take key id, secret and session token together from the same place',
      fix: isEnv ? unset(context.world, [name, 'AWS_SECRET_ACCESS_KEY']) : edit(context.world, span),
    },
  ];
}

const otherRole = { config: 'credentials', credentials: 'config' } as const satisfies Record<
  FileRole,
  FileRole
>;

/** The file of the key id, where it stands in one of the two. */
function roleOf({ context }: Situation, { accessKeyId }: StaticRecipe): FileRole | undefined {
  const { profile } = context;
  const file = accessKeyId.evidence.span?.file;
  if (file === undefined) return undefined;
  return (['config', 'credentials'] as const).find((role) => profile[role]?.source.file === file);
}

function findOtherFile(situation: Situation, keys: StaticRecipe): readonly Found[] {
  const { context, resolution } = situation;
  const role = roleOf(situation, keys);
  if (role === undefined || hasToken(keys)) return [];
  const token = context.profile.getFrom(otherRole[role], 'aws_session_token');
  if (!isSet(token)) return [];
  const { span } = token.evidence;
  return [
    {
      message: `the session token stands in the other file than the keys (${placeOf(keys.accessKeyId)}): ${flavourTitle(resolution.flavour)} reads both from one file and passes over it`,
      span,
      advice: 'Move the line with aws_session_token to the section with the keys',
      ...(span === undefined ? {} : { fix: edit(context.world, span) }),
    },
  ];
}

function findLeftOver(situation: Situation, keys: StaticRecipe): readonly Found[] {
  const { context, resolution } = situation;
  const { accessKeyId, sessionToken } = keys;
  const span = sessionToken?.evidence.span;
  const home = accessKeyId.evidence.span;
  if (span === undefined || home === undefined || span.file === home.file) return [];
  return [
    {
      message: `${flavourTitle(resolution.flavour)} sends this session token with the keys of ${placeOf(accessKeyId)}: it stands in the other file and may belong to other keys`,
      span,
      advice: 'Delete the line, or move it to the section of its keys',
      fix: edit(context.world, span),
    },
  ];
}

function findTwoFiles({ context, resolution }: Situation, keys: StaticRecipe): readonly Found[] {
  const { accessKeyId, secretAccessKey } = keys;
  const [idSpan, span] = [accessKeyId.evidence.span, secretAccessKey.evidence.span];
  if (span === undefined || idSpan === undefined || idSpan.file === span.file) return [];
  return [
    {
      message: `${flavourTitle(resolution.flavour)} puts the pair together: the id from ${placeOf(accessKeyId)}, the secret from ${placeOf(secretAccessKey)}`,
      span,
      advice: 'Keep both keys of a pair in one section of one file',
      fix: edit(context.world, span),
    },
  ];
}
