import type { Diagnostic } from '../core/evaluation.ts';
import { IamxError } from '../core/error.ts';
import { jsonValue } from '../core/json-value.ts';
import type { ExplainErrorDocument } from '../documents/explain-error.ts';
import type { ErrorAnswer } from '../errors/answer.ts';
import { dependentOf } from '../errors/dependent.ts';
import { toDocument } from '../errors/document.ts';
import { ErrorGroups, type ExplainedError } from '../errors/explained-error.ts';
import { askForOf } from '../errors/request-text.ts';
import { scenarioOf } from '../errors/scenario.ts';
import type { ShownFields } from '../errors/shown-fields.ts';
import {
  offerFor,
  onlyOf,
  questionOf,
  refusalOf,
  refusedQuestion,
  suggestionOf,
  type Offer,
  type Suggestion,
} from '../errors/suggestion.ts';
import { dangersIn } from '../errors/suggestion-advice.ts';
import { errorReader } from '../messages/error-reader.ts';
import { readRecords } from '../messages/read-record.ts';
import { safePlain } from '../output/safe-document.ts';
import { prepare } from '../policy/prepare.ts';
import { compileGiven } from './layers.ts';
import { lint } from './lint.ts';
import { readPolicies } from './policies.ts';
import { noTime } from './request.ts';
import { kindOf, misused } from './values.ts';

/** Beyond these an error is counted, and not tried with a policy. */
const mostExplained = 20;

/**
 * What errors of AWS or its tools in a text mean: an error alone, a log, or the JSON of one. What `iamx explain-error --json`
 * says without looking at this machine. What looks like a secret is hidden. Throws `IamxError` where it is no text
 * (`usage`). The catalogue and its sources: docs/errors.md.
 */
export function explainError(text: string): ExplainErrorDocument {
  const given: unknown = text;
  if (typeof given !== 'string') {
    const hint = 'Hand in the text of an error, or of a log.';
    throw misused('usage', 'text', `\`text\` is ${kindOf(given)}, not a text`, hint);
  }
  const groups = groupsIn(given);
  const answers = groups.all.map((error, index) => (index < mostExplained ? answerTo(error) : { error }));
  // A log is no property of the caller alone, as policies are: whoever shows the answer need not look for secrets.
  return safePlain(
    toDocument({
      answers,
      total: groups.total,
      basis: answers.length > 0 ? 'text' : 'none',
      diagnostics: noticesOf(groups),
    }),
  );
}

function groupsIn(text: string): ErrorGroups {
  const groups = new ErrorGroups();
  const records = /^[\s\uFEFF]*[{[]/.test(text) ? readRecords(parsed(text)) : [];
  for (const record of records) groups.add(record);
  if (records.length > 0) return groups;
  const reader = errorReader((error) => groups.add(error));
  reader.feed(text);
  reader.end();
  return groups;
}

function parsed(text: string): unknown {
  return jsonValue(text);
}

function answerTo(error: ExplainedError): ErrorAnswer {
  const { fields } = error;
  const dependent = fields.operation === undefined ? undefined : dependentOf(fields);
  const suggestion = fields.action === undefined ? undefined : suggest(fields);
  const askFor = askForOf(error, suggestion);
  const scenario = scenarioOf(fields);
  return {
    error,
    ...(dependent === undefined ? {} : { dependentOf: dependent }),
    ...(askFor === undefined ? {} : { askFor }),
    ...(suggestion === undefined ? {} : { suggestion }),
    ...(scenario === undefined ? {} : { scenario }),
  };
}

function suggest(fields: ShownFields): Suggestion {
  const offer = offerFor(fields);
  if (offer.kind !== 'offer') return offer;
  const refused = refusalOf(tried(offer));
  if (refused !== undefined) return { kind: 'none', because: refused };
  return suggestionOf(offer, dangersIn(lint(offer.document, { type: 'identity' }).findings));
}

/** Decides the refused request under the policy alone. */
function tried(offer: Offer) {
  const question = questionOf(offer);
  if (question === undefined) throw new Error('the question misses what it needs');
  try {
    const { decideFor } = compileGiven(readPolicies({ identity: offer.document }));
    const { cases } = prepare(question, { ...noTime, hasEndpointPolicy: false });
    return onlyOf(cases.map(decideFor));
  } catch (error) {
    if (!(error instanceof IamxError)) throw error;
    return refusedQuestion(error);
  }
}

function noticesOf({ total, left }: ErrorGroups): readonly Diagnostic[] {
  if (total === 0) {
    const message = 'no error of AWS or its tools is in the text';
    return [{ code: 'explain-error/none', severity: 'warning', message }];
  }
  if (left === 0) return [];
  const message = `${left} errors of other kinds are counted, but not listed`;
  return [{ code: 'explain-error/more', severity: 'info', message }];
}
