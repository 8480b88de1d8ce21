import { dataFiles } from '../../src/data/files.ts';
import { installData } from '../../src/data/source.ts';

/** Before every test file: most rooms are tested without a door of the program, which would do this. */
installData(dataFiles);
