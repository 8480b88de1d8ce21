import type { Diagnostic } from '../core/evaluation.ts';
import { hideSecrets } from '../output/secret.ts';
import { isSecretName } from '../output/secret-names.ts';

/** What stands around a pasted value. */
export interface Repaired {
  readonly text: string;
  /** The name it was assigned to. */
  readonly name?: string;
  /** The name says that the value is a secret. */
  readonly isSecret: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

// White space, no-break and zero-width spaces, byte order mark.
const blank = /[\s\u0085\u00a0\u00ad\u180e\u200b-\u200f\u2028\u2029\u2060\ufeff]/;
const quotes: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ["'", "'"],
  ['`', '`'],
  ['“', '”'],
  ['‘', '’'],
]);

// NAME=value, name = value, export NAME=value, set NAME=value, $env:NAME = "value", setx NAME value,
// aws configure set NAME value, "Name": "value", name: value
const assignment =
  /^(?:export\s+|set\s+|declare\s+-x\s+|setenv\s+|setx\s+|env\s+|-e\s+|\$env:|aws\s+configure\s+set\s+)?(["']?)([A-Za-z_][\w.-]*)\1(?:\s*=\s*|\s*:\s+|:(?=["'])|(?=\s)(?<=(?:setx|setenv|set)\s+["']?\w+["']?)\s+)(?!$)([^]+)$/;

/** Takes away white space, quotes and an assignment, as often as they stand around each other. */
export function repair(text: string): Repaired {
  const diagnostics: Diagnostic[] = [];
  let name: string | undefined;
  let current = text;
  for (let round = 0; round < 4; round++) {
    const before = current;
    current = trim(current, round === 0, diagnostics);
    const assigned = name === undefined ? findAssignment(current) : undefined;
    if (assigned !== undefined) {
      name = assigned.name;
      current = assigned.value;
      // `User: … is not authorized` is a sentence.
      if (!/\s/.test(current.trim())) {
        diagnostics.push({
          code: 'decode/assignment',
          severity: 'info',
          message: `took the value of \`${hideSecrets(name)}\``,
        });
      }
      continue;
    }
    current = unquote(current, name === undefined, diagnostics);
    if (current === before) break;
  }
  const isSecret = name !== undefined && isSecretName(name);
  return { text: current, ...(name === undefined ? {} : { name }), isSecret, diagnostics };
}

function trim(text: string, report: boolean, diagnostics: Diagnostic[]): string {
  // By hand: a regular expression for both ends takes quadratic time over blanks in the middle.
  let start = 0;
  let end = text.length;
  while (start < end && blank.test(text.charAt(start))) start++;
  while (end > start && blank.test(text.charAt(end - 1))) end--;
  const kept = text.slice(start, end);
  const cut = text.slice(0, start) + text.slice(end);
  // Around words, as in a table, blanks are no part of a value.
  if (report && kept !== '' && cut !== '' && !/\s/.test(kept)) {
    const names = [...new Set(Array.from(cut, nameOf))].join(', ');
    diagnostics.push({
      code: 'decode/whitespace',
      severity: 'warning',
      message: `cut ${names} from around the value`,
      hint: 'In a credentials file or a variable this breaks signatures: take it away there too.',
    });
  }
  return kept;
}

const blankNames: Readonly<Record<string, string>> = {
  ' ': 'a blank',
  '\t': 'a tab',
  '\n': 'a line feed',
  '\r': 'a carriage return (U+000D)',
  '\u00a0': 'a no-break space (U+00A0)',
  '\u200b': 'a zero-width space (U+200B)',
  '\ufeff': 'a byte order mark (U+FEFF)',
};

function nameOf(character: string): string {
  return blankNames[character] ?? `U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`;
}

function unquote(text: string, report: boolean, diagnostics: Diagnostic[]): string {
  // What follows a JSON value: `"…",`
  const bare = text.replace(/(["'`”’])[,;]$/, '$1');
  const close = quotes.get(bare.charAt(0));
  if (close === undefined || bare.length < 3 || !bare.endsWith(close)) return text;
  if (report) {
    diagnostics.push({
      code: 'decode/quoted',
      severity: 'warning',
      message: 'took away the quotes around the value',
      hint: 'In a credentials file quotes are part of the value for every SDK but Go.',
    });
  }
  return bare.slice(1, -1);
}

interface Assignment {
  readonly name: string;
  readonly value: string;
}

function findAssignment(text: string): Assignment | undefined {
  if (text.length > 20_000) return undefined;
  const match = assignment.exec(text);
  const [, , name, value] = match ?? [];
  if (name === undefined || value === undefined) return undefined;
  // `arn:…`, `AROA…:name` and a URL hold colons, and ARNs may hold `=`.
  if (/^(arn|https?)$/i.test(name) || /^A[A-Z0-9]{15,}$/.test(name)) return undefined;
  return { name, value: value.replace(/;\s*$/, '') };
}
