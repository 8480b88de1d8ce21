import type { CoverageDocument, CoveredFile } from '../../../documents/test.ts';

/**
 * The tracefile that coverage viewers read (https://github.com/linux-test-project/lcov, geninfo): the lines of the policy
 * files, each statement's with the tests that it decides, its elements as branches.
 */
export function lcov({ files }: CoverageDocument): string {
  return files.map(recordOf).join('');
}

function recordOf({ file, statements }: CoveredFile): string {
  const hits = new Map<number, number>();
  const branches: {
    readonly line: number;
    readonly block: number;
    readonly branch: number;
    readonly taken: number;
  }[] = [];
  for (const [block, { span, decided, elements }] of statements.entries()) {
    for (let line = span.line; line <= span.endLine; line++)
      hits.set(line, Math.max(hits.get(line) ?? 0, decided));
    for (const [branch, element] of elements.entries())
      branches.push({ line: element.span.line, block, branch, taken: element.decided });
  }
  const lines = [...hits].sort(([left], [right]) => left - right);
  return [
    'TN:',
    `SF:${file.replace(/[\r\n]/g, ' ')}`,
    ...branches.map(({ line, block, branch, taken }) => `BRDA:${line},${block},${branch},${taken}`),
    `BRF:${branches.length}`,
    `BRH:${branches.filter(({ taken }) => taken > 0).length}`,
    ...lines.map(([line, count]) => `DA:${line},${count}`),
    `LF:${lines.length}`,
    `LH:${lines.filter(([, count]) => count > 0).length}`,
    'end_of_record',
    '',
  ].join('\n');
}
