import { test } from 'vitest';
import { expectAsWritten, scenariosOf } from './support/scenarios.ts';

const scenarios = await scenariosOf(new URL('found/', import.meta.url));

/** Cases that were once answered wrongly, each under the name of its file. */
test.each(scenarios.map((each) => [each.file.replace('.yaml', ''), each.name, each] as const))(
  '%s: %s',
  async (_file, _name, each) => {
    await expectAsWritten(each);
  },
);
