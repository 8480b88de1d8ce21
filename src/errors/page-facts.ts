import type { Elastic, Field, Text } from '../core/page.ts';
import type { ErrorAnswer } from './answer.ts';
import type { Basis } from './explained-error.ts';
import { callerRole, editedIs, layerFacts } from './layer-facts.ts';
import { turns } from './page-turns.ts';
import { saidByAws } from './sentences.ts';

const basisWords: Readonly<Record<Basis, string>> = {
  'authorization-details': 'AWS’s own authorization details',
  'encoded-message': 'the message that AWS decoded',
  text: 'the text of the error',
  none: 'nothing',
};

/** All rows, or those that no other line of the page says. */
export function factsPart(answer: ErrorAnswer): Elastic {
  return {
    kind: 'elastic',
    most: 1,
    gives: [{ turn: turns.facts, to: 0 }],
    blocks: (count) => [{ kind: 'fields', rows: factsOf(answer, count > 0) }],
  };
}

function factsOf(
  { error, dependentOf, permission, here, suggestion, basis = 'text' }: ErrorAnswer,
  isWhole: boolean,
): readonly Field[] {
  const { fields } = error;
  const { layer, policyArn, caller, resource, operation } = fields;
  const rows: Field[] = [];
  const add = (name: string, value: Text | undefined, note?: string): void => {
    if (value !== undefined) rows.push({ name, value, ...(note === undefined ? {} : { note }) });
  };
  // The first line says the layer.
  if (isWhole || layer === undefined) add('said by AWS', saidByAws(fields));
  if (fields.action === undefined && error.rows.length === 0) add('message', fields.message);
  add(
    'call',
    dependentOf ?? operation,
    dependentOf !== undefined
      ? `needs ${fields.action ?? ''} besides`
      : permission === undefined
        ? undefined
        : `needs ${permission}`,
  );
  const others = error.callers.size - 1;
  add('who', caller, others > 0 ? `and ${others} other${others === 1 ? '' : 's'} for the same` : undefined);
  const edited = editedIs(fields);
  add(
    'edited is',
    edited,
    isWhole && edited === callerRole(fields)
      ? 'a session has no policies of its own; a path before the name is not told'
      : undefined,
  );
  add('resource', resource);
  add('policy', policyArn);
  if (layer !== undefined) {
    add('whose', layerFacts[layer].owner(fields));
    add('not the cause', layerFacts[layer].notTheCause);
  }
  if (error.isCut) add('not shown', 'what the text names is not shown whole: it may hold a secret');
  if (fields.authorizationId !== undefined && basis === 'text')
    add(
      'kept by AWS',
      `authorization id ${fields.authorizationId}`,
      `for a day${inRegion(fields.authorizationRegion)}`,
    );
  if (here !== undefined) add('used here', here.used, here.note);
  const isOfPolicy = error.rows[0]?.row.saysWhy !== true;
  if (suggestion?.kind === 'none' && fields.action !== undefined && isOfPolicy)
    add('no policy', suggestion.because);
  if (isWhole || basis !== 'text') add('rests on', error.rows.length === 0 ? undefined : basisWords[basis]);
  return rows;
}

function inRegion(region: string | undefined): string {
  return region === undefined ? '' : ` in ${region}`;
}
