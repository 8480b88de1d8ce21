/** How a form writes a piece of code: its signs are no signs of the form then. */
export type WriteCode = (text: string) => string;

/** What makes a link, a mention, a heading or another cell of a text that stood alone. */
const sign = /[<>@[\]#*_~|\\&`!]|:\/\//;

/**
 * A message as Markdown, in which values of others become nothing but code: a name in a policy is no link, and mentions
 * nobody, who is told of it otherwise. Words of ours have no such signs.
 */
export function withCodeSpans(text: string, code: WriteCode): string {
  return text
    .split(/(`[^`\n]+`)/)
    .map((part, at) =>
      at % 2 === 1
        ? code(part.slice(1, -1))
        : part.replace(/\S+/g, (word) => (sign.test(word) ? code(word) : word)),
    )
    .join('');
}

/** As Markdown has it. Nothing closes it but the end. */
export const backticks: WriteCode = (text) => `\`${text.replaceAll('`', "'")}\``;

/** In a cell, which a pipe would end even within backticks. */
export const element: WriteCode = (text) =>
  `<code>${text.replace(/[^\w\s.,;(){}="'/?%+$^-]/gu, (one) => `&#${one.codePointAt(0) ?? 0};`).replaceAll('_', '&#95;')}</code>`;
