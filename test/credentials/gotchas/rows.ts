import { endpointRows, keyRows } from './endpoints.ts';
import { environmentRows } from './environment.ts';
import { fileRows } from './files.ts';
import { roleRows } from './roles.ts';
import type { Row } from './situation.ts';

/** Every situation. */
export const fixRows: readonly Row[] = [
  ...environmentRows,
  ...fileRows,
  ...roleRows,
  ...endpointRows,
  ...keyRows,
];
