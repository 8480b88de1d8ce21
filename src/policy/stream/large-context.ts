/** An object as `JSON.parse` gives it. */
export type Parsed = Readonly<Record<string, unknown>>;

export function isMap(value: unknown): value is Parsed {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A request with its context cut out, and the context in pieces. */
export interface CutRequest {
  /** With an empty map in the context's place. */
  readonly rest: string;
  readonly context: readonly Parsed[];
}

/** In shorter ones nothing is gained. */
const longRequest = 3000;
/** `JSON.parse` takes three times as long for each member of an object that has more than 128. */
const mostMembers = 100;

const opening = '"context":{';

/**
 * The context of a long request, read in pieces; undefined where it is not plainly a map of texts. Throws where a piece
 * is not JSON.
 *
 * A cut that is none, inside of a text or a list, leaves a piece that is not JSON: where a piece with braces around it
 * is an object, its end stands outside of every text and list, and so the next piece begins where a member does.
 */
export function cutContext(request: string): CutRequest | undefined {
  if (request.length < longRequest) return undefined;
  const open = request.indexOf(opening) + opening.length;
  const close = request.indexOf('"}', open) + 1;
  if (open < opening.length || close < 1) return undefined;
  const context: Parsed[] = [];
  for (let start = open; start < close;) {
    const end = pieceEnd(request, start, close);
    const piece: unknown = JSON.parse(`{${request.slice(start, end)}}`);
    if (!isMap(piece)) return undefined;
    context.push(piece);
    start = end + 1;
  }
  return { rest: request.slice(0, open) + request.slice(close), context };
}

/** Where the comma behind so many members stands, or the end. */
function pieceEnd(request: string, start: number, close: number): number {
  let at = start;
  for (let members = 0; members < mostMembers; members++) {
    const found = request.indexOf('","', at);
    if (found < 0 || found >= close) return close;
    at = found + 2;
  }
  return at - 1;
}
