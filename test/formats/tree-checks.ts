import { expect } from 'vitest';
import type { Diagnostic } from '../../src/core/evaluation.ts';
import { positionAt, type Source } from '../../src/core/source.ts';
import type { Node, Parsed } from '../../src/formats/tree.ts';

/** Every node of a tree, keys as well, with the node around it. */
export function* nodesOf(node: Node, parent?: Node): Generator<readonly [node: Node, parent?: Node]> {
  yield parent === undefined ? [node] : [node, parent];
  if (node.kind === 'array') for (const item of node.items) yield* nodesOf(item, node);
  if (node.kind !== 'object') return;
  for (const { key, value } of node.members) {
    yield [key, node];
    yield* nodesOf(value, node);
  }
}

/** The start and the end of each problem lie in the text, the end not before the start. */
export function expectPlacesInText(source: Source, problems: readonly Diagnostic[]): void {
  const last = positionAt(source, source.text.length);
  for (const { span, code, message } of problems) {
    const what = `${code}: ${message}`;
    if (span === undefined) expect.fail(`no place: ${what}`);
    expect(span.file, what).toBe(source.file);
    expect(offsetOf(source, span.line, span.column), what).toBeGreaterThanOrEqual(0);
    expect(offsetOf(source, span.endLine, span.endColumn), what).toBeGreaterThanOrEqual(
      offsetOf(source, span.line, span.column),
    );
    expect(span.endLine, what).toBeLessThanOrEqual(last.line);
  }
}

/** The offset of a line and column; -1 where the text has no such place. */
export function offsetOf(source: Source, line: number, column: number): number {
  const starts = source.lineStarts();
  const start = starts[line - 1];
  if (start === undefined || column < 1) return -1;
  const offset = start + column - 1;
  return offset <= (starts[line] ?? source.text.length) ? offset : -1;
}

/** The text that the first problem marks. */
export function markedText({ source, problems }: Parsed): string | undefined {
  const span = problems[0]?.span;
  if (span === undefined) return undefined;
  return source.text.slice(
    offsetOf(source, span.line, span.column),
    offsetOf(source, span.endLine, span.endColumn),
  );
}

/** Each node lies in the text and in the node around it. */
export function expectNestedRanges(source: Source, root: Node): void {
  for (const [node, parent] of nodesOf(root)) {
    expect(node.start).toBeLessThanOrEqual(node.end);
    expect(node.start).toBeGreaterThanOrEqual(parent?.start ?? 0);
    expect(node.end).toBeLessThanOrEqual(parent?.end ?? source.text.length);
  }
}
