/**
 * The library as it is shipped: what importing it takes beside an empty script, decisions of what was compiled once, and
 * how long the file for browsers is.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { environmentIn, inScratch, median } from './support/processes.ts';
import { printTable } from './support/table.ts';

const rounds = 25;
const lib = join(process.cwd(), 'dist', 'lib');
const library = JSON.stringify(pathToFileURL(join(lib, 'index.js')).href);

const ownTime = 'const { user, system } = process.cpuUsage();\nconsole.log((user + system) / 1000);\n';

const decisions = `import { compile } from ${library};
const { decide } = compile({ identity: { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::acme/*' } } });
const request = (at) => ({ principal: 'arn:aws:iam::111122223333:user/mika', action: 's3:GetObject', resource: \`arn:aws:s3:::acme/\${at}\`, resourceAccount: '111122223333' });
const inTurn = Array.from({ length: 1000 }, (_, at) => request(at));
const times = [];
for (let round = 0; round < 7; round++) {
  const start = process.cpuUsage();
  for (let at = 0; at < 100_000; at++) decide(EVER_NEW ? request(round * 100_000 + at) : inTurn[at % 1000]);
  const { user, system } = process.cpuUsage(start);
  times.push((user + system) / 1e6);
}
console.log(100_000 / times.sort((left, right) => left - right)[3]);
`;

await inScratch((folder) => {
  /** The number that a module prints. */
  const numberOf = (name: string, code: string): number => {
    const file = join(folder, `${name}.mjs`);
    writeFileSync(file, code);
    const { stdout, stderr } = spawnSync(process.execPath, [file], {
      env: environmentIn(folder),
      encoding: 'utf8',
    });
    if (stderr !== '') throw new Error(stderr);
    return Number(stdout);
  };
  const pairs = Array.from({ length: rounds }, () => {
    const bare = numberOf('bare', ownTime);
    return { bare, above: numberOf('import', `import ${library};\n${ownTime}`) - bare };
  });
  const [bare, above] = [median(pairs.map((one) => one.bare)), median(pairs.map((one) => one.above))];
  const perSecond = (everNew: boolean) =>
    `${Math.round(numberOf('decide', decisions.replace('EVER_NEW', String(everNew)))).toLocaleString('en')} a second`;
  const browser = readFileSync(join(lib, 'browser.js'));
  const kilobytes = (size: number) => `${Math.round(size / 1000).toLocaleString('en')} kB`;
  printTable(
    ['The library', 'measured'],
    [
      [
        "`import 'iamx'`, processor time beside an empty script",
        `${above.toFixed(0)} ms beside ${bare.toFixed(0)} ms`,
      ],
      ['`compile().decide()`, a thousand requests in turns', perSecond(false)],
      ['the same, each request another', perSecond(true)],
      ['the file for browsers', kilobytes(browser.length)],
      ['the same by gzip', kilobytes(gzipSync(browser).length)],
    ],
  );
});
