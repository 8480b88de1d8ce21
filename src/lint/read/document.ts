import type { Diagnostic } from '../../core/evaluation.ts';
import type { Source } from '../../core/source.ts';
import { isUrlEncodedJson, urlDecoded, wholeText, type InnerText } from '../../formats/inner-text.ts';
import { readJson } from '../../formats/json.ts';
import { diagnosticOf, placeOf, type Problem } from '../../formats/problem.ts';
import type { Node } from '../../formats/tree.ts';
import { parseYaml } from '../../formats/yaml.ts';
import { everyPolicy, foreignNode } from '../../policy/document.ts';
import type { Configuration } from '../terraform.ts';
import type { PolicyPlace, ResourceIgnore } from './place.ts';
import { policiesOfPlan } from './plan.ts';
import { policiesOfTemplate } from './template.ts';

/** What a file holds. */
export interface DocumentRead {
  readonly policies: readonly PolicyPlace[];
  /** Under `json/`, `yaml/`, `text/` and the codes of other readers. */
  readonly problems: readonly Diagnostic[];
  /** What the resources of a template set aside. */
  readonly ignores?: readonly ResourceIgnore[];
  /** Policies of which nothing can be told before the deployment. */
  readonly unknown?: number;
  /** What it looks like instead, where it holds no policy and is in order. */
  readonly other?: string;
  /** Of a plan: what it has beside policies. */
  readonly configuration?: Configuration;
}

/** Whether a file is one of a module of Terraform. */
export function isTerraform(file: string): boolean {
  return /\.tf(?:\.json)?$/i.test(file);
}

/** Reads a text by its kind: JSON, or YAML by the name's ending. Never throws. */
export async function readDocument(source: Source): Promise<DocumentRead> {
  return isYaml(source) ? readYaml(source) : readJsonText(source);
}

/** Whether a text is read as YAML: templates may be either. */
export function isYaml({ file, text }: Source): boolean {
  return /\.ya?ml$/i.test(file) || (/\.template$/i.test(file) && !/^\s*[{%]/.test(text));
}

async function readYaml(source: Source): Promise<DocumentRead> {
  const { root, problems } = await parseYaml(source);
  if (root === undefined || problems.length > 0) return { policies: [], problems };
  return policiesOf(source, wholeText(source.text), root);
}

function readJsonText(source: Source): DocumentRead {
  const whole = wholeText(source.text);
  if (!isUrlEncodedJson(source.text)) return readInner(source, whole);
  const read = readInner(source, urlDecoded(whole).inner);
  return { ...read, problems: [...read.problems, encodedNotice(source)] };
}

/** As the API of IAM gives policies out. */
function encodedNotice(source: Source): Diagnostic {
  const start = Math.max(0, source.text.search(/\S/));
  const range = { start, end: start + 3 };
  const message = 'the text is URL-encoded, and is read as what it says';
  return diagnosticOf(source, { code: 'encoding/url', message, range }, 'info');
}

function readInner(source: Source, text: InnerText): DocumentRead {
  const { root, problems } = readJson(text.text, (offset) =>
    placeOf(source, text.map({ start: offset, end: offset }).start),
  );
  if (root === undefined || problems.length > 0) {
    return { policies: [], problems: problems.map((problem) => placed(source, problem, text)) };
  }
  return policiesOf(source, text, root);
}

function placed(source: Source, problem: Problem, { map }: InnerText): Diagnostic {
  return diagnosticOf(source, { ...problem, range: map(problem.range) });
}

function policiesOf(source: Source, text: InnerText, root: Node): DocumentRead {
  const plan = policiesOfPlan(source, root);
  if (plan !== undefined) return plan;
  const template = policiesOfTemplate(source, root);
  if (template !== undefined) return { ...template, problems: [] };
  const { policies, problems } = everyPolicy(text, root);
  return {
    policies: policies.map((node) => ({ node })),
    problems: problems.map((problem) => diagnosticOf(source, problem)),
    ...(policies.length === 0 && problems.length === 0 ? { other: foreignNode(root).looksLike } : {}),
  };
}
