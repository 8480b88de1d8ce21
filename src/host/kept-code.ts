/** Code that V8 compiled in an earlier run, for one file of the program and what it loaded. */
export interface KeptCode {
  /** Everything that the code depends on: the program, Node, the processor. */
  readonly identity: string;
  /** How often a later run added to it. */
  readonly additions: number;
  /** Compiled code by what names its text. */
  readonly codes: ReadonlyMap<string, Uint8Array>;
}

/** The first line, and how long each piece behind it is. */
interface Header {
  readonly identity: string;
  readonly additions: number;
  readonly lengths: readonly (readonly [key: string, length: number])[];
}

/** V8 copies code that does not begin at a multiple of its word. */
const word = 8;
/** A line that is longer is none of ours. */
const longestLine = 65_536;

/**
 * A line that says whose code it is, the pieces, and then all of that a second time. V8 believes what it is given, and
 * ends the process, or worse, where a bit of it is wrong; two halves that are equal were not damaged, and comparing them
 * takes less time than a checksum.
 */
export function bytesOfKeptCode({ identity, additions, codes }: KeptCode): Uint8Array {
  const lengths = [...codes].map(([key, code]) => [key, code.length] as const);
  const header = JSON.stringify({ identity, additions, lengths } satisfies Header);
  // Blanks at the end of a line of JSON mean nothing.
  const line = `${header}${' '.repeat(paddingOf(header.length + 1))}\n`;
  const half = [Buffer.from(line, 'latin1')];
  for (const code of codes.values()) half.push(Buffer.from(code), Buffer.alloc(paddingOf(code.length)));
  return Buffer.concat([...half, ...half]);
}

/** Undefined where the bytes are damaged, or about another program. */
export function parseKeptCode(bytes: Buffer, identity: string): KeptCode | undefined {
  const half = bytes.length / 2;
  if (half === 0 || half % word !== 0 || bytes.compare(bytes, half, bytes.length, 0, half) !== 0)
    return undefined;
  const start = bytes.toString('latin1', 0, Math.min(half, longestLine));
  const end = start.indexOf('\n');
  if (end < 0) return undefined;
  const line = start.slice(0, end);
  // Equal halves hold what was written here, or nothing that begins with such a line.
  const header = headerOf(line);
  if (header?.identity !== identity) return undefined;
  const codes = new Map<string, Uint8Array>();
  let at = line.length + 1;
  for (const [key, length] of header.lengths) {
    codes.set(key, bytes.subarray(at, at + length));
    at += length + paddingOf(length);
  }
  return at === half ? { identity, additions: header.additions, codes } : undefined;
}

function headerOf(line: string): Header | undefined {
  try {
    return JSON.parse(line) as Header;
  } catch {
    return undefined;
  }
}

function paddingOf(length: number): number {
  return (word - (length % word)) % word;
}
