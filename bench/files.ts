/** Ten thousand policy files, each named by three lines of a stream, one round after the other: how often they are read. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataFiles } from '../src/data/files.ts';
import { installData } from '../src/data/source.ts';
import { nodeHost } from '../src/host/node.ts';
import { knownLines } from '../src/core/answer.ts';
import { lineAnswerer } from '../src/policy/stream/shortcut.ts';
import { inScratch } from './support/processes.ts';
import { printTable } from './support/table.ts';

installData(dataFiles);
const count = 10_000;
const rounds = 3;

await inScratch(async (folder) => {
  mkdirSync(join(folder, 'policies'));
  const pathOf = (index: number) => join(folder, 'policies', `${index}.json`);
  for (let index = 0; index < count; index++) {
    const statement = { Effect: 'Allow', Action: 's3:GetObject', Resource: `arn:aws:s3:::acme/${index}/*` };
    writeFileSync(pathOf(index), JSON.stringify({ Version: '2012-10-17', Statement: [statement] }));
  }
  const lineOf = (index: number) =>
    JSON.stringify({
      request: {
        principal: 'arn:aws:iam::111122223333:user/mika',
        action: 's3:GetObject',
        resource: `arn:aws:s3:::acme/${index}/x`,
        resourceAccount: '111122223333',
      },
      policies: { identity: [{ file: pathOf(index) }] },
    });

  let reads = 0;
  const host = nodeHost();
  const counting = {
    ...host,
    readFile: (path: string) => {
      reads += 1;
      return host.readFile(path);
    },
  };
  const options = { now: Date.now(), steps: false, seen: () => undefined };
  const { answer } = lineAnswerer(counting, '-', options);
  const cells: string[][] = [];
  for (let round = 1; round <= rounds; round++) {
    reads = 0;
    const start = performance.now();
    for (let index = 0; index < count; index++) {
      const text = lineOf(index);
      const told = knownLines(
        await answer({ number: index + 1, text, tooLong: false, within: `${text}\n`, start: 0 }),
      ).text;
      if (!told.includes('"decision":"allowed"')) throw new Error(told);
    }
    const each = ((performance.now() - start) / count) * 1000;
    cells.push([`round ${round}`, `${reads}`, `${each.toFixed(1)} µs`]);
  }
  printTable(['10,000 policy files, asked three times', 'files read', 'a line'], cells);
});
