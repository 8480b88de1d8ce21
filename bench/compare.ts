/** `--no-new-access` of policies of about 6 KB: each of AWS's own of that size, and the same without one statement, both ways. */
import { source } from '../src/core/source.ts';
import { dataFiles } from '../src/data/files.ts';
import { managedPolicy, managedPolicyNames } from '../src/data/managed-policies.ts';
import { installData } from '../src/data/source.ts';
import { findWidenings } from '../src/policy/compare.ts';
import { policyFromText } from '../src/policy/document.ts';
import type { Policy } from '../src/policy/policy.ts';
import { printTable } from './support/table.ts';

installData(dataFiles);

function policyOf(name: string, document: unknown): Policy {
  return policyFromText(source(name, JSON.stringify(document)), 'identity', name).policy;
}

const least = 5_500;
const most = 6_144;

const pairs = managedPolicyNames().flatMap((name) => {
  const document = JSON.parse(managedPolicy(name)?.text ?? '{}') as { Statement: unknown };
  const size = JSON.stringify(document).length;
  if (size < least || size > most || !Array.isArray(document.Statement)) return [];
  const less = { ...document, Statement: document.Statement.slice(1) };
  return [{ whole: policyOf(name, document), less: policyOf(name, less) }];
});

const times: number[] = [];
for (const { whole, less } of pairs) {
  for (const [newer, older] of [
    [whole, less],
    [less, whole],
  ] as const) {
    const start = process.cpuUsage();
    findWidenings(newer, older, { now: 0, isFirstEnough: true });
    const { user, system } = process.cpuUsage(start);
    times.push((user + system) / 1000);
  }
}
times.sort((left, right) => left - right);
const at = (share: number) => `${(times[Math.floor((times.length - 1) * share)] ?? 0).toFixed(0)} ms`;
printTable(
  [`${times.length} comparisons of two policies of 5.5 to 6.1 kB`, 'processor time'],
  [
    ['half of them within', at(0.5)],
    ['nine of ten within', at(0.9)],
    ['all within', `${at(1)} (≤ 100)`],
  ],
);
