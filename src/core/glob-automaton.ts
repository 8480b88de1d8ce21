/** What a pattern is made of beside its characters, each of which is its UTF-16 unit. */
export const anyOne = -1;
export const anyRun = -2;
/** Of the first five parts of an ARN: no colon. */
export const oneInPart = -3;
export const runInPart = -4;

const colon = 58;

/**
 * All states of the pattern at once, 32 to a word. State `s` means that `s` single tokens are consumed; a run
 * keeps its state alive; a character moves the states that accept it one up. Once a state with a free run is
 * reached no earlier one can do better, so they are dropped: the words looked at are those of one chunk.
 */
export function automaton(tokens: readonly number[]): (text: string) => boolean {
  const { loopAny, loopInPart, acceptAll, acceptInPart, places, end } = automatonTables(tokens);
  const words = loopAny.length;
  const none = new Int32Array(words);
  // A character at more states than there are words is looked up in a mask, a rarer one state by state.
  const masks = new Map<number, Int32Array>();
  for (const [code, states] of places) {
    if (states.length * 4 > words) {
      masks.set(code, maskOf(states, words));
      places.delete(code);
    }
  }

  return (text) => {
    let [current, next] = scratch(words);
    current[0] = 1;
    let low = 0;
    let high = 0;
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      const accepts = code === colon ? acceptAll : acceptInPart;
      const loops = code === colon ? loopAny : loopInPart;
      const mask = masks.get(code) ?? none;
      const top = Math.min(high + 1, words - 1);
      let carry = 0;
      let newLow = -1;
      let newHigh = -1;
      let free = -1;
      for (let word = low; word <= top; word++) {
        const now = word > high ? 0 : at0(current, word);
        const moved = now & (at0(accepts, word) | at0(mask, word));
        const value = (moved << 1) | carry | (now & at0(loops, word));
        carry = moved >>> 31;
        next[word] = value;
        if (value !== 0) {
          if (newLow < 0) newLow = word;
          newHigh = word;
          if ((value & at0(loopAny, word)) !== 0) free = word;
        }
      }
      const rare = places.get(code);
      if (rare !== undefined) {
        for (const place of rare) {
          const word = place >> 5;
          if (word < low || word > high || ((at0(current, word) >>> (place & 31)) & 1) === 0) continue;
          set(next, place + 1);
          const reached = (place + 1) >> 5;
          newLow = newLow < 0 ? reached : Math.min(newLow, reached);
          newHigh = Math.max(newHigh, reached);
          if (((at0(loopAny, reached) >>> ((place + 1) & 31)) & 1) === 1) free = Math.max(free, reached);
        }
      }
      if (newHigh < 0) return false;
      low = Math.max(newLow, free);
      high = newHigh;
      [current, next] = [next, current];
    }
    const last = end >> 5;
    return last >= low && last <= high && ((at0(current, last) >>> (end & 31)) & 1) === 1;
  };
}

let kept: readonly [Int32Array, Int32Array] = [new Int32Array(8), new Int32Array(8)];

/** Two rows of states, with whatever the last match left in them: only what was written in this one is read. */
function scratch(words: number): readonly [Int32Array, Int32Array] {
  if (kept[0].length < words) kept = [new Int32Array(words), new Int32Array(words)];
  return kept;
}

function automatonTables(tokens: readonly number[]) {
  const end = tokens.filter((token) => token !== anyRun && token !== runInPart).length;
  const words = (end >> 5) + 1;
  const tables = {
    loopAny: new Int32Array(words),
    loopInPart: new Int32Array(words),
    acceptAll: new Int32Array(words),
    acceptInPart: new Int32Array(words),
    /** The states in which a character is the next one. */
    places: new Map<number, number[]>(),
    end,
  };
  let state = 0;
  for (const token of tokens) {
    if (token === anyRun || token === runInPart) {
      if (token === anyRun) set(tables.loopAny, state);
      set(tables.loopInPart, state);
      continue;
    }
    if (token === anyOne || token === oneInPart) {
      if (token === anyOne) set(tables.acceptAll, state);
      set(tables.acceptInPart, state);
    } else {
      const states = tables.places.get(token);
      if (states === undefined) tables.places.set(token, [state]);
      else states.push(state);
    }
    state++;
  }
  return tables;
}

function maskOf(states: readonly number[], words: number): Int32Array {
  const mask = new Int32Array(words);
  for (const state of states) set(mask, state);
  return mask;
}

function at0(words: Int32Array, index: number): number {
  return words[index] ?? 0;
}

function set(words: Int32Array, bit: number): void {
  words[bit >> 5] = at0(words, bit >> 5) | (1 << (bit & 31));
}
