import type { JsonLines, KnownLines } from '../../core/answer.ts';
import { IamxError } from '../../core/error.ts';
import type { Diagnostic, Span } from '../../core/evaluation.ts';
import type { Host } from '../../core/host.ts';
import { source as sourceOf, spanOf, type Source } from '../../core/source.ts';
import { parseJson } from '../../formats/json.ts';
import type { Line } from '../../formats/jsonl.ts';
import { prepare } from '../prepare.ts';
import type { Case } from '../question.ts';
import { quickDependencesOf } from './keys-in-play.ts';
import { resultLine } from './result-line.ts';
import { hasTrustPolicy } from '../decision/trust.ts';
import { newLibrary, type CompiledPolicies, type Library } from '../scenario/library.ts';
import { questionOf } from './fast-question.ts';
import type { Reading } from '../scenario/fields.ts';
import { noPolicies, readPolicyRefs, type PolicyRefs } from '../scenario/policies.ts';
import { scanLine, type Recognise, type Slices } from './scan.ts';
import { slowAnswerer, type StreamOptions } from './law.ts';
import { simulate, type Simulated } from '../decision/simulate.ts';
import { explained } from '../answer/explained.ts';
import { mayHaveNotes } from '../answer/may-have-notes.ts';
import { readQuestion } from '../scenario/question.ts';
import type { Ran } from '../scenario/run.ts';
import { diagnosticsOf, movedTo, type Offset } from './diagnostics.ts';

/** Answers the lines of one file, in their order. */
export interface LineAnswerer {
  /** The line's results, each on a line of its own; empty for an empty line. A promise where a file is read first. */
  readonly answer: (line: Line) => JsonLines | Promise<JsonLines>;
}

/** The policies of a line: many lines have the same text. */
interface KnownPolicies {
  readonly text: string;
  readonly refs: PolicyRefs;
  readonly source: Source;
  ordinary: CompiledPolicies | undefined;
  trust: CompiledPolicies | undefined;
}

/** Texts of `policies` that are kept, and their length together; then the memory starts anew. */
const mostTexts = 16 * 1024;
const mostCharacters = 8 * 1024 * 1024;
/** A text with policies inside is kept with all of them compiled: it counts as so many that only name theirs. */
const weightOfInline = 32;
/** The newest texts, which are tried before one is cut out and hashed. */
const mostRecent = 2;

export function lineAnswerer(host: Host, file: string, options: StreamOptions): LineAnswerer {
  const { now, region, strict, steps, seen } = options;
  const library = newLibrary(host);
  const policies = newPolicyMemory(file);
  const emptySource = sourceOf(file, '');
  const none: KnownPolicies = {
    text: '',
    refs: noPolicies,
    source: emptySource,
    ordinary: undefined,
    trust: undefined,
  };

  const fast = (line: Line): JsonLines | Promise<JsonLines> | undefined => {
    const slices = scanLine(line, policies.recognise);
    if (slices === undefined || !isPlainExpectation(slices.expect)) return undefined;
    const question = questionOf(slices.request);
    const name = slices.name === undefined ? undefined : plainName(slices.name);
    if (question === undefined || (slices.name !== undefined && name === undefined)) return undefined;
    const known = slices.known ?? (slices.policies === undefined ? none : policies.read(slices.policies));
    if (known === undefined) return undefined;
    const { cases, notices } = prepare(question, {
      now,
      region,
      strict,
      place: placesIn(file, line, slices),
      hasEndpointPolicy: known.refs.endpoint.length > 0,
    });
    for (const { request } of cases) {
      const isReady = hasTrustPolicy(request) ? known.trust : known.ordinary;
      if (isReady === undefined) {
        return compileFor(library, known, cases).then(() =>
          isCompiled(known, cases) ? answer(line, slices, name, known, cases, notices) : slow(line),
        );
      }
    }
    return answer(line, slices, name, known, cases, notices);
  };

  const answer = (
    line: Line,
    slices: Slices<KnownPolicies>,
    name: string | undefined,
    known: KnownPolicies,
    cases: readonly Case[],
    notices: readonly Diagnostic[],
  ): JsonLines | Promise<JsonLines> => {
    const answers = cases.map((each) => simulate(each, compiledFor(known, each).set));
    // What was expected and is not so has its place, too.
    if (slices.expect !== undefined && answers.some(({ decision }) => `"${decision}"` !== slices.expect)) {
      return slow(line);
    }
    const offset = { file, line: line.number, columns: slices.policiesStart };
    const ran = { notices, warnings: warningsFor(known, cases) };
    const told = answers.map((simulated) => allDiagnostics(simulated, ran, offset));
    // How a command is written the shell decides, and the border knows the shell.
    if (told.some((diagnostics) => diagnostics.some(holdsCommand))) return slow(line);
    const lines = answers.map((simulated, at) => {
      seen(simulated.decision);
      const diagnostics = told[at] ?? nothing;
      return resultLine(simulated, quickDependencesOf(simulated), name, diagnostics, offset);
    });
    const [only] = lines;
    return lines.length === 1 && only !== undefined ? only : joined(lines);
  };

  const slow = slowAnswerer(file, library, options);

  return {
    answer: (line) => {
      if (line.text === '' ? !line.tooLong : /^\s*$/.test(line.text)) return '';
      // A return within the line would be counted as a line end by one of the two alone.
      if (steps || line.tooLong || line.text.includes('\r')) return slow(line);
      let answered: JsonLines | Promise<JsonLines> | undefined;
      try {
        answered = fast(line);
      } catch (error) {
        if (!(error instanceof IamxError)) throw error;
      }
      if (answered === undefined) return slow(line);
      return answered instanceof Promise
        ? answered.catch((error: unknown) => {
            if (!(error instanceof IamxError)) throw error;
            return slow(line);
          })
        : answered;
    },
  };
}

const nothing: readonly Diagnostic[] = [];

function holdsCommand({ hint = '' }: Diagnostic): boolean {
  return typeof hint !== 'string';
}

function joined(lines: readonly KnownLines[]): JsonLines {
  return {
    text: lines.map(({ text }) => text).join(''),
    fresh: lines.map(({ fresh }) => fresh).join(''),
  };
}

/** Mostly there is nothing to say, which is seen without looking at each comparison. */
function allDiagnostics(
  simulated: Simulated,
  ran: Pick<Ran, 'notices' | 'warnings'>,
  offset: Offset,
): readonly Diagnostic[] {
  const isQuiet = ran.notices.length + ran.warnings.length + simulated.case.notices.length === 0;
  if (isQuiet && !mayHaveNotes(simulated)) return nothing;
  return diagnosticsOf(ran, explained({ name: undefined, simulated }), movedTo(offset));
}

function compiledFor({ trust, ordinary }: KnownPolicies, { request }: Case): CompiledPolicies {
  const compiled = hasTrustPolicy(request) ? trust : ordinary;
  if (compiled === undefined) throw new Error('the policies are not compiled');
  return compiled;
}

/** As `runQuestion` gives them: those of each grammar that one of the cases asks for. */
function warningsFor(known: KnownPolicies, cases: readonly Case[]): readonly Diagnostic[] {
  const { trust, ordinary } = known;
  if ((trust?.warnings.length ?? 0) + (ordinary?.warnings.length ?? 0) === 0) return nothing;
  const isAsked = (compiled: CompiledPolicies) => cases.some((each) => compiledFor(known, each) === compiled);
  return [ordinary, trust].flatMap((compiled) =>
    compiled !== undefined && isAsked(compiled) ? compiled.warnings : [],
  );
}

/** Where the fields of a line stand, found when something is to be said of one. */
function placesIn(
  file: string,
  { text, number }: Line,
  { request, requestStart }: Slices<KnownPolicies>,
): (field: string) => Span {
  let reading: Reading | undefined;
  return (field) => {
    reading ??= readPlaces(file, request);
    const { places } = reading;
    const found = places.get(field) ?? places.get(field.split('/', 1)[0] ?? '');
    const range =
      found === undefined
        ? { start: text.search(/\S/), end: text.trimEnd().length }
        : { start: found.start + requestStart, end: found.end + requestStart };
    return { ...spanOf(sourceOf(file, text), range), line: number, endLine: number };
  };
}

function readPlaces(file: string, request: string): Reading {
  const reading: Reading = { problems: [], places: new Map() };
  const { root } = parseJson(sourceOf(file, request));
  const key = { kind: 'string', value: 'request', start: 0, end: 0 } as const;
  if (root !== undefined) readQuestion(reading, { key, value: root }, root);
  return reading;
}

function isCompiled({ trust, ordinary }: KnownPolicies, cases: readonly Case[]): boolean {
  return cases.every(({ request }) => (hasTrustPolicy(request) ? trust : ordinary) !== undefined);
}

/** A policy that is none as a trust policy may be one as a bucket policy: each is asked for when it is needed. */
async function compileFor(library: Library, known: KnownPolicies, cases: readonly Case[]): Promise<void> {
  const { refs, source } = known;
  const asTrust = new Set(cases.map(({ request }) => hasTrustPolicy(request)));
  const compile = async (which: 'ordinary' | 'trust') => {
    if (known[which] !== undefined || !asTrust.has(which === 'trust')) return;
    known[which] = await library.compile(refs, source, which === 'trust');
  };
  await Promise.allSettled([compile('ordinary'), compile('trust')]);
}

function newPolicyMemory(file: string) {
  const byText = new Map<string, KnownPolicies>();
  let recent: readonly KnownPolicies[] = [];
  let characters = 0;
  let weight = 0;
  /**
   * What stands here is a whole object, so that nothing longer can stand here. The last ones are tried; else, where
   * the line ends with `policies`, its text is looked up without being read.
   */
  const recognise: Recognise<KnownPolicies> = (within, at, end) => {
    // A part that is cut out is compared word by word; `startsWith` goes character by character.
    for (const known of recent) if (within.slice(at, at + known.text.length) === known.text) return known;
    return within.charCodeAt(end - 1) === closeBrace ? byText.get(within.slice(at, end - 1)) : undefined;
  };
  const read = (text: string): KnownPolicies | undefined => {
    const known = byText.get(text) ?? parsePolicies(file, text);
    if (known === undefined) return undefined;
    if (weight >= mostTexts || characters > mostCharacters) {
      byText.clear();
      characters = 0;
      weight = 0;
    }
    if (!byText.has(known.text)) {
      byText.set(known.text, known);
      characters += text.length;
      weight += hasInline(known.refs) ? weightOfInline : 1;
    }
    recent = [known, ...recent].slice(0, mostRecent);
    return known;
  };
  return { recognise, read };
}

const closeBrace = 0x7d;

function hasInline(refs: PolicyRefs): boolean {
  return Object.values(refs).some((levels) => levels.flat().some(({ kind }) => kind === 'inline'));
}

function parsePolicies(file: string, slice: string): KnownPolicies | undefined {
  // A copy: a part of a string keeps the whole piece of input in memory.
  const text = ` ${slice}`.slice(1);
  const source = sourceOf(file, text);
  const { root, problems } = parseJson(source);
  if (root === undefined || problems.length > 0) return undefined;
  const reading: Reading = { problems: [], places: new Map() };
  const refs = readPolicyRefs(reading, {
    key: { kind: 'string', value: 'policies', start: 0, end: 0 },
    value: root,
  });
  if (reading.problems.length > 0) return undefined;
  return { text, refs, source, ordinary: undefined, trust: undefined };
}

const plainExpectations = new Set(['"allowed"', '"implicitDeny"', '"explicitDeny"', '"conditional"']);

function isPlainExpectation(raw: string | undefined): boolean {
  return raw === undefined || plainExpectations.has(raw);
}

/** The name as `JSON.stringify` writes it; undefined where the text is not JSON. */
function plainName(raw: string): string | undefined {
  if (/^"[ !#-[\]-~]*"$/.test(raw)) return raw;
  try {
    return JSON.stringify(JSON.parse(raw));
  } catch {
    return undefined;
  }
}
