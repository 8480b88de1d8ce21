import type { Block, Page } from '../../core/page.ts';
import { describeLine } from '../../core/place.ts';
import { toYaml } from '../../formats/yaml-write.ts';
import type { SurvivorEntry } from '../../documents/test.ts';
import type { Mutants } from '../run/mutate.ts';

/** So many changes are named, and for so many the test is printed. */
const mostNamed = 20;
const mostPrinted = 3;

const words: Readonly<Record<SurvivorEntry['kind'], string>> = {
  'drop-statement': 'is taken out',
  'swap-effect': 'is the other one',
  'widen-action': 'is *',
  'widen-resource': 'is *',
  'widen-principal': 'is *',
  'drop-principal': 'loses this one',
  'negate-action': 'is turned round',
  'negate-resource': 'is turned round',
  'negate-principal': 'is turned round',
  'negate-condition': 'is turned round',
  'drop-condition': 'is taken out',
};

/** The changes that no test notices, and the tests that would. */
export function mutantsPage({ killed, survived }: Mutants): Page {
  const all = killed + survived.length;
  const head: Block = {
    kind: 'text',
    text: `${killed} of ${all} changes of the policies are noticed by a test.`,
  };
  if (survived.length === 0) return [head];
  const rows = survived.slice(0, mostNamed).map(({ kind, name, span }) => ({
    mark: 'warn' as const,
    cells: [`${name} ${words[kind]}`, describeLine(span)],
  }));
  const left = survived.length - rows.length;
  const more = left > 0 ? [{ mark: 'none' as const, cells: [`${left} more`] }] : [];
  const scenarios = survived.flatMap(({ scenario }) => scenario ?? []).slice(0, mostPrinted);
  return [
    [head, { kind: 'marked', title: 'no test notices that', rows: [...rows, ...more] }],
    ...(scenarios.length === 0
      ? []
      : [
          [
            { kind: 'heading', text: 'tests that would' },
            { kind: 'verbatim', text: scenarios.map((scenario) => toYaml([scenario])).join('') },
          ] satisfies readonly Block[],
        ]),
  ];
}
