/** Functions that are called for sure: V8 compiles them with the rest, and does not pass over them first. */
import { eager } from './code.mjs';

/** The places of all functions of the file's own scope; esbuild indents everything else. */
export function topLevelFunctions(code) {
  return [...code.matchAll(/^(?:async )?function\*? \w+\([^]*?^}$/gm)].map(({ index, 0: text }) => [
    index,
    index + text.length,
  ]);
}

/**
 * The code with a mark at each function that was called. A function of the file's own scope becomes a variable for that,
 * above all that may call it.
 */
export function withEager(code, called) {
  const places = called.filter(([start]) => start > 0).sort(([a], [b]) => a - b);
  const declared = [];
  const change = (start, end) => {
    let changed = '';
    let at = start;
    while (places.length > 0 && places[0][0] < end) {
      const [first, last] = places.shift();
      changed += code.slice(at, first);
      const text = change(first, last);
      // esbuild indents what is not in the file's own scope.
      const name = code[first - 1] === '\n' ? /^(?:async )?function\*? (\w+)\(/.exec(text)?.[1] : undefined;
      if (name !== undefined) declared.push(`${name}=${eager}(${text.replace(name, '')})`);
      else changed += asExpression(text, code, first, last);
      at = last;
    }
    return changed + code.slice(at, end);
  };
  const changed = change(0, code.length);
  const body = changed.indexOf('\n');
  return declared.length === 0
    ? changed
    : `${changed.slice(0, body)}\nvar ${declared.join(',\n')};${changed.slice(body)}`;
}

/**
 * The function with a mark, where one can stand. V8 heeds the brackets of `function` alone: an arrow becomes one, and so
 * does a method of an object, which is told from one of a class by the comma beside it.
 */
function asExpression(text, code, first, last) {
  if (/^(?:async )?function\b/.test(text))
    return /[;{}\n]\s*$/.test(code.slice(first - 40, first)) ? text : `${eager}(${text})`;
  const [arrow, isAsync = '', parameters] = /^(async )?\(([^()]*)\) => /.exec(text) ?? [];
  if (arrow !== undefined && !/\b(?:this|arguments|super)\b/.test(text)) {
    const body = text.slice(arrow.length);
    const block = body.startsWith('{') ? body : `{ return ${body}; }`;
    return `${eager}(${isAsync}function(${parameters}) ${block})`;
  }
  const [head, isLate = '', name] = /^(async )?(\w+)(?=\([^]*\) \{)/.exec(text) ?? [];
  const isOfObject = code[last] === ',' || /,\s*$/.test(code.slice(first - 40, first));
  if (head === undefined || !isOfObject || /\bsuper\b/.test(text)) return text;
  return `${name}: ${eager}(${isLate}function${text.slice(head.length)})`;
}
