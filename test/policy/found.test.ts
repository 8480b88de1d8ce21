import { expect, test } from 'vitest';
import { answersOf, expectAsWritten, scenariosOf } from './support/scenarios.ts';

const scenarios = await scenariosOf(new URL('found/', import.meta.url));

/** Questions that AWS can never be asked: an error. */
const impossible: ReadonlySet<string> = new Set(['attack-08.yaml']);

/** Cases that were once answered wrongly, each under the name of its file. */
test.each(scenarios.map((each) => [each.file.replace('.yaml', ''), each.name, each] as const))(
  '%s: %s',
  async (_file, _name, each) => {
    if (impossible.has(each.file))
      await expect(answersOf(each)).rejects.toMatchObject({ code: 'invalid-request' });
    else await expectAsWritten(each);
  },
);
