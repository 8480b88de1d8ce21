/** An expression, and texts one of which stands in all that it matches. */
export interface Marked {
  readonly marks: readonly string[];
  readonly pattern: RegExp;
}

/**
 * V8 compiles an expression when it is first run, which takes a hundred times as long as to look for a text: most of the
 * wordings are not in an error. Where the expression minds no case, the marks are in small letters.
 */
export function marked(marks: readonly string[], pattern: RegExp): Marked {
  return { marks, pattern };
}

export function mayMatch({ marks, pattern }: Marked, text: string): boolean {
  const searched = pattern.ignoreCase ? text.toLowerCase() : text;
  return marks.some((mark) => searched.includes(mark));
}

/** The first place where the expression matches. */
export function execMarked(of: Marked, text: string): RegExpExecArray | null {
  return mayMatch(of, text) ? of.pattern.exec(text) : null;
}
