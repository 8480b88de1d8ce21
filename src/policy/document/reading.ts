import type { Diagnostic, Severity } from '../../core/evaluation.ts';
import type { Range, Source } from '../../core/source.ts';
import { nearest } from '../../core/nearest.ts';
import { diagnosticOf, placeOf, quoted } from '../../formats/problem.ts';
import { duplicateKeys } from '../../formats/tree-value.ts';
import type { Member, Node, ObjectNode } from '../../formats/tree.ts';
import type { PolicyType, Value, Version } from '../policy.ts';

/** One document while it is read: problems are collected, never thrown, so that all are told at once (R123). */
export interface Reading {
  readonly source: Source;
  readonly type: PolicyType;
  readonly version: Version;
  readonly problems: Diagnostic[];
}

export interface Complaint {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly docs?: string;
}

export function report(
  { source, problems }: Reading,
  severity: Severity,
  range: Range,
  { code, docs, ...words }: Complaint,
): void {
  const diagnostic = diagnosticOf(source, { code: `policy/${code}`, range, ...words }, severity);
  problems.push(docs === undefined ? diagnostic : { ...diagnostic, docs });
}

const kindWords: Readonly<Record<Node['kind'], string>> = {
  object: 'an object',
  array: 'a list',
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
  null: 'null',
};

/** Says that an element has another JSON type than it must have. */
export function reportType(reading: Reading, node: Node, element: string, expected: string): void {
  report(reading, 'error', node, {
    code: 'wrong-json-type',
    message: `${element} must be ${expected}, not ${kindWords[node.kind]}`,
    hint: `Write ${element} as ${expected}.`,
  });
  return undefined;
}

/** Element names compare with case; a second member of one name is an error, also where the case differs (R102). */
export function reportKeys(
  reading: Reading,
  object: ObjectNode,
  known: readonly string[],
  where: string,
): void {
  for (const { key } of object.members) {
    if (known.includes(key.value)) continue;
    const near = nearest(key.value, known);
    report(reading, 'error', key, {
      code: 'unknown-element',
      message: `${quoted(key.value)} is not an element of a ${where}`,
      hint: near === undefined ? `Elements are ${known.join(', ')}.` : `Did you mean \`${near}\`?`,
    });
  }
  reportDuplicates(reading, object, 'duplicate-key');
}

/** With `fold`, keys are the same that fold to the same text (R103). */
export function reportDuplicates(
  reading: Reading,
  object: ObjectNode,
  code: string,
  fold?: (key: string) => string,
): void {
  for (const { first, again } of duplicateKeys(object, fold)) {
    const as = first.key.value === again.key.value ? '' : ` as ${quoted(first.key.value)}`;
    report(reading, 'error', again.key, {
      code,
      message: `${quoted(again.key.value)} stands here twice, first${as} at ${placeOf(reading.source, first.key.start)}`,
      hint: 'Keep one: AWS would not tell which of them counts.',
    });
  }
}

/** The member and its whole range, key included. */
export function rangeOfMember({ key, value }: Member): Range {
  return { start: key.start, end: value.end };
}

/** A text, or a list of texts (R101); undefined where it is neither, which is reported. */
export function readTexts(reading: Reading, node: Node, element: string): readonly Value[] | undefined {
  const items = node.kind === 'array' ? node.items : [node];
  const values: Value[] = [];
  let failed = false;
  for (const item of items) {
    if (item.kind === 'string') values.push({ text: item.value, start: item.start, end: item.end });
    else {
      reportType(
        reading,
        item,
        node === item ? element : `an entry of ${element}`,
        'a text or a list of texts',
      );
      failed = true;
    }
  }
  return failed ? undefined : values;
}

/** As `readTexts`, with numbers and booleans as written (R107). */
export function readScalars(reading: Reading, node: Node, element: string): readonly Value[] | undefined {
  const items = node.kind === 'array' ? node.items : [node];
  const values: Value[] = [];
  for (const item of items) {
    const text = scalarText(item);
    if (text === undefined) {
      reportType(reading, item, element, 'a text, a number, true or false, or a list of these');
      return;
    }
    values.push({ text, start: item.start, end: item.end });
  }
  return values;
}

function scalarText(node: Node): string | undefined {
  switch (node.kind) {
    case 'string':
      return node.value;
    case 'number':
      return node.text;
    case 'boolean':
      return String(node.value);
    case 'object':
    case 'array':
    case 'null':
      return undefined;
  }
}

/** R108: an empty list is legal, and matches nothing; one that should leave something out is in doubt. */
export function warnEmpty(reading: Reading, node: Node, element: string): void {
  if (node.kind !== 'array' || node.items.length > 0) return;
  report(reading, 'warning', node, {
    code: 'empty-list',
    message: `the list of ${element} is empty: ${/^Not(Action|Resource)$/.test(element) ? 'an Allow with it was taken to allow nothing, a Deny to deny' : 'it matches nothing'}`,
    hint: 'Delete the statement, or fill the list.',
  });
}
