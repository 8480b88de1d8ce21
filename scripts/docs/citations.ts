/** A test title, or the cell of a test's table, that names a rule or a case. */
export interface Citation {
  readonly id: string;
  readonly title: string;
}

/** A text in quotes, on one line. */
const literal = /'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`/g;
const ids = /\b(?:R\d{3}|C\d{2})\b/g;

/**
 * What the texts of a test file cite. An id counts at the beginning of a text, alone or with others: that is where
 * titles have theirs. Tables that hold the id in a cell cite it with the title of their test. Comments do not count.
 */
export function citationsIn(text: string): readonly Citation[] {
  const code = text.replace(/^\s*(?:\/\/|\/?\*).*$/gm, '');
  const literals = [...code.matchAll(literal)].map((match) => ({
    value: match[1] ?? match[2] ?? match[3] ?? '',
  }));
  return literals.flatMap(({ value }, at) => {
    const start = /^(?:(?:R\d{3}|C\d{2})\b[ ,:]*(?:to |and )?)+/.exec(value)?.[0];
    if (start === undefined) return [];
    const title = (value === start ? (titleBehind(literals.slice(at + 1)) ?? value) : value)
      .replace(/%(?:\d\$)?[sj]|\$\w+|\$\{[^}]*\}/g, '…')
      .replace(/\\(.)/g, '$1');
    return [...start.matchAll(ids)].map(([id]) => ({ id, title }));
  });
}

/** The next text that has a place for the cells of a table. */
function titleBehind(rest: readonly { readonly value: string }[]): string | undefined {
  return rest.find(({ value }) => /%[sj]|%\d\$|\$[a-z]/i.test(value) && value.includes(' '))?.value;
}
