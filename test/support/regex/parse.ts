/** A regular expression as a tree, for what counts its steps: all of the syntax that `src/` uses, and no more. */
export type Expression =
  /** One character, which the engine's own expression of it knows. */
  | { readonly kind: 'character'; readonly written: string }
  | { readonly kind: 'edge'; readonly written: '^' | '$' | '\\b' | '\\B' }
  | { readonly kind: 'sequence'; readonly parts: readonly Expression[] }
  | { readonly kind: 'choice'; readonly options: readonly Expression[] }
  | { readonly kind: 'group'; readonly index: number; readonly body: Expression }
  | { readonly kind: 'again'; readonly index: number }
  | { readonly kind: 'look'; readonly isBehind: boolean; readonly isNot: boolean; readonly body: Expression }
  | {
      readonly kind: 'repeat';
      readonly least: number;
      readonly most: number;
      readonly isLazy: boolean;
      readonly body: Expression;
    };

/** Throws where it meets what it does not know: the count would be of another expression. */
export function parseExpression(pattern: string): Expression {
  let at = 0;
  let groups = 0;
  const names = [...pattern.matchAll(/\((?:\?<(\w+)>|(?!\?))/g)].map(([, name]) => name);

  const take = (expected: RegExp): RegExpExecArray | undefined => {
    expected.lastIndex = at;
    const found = expected.exec(pattern) ?? undefined;
    if (found) at += found[0].length;
    return found;
  };
  const unknown = () => new Error(`not understood at ${at}: ${pattern}`);

  function choice(): Expression {
    const options = [sequence()];
    while (take(/\|/y)) options.push(sequence());
    return options.length === 1 && options[0] ? options[0] : { kind: 'choice', options };
  }

  function sequence(): Expression {
    const parts: Expression[] = [];
    while (at < pattern.length && !/[|)]/.test(pattern.charAt(at))) parts.push(repeated(single()));
    return { kind: 'sequence', parts };
  }

  function repeated(body: Expression): Expression {
    const [, sign, low, comma, high, lazy] = take(/(?:([*+?])|\{(\d+)(,?)(\d*)\})(\??)/y) ?? [];
    if (lazy === undefined) return body;
    const least = sign === undefined ? Number(low) : sign === '+' ? 1 : 0;
    const bound = high === '' || high === undefined ? Infinity : Number(high);
    const most = sign === undefined ? (comma === '' ? least : bound) : sign === '?' ? 1 : Infinity;
    return { kind: 'repeat', least, most, isLazy: lazy === '?', body };
  }

  function single(): Expression {
    const edge = take(/[\^$]|\\[bB]/y);
    if (edge) return { kind: 'edge', written: edge[0] as '^' };
    const look = take(/\(\?(<?)([=!])/y);
    if (look) {
      return { kind: 'look', isBehind: look[1] === '<', isNot: look[2] === '!', body: closed() };
    }
    if (take(/\(\?:/y)) return closed();
    if (take(/\((?:\?<\w+>|(?!\?))/y)) {
      groups += 1;
      return { kind: 'group', index: groups, body: closed() };
    }
    const again = take(/\\(?:([1-9])|k<(\w+)>)/y);
    if (again) return { kind: 'again', index: Number(again[1] ?? names.indexOf(again[2]) + 1) };
    const character = take(
      /\\(?:u[0-9a-fA-F]{4}|u\{\w+\}|x[0-9a-fA-F]{2}|[pP]\{[\w=]+\}|[dDwWsSnrtfv0]|[^\w])|\[(?:\\[^]|[^\]\\])*\]|[^\\[\](){}*+?|^$]|[\]}]/y,
    );
    if (character) return { kind: 'character', written: character[0] };
    throw unknown();
  }

  function closed(): Expression {
    const body = choice();
    if (!take(/\)/y)) throw unknown();
    return body;
  }

  const whole = choice();
  if (at < pattern.length) throw unknown();
  return whole;
}
