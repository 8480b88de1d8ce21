import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyTree } from '../../support/copy.ts';
import { shippedLibrary } from '../../support/shipped.ts';

const root = join(import.meta.dirname, '..', '..', '..');

export interface Installed {
  /** A folder in which `iamx` is installed as a package. */
  readonly folder: string;
  readonly remove: () => void;
}

/** The library as it is shipped, built from the sources of now, installed into an empty folder. */
export async function installLibrary(): Promise<Installed> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'iamx-library-')));
  const iamx = join(folder, 'node_modules', 'iamx');
  mkdirSync(iamx, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
  copyTree(join(root, 'package.json'), join(iamx, 'package.json'));
  copyTree(join(root, 'data'), join(iamx, 'data'));
  copyTree(await shippedLibrary(), join(iamx, 'dist', 'lib'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
