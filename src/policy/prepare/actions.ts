import { actionsMatching, findAction } from '../../data/actions.ts';
import type { Action } from '../../data/service-table.ts';
import { listed } from '../../core/listed.ts';
import { actionOfOperation, severalActions } from '../../data/api-names.ts';
import { dataVersions } from '../../data/versions.ts';
import { lowerCase } from '../../data/lower-case.ts';
import { findService } from '../../data/services.ts';
import { suggestAction, suggestService } from '../../data/suggest-action.ts';
import { quoted } from '../../formats/problem.ts';
import type { Remark, ValueProblem } from './findings.ts';
import { remember } from '../../core/remember.ts';

/** One action of a question, with what the data says about it. */
export interface AskedAction {
  /** In AWS's spelling where the data knows it, else as written (R112). */
  readonly name: string;
  readonly key: string;
  readonly known: Action | undefined;
  /** One of `sts:AssumeRole*`: it takes session tags and a source identity, and a role as its resource. */
  readonly assumesRole: boolean;
}

export interface Asked {
  readonly action: AskedAction;
  /** A pattern stood for the action, nobody named it: that it cannot be asked with some resource is no mistake. */
  readonly fromPattern: boolean;
}

export type ReadAction =
  | {
      readonly kind: 'actions';
      readonly asked: readonly Asked[];
      /** The name is an operation's, which AWS asks as this action (R902). */
      readonly remark: Remark | undefined;
      /** An action that the data does not know: AWS could not be asked it, as far as that goes (R916). */
      readonly unknown: Remark | undefined;
    }
  | (ValueProblem & { readonly kind: 'problem' });

const form = 'The form is `service:Name`, as in `s3:GetObject`.';
const assumeRoles = new Set(['sts:assumerole', 'sts:assumerolewithsaml', 'sts:assumerolewithwebidentity']);

/** Reads one `action` of a question; wildcards stand for the actions that exist (R202, R206). */
export const readAction: (text: string) => ReadAction = remember(4096, parseAction);

function parseAction(text: string): ReadAction {
  if (text.trim() === '') return namedProblem('the action is empty', form);
  if (!/^[a-z0-9-]+:[a-z0-9-]+$/i.test(text)) return parseUnusual(text);
  const known = findAction(text);
  if (known === undefined) return readOperation(text);
  return one(known.name, known, undefined, undefined);
}

function one(
  name: string,
  known: Action | undefined,
  remark: Remark | undefined,
  unknown: Remark | undefined,
): ReadAction {
  return { kind: 'actions', asked: [{ action: actionOf(name, known), fromPattern: false }], remark, unknown };
}

/** R902, R903: the name of an operation of the API, which is one permission of another name, or several. */
function readOperation(text: string): ReadAction {
  const key = lowerCase(text);
  const several = severalActions.get(key);
  if (several !== undefined) {
    return one(text, undefined, undefined, {
      code: 'several-actions',
      message: `${quoted(text)} is no action: AWS asks it as ${listed(several.map(quoted), 4, 'and')}`,
      hint: 'Ask each of them, on its own resource: the source is read, the destination is written.',
    });
  }
  const action = actionOfOperationIn(key);
  if (action === undefined) return one(text, undefined, undefined, describeUnknown(text));
  return one(
    action,
    findAction(action),
    {
      code: 'operation-name',
      message: `${quoted(text)} is no action: AWS asks the operation as \`${action}\`, and that was decided`,
      hint: `Write \`${action}\`.`,
    },
    undefined,
  );
}

let byOperation: ReadonlyMap<string, string> | undefined;

function actionOfOperationIn(key: string): string | undefined {
  byOperation ??= new Map(
    [...actionOfOperation].map(([operation, action]) => [lowerCase(operation), action]),
  );
  return byOperation.get(key);
}

function parseUnusual(text: string): ReadAction {
  if (/^[a-z0-9*?-]+:[a-z0-9*?-]+$/i.test(text) || /^\*+$/.test(text)) return expand(text);
  const near = nearestTo(text);
  const hint = near === undefined ? form : `Did you mean \`${near}\`?`;
  if (text !== text.trim()) return namedProblem(`the action ${quoted(text)} has white space around it`, hint);
  if (/^arn:/i.test(text)) return namedProblem(`${quoted(text)} is an ARN, not an action`, form);
  if (!text.includes(':')) return namedProblem(`the action ${quoted(text)} names no service`, hint);
  return namedProblem(`${quoted(text)} is not an action`, hint);
}

function expand(pattern: string): ReadAction {
  const names = actionsMatching(pattern);
  if (names.length === 0) {
    const near = suggestAction(pattern);
    const service = pattern.slice(0, pattern.indexOf(':'));
    const hint = near === undefined ? 'Look for a slip of the keyboard in it.' : `Did you mean \`${near}\`?`;
    return /[*?]/.test(service) || findService(service) !== undefined
      ? namedProblem(`no action matches ${quoted(pattern)}`, hint)
      : problem(`there is no service ${quoted(service)}: ${quoted(pattern)}`, hint);
  }
  return {
    kind: 'actions',
    asked: names.map((name) => ({ action: actionOf(name, findAction(name)), fromPattern: true })),
    remark: undefined,
    unknown: undefined,
  };
}

/** An action as it is asked: with what the data knows of it. */
export function actionOf(name: string, known: Action | undefined): AskedAction {
  const key = lowerCase(name);
  return { name, key, known, assumesRole: assumeRoles.has(key) };
}

/** R916: with the nearest name, and how old the data is. */
function describeUnknown(text: string): Remark {
  const service = text.slice(0, text.indexOf(':'));
  const near = suggestAction(text) ?? suggestService(service);
  const message =
    findService(service) === undefined
      ? `no known service has the prefix ${quoted(service)}`
      : `${quoted(text)} is not a known action`;
  const dated = `${message} (data of ${dataVersions().iam.date})`;
  return {
    code: 'unknown-action',
    message: dated,
    hint: near === undefined ? 'Check the spelling' : `Did you mean \`${near}\`?`,
  };
}

/** For what has not even the form of an action: `GetObject`, `s3.GetObject`, `s3 GetObject`. */
function nearestTo(text: string): string | undefined {
  const [, service, name] = /^\s*([a-z0-9-]+)(?:\s*[:./\s]\s*([a-z0-9*?]+))?\s*$/i.exec(text) ?? [];
  if (service === undefined) return undefined;
  if (name === undefined) return suggestAction(service);
  const colon = `${service}:${name}`;
  return actionsMatching(colon).length > 0 ? (findAction(colon)?.name ?? colon) : suggestAction(colon);
}

function problem(message: string, hint: string): ReadAction {
  return { kind: 'problem', message, hint };
}

/** The same where the message says that it is about an action. */
function namedProblem(message: string, hint: string): ReadAction {
  return { kind: 'problem', message, hint, isNamed: true };
}
