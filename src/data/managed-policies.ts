import { nearest } from '../core/nearest.ts';
import { parseBlocks, type Blocks } from './blocks.ts';
import { readTable, readLines, unreadable } from './source.ts';
import { lowerCase } from './lower-case.ts';

/** A policy of AWS, in the newest version that the data of `dataVersions().managed.date` knows. */
export interface ManagedPolicy {
  readonly name: string;
  /** `arn:aws:iam::aws:policy/job-function/Billing` */
  readonly arn: string;
  /** With its slashes: `/job-function/`. */
  readonly path: string;
  /** `v30` */
  readonly version: string;
  /** When AWS made the policy: `2015-02-06`. */
  readonly created: string;
  /** When AWS published this version. */
  readonly updated: string;
  /** The document, indented by four spaces as `aws iam get-policy-version` prints it. */
  readonly text: string;
}

interface Row {
  readonly name: string;
  readonly path: string;
  readonly version: string;
  readonly created: string;
  readonly updated: string;
  readonly block: number;
  /** Line of the block. */
  readonly line: number;
}

const arnStart = 'arn:aws:iam::aws:policy/';

/**
 * The AWS managed policy of a name, a path and name (`job-function/Billing`) or an ARN, with exactly this case.
 * Only of the `aws` partition: the texts of others differ and are not in the data. Throws `data-unreadable`.
 */
export function managedPolicy(nameOrArn: string): ManagedPolicy | undefined {
  const wanted = nameOrArn.startsWith(arnStart) ? nameOrArn.slice(arnStart.length) : nameOrArn;
  const slash = wanted.lastIndexOf('/');
  const row = rows().get(wanted.slice(slash + 1));
  if (row === undefined) return undefined;
  // A bare name may leave its path out, an ARN may not.
  const pathAndName = `${row.path}${row.name}`.slice(1);
  if (wanted !== pathAndName && (slash >= 0 || wanted !== nameOrArn)) return undefined;
  const { name, path, version, created, updated } = row;
  return { name, arn: `${arnStart}${pathAndName}`, path, version, created, updated, text: documentOf(row) };
}

/** All names, sorted. */
export function managedPolicyNames(): readonly string[] {
  return [...rows().keys()];
}

/**
 * The name that was most likely meant: another case, another path or partition, `S3FullAccess` for
 * `AmazonS3FullAccess`, a slip of the keyboard. Undefined where nothing is near.
 */
export function nearestManagedPolicy(nameOrArn: string): string | undefined {
  const wanted = nameOrArn.slice(nameOrArn.lastIndexOf('/') + 1);
  if (rows().has(wanted)) return wanted;
  const lower = lowerCase(wanted);
  if (lower.length < 3) return undefined;
  const names = managedPolicyNames();
  const prefixed = ['', 'amazon', 'aws'].map((prefix) => prefix + lower);
  return (
    names.find((name) => prefixed.includes(lowerCase(name))) ??
    // A name that was cut off is likelier than another name of like letters.
    shortest(names.filter((name) => prefixed.some((start) => lowerCase(name).startsWith(start)))) ??
    nearest(wanted, names)
  );
}

function shortest(names: readonly string[]): string | undefined {
  return names.reduce<string | undefined>(
    (best, name) => (best === undefined || name.length < best.length ? name : best),
    undefined,
  );
}

let rowsByName: ReadonlyMap<string, Row> | undefined;

function rows(): ReadonlyMap<string, Row> {
  if (rowsByName !== undefined) return rowsByName;
  const byName = new Map<string, Row>();
  let block = -1;
  let line = 0;
  for (const text of readLines('managed.txt')) {
    const [name = '', path = '', version = '', created = '', updated = '', of = ''] = text.split('\t');
    if (Number(of) !== block) line = 0;
    block = Number(of);
    byName.set(name, { name, path, version, created, updated, block, line: line++ });
  }
  return (rowsByName = byName);
}

let blocks: Blocks | undefined;
let openBlock: { readonly index: number; readonly lines: readonly string[] } | undefined;

function documentOf({ name, block, line }: Row): string {
  if (openBlock?.index !== block) {
    blocks ??= parseBlocks('managed.bin', readTable('managed.bin'));
    openBlock = { index: block, lines: blocks.text(block).split('\n') };
  }
  const compact = openBlock.lines[line];
  if (compact === undefined) throw unreadable('managed.bin', `has no text of \`${name}\``);
  let document: unknown;
  try {
    document = JSON.parse(compact);
  } catch (cause) {
    throw unreadable('managed.bin', `is damaged in the text of \`${name}\``, cause);
  }
  return JSON.stringify(document, undefined, 4);
}
