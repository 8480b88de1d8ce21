import { assumeRoleRows } from './catalogue/assume-role.ts';
import { findingRows } from './catalogue/finding-credentials.ts';
import { passedRoleRows } from './catalogue/passed-roles.ts';
import { refusedRows } from './catalogue/refused.ts';
import { signatureRows } from './catalogue/signature.ts';
import { signInRows } from './catalogue/sign-in.ts';
import { writeRows } from './catalogue/writes.ts';
import type { MessageRow } from './message-row.ts';

export const usualGroups = [
  ['Keys and signatures', signatureRows],
  ['Finding credentials', findingRows],
  ['Sign-in, metadata and profiles', signInRows],
  ['Roles and federation', assumeRoleRows],
  ['Roles that services use', passedRoleRows],
  ['Writing to IAM', writeRows],
  ['Refused by a policy', refusedRows],
] as const satisfies readonly (readonly [string, readonly MessageRow[]])[];

/** What most errors are. */
export const usualRows: readonly MessageRow[] = usualGroups.flatMap(([, rows]) => rows);
