import { endpointRows, keyRows } from './endpoints.ts';
import { environmentRows } from './environment.ts';
import { fileRows } from './files.ts';
import { nearRows } from './near.ts';
import { leftRows } from './left.ts';
import { meantRows } from './meant.ts';
import { roleRows } from './roles.ts';
import { shapeRows } from './shapes.ts';
import { sortRows } from './sorts.ts';
import { slipRows } from './slips.ts';
import { variantRows } from './variants.ts';
import type { Row } from './situation.ts';

/** Every situation. */
export const gotchaRows: readonly Row[] = [
  ...environmentRows,
  ...fileRows,
  ...roleRows,
  ...endpointRows,
  ...keyRows,
  ...shapeRows,
  ...nearRows,
  ...meantRows,
  ...leftRows,
  ...slipRows,
  ...sortRows,
  ...variantRows,
];
