import { chmodSync, cpSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const writable = 0o200;

/** Copies a file or a folder with all that is in it. The copy can be changed and deleted, also where the checkout cannot. */
export function copyTree(from: string, to: string): void {
  cpSync(from, to, { recursive: true });
  makeWritable(to);
}

function makeWritable(path: string): void {
  const found = lstatSync(path);
  if (found.isSymbolicLink()) return;
  chmodSync(path, found.mode | writable);
  if (!found.isDirectory()) return;
  for (const name of readdirSync(path)) makeWritable(join(path, name));
}
