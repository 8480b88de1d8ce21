/** The matchers with the tables of the package: one module of the library, whichever test runner asks for it. */
import { dataFiles } from './data/files.ts';
import { installData } from './data/source.ts';

export { matchers } from './matchers/matchers.ts';

installData(dataFiles);
