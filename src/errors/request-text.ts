import { listed } from '../core/listed.ts';
import { layerWordings } from '../messages/layer-wordings.ts';
import { callerRole, layerFacts } from './layer-facts.ts';
import type { ExplainedError } from './explained-error.ts';
import type { Suggestion } from './suggestion.ts';
import { sentenceOf } from './sentences.ts';

const mostOthers = 20;

export const requestForms = ['text', 'markdown', 'jira'] as const;
export type RequestForm = (typeof requestForms)[number];

export interface AskFor {
  readonly owner: string;
  readonly what: string;
  /** Layer, policy and who, as lines of a request. */
  readonly facts: readonly (readonly [name: string, value: string])[];
}

/** Whom to ask for what; undefined where no policy refused. */
export function askForOf(error: ExplainedError, suggestion: Suggestion | undefined): AskFor | undefined {
  const { fields } = error;
  const { action, layer, explicit } = fields;
  const hasOtherReason = layer === undefined && error.rows[0]?.row.saysWhy === true;
  if (action === undefined || hasOtherReason) return undefined;
  const fact = layer === undefined ? undefined : layerFacts[layer];
  const what =
    fact === undefined
      ? 'which policy refuses the call, and a permission or an exception for it'
      : layer === 'identity' && explicit !== true
        ? `a permission for ${action}`
        : fact.exception;
  const others = [...error.callers].filter((caller) => caller !== fields.caller);
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['who', fields.caller],
    ['others', others.length === 0 ? undefined : listed(others.slice(0, mostOthers))],
    ['role', callerRole(fields)],
    ['action', action],
    ['resource', fields.resource],
    ['refused by', layer === undefined ? 'not said by AWS' : wordsOf(layer, explicit)],
    ['policy', fields.policyArn],
    ['error', fields.code],
    ['request id', fields.requestId],
    ['authorization id', fields.authorizationId],
    ['times', error.count > 1 ? String(error.count) : undefined],
  ];
  return {
    owner: fact?.owner(fields) ?? 'whoever manages IAM in the account of the resource',
    what: suggestion?.kind === 'policy' ? `${what}: the policy below` : what,
    facts: rows.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])),
  };
}

function wordsOf(layer: keyof typeof layerWordings, explicit: boolean | undefined): string {
  const { implicit, explicit: inA } = layerWordings[layer];
  return explicit === true ? `an explicit deny in ${inA}` : `no ${implicit} allows it`;
}

/** A text to send to the owner: who, what, which layer, which policy, and the policy wanted. */
export function requestText(
  error: ExplainedError,
  askFor: AskFor,
  suggestion: Suggestion | undefined,
  form: RequestForm,
): string {
  const policy =
    suggestion?.kind === 'policy' ? JSON.stringify(suggestion.document, undefined, 2) : undefined;
  const { title, fact, code } = layouts[form];
  const lines = [
    title(`Access needed: ${error.fields.action ?? ''}`),
    '',
    `${sentenceOf(error)}.`,
    '',
    ...askFor.facts.map(([name, value]) => fact(name, value)),
    '',
    `Wanted from ${askFor.owner}: ${askFor.what}.`,
    ...(policy === undefined ? [] : ['', ...code(policy)]),
  ];
  return `${lines.join('\n')}\n`;
}

const layouts: Readonly<
  Record<
    RequestForm,
    {
      readonly title: (text: string) => string;
      readonly fact: (name: string, value: string) => string;
      readonly code: (text: string) => readonly string[];
    }
  >
> = {
  text: {
    title: (text) => text,
    fact: (name, value) => `${`${name}:`.padEnd(18)}${value}`,
    code: (text) => [text],
  },
  markdown: {
    title: (text) => `### ${text}`,
    fact: (name, value) => `- ${name}: \`${value.replaceAll('`', "'")}\``,
    code: (text) => ['```json', text, '```'],
  },
  jira: {
    title: (text) => `h3. ${text}`,
    fact: (name, value) => `* ${name}: {{${value.replace(/[{}]/g, '')}}}`,
    code: (text) => ['{code:json}', text, '{code}'],
  },
};
