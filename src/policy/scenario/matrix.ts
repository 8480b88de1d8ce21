import type { Range } from '../../core/source.ts';
import { memberOf } from '../../formats/tree-value.ts';
import type { Member, Node, ObjectNode } from '../../formats/tree.ts';
import { isSlipped, membersOf, report, reportKind, type Reading } from './fields.ts';

/** A row of a matrix as a scenario of its own. */
export interface MatrixRow {
  /** Where it stands. */
  readonly place: ObjectNode;
  readonly scenario: ObjectNode;
}

const rowFields = ['principals', 'actions', 'resources', 'expect'] as const;
/** Each field of a row, and the field of a request whose place it takes. */
const requestFieldOf = { actions: 'action', resources: 'resource' } as const;

/**
 * The rows of `matrix`: each is every principal × action × resource of it with one expectation, and all else as the
 * scenario says. A request that two rows ask has two expectations, which is a mistake of the matrix.
 */
export function matrixRows(reading: Reading, scenario: ObjectNode, matrix: Node): readonly MatrixRow[] {
  if (matrix.kind !== 'array') {
    const hint = 'Write `- { actions: [s3:GetObject], resources: [ARN], expect: allowed }` lines.';
    reportKind(reading, matrix, 'matrix', 'a list of rows', hint);
    return [];
  }
  if (matrix.items.length === 0)
    report(reading, 'missing-field', matrix, '`matrix` has no row', 'Write one, or leave `matrix` out.');
  const expect = memberOf(scenario, 'expect');
  if (expect !== undefined)
    report(reading, 'contradiction', expect.key, '`expect` stands beside `matrix`', 'Write it in each row.');
  return matrix.items.flatMap((row) => {
    if (row.kind === 'object') return rowsOf(reading, scenario, row);
    reportKind(reading, row, 'a row of `matrix`', 'a map', `Its fields are ${rowFields.join(', ')}.`);
    return [];
  });
}

function rowsOf(reading: Reading, scenario: ObjectNode, row: ObjectNode): readonly MatrixRow[] {
  const members = membersOf(reading, row, rowFields, 'a row of `matrix`', (name) =>
    ['principal', 'action', 'resource'].includes(name) ? `Write \`${name}s\`.` : undefined,
  );
  const expect = members.get('expect');
  if (expect === undefined && !isSlipped(row, 'expect', rowFields))
    report(reading, 'missing-field', row, 'a row of `matrix` expects nothing', 'Add `expect: allowed`.');
  const own: Member[] = [];
  for (const [field, name] of Object.entries(requestFieldOf)) {
    const member = members.get(field);
    if (member !== undefined) own.push({ key: keyOf(name, member.key), value: member.value });
  }
  const principals = members.get('principals')?.value;
  if (principals?.kind === 'array' && principals.items.length === 0)
    report(reading, 'empty-list', principals, '`principals` names nobody', 'Name some, or leave it out.');
  const each: readonly (Node | undefined)[] =
    principals === undefined ? [undefined] : principals.kind === 'array' ? principals.items : [principals];
  const rest = scenario.members.filter(({ key }) => !['matrix', 'request', 'expect'].includes(key.value));
  const request = memberOf(scenario, 'request');
  return each.map((principal) => {
    const fields =
      principal === undefined ? own : [{ key: keyOf('principal', principal), value: principal }, ...own];
    const members: Member[] = [
      ...rest,
      { key: request?.key ?? keyOf('request', row), value: joined(request?.value, fields, row) },
      ...(expect === undefined ? [] : [expect]),
    ];
    return { place: row, scenario: { ...scenario, members } };
  });
}

/** The scenario's request with the fields of the row in place of its own. */
function joined(request: Node | undefined, fields: readonly Member[], row: ObjectNode): Node {
  if (request !== undefined && request.kind !== 'object') return request;
  const names = fields.map(({ key }) => key.value);
  const others = request?.members.filter(({ key }) => !names.includes(key.value)) ?? [];
  const { start, end } = request ?? row;
  return { kind: 'object', start, end, members: [...fields, ...others] };
}

function keyOf(name: string, { start, end }: Range): Member['key'] {
  return { kind: 'string', value: name, start, end };
}
