/**
 * The library: values in, decisions and `Evaluation`s out. It reads no file, no network, no clock and nothing of the
 * process; the tables of AWS's actions and managed policies are a part of the package (docs/library.md).
 */
import { dataFiles } from './data/files.ts';
import { installData } from './data/source.ts';

installData(dataFiles);

export * from './library/exports.ts';
