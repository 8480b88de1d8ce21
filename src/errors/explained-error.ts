import type { FoundError } from '../messages/found-error.ts';
import { matchRows } from '../messages/match-rows.ts';
import type { MessageRow } from '../messages/message-row.ts';
import { meaningOf } from './meaning.ts';
import { shownFields, shownRoleArn, shownUserArn, type ShownFields } from './shown-fields.ts';

/** One error, or equal ones, with what is known of it. */
export interface ExplainedError {
  readonly fields: ShownFields;
  /** The most specific first; empty where nobody knows the wording. */
  readonly rows: readonly { readonly row: MessageRow; readonly meaning: string }[];
  /** What the wording names beside the refusal, as far as it may be shown. */
  readonly named: { readonly role?: string; readonly user?: string; readonly service?: string };
  readonly hasEncodedMessage: boolean;
  /** The text holds more of the refusal than may be shown, so that it cannot be asked about. */
  readonly isCut: boolean;
  /** As it stands in the text, for whoever sends it to AWS; never shown. */
  readonly text: string;
  /** Who met it, as far as they may be shown: of equal ones all count. */
  readonly callers: Set<string>;
  count: number;
}

export function explainError(error: FoundError): ExplainedError {
  const matched = matchRows(error);
  const profile = matched[0]?.groups['profile'];
  const fields = shownFields(profile === undefined ? error : { ...error, profile });
  const rows = matched.map(({ row, groups }) => ({ row, meaning: meaningOf(row, groups, error.text) }));
  const { caller, resource } = error.denial;
  const isCut =
    (caller !== undefined && fields.caller === undefined) ||
    (resource !== undefined && fields.resource === undefined);
  return {
    fields,
    rows,
    named: namedIn(matched[0]?.groups ?? {}),
    hasEncodedMessage: error.hasEncodedMessage,
    isCut,
    text: error.text,
    callers: new Set(fields.caller === undefined ? [] : [fields.caller]),
    count: 1,
  };
}

function namedIn({
  role,
  principal,
  service,
}: Readonly<Record<string, string | undefined>>): ExplainedError['named'] {
  const arn = shownRoleArn(role);
  const user = shownUserArn(principal);
  return {
    ...(user === undefined ? {} : { user }),
    ...(arn === undefined ? {} : { role: arn }),
    ...(service !== undefined && servicePrincipal.test(service) ? { service } : {}),
  };
}

const servicePrincipal = /^[a-z][a-z0-9-]{1,40}(?:\.[a-z0-9-]{1,40})?\.amazonaws\.com(?:\.cn)?$/;

const mostGroups = 1000;
const mostCallers = 1000;

/**
 * Equal errors are counted: by action, resource and layer with its policy, whoever called; by the row where nothing was
 * refused.
 */
export class ErrorGroups {
  readonly #groups = new Map<string, ExplainedError>();
  total = 0;
  /** Errors that are in none of the groups: there were too many kinds. */
  left = 0;

  add(error: FoundError): void {
    this.total += 1;
    const explained = explainError(error);
    const { code, operation, action, resource, layer, explicit, policyArn } = explained.fields;
    const row = explained.rows[0]?.row.id;
    const key = JSON.stringify(
      action === undefined
        ? [row, code, operation]
        : [row, action, resource, layer, explicit, policyArn, explained.hasEncodedMessage],
    );
    const known = this.#groups.get(key);
    if (known !== undefined) {
      known.count += 1;
      for (const caller of explained.callers) if (known.callers.size < mostCallers) known.callers.add(caller);
    } else if (this.#groups.size < mostGroups) this.#groups.set(key, explained);
    else this.left += 1;
  }

  get all(): readonly ExplainedError[] {
    return [...this.#groups.values()];
  }
}

/** What an answer rests on, the strongest first. */
export type { Basis } from '../documents/explain-error.ts';
