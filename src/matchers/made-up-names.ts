import { bothFit } from '../core/both-fit.ts';
import { append } from '../core/lists.ts';

/**
 * Names that only a deployment makes: those that CloudFormation makes up where a template gives none, and those that a
 * template takes from elsewhere. They stand in texts as words that nobody writes, so that what names the same resource is
 * the same text, and whether a pattern fits such a name is a question of its own.
 */

const ends = { made: 'madeupbycloudformation', told: 'namedbythedeployment', suffix: 'sixletters' } as const;

type How = keyof typeof ends;

/**
 * In place of a name: `made` by CloudFormation, or `told` by a parameter or another stack; of the `suffix` of a secret's
 * ARN, too (https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_iam-policies.html).
 */
export function nameOf(id: string, how: How): string {
  return `stack-${id}-${ends[how]}`;
}

const standIn = new RegExp(`stack-(?<id>[A-Za-z0-9]{1,255})-(?<end>${Object.values(ends).join('|')})`, 'g');

/** The logical ids of those whose names are in a text. */
export function madeUpIn(text: string): readonly string[] {
  return [...text.matchAll(standIn)].map(({ groups }) => groups?.['id'] ?? '');
}

/**
 * What a text or a pattern is made of: a character; one of either case; a name, or each letter of one whose length is
 * known; one character or several, of a name or of anything; the value of a variable, which is no name of a template.
 */
type Token =
  | { readonly is: 'char' | 'letter'; readonly text: string }
  | NameToken
  | { readonly is: 'one' | 'run' | 'nameOne' | 'nameRun' | 'variable'; readonly text: '' };

interface NameToken {
  readonly is: 'name';
  readonly text: string;
  /** All tokens of one name. */
  readonly of: string;
  readonly isOne: boolean;
  /** What it may be else. */
  readonly parts: readonly Token[];
}

const wildcard = { '*': { is: 'run', text: '' }, '?': { is: 'one', text: '' } } as const;
const nameOne: Token = { is: 'nameOne', text: '' };
const nameRun: Token = { is: 'nameRun', text: '' };
const variable: Token = { is: 'variable', text: '' };

/**
 * The form of a name: CloudFormation makes one of the stack, the logical id and some twelve letters, each of them cut
 * short where the type has no room (https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-name.html).
 * Of the first part and of what may be cut nothing is taken for known; a key of KMS has a UUID.
 */
function nameTokens(found: string, id: string, end: string, isKey: boolean): readonly NameToken[] {
  if (end === ends.suffix) {
    return Array.from({ length: 6 }, (_, at) => ({
      is: 'name',
      text: `${found} ${at}`,
      of: found,
      isOne: true,
      parts: [nameOne],
    }));
  }
  const letters = Array.from(id.slice(0, surelyKept)).map((text): Token => ({ is: 'letter', text }));
  const random = Array.from({ length: fewestRandom }, () => nameOne);
  const isMade = end === ends.made && !isKey;
  const parts: readonly Token[] = isMade
    ? [nameRun, ...letters, nameRun, { is: 'char', text: '-' }, ...random, nameRun]
    : [nameOne, nameRun];
  return [{ is: 'name', text: found, of: found, isOne: false, parts }];
}

const surelyKept = 8;
const fewestRandom = 8;

/** What is asked for: each character is itself. */
function tokensOf(text: string): readonly Token[] {
  const isKey = text.startsWith('arn:aws:kms:');
  const tokens: Token[] = [];
  let rest = 0;
  const plain = (until: number) => {
    for (const char of text.slice(rest, until)) tokens.push({ is: 'char', text: char });
  };
  for (const { index, 0: found, groups } of text.matchAll(standIn)) {
    plain(index);
    rest = index + found.length;
    append(tokens, nameTokens(found, groups?.['id'] ?? '', groups?.['end'] ?? '', isKey));
  }
  plain(text.length);
  return tokens;
}

/** A pattern, in which the value of a variable may be anything that nobody made up. */
function patternTokens(pattern: string): readonly Token[] {
  return pattern
    .split(/(\$\{[^}]{0,200}\})/)
    .flatMap((part, at) =>
      at % 2 === 1
        ? [variable]
        : tokensOf(part).map((token) =>
            token.is === 'char' && (token.text === '*' || token.text === '?') ? wildcard[token.text] : token,
          ),
    );
}

function isRun({ is }: Token): boolean {
  return is === 'run' || is === 'nameRun' || is === 'variable';
}

/** Whether one character, or one name, is both. */
function agree(left: Token, right: Token): boolean {
  if (left.is === 'run' || right.is === 'run') return true;
  if (left.is === 'name' || right.is === 'name') {
    const [name, other] = left.is === 'name' ? [left, right] : [right, left];
    return other.is === 'one' ? name.is === 'name' && name.isOne : other.text === name.text;
  }
  const [other, own] = left.is === 'char' || left.is === 'letter' ? [right, left] : [left, right];
  if (own.text === '' || other.is === 'one' || other.is === 'variable') return true;
  if (other.text === '') return own.text !== '/' && own.text !== ':';
  if (own.is === 'char' && other.is === 'char') return own.text === other.text;
  return own.text.toLowerCase() === other.text.toLowerCase();
}

/** Whether some text is both. */
function meet(left: readonly Token[], right: readonly Token[]): boolean {
  return bothFit(left, right, { isRun, agree });
}

/** Each way in which some of the names are not those that stand there, but any that a deployment may make. */
function withOtherNames(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const names = [...new Set(tokens.flatMap((token) => (token.is === 'name' ? [token.of] : [])))];
  const all = (isOther: (name: string) => boolean) =>
    tokens.flatMap((token) => (token.is === 'name' && isOther(token.of) ? token.parts : [token]));
  if (names.length > 3) return [all(() => true)];
  return Array.from({ length: 2 ** names.length - 1 }, (_, chosen) =>
    all((name) => ((chosen + 1) & (2 ** names.indexOf(name))) !== 0),
  );
}

/**
 * Of a pattern of a policy those of the asked texts, or patterns, that it fits under some of the names that they may have,
 * not all.
 */
export function fittingBy(
  asked: readonly string[],
  arePatterns: boolean,
): (pattern: string) => readonly string[] {
  const texts = asked
    .filter((text) => madeUpIn(text).length > 0)
    .map((text) => {
      const tokens = text.endsWith(anySession)
        ? [...tokensOf(text.slice(0, 1 - anySession.length)), nameOne, nameRun]
        : arePatterns
          ? patternTokens(text)
          : tokensOf(text);
      return { text, tokens, others: withOtherNames(tokens) };
    });
  return (pattern) => {
    if (texts.length === 0) return [];
    const tokens = patternTokens(pattern);
    return texts
      .filter(({ tokens: own, others }) => !meet(tokens, own) && others.some((other) => meet(tokens, other)))
      .map(({ text }) => text);
  };
}

const anySession = '/SESSION';

/** A role, and its sessions, as policies name them. */
export function rolesAndSessions(role: string): readonly string[] {
  const name = role.slice(role.lastIndexOf('/') + 1);
  return [role, `arn:aws:sts::${role.split(':')[4] ?? ''}:assumed-role/${name}${anySession}`];
}

/** A pattern of any suffix of a secret, `-??????`, as one of the suffix that the asked one has. */
export function withSuffix(pattern: string, asked: readonly string[]): string {
  if (!pattern.endsWith('-??????')) return pattern;
  const suffixes = asked.flatMap((text) => {
    const last = [...text.matchAll(standIn)].at(-1);
    return last?.groups?.['end'] === ends.suffix && text.endsWith(last[0]) ? [last[0]] : [];
  });
  return suffixes[0] === undefined ? pattern : `${pattern.slice(0, -6)}${suffixes[0]}`;
}
