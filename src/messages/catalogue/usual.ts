import { assumeRoleRows } from './assume-role.ts';
import { findingRows } from './finding-credentials.ts';
import { passedRoleRows } from './passed-roles.ts';
import { refusedRows } from './refused.ts';
import { signatureRows } from './signature.ts';
import { signInRows } from './sign-in.ts';
import { writeRows } from './writes.ts';
import type { MessageRow } from '../message-row.ts';

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
