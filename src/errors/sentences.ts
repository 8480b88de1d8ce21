import { listed } from '../core/listed.ts';
import type { ExplainedError } from './explained-error.ts';
import { layerWordings } from '../messages/layer-wordings.ts';
import { callerName, layerFacts, targetName } from './layer-facts.ts';
import type { ShownFields } from './shown-fields.ts';

/** What AWS said, in one sentence: which layer refused what to whom, or what the wording means. */
export function sentenceOf({ fields, rows }: ExplainedError): string {
  const { action, layer, explicit } = fields;
  const [first] = rows;
  const isOfPolicy = layer !== undefined || (first?.row.isRefusal === true && first.row.saysWhy !== true);
  if (action !== undefined && (first === undefined || isOfPolicy)) {
    const to = `${action} to ${callerName(fields)}${onResource(fields)}`;
    if (layer === undefined)
      return explicit === true
        ? `An explicit deny forbids ${to}; AWS does not say in which policy`
        : `AWS refuses ${to}, and does not say which policy decides`;
    const name = layerFacts[layer].names(fields);
    // Of the caller's own policies the name says whose they are.
    const what = callersOwn.has(layer) ? `${action}${onResource(fields)}` : to;
    if (explicit === true) return `${withArticle(name, layer)} forbids ${what}`;
    if (layer === 'identity' || layer === 'scp') return `No ${name} allows ${what}`;
    return `The ${name} does not allow ${what}`;
  }
  if (first !== undefined) return withoutStop(first.meaning);
  const { code, operation } = fields;
  const what = [code ?? 'an error', ...(operation === undefined ? [] : [`of ${operation}`])].join(' ');
  return `An error whose wording is not known here: ${what}`;
}

const callersOwn: ReadonlySet<string> = new Set(['identity', 'boundary', 'session']);

/** There are many identity policies and SCPs, and one of the others. */
function withArticle(name: string, layer: string): string {
  if (layer === 'identity') return `An ${name}`;
  return layer === 'scp' || layer === 'rcp' ? `A ${name}` : `The ${name}`;
}

function onResource(fields: ShownFields): string {
  const { resource } = fields;
  return resource === undefined || resource === '*' ? '' : ` on ${targetName(fields)}`;
}

function withoutStop(text: string): string {
  return text.replace(/\.$/, '');
}

/** The layer in AWS's words. */
export function saidByAws({ layer, explicit, code }: ShownFields): string | undefined {
  if (layer !== undefined) {
    const { implicit, explicit: inOne } = layerWordings[layer];
    return explicit === true ? `explicit deny in ${inOne}` : `no ${implicit} allows it`;
  }
  if (explicit === true) return 'explicit deny, without a layer';
  return code;
}

/** `3 errors of 2 kinds: …`. */
export function summaryOf(all: readonly ExplainedError[], total: number): string {
  const [first] = all;
  if (first === undefined) return 'no error of AWS or its tools is in the text';
  if (all.length === 1) return total > 1 ? `${total} times: ${sentenceOf(first)}` : sentenceOf(first);
  return `${total} errors of ${all.length} kinds: ${listed(all.slice(0, 2).map(sentenceOf))}`;
}
