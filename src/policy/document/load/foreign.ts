import type { Hint } from '../../../core/command.ts';
import { listed } from '../../../core/listed.ts';
import { quoted } from '../../../formats/problem.ts';
import { memberOf } from '../../../formats/tree-value.ts';
import type { Node, ObjectNode } from '../../../formats/tree.ts';
import { foreignObjects } from './foreign-objects.ts';
import { bodyOf, findForeignText } from './foreign-texts.ts';

/** What a file is that is no policy. */
export interface Foreign {
  /** Completes "it looks like". */
  readonly looksLike: string;
  readonly hint: Hint;
}

const yamlPolicy = /^(?:Version|Id|Statement):(?:\s|$)/;

/** Whether a text without a name that tells starts like a policy in YAML. */
export function isYamlPolicy(text: string): boolean {
  return yamlPolicy.test(bodyOf(text.slice(0, 20_000)));
}

/** White space and comments, which people put before JSON. */
const beforeJson = /(?:\s+|\/\/[^\n]*(?:\n|$)|\/\*[\s\S]*?(?:\*\/|$)|#[^\n]*(?:\n|$))*/y;

/** What a text is that does not start like JSON; undefined where it does. */
export function foreignText(text: string): Foreign | undefined {
  const row = findForeignText(text);
  if (row !== undefined) return row;
  beforeJson.lastIndex = 0;
  beforeJson.test(text);
  // Quotes and commas as well: a policy of which the first lines are missing, or one in single quotes.
  if (
    beforeJson.lastIndex >= text.length ||
    /["'`\u2018\u2019\u201c\u201d[\]{},]/.test(text.charAt(beforeJson.lastIndex))
  )
    return undefined;
  return {
    looksLike: 'plain text',
    hint: 'A policy is JSON: `{ "Version": "2012-10-17", "Statement": [ … ] }`.',
  };
}

/** What a document is in which no policy was found. */
export function foreignNode(node: Node): Foreign {
  switch (node.kind) {
    case 'object':
      return foreignObjects.find(({ matches }) => matches(node)) ?? otherObject(node);
    case 'array':
      return foreignList(node.items);
    case 'string':
    case 'number':
    case 'boolean':
    case 'null':
      return { looksLike: 'a single value', hint: 'A policy is an object with `Version` and `Statement`.' };
  }
}

function foreignList(items: readonly Node[]): Foreign {
  const objects = items.filter((item) => item.kind === 'object');
  const count = items.length;
  if (objects.length < count || count === 0) {
    return { looksLike: 'a list', hint: 'A policy is an object with `Version` and `Statement`.' };
  }
  if (objects.every(isStatement)) {
    return {
      looksLike: `a list of ${count} ${count === 1 ? 'statement' : 'statements'}`,
      hint: 'Put it into a policy: `{ "Version": "2012-10-17", "Statement": [ … ] }`.',
    };
  }
  if (objects.every((item) => memberOf(item, 'Statement') !== undefined)) {
    return {
      looksLike: `a list of ${count} ${count === 1 ? 'policy' : 'policies'}`,
      hint: 'Save each policy in a file of its own, and name all the files.',
    };
  }
  const first = objects.map((item) => foreignObjects.find(({ matches }) => matches(item)))[0];
  return {
    looksLike: first === undefined ? 'a list of other objects' : `a list that starts with ${first.looksLike}`,
    hint: first?.hint ?? 'Save the policy you mean in a file of its own.',
  };
}

/** Also `isStatement` of the table: one statement without the document around it. */
export function isStatement(object: ObjectNode): boolean {
  return memberOf(object, 'Effect') !== undefined;
}

const mostKeys = 4;

function otherObject({ members }: ObjectNode): Foreign {
  if (members.length === 0) {
    return { looksLike: 'an empty object', hint: 'A policy holds `Version` and `Statement`.' };
  }
  const keys = members.map(({ key }) => quoted(key.value));
  return {
    looksLike: `other data, with the ${members.length === 1 ? 'key' : 'keys'} ${listed(keys, mostKeys)}`,
    hint: 'A policy is an object with `Version` and `Statement`.',
  };
}
