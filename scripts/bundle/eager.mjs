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
      else changed += isExpression(code, first, text) ? `${eager}(${text})` : text;
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

/** Methods and declarations are functions too, but no expressions. */
function isExpression(code, start, text) {
  if (/^(?:async )?function\b/.test(text)) return !/[;{}\n]\s*$/.test(code.slice(start - 40, start));
  return /^(?:async )?(?:\w+|\([^]*?\)) =>/.test(text);
}
