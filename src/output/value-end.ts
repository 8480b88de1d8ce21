/** Where a value ends, in JSON, YAML, Terraform, and what looks like one of them. */

const longestStart = 200;

/** The column of a name at the start of its line; undefined where other things stand before it. */
export function columnOf(text: string, index: number): number | undefined {
  // Of a long line the start is far away, and looking for it once for each of its names takes long.
  const before = text.slice(Math.max(0, index - longestStart), index);
  const line = before.slice(before.lastIndexOf('\n') + 1);
  const [indent = ''] = /^\s*(?:[-?]\s+)*/.exec(line) ?? [];
  return line.length < longestStart && /^["']?[\w./:@-]*$/.test(line.slice(indent.length))
    ? indent.length
    : undefined;
}

/** Where the value that begins there ends. */
export function endOfValue(text: string, start: number, column: number | undefined): number {
  // Tags and anchors of YAML.
  const [before = ''] = matchAt(/(?:[!&][^\s,[\]{}]{0,128}[ \t]{1,20}){0,4}/y, text, start) ?? [];
  const at = start + before.length;
  switch (text.charAt(at)) {
    case '"':
    case "'":
      return endOfQuotes(text, at);
    case '[':
      return endOfBrackets(text, at);
    case '<':
      return endOfHeredoc(text, at) ?? endOfPlain(text, at, column);
    case '{':
      return endOfInner(text, at);
    case '|':
    case '>':
    case '\n':
    case '\r':
      return endOfLines(text, at, column);
    default:
      return endOfCall(text, at) ?? endOfPlain(text, at, column);
  }
}

function endOfQuotes(text: string, start: number): number {
  const quote = text.charAt(start);
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\' && quote === '"') at++;
    else if (text[at] === quote) return at + 1;
  }
  return text.length;
}

/** Of a list, or of what stands in parentheses, with all that is in it. */
function endOfBrackets(text: string, start: number, [open, close] = '[]'): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const sign = text.charAt(at);
    if (sign === '"') at = endOfQuotes(text, at) - 1;
    else if (sign === open) depth++;
    else if (sign === close && --depth === 0) return at + 1;
  }
  return text.length;
}

/** Of a function of Terraform with what it is given: `join("", [ … ])`; undefined where there is none. */
function endOfCall(text: string, start: number): number | undefined {
  const [name] = matchAt(/\w{1,64}\(/y, text, start) ?? [];
  return name === undefined ? undefined : endOfBrackets(text, start + name.length - 1, '()');
}

/** Of lines up to their word: https://developer.hashicorp.com/terraform/language/expressions/strings#heredoc-strings */
function endOfHeredoc(text: string, start: number): number | undefined {
  const [sign, word] = matchAt(/<<[-~]?["']?([\w-]{1,64})["']?[ \t]*\r?\n/y, text, start) ?? [];
  if (sign === undefined || word === undefined) return undefined;
  for (let at = start + sign.length; at < text.length; at = nextLine(text, at))
    if (text.slice(at, nextLine(text, at)).trim() === word) return at;
  return text.length;
}

/** Of an object the value that is called so, 0 where none is: other objects under such a name describe it. */
function endOfInner(text: string, start: number): number {
  const [inner] =
    matchAt(/[{\s][^{}[\]]{0,300}?\b(?:value|default)\\{0,8}["']?\s{0,20}[:=][ \t]{0,20}/iy, text, start) ??
    [];
  if (inner === undefined) return 0;
  const at = start + inner.length;
  const quote = text[at];
  return quote === '"' || quote === "'" ? endOfQuotes(text, at) : endOfPlain(text, at, undefined);
}

/** Of lines of YAML that are indented more than the name, or begin with the dash of a list. */
function endOfLines(text: string, start: number, column: number | undefined): number {
  const isBlock = /[|>]/.test(text.charAt(start));
  const first = nextLine(text, start);
  const [blank = ''] = matchAt(/(?:[ \t]*\r?\n)*/y, text, first) ?? [];
  const [indent = ''] = matchAt(/[ \t]*/y, text, first + blank.length) ?? [];
  const at = first + blank.length + indent.length;
  if (!isBlock && /["'[{]/.test(text.charAt(at))) return endOfValue(text, at, column);
  if (column === undefined) return isBlock ? nextLine(text, start) : start;
  const isList = text[at] === '-';
  if (!isBlock && !isList && matchAt(/["']?[\w.:/-]{1,128}["']?:(?:\s|$)/y, text, at) !== undefined)
    return indent.length > column ? Math.max(start, endOfInner(text, at - 1)) : start;
  return deeper(text, first, isList ? column - 1 : column, isList);
}

/** Of the lines from there on the end of those that are indented more than so far. */
function deeper(text: string, first: number, column: number, isList: boolean): number {
  let end = first;
  while (end < text.length) {
    const [indent = ''] = matchAt(/[ \t]*/y, text, end) ?? [];
    const sign = text.charAt(end + indent.length);
    const isBlank = /^[\r\n]?$/.test(sign);
    const isIn = indent.length > column && (!isList || indent.length > column + 1 || sign === '-');
    if (!isBlank && !isIn) break;
    end = nextLine(text, end);
  }
  return end;
}

/** Of words without quotes: to the end of the line and over lines that go on; within brackets to the next sign of them. */
function endOfPlain(text: string, start: number, column: number | undefined): number {
  if (column === undefined) {
    const [word = ''] = matchAt(/[^\s,}\]]*/y, text, start) ?? [];
    return start + word.length;
  }
  return deeper(text, nextLine(text, start), column, false);
}

/** Where the line behind the one of that place begins. */
export function nextLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end + 1;
}

/** What the pattern, a sticky one, finds at that place. */
export function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}
