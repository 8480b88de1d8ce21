import { expect, expectTypeOf, test } from 'vitest';
import type { Command } from '../../src/core/command.ts';
import { Raw } from '../../src/core/raw.ts';
import type { Documents } from '../../src/documents/documents.ts';
import { safeDocument } from '../../src/output/safe-document.ts';

/** How deep is looked: the compiler takes no type without an end. */
type Less = [never, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

/** Where something takes a `Raw`, as `decode.items[].value`; `never` where nothing does. */
type TakesRaw<Type, Path extends string, Left extends number = 12> = [Left] extends [never]
  ? never
  : unknown extends Type
    ? Path
    : Raw extends Type
      ? Path
      : Type extends Command
        ? never
        : Type extends readonly (infer Item)[]
          ? TakesRaw<Item, `${Path}[]`, Less[Left]>
          : Type extends object
            ? string extends keyof Type
              ? TakesRaw<Type[keyof Type], `${Path}{}`, Less[Left]>
              : {
                  [Key in keyof Type & string]: TakesRaw<Type[Key], `${Path}.${Key}`, Less[Left]>;
                }[keyof Type & string]
            : never;

type OfDocuments = { [Name in keyof Documents]: TakesRaw<Documents[Name], Name> }[keyof Documents];

/**
 * Scenarios and policies that an answer holds as they are, of any form: evidence, and no place of a `Raw`. The border
 * refuses one that got there, and looks at every text in them.
 */
const ofAnyForm = [
  'decode.items[].scenario',
  'decode.items[].decoded.raw{}',
  'decode-line.scenario',
  'decode-line.decoded.raw{}',
  'diff.newlyAllowed[].policies{}',
  'diff.newlyDenied[].policies{}',
  'explain-error.policy.document',
  'explain-error.scenario',
  'lint.gates[].policies{}',
  'test.invariants[].witness',
  'test.mutants.survived[].scenario',
] as const;

test('no document of any command takes a raw text, wherever in it', () => {
  expectTypeOf<OfDocuments>().toEqualTypeOf<(typeof ofAnyForm)[number]>();
});

/** The document that has the value in that member. */
function holding(member: string, value: unknown): object {
  return member
    .split('.')
    .slice(1)
    .reduceRight<unknown>((inner, part) => {
      const name = part.replace(/[[\]{}]/g, '');
      if (part.endsWith('[]')) return { [name]: [inner] };
      return { [name]: part.endsWith('{}') ? { inner } : inner };
    }, value) as object;
}

test.each(ofAnyForm)('%s: no raw text and no secret comes out of it, however deep', (member) => {
  const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYzzzzzzzzzz';
  const deep = (value: unknown) => holding(member, { Statement: [{ Condition: { x: [value] } }] });
  expect(() => safeDocument(deep(new Raw(secret)))).toThrow(TypeError);
  for (const value of [
    secret,
    { [secret]: 1 },
    { 'aws:RequestTag/Password': 'wJalrXUtnF' },
    `https://u:${secret}@x`,
  ])
    expect(JSON.stringify(safeDocument(deep(value)))).not.toMatch(/wJalrXUt|MDENG/);
  expect(JSON.stringify(safeDocument(deep('vpce-1')))).toContain('vpce-1');
});

test('the look finds a raw text deep inside', () => {
  type Deep = { readonly all: readonly { readonly at: { readonly value?: Raw | string } }[] };
  expectTypeOf<TakesRaw<Deep, 'x'>>().toEqualTypeOf<'x.all[].at.value'>();
  expectTypeOf<TakesRaw<{ readonly any: unknown; readonly text: string }, 'x'>>().toEqualTypeOf<'x.any'>();
});
