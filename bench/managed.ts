/** All AWS managed policies in one process: read from the package's data, parsed with places, compiled. */
import { source } from '../src/core/source.ts';
import { dataFiles } from '../src/data/files.ts';
import { managedPolicy, managedPolicyNames } from '../src/data/managed-policies.ts';
import { installData } from '../src/data/source.ts';
import { parseJson } from '../src/formats/json.ts';
import { compileGroup } from '../src/policy/decision/compile.ts';
import { parsePolicy } from '../src/policy/document/parse.ts';

installData(dataFiles);
const names = managedPolicyNames();

function timed<T>(name: string, work: () => T): T {
  const start = performance.now();
  const made = work();
  console.log(`${(performance.now() - start).toFixed(0).padStart(6)} ms  ${name}`);
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
console.log(
  `${(performance.now() - start).toFixed(0).padStart(6)} ms  ${groups.length} of ${names.length} policies, all together; wanted under 2,000`,
);
