import type { Range, Source } from '../core/source.ts';

/** One key of a section, with where it stands. */
export interface IniEntry {
  readonly key: string;
  readonly value: string;
  readonly keyRange: Range;
  /** From the value's first character to its last, joined lines included. */
  readonly valueRange: Range;
  /** Lines below that became a part of the value, or were lost in it. */
  readonly joined: readonly Range[];
  /** The keys below a key without a value, where the reader makes a map of them. */
  readonly nested?: ReadonlyMap<string, IniEntry>;
  /** The map stands in the text's place: whoever asks for a text gets the map. */
  readonly isMap?: true;
}

export interface IniSection {
  /** What stands between the brackets. */
  readonly header: string;
  /** The header with its brackets. */
  readonly range: Range;
  /** The section whose keys every other section gets too. */
  readonly isDefault: boolean;
  /** No line below is a key. */
  readonly isEmpty: boolean;
  /** Made when first asked for: of a file with thousands of sections, few are looked at. */
  readonly entries: ReadonlyMap<string, IniEntry>;
}

export type IniRule =
  | 'byte-order-mark'
  | 'broken-header'
  | 'duplicate-key'
  | 'duplicate-section'
  | 'empty-key'
  | 'indented-first'
  | 'key-before-section'
  | 'key-name'
  | 'lone-quote'
  | 'nested-no-separator'
  | 'no-separator'
  | 'poison';

/** What a reader rejects or passes over, by the rule that says so. */
export interface IniProblem {
  readonly rule: IniRule;
  readonly range: Range;
}

/** A file as one dialect reads it. */
export interface IniFile {
  readonly source: Source;
  /** In the file's order, one for each header. */
  readonly sections: readonly IniSection[];
  /** The file is rejected; the sections are those above the place. */
  readonly error: IniProblem | undefined;
  /** Lines that the reader passes over. */
  readonly ignored: readonly IniProblem[];
}
