import type { Diagnostic } from '../../core/evaluation.ts';
import { spanOf, type Source } from '../../core/source.ts';
import { quoted } from '../../formats/problem.ts';
import type { Node, ObjectNode } from '../../formats/tree.ts';
import { memberOf } from '../../formats/tree-value.ts';
import { subjectOf } from '../read/subject-of.ts';
import type { Config } from './config.ts';
import { lintPolicy } from './lint-policy.ts';
import type { OwnRule } from './own-rules.ts';

/** What the tests of the rules of a configuration say. */
export interface ConfigCheck {
  readonly rules: number;
  readonly tests: number;
  /** Tests that failed, as errors; rules without a test, as notes. */
  readonly problems: readonly Diagnostic[];
}

/** Runs the tests of the rules of one's own: each finds something in its `bad`, and nothing in its `good`. */
export function checkConfig({ source, own }: Config): ConfigCheck {
  const problems: Diagnostic[] = [];
  for (const one of own) {
    const { rule, bad, good, at } = one;
    const code = quoted(rule.id);
    if (bad.length === 0) {
      problems.push({
        code: 'lint/rule-without-test',
        severity: 'info',
        message: `${code} has no \`bad\`: nothing shows that it finds something`,
        span: spanOf(source, { start: at.start, end: at.start + 1 }),
      });
    }
    for (const example of bad)
      if (!finds(source, one, example))
        problems.push(failed(source, example, `${code} finds nothing in this \`bad\``));
    for (const example of good)
      if (finds(source, one, example))
        problems.push(failed(source, example, `${code} finds something in this \`good\``));
  }
  const tests = own.reduce((sum, { bad, good }) => sum + bad.length + good.length, 0);
  return { rules: own.length, tests, problems };
}

function failed(source: Source, { start }: Node, message: string): Diagnostic {
  return {
    code: 'lint/rule-test-failed',
    severity: 'error',
    message,
    hint: 'Correct the rule, or the example.',
    span: spanOf(source, { start, end: start + 1 }),
  };
}

function finds(source: Source, { rule }: OwnRule, example: Node): boolean {
  const node = asPolicy(example);
  const detected = subjectOf(source, node, rule.id);
  const [first] = rule.types;
  const subject =
    rule.types.includes(detected.type) || first === undefined
      ? detected
      : subjectOf(source, node, rule.id, { type: first });
  return lintPolicy(subject, [rule]).some(({ code }) => code === rule.id);
}

/** A statement alone is a policy of one. */
function asPolicy(example: Node): Node {
  if (example.kind !== 'object' || memberOf(example, 'Statement') !== undefined) return example;
  const { start, end } = example;
  const text = (value: string) => ({ kind: 'string', start, end, value }) as const;
  const policy: ObjectNode = {
    kind: 'object',
    start,
    end,
    members: [
      { key: text('Version'), value: text('2012-10-17') },
      { key: text('Statement'), value: { kind: 'array', start, end, items: [example] } },
    ],
  };
  return policy;
}
