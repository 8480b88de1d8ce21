/**
 * How the AWS SDKs read the shared files: one table per reader. docs/chain.md shows what each makes of samples. Rules
 * that were read in an old copy (OLD) or not verified (UNV) are marked: docs/decisions/0023.
 */

export interface IniDialect {
  /** The reader's name, for messages. */
  readonly reader: string;
  /** Where a line ends: at any of LF, CRLF, CR, or only where there is an LF. */
  readonly lineEnds: 'any' | 'lf';
  /** An error, taken away, or a part of the first line: a header there is none. */
  readonly byteOrderMark: 'error' | 'ignored' | 'kept';
  /** What blanks around a text are: all that Unicode calls so, or blank and tab. */
  readonly blanks: 'unicode' | 'blank-and-tab';
  /**
   * Where a header ends: at the line's last `]`, at its end, at the first `]` with only a comment behind it, or at the
   * end of what stands before the first `#` or `;`.
   */
  readonly headerEnd: 'last-bracket' | 'line-end' | 'first-bracket' | 'before-comment';
  /** Blanks just inside the brackets. */
  readonly headerBlanks: 'kept' | 'trimmed';
  /** A line that starts with `[` and is no header; `lost`: its keys count for the section above. */
  readonly brokenHeader: 'error' | 'as-key' | 'lost';
  readonly indentedHeader: 'header' | 'as-indented-line';
  /** `[]` is a section without a name, whose keys nobody finds; else it is no header. */
  readonly emptyHeader?: 'section';
  /** The section whose keys are in every other section too. */
  readonly defaultSection?: string;
  /** A section name that makes the reader give up on the whole file, silently. */
  readonly poison?: readonly string[];
  readonly separators: '=' | '=:';
  readonly keyCase: 'lower' | 'kept';
  /** What a key may be; anything if not given. */
  readonly keyNames?: RegExp;
  readonly noSeparator: 'error' | 'ignored';
  readonly emptyKey: 'error' | 'ignored' | 'kept';
  readonly emptyValue: 'kept' | 'absent';
  /** ` # …` and ` ; …` behind a value, whatever Unicode calls a blank, or behind a blank and a tab alone. */
  readonly inlineComments: 'kept' | 'cut' | 'cut-behind-blank-or-tab';
  readonly indentedComment: 'comment' | 'as-indented-line';
  /**
   * An indented line: joins the value above where it is indented deeper (`deeper-joins`), is a line like any other
   * (`plain`), is a key like any other where it has a separator and the value above is not empty, else joins
   * (`key-or-joins`), joins whatever it holds (`joins`).
   */
  readonly indented: 'deeper-joins' | 'plain' | 'key-or-joins' | 'joins';
  /** An indented line with no key above it in its section. */
  readonly indentedFirst: 'accepted' | 'ignored' | 'error';
  /** A key with an empty value and indented lines below: a map, `key.name` keys, or text. */
  readonly nested: 'map' | 'dotted' | 'text';
  /** An indented line without `=` in such a map. */
  readonly nestedNoSeparator: 'error' | 'ignored';
  /** The keys of such a map: split at `=` and kept as they are, or read as other keys are, but for their comments. */
  readonly nestedKeys: 'as-written' | 'as-keys';
  readonly quotes: 'kept' | 'stripped';
  /** A value that is one quote: the reader crashes on it, wherever in the file it stands. */
  readonly loneQuote?: 'crash';
  readonly duplicateKey: 'error' | 'last';
  readonly duplicateSection: 'error' | 'merged';
  readonly keyBeforeSection: 'error' | 'ignored';
}

/** botocore 1.43 `configloader.py`: Python's RawConfigParser, strict, without inline comments. */
export const pythonDialect: IniDialect = {
  reader: "Python's configparser",
  lineEnds: 'any',
  byteOrderMark: 'error',
  blanks: 'unicode',
  headerEnd: 'last-bracket',
  headerBlanks: 'kept',
  brokenHeader: 'as-key',
  indentedHeader: 'as-indented-line',
  defaultSection: 'DEFAULT',
  separators: '=:',
  keyCase: 'lower',
  noSeparator: 'error',
  emptyKey: 'error',
  emptyValue: 'kept',
  inlineComments: 'kept',
  indentedComment: 'comment',
  indented: 'deeper-joins',
  indentedFirst: 'accepted',
  nested: 'map',
  nestedNoSeparator: 'error',
  nestedKeys: 'as-written',
  quotes: 'kept',
  duplicateKey: 'error',
  duplicateSection: 'error',
  keyBeforeSection: 'error',
};

/** @smithy/core 3.41 `parseIni`. */
export const jsDialect: IniDialect = {
  reader: 'the JavaScript SDK',
  lineEnds: 'lf',
  byteOrderMark: 'ignored',
  blanks: 'unicode',
  headerEnd: 'line-end',
  emptyHeader: 'section',
  headerBlanks: 'kept',
  brokenHeader: 'as-key',
  indentedHeader: 'header',
  poison: ['__proto__', 'profile __proto__'],
  separators: '=',
  keyCase: 'kept',
  noSeparator: 'ignored',
  emptyKey: 'ignored',
  emptyValue: 'absent',
  inlineComments: 'cut',
  indentedComment: 'comment',
  indented: 'plain',
  indentedFirst: 'accepted',
  nested: 'dotted',
  nestedNoSeparator: 'ignored',
  nestedKeys: 'as-written',
  quotes: 'kept',
  duplicateKey: 'last',
  duplicateSection: 'merged',
  keyBeforeSection: 'ignored',
};

/**
 * aws-sdk-go-v2 `internal/ini` 1.8.2, as Terraform 1.11.4 runs it: a reader without errors, but for the one on which it
 * crashes (docs/decisions/0132). What it does not understand it passes over, and a header that it does not understand
 * leaves its keys to the section above.
 */
export const goDialect: IniDialect = {
  reader: 'the Go SDK',
  lineEnds: 'lf',
  byteOrderMark: 'kept',
  blanks: 'unicode',
  headerEnd: 'before-comment',
  headerBlanks: 'trimmed',
  emptyHeader: 'section',
  brokenHeader: 'lost',
  indentedHeader: 'header',
  separators: '=:',
  keyCase: 'lower',
  noSeparator: 'ignored',
  emptyKey: 'kept',
  emptyValue: 'kept',
  inlineComments: 'cut-behind-blank-or-tab',
  indentedComment: 'comment',
  indented: 'key-or-joins',
  indentedFirst: 'accepted',
  nested: 'map',
  nestedNoSeparator: 'ignored',
  nestedKeys: 'as-keys',
  quotes: 'stripped',
  loneQuote: 'crash',
  duplicateKey: 'last',
  duplicateSection: 'merged',
  keyBeforeSection: 'ignored',
};

/** aws-sdk-java-v2 `ProfileFileReader` (OLD). Byte order mark: an error; lone CR: a line end (both UNV). */
export const javaDialect: IniDialect = {
  reader: 'the Java SDK',
  lineEnds: 'any',
  byteOrderMark: 'error',
  blanks: 'blank-and-tab',
  headerEnd: 'first-bracket',
  headerBlanks: 'trimmed',
  brokenHeader: 'error',
  indentedHeader: 'as-indented-line',
  separators: '=',
  keyCase: 'kept',
  keyNames: /^[A-Za-z0-9_\-/.%@:+]*$/,
  noSeparator: 'error',
  emptyKey: 'error',
  emptyValue: 'kept',
  inlineComments: 'cut',
  indentedComment: 'as-indented-line',
  indented: 'joins',
  indentedFirst: 'error',
  nested: 'text',
  nestedNoSeparator: 'ignored',
  nestedKeys: 'as-written',
  quotes: 'kept',
  duplicateKey: 'last',
  duplicateSection: 'merged',
  keyBeforeSection: 'error',
};

/** smithy-rs `aws-runtime/env_config/parse.rs`, `normalize.rs`. Byte order mark: an error; lone CR: no line end (both UNV). */
export const rustDialect: IniDialect = {
  ...javaDialect,
  reader: 'the Rust SDK',
  lineEnds: 'lf',
  keyCase: 'lower',
};
