import { parseExpression, type Expression } from './parse.ts';

/**
 * A regular expression that counts what it does: it tries what a backtracking engine tries, in the engine's order, so
 * that its steps grow as the engine's time does, on every machine alike.
 */
export interface Counted {
  /** Where the first match at or behind a place starts and ends. */
  readonly find: (text: string, from?: number) => readonly [start: number, end: number] | undefined;
  /** Steps of looking for the first match, or for all of them where the expression is global. */
  readonly stepsOn: (text: string) => number;
}

/** More steps than anybody wants to wait for. */
export class TooManySteps extends Error {}

interface State {
  readonly flags: string;
  readonly mostSteps: number;
  text: string;
  steps: number;
  /** What the groups hold. */
  readonly found: (string | undefined)[];
}

type Next = (at: number) => boolean;
type Match = (at: number, next: Next) => boolean;
/** Where the character at a place ends, if it fits. */
type Move = (at: number) => number | undefined;
type Repeat = Expression & { readonly kind: 'repeat' };

export function counted({ source, flags }: RegExp, mostSteps = Infinity): Counted {
  const state: State = { flags, mostSteps, text: '', steps: 0, found: [] };
  const whole = compile(parseExpression(source), false, state);

  function find(text: string, from = 0): readonly [number, number] | undefined {
    state.text = text;
    for (let start = from; start <= text.length; start++) {
      step(state);
      if (state.found.length > 0) state.found.length = 0;
      let end = start;
      if (whole(start, (at) => ((end = at), true))) return [start, end];
    }
    return undefined;
  }

  return {
    find,
    stepsOn: (text) => {
      state.steps = 0;
      for (let at = 0; at <= text.length;) {
        const [start, end] = find(text, at) ?? [text.length, text.length];
        if (!flags.includes('g')) break;
        at = end > start ? end : end + 1;
      }
      return state.steps;
    },
  };
}

function step(state: State): void {
  state.steps += 1;
  if (state.steps > state.mostSteps) throw new TooManySteps();
}

/** `isBack`: inside a look-behind, which is read from its end. */
function compile(node: Expression, isBack: boolean, state: State): Match {
  switch (node.kind) {
    case 'character': {
      const move = character(node.written, isBack, state);
      return (at, next) => {
        const to = move(at);
        return to !== undefined && next(to);
      };
    }
    case 'edge': {
      const holds = edge(node.written, state);
      return (at, next) => {
        step(state);
        return holds(at) && next(at);
      };
    }
    case 'sequence':
      return sequence(
        node.parts.map((part) => compile(part, isBack, state)),
        isBack,
      );
    case 'choice': {
      const options = node.options.map((option) => compile(option, isBack, state));
      return (at, next) => options.some((option) => option(at, next));
    }
    case 'group':
      return group(node.index, compile(node.body, isBack, state), state);
    case 'again':
      return again(node.index, isBack, state);
    case 'look': {
      const body = compile(node.body, node.isBehind, state);
      return (at, next) => body(at, () => true) !== node.isNot && next(at);
    }
    case 'repeat':
      return node.body.kind === 'character'
        ? characters(node, character(node.body.written, isBack, state), state)
        : repeat(node, compile(node.body, isBack, state), state);
  }
}

/** What the engine was not asked yet. */
const unasked = -1;

function character(written: string, isBack: boolean, state: State): Move {
  const regex = new RegExp(`^${written}$`, state.flags.replaceAll(/[gmy]/g, ''));
  // The engine knows what fits; it is asked about each character once, those of ASCII are kept by their number.
  const known = new Map<string, boolean>();
  const low = new Int8Array(128).fill(unasked);
  const isWide = state.flags.includes('u');
  return (at) => {
    step(state);
    const { text } = state;
    const left = isBack ? at : text.length - at;
    if (left === 0) return undefined;
    const code = text.charCodeAt(isBack ? at - 1 : at);
    if (code < low.length) {
      if (low[code] === unasked) low[code] = regex.test(String.fromCharCode(code)) ? 1 : 0;
      return low[code] === 1 ? at + (isBack ? -1 : 1) : undefined;
    }
    const isPair = isWide && left > 1 && (text.codePointAt(isBack ? at - 2 : at) ?? 0) > 0xffff;
    const to = at + (isPair ? 2 : 1) * (isBack ? -1 : 1);
    const one = isBack ? text.slice(to, at) : text.slice(at, to);
    const fits = known.get(one) ?? regex.test(one);
    known.set(one, fits);
    return fits ? to : undefined;
  };
}

function edge(written: '^' | '$' | '\\b' | '\\B', state: State): (at: number) => boolean {
  const hasLines = state.flags.includes('m');
  const isEnd = (one: string) => one === '' || (hasLines && /[\n\r\u2028\u2029]/.test(one));
  const isWord = (at: number) => /\w/.test(state.text.charAt(at));
  switch (written) {
    case '^':
      return (at) => isEnd(state.text.charAt(at - 1));
    case '$':
      return (at) => isEnd(state.text.charAt(at));
    case '\\b':
      return (at) => isWord(at - 1) !== isWord(at);
    case '\\B':
      return (at) => isWord(at - 1) === isWord(at);
  }
}

function sequence(matches: readonly Match[], isBack: boolean): Match {
  return (isBack ? matches.toReversed() : matches).reduceRight<Match>(
    (rest, match) => (at, next) => match(at, (to) => rest(to, next)),
    (at, next) => next(at),
  );
}

function group(index: number, body: Match, state: State): Match {
  return (at, next) => {
    const { found } = state;
    const before = found[index];
    const matches = body(at, (to) => {
      const inner = found[index];
      found[index] = state.text.slice(Math.min(at, to), Math.max(at, to));
      if (next(to)) return true;
      found[index] = inner;
      return false;
    });
    if (!matches) found[index] = before;
    return matches;
  };
}

function again(index: number, isBack: boolean, state: State): Match {
  return (at, next) => {
    step(state);
    const same = state.found[index] ?? '';
    if (isBack) return state.text.slice(0, at).endsWith(same) && next(at - same.length);
    return state.text.startsWith(same, at) && next(at + same.length);
  };
}

/** Without a call for each character, as texts are longer than the stack is deep. */
function characters({ least, most, isLazy }: Repeat, move: Move, state: State): Match {
  return (at, next) => {
    const places = [at];
    const grow = (): boolean => {
      const last = places.at(-1);
      const to = places.length > most || last === undefined ? undefined : move(last);
      if (to !== undefined) places.push(to);
      return to !== undefined;
    };
    if (isLazy) {
      do {
        if (places.length > least && next(places.at(-1) ?? at)) return true;
      } while (grow());
      return false;
    }
    while (grow());
    for (; places.length > least; places.pop()) {
      step(state);
      if (next(places.at(-1) ?? at)) return true;
    }
    return false;
  };
}

function repeat({ least, most, isLazy }: Repeat, body: Match, state: State): Match {
  const round = (count: number, at: number, next: Next): boolean => {
    step(state);
    const more = () =>
      count < most &&
      // A round that takes nothing is no progress.
      body(at, (to) => (to !== at || count < least) && round(count + 1, to, next));
    if (count < least) return more();
    return isLazy ? next(at) || more() : more() || next(at);
  };
  return (at, next) => round(0, at, next);
}
