import { Raw, reveal } from './raw.ts';

/**
 * What was read in a run and must not come out: the net behind the printers (`output/net.ts`) looks for it in
 * everything that is written. Empty for commands that read no credentials, which then pay nothing.
 */
export class Secrets {
  readonly #known = new Set<string>();
  /** The same in the order in which they were read. */
  readonly #values: string[] = [];

  get isEmpty(): boolean {
    return this.#values.length === 0;
  }

  get count(): number {
    return this.#values.length;
  }

  /** A secret, a token, a password: all of it, whatever it looks like. */
  addValue(value: Raw | string | undefined): void {
    const text = value instanceof Raw ? reveal(value) : (value ?? '');
    if (text.length < shortest || this.#known.has(text)) return;
    this.#known.add(text);
    this.#values.push(text);
  }

  /** A line or an output in which one may stand: what is no plain word of it. */
  addText(value: Raw | string | undefined): void {
    const text = value instanceof Raw ? reveal(value) : (value ?? '');
    for (const line of text.split('\n')) this.#addLine(line);
  }

  /** Those that came behind so many. */
  from(count: number): readonly string[] {
    return this.#values.slice(count);
  }

  /** Words of ours may stand in it, too: they are left out. What is torn apart by blanks is put together. */
  #addLine(line: string): void {
    let run = '';
    for (const word of [...line.split(/\s+/), '']) {
      if (word === '' || plainWord.test(word)) {
        this.addValue(run);
        run = '';
      } else run += word;
    }
  }
}

/** Shorter texts are words and numbers that stand anywhere. */
const shortest = 8;
const plainWord = /^["'`([{]{0,3}[A-Za-z]?[a-z]{0,24}(?:['’][a-z])?["'`)\]}.,:;!?=]{0,3}$/;
