import type { Diagnostic } from '../../../core/evaluation.ts';
import { wholeText, type InnerText } from '../../../formats/inner-text.ts';
import { diagnosticOf } from '../../../formats/problem.ts';
import { toValue } from '../../../formats/tree-value.ts';
import type { HclTemplate } from '../../../formats/hcl-tree.ts';
import type { Node } from '../../../formats/tree.ts';
import { everyPolicy, policiesInText } from '../../../policy/document.ts';
import { isUnknownText, unknownText } from '../../unknown-text.ts';
import { followLocals, type Scope, type Written } from './scope.ts';
import { evaluate, textOf } from './value.ts';

/** What an argument that takes a policy holds. */
export type WrittenPolicy =
  /** The documents, where they are written out. */
  | {
      readonly kind: 'policies';
      readonly written: Written;
      readonly nodes: readonly Node[];
      readonly problems: readonly Diagnostic[];
    }
  /** A document that is a block of its own. */
  | { readonly kind: 'document'; readonly address: string }
  | { readonly kind: 'unknown' };

/** The policy that an expression is; nothing of it is guessed. */
export function policyOf(scope: Scope, use: Written): WrittenPolicy {
  const written = followLocals(scope, use);
  const { source, expression } = written;
  const address = expression.kind === 'traversal' ? documentOf(expression.steps) : undefined;
  if (address !== undefined) return { kind: 'document', address };
  const [part, ...more] = expression.kind === 'template' ? expression.parts : [];
  if (expression.kind === 'template' && (part?.kind !== 'interpolation' || more.length > 0)) {
    const text = alignedText(expression, scope);
    if (text === undefined) return { kind: 'unknown' };
    const { policies, problems } = policiesInText(text);
    return {
      kind: 'policies',
      written,
      nodes: policies,
      problems: problems.map((problem) => diagnosticOf(source, problem)),
    };
  }
  if (part?.kind === 'interpolation') return policyOf(scope, { source, expression: part.expression });
  const node = evaluate(expression, scope);
  if (node.kind === 'string' && isUnknownText(node.value)) return { kind: 'unknown' };
  const { policies, problems } = everyPolicy(wholeText(source.text), node);
  return {
    kind: 'policies',
    written,
    nodes: policies,
    problems: problems.map((problem) => diagnosticOf(source, problem)),
  };
}

/** `data.aws_iam_policy_document.NAME` of a reference to its text. */
export function documentOf(steps: readonly string[]): string | undefined {
  const [data, type, name = '', ...rest] = steps;
  if (data !== 'data' || type !== 'aws_iam_policy_document') return undefined;
  return /^(?:json|minified_json)$/.test(rest.at(-1) ?? '') ? `data.${type}.${name}` : undefined;
}

/**
 * The text of a template with the place of each of its units; undefined where a directive makes it. What is not known is
 * `unknownText`, in quotes of its own where the JSON around it has none.
 */
function alignedText({ parts, inner }: HclTemplate, scope: Scope): InnerText | undefined {
  let text = '';
  const starts: number[] = [];
  const ends: number[] = [];
  let isInString = false;
  for (const part of parts) {
    if (part.kind === 'directive') return undefined;
    const value =
      part.kind === 'text'
        ? part.value
        : part.kind === 'eaten'
          ? `\${${part.text}}`
          : inserted(evaluate(part.expression, scope), isInString);
    const isExact = part.kind === 'text' && value.length === part.end - part.start;
    for (let index = 0; index < value.length; index++) {
      starts.push(isExact ? part.start + index : part.start);
      ends.push(isExact ? part.start + index + 1 : part.end);
    }
    isInString = endsInString(value, isInString);
    text += value;
  }
  const last = parts.at(-1)?.end ?? 0;
  return {
    text,
    map: ({ start, end }) =>
      inner.map({
        start: starts[start] ?? last,
        end: end > start ? (ends[end - 1] ?? last) : (starts[start] ?? last),
      }),
  };
}

function inserted(node: Node, isInString: boolean): string {
  if (isInString) return textOf(node);
  if (node.kind === 'string' && !isUnknownText(node.value)) return node.value;
  return node.kind === 'string' ? JSON.stringify(unknownText) : JSON.stringify(toValue(node));
}

/** Whether a text that is appended leaves a string of JSON open. */
function endsInString(text: string, isInString: boolean): boolean {
  let inside = isInString;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) inside = !inside;
    else if (code === 0x5c && inside) at++;
  }
  return inside;
}
