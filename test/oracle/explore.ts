/**
 * `npx tsx test/oracle/explore.ts js 1000 [seed] [files]`: asks an SDK many generated cases and groups where ours differs,
 * each group with its shortest case. The tests stop at the first; this shows what there is to do.
 */
import fc from 'fast-check';
import { boto3 } from '../../src/credentials/flavours/boto3.ts';
import { go } from '../../src/credentials/flavours/go.ts';
import { js } from '../../src/credentials/flavours/js.ts';
import { agree, describeCase, ourVerdict, sdkVerdict, type Verdict } from './agreement.ts';
import { anyFileCase } from './generate-files.ts';
import { anyCase } from './generate.ts';
import * as sdks from './sdks.ts';

const [which = 'js', count = '500', seed = String(Date.now() % 2 ** 31), about = ''] = process.argv.slice(2);
const choices = new Map([
  ['js', { sdk: sdks.javascript, flavour: js }],
  ['boto3', { sdk: sdks.botocore, flavour: boto3 }],
  ['go', { sdk: sdks.go, flavour: go }],
]);
const choice = choices.get(which);
if (choice === undefined) throw new Error(`one of ${[...choices.keys()].join(', ')}`);

/** What is the same in all cases of a group: no names, numbers and keys. */
function shape({ verdict, keys = '', because = '' }: Verdict): string {
  return `${verdict} ${keys} ${because}`
    .replace(/AKIA\w+/g, 'KEY')
    .replace(/role\/\w+/g, 'ROLE')
    .replace(/`[^`]*`|"[^"]*"|\/tmp\S+/g, '…')
    .replace(/\d+/g, '0')
    .slice(0, 140);
}

const oracle = await choice.sdk.start();
const groups = new Map<string, { readonly count: number; readonly text: string }>();
let agreed = 0;
const cases = fc.sample(about === 'files' ? anyFileCase : anyCase, {
  numRuns: Number(count),
  seed: Number(seed),
});
for (const chainCase of cases) {
  const told = await oracle.ask(chainCase);
  const theirs = sdkVerdict(told);
  const ours = await ourVerdict(told.placed, choice.flavour);
  if (agree(ours, theirs)) {
    agreed++;
    continue;
  }
  const name = `${shape(ours)} / ${shape(theirs)}`;
  const answers = `ours   ${JSON.stringify(ours)}\ntheirs ${JSON.stringify(theirs)}`;
  const text = `${describeCase(told.placed)}\n${answers}`.replaceAll(told.placed.home, '~');
  const known = groups.get(name);
  groups.set(name, {
    count: (known?.count ?? 0) + 1,
    text: known !== undefined && known.text.length < text.length ? known.text : text,
  });
}
await oracle.close();
const out = [...groups]
  .sort(([, one], [, other]) => other.count - one.count)
  .map(([name, group]) => `##### ${group.count} times: ${name}\n${group.text}\n`);
process.stdout.write([`seed ${seed}: ${agreed} of ${cases.length} agree`, ...out, ''].join('\n'));
