import { errorOfProblems, IamxError } from '../core/error.ts';
import type { Diagnostic } from '../core/evaluation.ts';
import type { Host } from '../core/host.ts';
import { nameOfFile } from '../core/place.ts';
import { spanOf, type Range, type Source } from '../core/source.ts';
import { readJson } from '../formats/json.ts';
import {
  inFile,
  isUrlEncodedJson,
  textInString,
  urlDecoded,
  wholeText,
  type InnerText,
} from '../formats/inner-text.ts';
import { diagnosticOf, placeOf, quoted, type Problem } from '../formats/problem.ts';
import { readTextFile } from '../formats/read-source.ts';
import { rootOf, syntaxError } from '../formats/syntax-error.ts';
import type { TextFile } from '../formats/text.ts';
import type { Node, ObjectNode } from '../formats/tree.ts';
import { parseYaml } from '../formats/yaml.ts';
import { otherType } from './document/other-type.ts';
import { parsePolicy } from './document/parse.ts';
import type { Policy, PolicyType } from './policy.ts';
import { everyPolicy, policiesInText } from './document/load/every-policy.ts';
import { findPolicies, isBarePolicy } from './document/load/forms.ts';
import { withoutSecretValues } from '../output/without-secrets.ts';
import { foreignNode, foreignText, isYamlPolicy, type Foreign } from './document/load/foreign.ts';

export { everyPolicy, parsePolicy, policiesInText };
export { foreignNode } from './document/load/foreign.ts';

export interface LoadedPolicy {
  readonly policy: Policy;
  /** What is odd and still has one meaning, each with its place. */
  readonly warnings: readonly Diagnostic[];
}

/** What is being read, for messages: `source` is the file that every place is in. */
interface Loading {
  readonly source: Source;
  readonly type: PolicyType;
  readonly name: string;
  readonly warnings: Diagnostic[];
}

/**
 * The policy of a file, in any form of R114: JSON, or YAML by the name's ending; `-` is standard input. Throws
 * `json-syntax`, `yaml-syntax`, `not-a-policy`, `invalid-policy`, and what reading a file throws.
 */
export async function loadPolicy(host: Host, path: string, type: PolicyType): Promise<LoadedPolicy> {
  return policyFromFile(await readTextFile(host, path), path, type);
}

/** The same of a file that has been read. */
export async function policyFromFile(
  { source, notices }: TextFile,
  path: string,
  type: PolicyType,
): Promise<LoadedPolicy> {
  const name = nameOfFile(path);
  const loading: Loading = { source, type, name, warnings: [...notices] };
  const isYaml = /\.ya?ml$/i.test(path) || (path === '-' && isYamlPolicy(source.text));
  if (!isYaml) return loadText(loading, wholeText(source.text));
  const parsed = await parseYaml(source);
  const whole = wholeText(source.text);
  const foreign = parsed.problems.length === 0 ? undefined : foreignText(source.text);
  if (foreign !== undefined) throw notPolicy(loading, foreign, firstLine(whole));
  return loadNode(loading, whole, rootOf(parsed));
}

/** The policy of a JSON text. Throws `json-syntax`, `not-a-policy` and `invalid-policy`. */
export function policyFromText(source: Source, type: PolicyType, name: string): LoadedPolicy {
  return loadText({ source, type, name, warnings: [] }, wholeText(source.text));
}

/** The policy that stands in a document, as in a scenario. Throws as `policyFromText`. */
export function policyFromNode(source: Source, node: Node, type: PolicyType, name: string): LoadedPolicy {
  return loadNode({ source, type, name, warnings: [] }, wholeText(source.text), node);
}

function loadText(loading: Loading, given: InnerText): LoadedPolicy {
  const text = isUrlEncodedJson(given.text) ? takeOffUrlEncoding(loading, given) : given;
  const { source } = loading;
  const { root, problems } = readInner(loading, text);
  const foreign = problems.length === 0 ? undefined : foreignText(text.text);
  if (foreign !== undefined) throw notPolicy(loading, foreign, firstLine(text));
  return loadNode(loading, text, rootOf({ source, root, problems: placed(source, problems, text) }));
}

function readInner({ source }: Loading, { text, map }: InnerText): ReturnType<typeof readJson> {
  return readJson(text, (offset) => placeOf(source, map({ start: offset, end: offset }).start));
}

function placed(source: Source, problems: readonly Problem[], { map }: InnerText): readonly Diagnostic[] {
  return problems.map((problem) => diagnosticOf(source, { ...problem, range: map(problem.range) }));
}

/**
 * IAM's APIs encode by RFC 3986, where `+` is itself; other tools write it for a space. The second is meant where
 * only so a JSON text comes out.
 */
function takeOffUrlEncoding(loading: Loading, given: InnerText): InnerText {
  const { source } = loading;
  const { inner, problems } = urlDecoded(given);
  if (problems.length > 0) {
    throw syntaxError(
      source,
      problems.map((problem) => diagnosticOf(source, problem)),
    );
  }
  const plus = given.text.indexOf('+');
  if (plus === -1) return inner;
  if (readInner(loading, inner).problems.length > 0) {
    const spaced = urlDecoded({ ...given, text: given.text.replaceAll('+', ' ') }).inner;
    if (readInner(loading, spaced).problems.length === 0) return spaced;
  }
  const problem = {
    code: 'policy/plus-sign',
    message: 'the URL-encoded text holds a `+`, which is taken as it stands',
    hint: 'Write `%20` for a space and `%2B` for a plus sign.',
    range: given.map({ start: plus, end: plus + 1 }),
  };
  loading.warnings.push(diagnosticOf(loading.source, problem, 'warning'));
  return inner;
}

/** `node` is a part of `text`: its ranges are not the file's yet. */
function loadNode(loading: Loading, text: InnerText, node: Node): LoadedPolicy {
  if (node.kind === 'string') return loadString(loading, textInString(text, node), node.value);
  if (node.kind !== 'object') throw notPolicy(loading, foreignNode(node), text.map(node));
  if (isBarePolicy(node)) return loadDocument(loading, text, node);
  const [found, another] = findPolicies(node);
  if (found === undefined) throw notPolicy(loading, foreignNode(node), text.map(node));
  if (another !== undefined) throw severalPolicies(loading, text, [found.node, another.node]);
  if (found.duplicate !== undefined) throw duplicateWrapper(loading, text, found.duplicate.key);
  return loadNode(loading, text, found.node);
}

function loadString(loading: Loading, inner: InnerText, value: string): LoadedPolicy {
  if (value.trim() !== '') return loadText(loading, inner);
  const foreign = {
    looksLike: 'an empty text',
    hint: 'Nothing is attached there, or the wrong field was saved.',
  };
  throw notPolicy(loading, foreign, inner.map({ start: 0, end: value.length }));
}

function loadDocument(loading: Loading, text: InnerText, node: ObjectNode): LoadedPolicy {
  const { source, type, name, warnings } = loading;
  const { policy, problems: found } = parsePolicy(source, inFile(text, node), type, name);
  const problems = withoutSecretValues(source, found);
  if (policy === undefined) {
    const other = otherType(type, node, name, problems);
    if (other !== undefined) {
      const span = spanOf(source, text.map(other.place));
      throw new IamxError('invalid-policy', `${quoted(name)} ${other.message}`, {
        hint: other.hint,
        span,
        source,
      });
    }
    throw errorOfProblems('invalid-policy', [...warnings, ...problems], { source });
  }
  return { policy, warnings: [...warnings, ...problems] };
}

function notPolicy({ source, name }: Loading, { looksLike, hint }: Foreign, range: Range): IamxError {
  const message = `${quoted(name)} is not a policy: it looks like ${looksLike}`;
  return new IamxError('not-a-policy', message, { hint, span: spanOf(source, range) });
}

/** The first line with anything on it. */
function firstLine({ text, map }: InnerText): Range {
  const start = Math.max(0, text.search(/\S/));
  const length = text.slice(start).search(/[\r\n]/);
  return map({ start, end: length === -1 ? text.length : start + length });
}

function severalPolicies({ source, name }: Loading, { map }: InnerText, nodes: readonly Node[]): IamxError {
  const places = nodes.map((node) => placeOf(source, map(node).start));
  const message = `${quoted(name)} holds several policies, at ${places.join(' and ')}`;
  return new IamxError('not-a-policy', message, { hint: 'Save the one you mean in a file of its own.' });
}

function duplicateWrapper(
  { source }: Loading,
  { map }: InnerText,
  key: Extract<Node, { kind: 'string' }>,
): IamxError {
  const problem = {
    code: 'policy/duplicate-key',
    message: `${quoted(key.value)} stands here twice`,
    hint: 'Keep one of them.',
    range: map(key),
  };
  return errorOfProblems('invalid-policy', [diagnosticOf(source, problem)], { source });
}
