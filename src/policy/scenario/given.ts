/** The options of a command line, read by their names without the dashes. */
export interface Given {
  readonly text: (name: string) => string | undefined;
  readonly texts: (name: string) => readonly string[];
  /** Each occurrence parted at its commas. */
  readonly words: (name: string) => readonly string[];
  readonly isOn: (name: string) => boolean;
  readonly isGiven: (name: string) => boolean;
}

/** `valueOf` is what the command line says: a text, a list of them, true, or undefined. */
export function givenOptions(valueOf: (name: string) => unknown): Given {
  const texts = (name: string) => {
    const value = valueOf(name);
    return Array.isArray(value) ? value.filter((text) => typeof text === 'string') : [];
  };
  return {
    text: (name) => {
      const value = valueOf(name);
      return typeof value === 'string' ? value : undefined;
    },
    texts,
    words: (name) => texts(name).flatMap(partsOf),
    isOn: (name) => valueOf(name) === true,
    isGiven: (name) => valueOf(name) !== undefined,
  };
}

export function partsOf(text: string): readonly string[] {
  return text.split(',').filter((part) => part !== '');
}

/** `session-tag` of `--session-tag <key=value>`. */
export function optionNameOf(flags: string): string {
  return /^--([a-z-]+)/.exec(flags)?.[1] ?? flags;
}
