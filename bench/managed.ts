/** All AWS managed policies in one process: read from the package's data, parsed with places, compiled. */
import { source } from '../src/core/source.ts';
import { dataFiles } from '../src/data/files.ts';
import { managedPolicy, managedPolicyNames } from '../src/data/managed-policies.ts';
import { installData } from '../src/data/source.ts';
import { parseJson } from '../src/formats/json.ts';
import { compileGroup } from '../src/policy/decision/compile.ts';
import { parsePolicy } from '../src/policy/document/parse.ts';
import { printTable } from './support/table.ts';

installData(dataFiles);
const names = managedPolicyNames();

const cells: string[][] = [];

function timed<T>(name: string, work: () => T): T {
  const start = performance.now();
  const made = work();
  cells.push([name, `${(performance.now() - start).toFixed(0)} ms`]);
  return made;
}

const start = performance.now();
const texts = timed('read and inflate', () =>
  names.map((name) => source(name, managedPolicy(name)?.text ?? '')),
);
const trees = timed('parse JSON with places', () => texts.map((text) => parseJson(text).root));
const policies = timed('read as policies', () =>
  trees.flatMap((root, index) => {
    const text = texts[index];
    const policy = root && text && parsePolicy(text, root, 'identity', text.file).policy;
    return policy === undefined ? [] : [policy];
  }),
);
const groups = timed('compile', () => policies.map((policy) => compileGroup([policy])));
cells.push(['all together', `${(performance.now() - start).toFixed(0)} ms (≤ 2,000)`]);
printTable([`${groups.length} of ${names.length} AWS managed policies`, 'time'], cells);
