import type { Sources } from './sources.ts';
import { banner, byUnit, row, type Table } from './table.ts';

/** Documents are deflated together: measured, 64 KB blocks are 43 % smaller than single ones and read in 1 ms. */
const blockLength = 64_000;

export interface ManagedTables {
  readonly tables: readonly Table[];
  /** The newest change that the data holds. */
  readonly date: string;
  readonly counts: Readonly<Record<string, number>>;
}

export function managedTables({ managed }: Sources): ManagedTables {
  const policies = [...managed.policies].sort((left, right) => byUnit(left.name, right.name));
  const blocks: string[] = [];
  const lines: string[] = [];
  for (const { name, arn, version, createdAt, publishedAt, document } of policies) {
    const start = 'arn:aws:iam::aws:policy';
    const path = arn.slice(start.length, arn.length - name.length);
    if (arn !== `${start}${path}${name}`) throw new Error(`${name} has the ARN ${arn}`);
    const text = JSON.stringify(document);
    const last = blocks.length - 1;
    const open = blocks[last];
    if (open === undefined || open.length + text.length > blockLength) blocks.push(text);
    else blocks[last] = `${open}\n${text}`;
    lines.push(row([name, path, version, day(createdAt), day(publishedAt), blocks.length - 1]));
  }
  return {
    tables: [
      {
        kind: 'text',
        name: 'managed.txt',
        text: `${banner}\n# name, path, version, created, published, block of managed.bin\n${lines.join('\n')}\n`,
      },
      { kind: 'blocks', name: 'managed.bin', blocks },
    ],
    date: policies.map(({ seenAt }) => day(seenAt)).reduce((left, right) => (left > right ? left : right), ''),
    counts: { policies: policies.length },
  };
}

function day(instant: string): string {
  if (!/^\d{4}-\d\d-\d\dT/.test(instant)) throw new Error(`${instant} is not an instant`);
  return instant.slice(0, 10);
}
