/** What a header in one of the shared files names: docs/chain.md, "Headers". */

export type FileRole = 'config' | 'credentials';

export type SectionName =
  | { readonly kind: 'profile'; readonly name: string; readonly hasPrefix: boolean }
  | { readonly kind: 'sso-session' | 'services'; readonly name: string }
  | { readonly kind: 'dropped'; readonly because: string };

export type ReadSectionName = (header: string, role: FileRole) => SectionName;

const words = ['profile', 'sso-session', 'services'] as const;

function named(word: (typeof words)[number], name: string): SectionName {
  return word === 'profile' ? { kind: 'profile', name, hasPrefix: true } : { kind: word, name };
}

function plainProfile(name: string): SectionName {
  return { kind: 'profile', name, hasPrefix: false };
}

function dropped(because: string): SectionName {
  return { kind: 'dropped', because };
}

const wordMissing = 'profiles other than `default` need the word `profile` in the config file';

/** botocore `configloader.build_profile_map`: the words of a shell. */
export const shellWordNames: ReadSectionName = (header, role) => {
  if (role === 'credentials') return plainProfile(header);
  const word = words.find((candidate) => header.startsWith(candidate));
  if (word === undefined) return header === 'default' ? plainProfile(header) : dropped(wordMissing);
  const parts = splitShellWords(header);
  const [, name] = parts ?? [];
  if (parts?.length === 2 && name !== undefined) return named(word, name);
  return dropped('a header is one word and one name; a name with blanks needs quotes');
};

/** @smithy/core `parseIni`, `getConfigData`: `profile.name` inside, whoever wrote it. */
export const dottedNames: ReadSectionName = (header, role) => {
  const match = /^([\w-]+)\s(["'])?([\w\-@+.%:/]+)\2$/.exec(header);
  const [, prefix, , rest] = match ?? [];
  const isKnown = words.some((word) => word === prefix);
  if (match !== null && !isKnown) return dropped('an unknown word stands before the name');
  const inner = match === null ? header : `${prefix ?? ''}.${rest ?? ''}`;
  if (role === 'credentials') return plainProfile(inner);
  if (inner === 'default') return plainProfile(inner);
  const dot = inner.indexOf('.');
  const word = words.find((candidate) => candidate === inner.slice(0, dot));
  if (dot < 0 || word === undefined) {
    return dropped(
      /^profile\s/.test(header)
        ? 'the SDK accepts one blank, no quotes around blanks, and only letters, digits and `-_@+.%:/`'
        : wordMissing,
    );
  }
  return named(word, inner.slice(dot + 1));
};

export interface PrefixedNames {
  readonly names: RegExp;
  /** `[profile a]` in the credentials file. */
  readonly sessionsInCredentials: boolean;
  /** `[DEFAULT]` in the config file: a profile of that name, or nothing. */
  readonly capitalDefault: 'profile' | 'dropped';
}

/** A word, blanks, a name: Go, Java and Rust. */
export function prefixedNames({
  names,
  sessionsInCredentials,
  capitalDefault,
}: PrefixedNames): ReadSectionName {
  return (header, role) => {
    const [, word, name] = /^(profile|sso-session|services)[ \t]+(.+)$/.exec(header) ?? [];
    const kind = words.find((candidate) => candidate === word);
    if (role === 'credentials') {
      if (kind === 'sso-session' && sessionsInCredentials && name !== undefined) return named(kind, name);
      if (kind !== undefined) return dropped('the credentials file has names without a word before them');
      return names.test(header)
        ? plainProfile(header)
        : dropped('the name has characters that are not accepted');
    }
    if (kind === undefined || name === undefined) {
      if (header === 'default') return plainProfile(header);
      return header === 'DEFAULT' && capitalDefault === 'profile'
        ? plainProfile(header)
        : dropped(wordMissing);
    }
    return names.test(name) ? named(kind, name) : dropped('the name has characters that are not accepted');
  };
}

/** As Python's `shlex.split`; undefined where a quote is not closed. */
export function splitShellWords(text: string): readonly string[] | undefined {
  const found: string[] = [];
  let word: string | undefined;
  let quote = '';
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (quote !== '') {
      if (character === quote) quote = '';
      else if (character === '\\' && quote === '"' && /["\\]/.test(text.charAt(at + 1)))
        word = (word ?? '') + text.charAt(++at);
      else word = (word ?? '') + character;
    } else if (character === '"' || character === "'") {
      quote = character;
      word ??= '';
    } else if (character === '\\') {
      if (at + 1 === text.length) return undefined;
      word = (word ?? '') + text.charAt(++at);
    } else if (/[ \t\r\n]/.test(character)) {
      if (word !== undefined) found.push(word);
      word = undefined;
    } else word = (word ?? '') + character;
  }
  if (quote !== '') return undefined;
  return word === undefined ? found : [...found, word];
}
