import type { Diagnostic } from '../../core/evaluation.ts';
import type { Source } from '../../core/source.ts';
import { quoted } from '../../formats/problem.ts';
import { memberOf } from '../../formats/tree-value.ts';
import type { Node, ObjectNode } from '../../formats/tree.ts';
import { report, reportKeys, reportType, type Reading } from './reading.ts';
import { readStatement, wholeStatement } from './statement.ts';
import { typeRules } from './type-rules.ts';
import type { Policy, PolicyType, StatementParts, Version } from '../policy.ts';

export interface ParsedPolicy {
  /** Undefined where a problem is an error: an invalid statement is never dropped (R123). */
  readonly policy: Policy | undefined;
  /** The statements that could be read whole: for who tells of mistakes, never for a decision. */
  readonly readable: Policy;
  /** Of every statement what could be read, broken ones too: for who tells of mistakes, never for a decision. */
  readonly parts: readonly StatementParts[];
  /** All of them, in the order of the text. */
  readonly problems: readonly Diagnostic[];
}

/**
 * Reads a policy by the grammar and by the rules of its type (docs/rules.md, "Policy documents";
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html).
 */
export function parsePolicy(source: Source, node: Node, type: PolicyType, name: string): ParsedPolicy {
  const problems: Diagnostic[] = [];
  const version = versionOf(node);
  const reading: Reading = { source, type, version, problems };
  const parts = node.kind === 'object' ? readDocument(reading, node) : [];
  if (node.kind !== 'object') reportType(reading, node, 'a policy', 'an object with Version and Statement');
  const failed = problems.some(({ severity }) => severity === 'error');
  const statements = parts.map(wholeStatement).filter((statement) => statement !== undefined);
  const readable: Policy = { source, version, type, name, statements };
  return {
    policy: failed ? undefined : readable,
    readable,
    parts,
    problems: problems.sort(byPlace),
  };
}

function byPlace(left: Diagnostic, right: Diagnostic): number {
  const line = (left.span?.line ?? 0) - (right.span?.line ?? 0);
  return line === 0 ? (left.span?.column ?? 0) - (right.span?.column ?? 0) : line;
}

/** R111: without a Version the old language applies. */
function versionOf(node: Node): Version {
  const member = node.kind === 'object' ? memberOf(node, 'Version') : undefined;
  return member?.value.kind === 'string' && member.value.value === '2012-10-17' ? '2012-10-17' : '2008-10-17';
}

function readDocument(reading: Reading, document: ObjectNode): readonly StatementParts[] {
  reportKeys(reading, document, ['Version', 'Id', 'Statement'], 'policy');
  checkVersion(reading, document);
  checkId(reading, document);
  checkCharacters(reading, document);
  const statements = readStatements(reading, document);
  checkSids(reading, statements);
  checkOldVariables(reading, statements);
  return statements;
}

function checkVersion(reading: Reading, document: ObjectNode): void {
  const member = memberOf(document, 'Version');
  if (member === undefined) {
    if (reading.type !== 'rcp') return;
    report(
      reading,
      'error',
      { start: document.start, end: document.start + 1 },
      {
        code: 'rcp-version',
        message: 'a resource control policy needs a Version',
        hint: 'Add "Version": "2012-10-17".',
      },
    );
    return;
  }
  const { value } = member;
  if (value.kind !== 'string') {
    reportType(reading, value, 'Version', 'the text "2012-10-17"');
  } else if (value.value !== '2012-10-17' && value.value !== '2008-10-17') {
    report(reading, 'error', value, {
      code: 'invalid-version',
      message: `Version ${quoted(value.value)} is not a version of the policy language`,
      hint: 'Write "2012-10-17": it is not the date of your edit.',
    });
  } else if (reading.type === 'rcp' && value.value !== '2012-10-17') {
    report(reading, 'error', value, {
      code: 'rcp-version',
      message: 'the Version of a resource control policy must be 2012-10-17',
      hint: 'Write "2012-10-17".',
    });
  }
}

function checkId(reading: Reading, document: ObjectNode): void {
  const member = memberOf(document, 'Id');
  if (member === undefined) return;
  if (member.value.kind !== 'string') reportType(reading, member.value, 'Id', 'a text');
  if (typeRules[reading.type].id) return;
  report(reading, 'error', member.key, {
    code: 'id-not-supported',
    message: `${typeRules[reading.type].title} takes no Id`,
    hint: 'Delete it; or, if this is a resource policy, give it as one.',
  });
}

/** The longest policy of AWS has some hundred: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const mostStatements = 50_000;

function readStatements(reading: Reading, document: ObjectNode): readonly StatementParts[] {
  const member = memberOf(document, 'Statement');
  const items =
    member?.value.kind === 'array' ? member.value.items : member === undefined ? [] : [member.value];
  if (items.length === 0) {
    report(reading, 'error', member?.value ?? { start: document.start, end: document.start + 1 }, {
      code: 'missing-statement',
      message: 'the policy has no Statement',
      hint: 'Add "Statement": [ { "Effect": …, "Action": …, "Resource": … } ].',
    });
  }
  if (items.length > mostStatements) {
    report(reading, 'error', member?.key ?? document, {
      code: 'too-many-statements',
      message: `the policy has ${items.length} statements, and AWS takes none of such a length`,
      hint: `Give the policies one by one: a document of up to ${mostStatements} statements is read.`,
    });
    return [];
  }
  return items.flatMap((item, index) => {
    if (item.kind !== 'object') {
      reportType(reading, item, 'a Statement', 'an object');
      return [];
    }
    return readStatement(reading, item, index);
  });
}

/** R109: unique in IAM's own policies; other services tolerate a second one. */
function checkSids(reading: Reading, statements: readonly StatementParts[]): void {
  const seen = new Set<string>();
  for (const { sid } of statements) {
    if (sid === undefined || sid.text === '') continue;
    if (seen.has(sid.text)) {
      report(reading, typeRules[reading.type].strictTexts ? 'error' : 'warning', sid, {
        code: 'duplicate-sid',
        message: `Sid ${quoted(sid.text)} stands in more than one statement`,
        hint: 'Give each statement its own Sid.',
      });
    }
    seen.add(sid.text);
  }
}

/** R111: what looks like a variable is plain text in the old language. */
function checkOldVariables(reading: Reading, statements: readonly StatementParts[]): void {
  if (reading.version !== '2008-10-17') return;
  const values = statements.flatMap(({ action, resource, conditions }) => [
    ...(action?.values ?? []),
    ...(resource?.values ?? []),
    ...conditions.flatMap((condition) => condition.values),
  ]);
  const first = values.find(({ text }) => text.includes('${'));
  if (first === undefined) return;
  report(reading, 'warning', first, {
    code: 'variable-in-old-version',
    message: `${quoted(first.text)} is plain text: without Version 2012-10-17 there are no variables`,
    hint: 'Add "Version": "2012-10-17".',
  });
}

const otherCharacter = /[^\t\n\r\u0020-\u00ff]/;

/** R106: IAM refuses the others; services with policies of their own may take them. */
function checkCharacters(reading: Reading, node: Node): void {
  switch (node.kind) {
    case 'string': {
      const found = otherCharacter.exec(node.value)?.[0];
      if (found === undefined) return;
      const code = found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
      report(reading, typeRules[reading.type].strictTexts ? 'error' : 'warning', node, {
        code: 'characters',
        message: `the text holds the character U+${code}, which IAM does not take`,
        hint: 'Policies take tab, line ends and U+0020 to U+00FF.',
      });
      return;
    }
    case 'array':
      for (const item of node.items) checkCharacters(reading, item);
      return;
    case 'object':
      for (const { key, value } of node.members) {
        checkCharacters(reading, key);
        checkCharacters(reading, value);
      }
      return;
    case 'number':
    case 'boolean':
    case 'null':
  }
}
