/** Answers to requests that were asked before. */
export interface KnownAnswers<Answer> {
  readonly find: (row: Row) => Answer | undefined;
  /** Keeps an answer that takes so much room beside its row. */
  readonly keep: (row: Row, answer: Answer, room: number) => void;
}

/**
 * What is in a request, in a row: the name of each member and its value, of a list its items between two marks, of a map
 * its keys and values. What has the same row is the same request.
 */
export type Row = readonly Part[];

type Part = string | number | boolean | null | symbol;

/** What no part of JSON is. */
const list = Symbol('a list');
const map = Symbol('a map');
const end = Symbol('the end of a list or a map');

/** Longer rows are not kept. */
const mostParts = 64;

/** The row of a request that is JSON and nobody's to change; undefined where it is long, or it is not worthwhile now. */
export function rowOf(request: Readonly<Record<string, unknown>>): Row | undefined {
  if (resting > 0) {
    resting--;
    return undefined;
  }
  const row: Part[] = [];
  for (const name of Object.keys(request)) {
    if (name === 'resource') continue;
    row.push(name);
    addTo(row, request[name]);
    if (row.length > mostParts) return undefined;
  }
  // Last, since it is what differs most: requests that differ in it alone share all parts before.
  if (Object.hasOwn(request, 'resource')) {
    row.push('resource');
    addTo(row, request['resource']);
  }
  return row.length > mostParts ? undefined : row;
}

function addTo(row: Part[], value: unknown): void {
  if (typeof value !== 'object' || value === null) {
    row.push(value as Part);
    return;
  }
  if (row.length > mostParts) return;
  if (Array.isArray(value)) {
    row.push(list);
    for (const item of value as readonly unknown[]) addTo(row, item);
  } else {
    row.push(map);
    for (const [key, member] of Object.entries(value)) {
      row.push(key);
      addTo(row, member);
    }
  }
  row.push(end);
}

/** All that is kept together, in characters: a part of a row takes as many as its text, and these for its place. */
const mostRoom = 8_000_000;
const roomOfPart = 200;
/** Where fewer than one request in so many had been asked before, nothing is kept for so many requests. */
const worthwhile = 4;
const restLength = 500_000;

interface Branch {
  readonly branches: Map<Part, Branch>;
  readonly answers: Map<Part, unknown>;
}

/** By what was compiled: what nobody holds any more takes its answers with it. When it is full, it starts anew. */
let memory = new WeakMap<object, Branch>();
let [room, kept, found, resting] = [mostRoom, 0, 0, 0];

/** Those of one thing that was compiled. */
export function knownAnswers<Answer>(of: object): KnownAnswers<Answer> {
  return {
    find: (row) => {
      let branch = memory.get(of);
      const last = row.length - 1;
      for (let at = 0; at < last && branch !== undefined; at++) branch = branch.branches.get(row[at] as Part);
      const answer = branch?.answers.get(row[last] as Part);
      if (answer !== undefined) found++;
      return answer as Answer | undefined;
    },
    keep: (row, answer, roomOfAnswer) => {
      let branch = memory.get(of);
      if (branch === undefined) memory.set(of, (branch = newBranch()));
      const last = row.length - 1;
      for (let at = 0; at < last; at++) branch = grown(branch, row[at] as Part);
      branch.answers.set(row[last] as Part, answer);
      take(row[last] as Part, roomOfAnswer);
      kept++;
      if (room < 0) startAnew();
    },
  };
}

function newBranch(): Branch {
  return { branches: new Map(), answers: new Map() };
}

function grown({ branches }: Branch, part: Part): Branch {
  const known = branches.get(part);
  if (known !== undefined) return known;
  const branch = newBranch();
  branches.set(part, branch);
  take(part, roomOfPart);
  return branch;
}

function take(part: Part, besides: number): void {
  room -= (typeof part === 'string' ? part.length : 0) + roomOfPart + besides;
}

function startAnew(): void {
  resting = found * worthwhile < kept ? restLength : 0;
  memory = new WeakMap();
  [room, kept, found] = [mostRoom, 0, 0];
}
