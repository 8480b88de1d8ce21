const notShown = '[not shown]';
const inspected = Symbol.for('nodejs.util.inspect.custom');

/**
 * A text that was read: a variable, a file's value, key or comment, an option, what a process or an endpoint said.
 * Nothing that prints, joins, copies or serializes it can meet the text: it answers questions about it. What may be
 * shown of it is made by a printer (`printers/`); the text itself leaves by `reveal` alone, and `test/layout.test.ts`
 * holds the list of the files that may ask for it.
 */
export class Raw {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** In UTF-16 units. */
  get length(): number {
    return this.#text.length;
  }

  get isEmpty(): boolean {
    return this.#text === '';
  }

  /** Nothing, or blanks alone. */
  get isBlank(): boolean {
    return this.#text.trim() === '';
  }

  is(text: string): boolean {
    return this.#text === text;
  }

  /** Letter case set aside. */
  isInAnyCase(text: string): boolean {
    return this.#text.toLowerCase() === text.toLowerCase();
  }

  equals(other: Raw | undefined): boolean {
    return other !== undefined && this.#text === other.#text;
  }

  fits(pattern: RegExp): boolean {
    return this.#text.search(pattern) >= 0;
  }

  /** For a test that no pattern says. */
  passes(test: (text: string) => boolean): boolean {
    return test(this.#text);
  }

  oneOf<Word extends string>(words: readonly Word[]): Word | undefined {
    return words.find((word) => word === this.#text);
  }

  /** Another text made of it, which is as raw. */
  map(change: (text: string) => string): Raw {
    return new Raw(change(this.#text));
  }

  /** A text is no number by chance: whoever wants one reads it (`numberIn`). `Number(raw)` would be NaN, unseen. */
  [Symbol.toPrimitive](kind: string): string {
    if (kind === 'number') throw new TypeError('a raw text is not a number: read it');
    return notShown;
  }

  toString(): string {
    return notShown;
  }

  toJSON(): string {
    return notShown;
  }

  [inspected](): string {
    return notShown;
  }

  static reveal(raw: Raw): string {
    return raw.#text;
  }
}

/** The text, for whoever opens, sends, runs, parses or prints it: never to be put into a sentence. */
export function reveal(raw: Raw): string {
  return Raw.reveal(raw);
}

/** Whether both are the same text, or neither is there. */
export function isSameRaw(left: Raw | undefined, right: Raw | undefined): boolean {
  return left === undefined ? right === undefined : left.equals(right);
}
