import { expectTypeOf, test } from 'vitest';
import type { Command } from '../../src/core/command.ts';
import type { Raw } from '../../src/core/raw.ts';
import type { Documents } from '../../src/documents/documents.ts';

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
 * Scenarios and policies that an answer holds as they are, of any form: evidence, and no place of a `Raw`. One that got there
 * would be written as `[not shown]` (raw.test.ts).
 */
type OfAnyForm =
  | 'decode.items[].scenario'
  | 'decode.items[].decoded.raw{}'
  | 'decode-line.scenario'
  | 'decode-line.decoded.raw{}'
  | 'diff.newlyAllowed[].policies{}'
  | 'diff.newlyDenied[].policies{}'
  | 'explain-error.policy.document'
  | 'explain-error.scenario'
  | 'lint.gates[].policies{}'
  | 'test.invariants[].witness'
  | 'test.mutants.survived[].scenario';

test('no document of any command takes a raw text, wherever in it', () => {
  expectTypeOf<OfDocuments>().toEqualTypeOf<OfAnyForm>();
});

test('the look finds a raw text deep inside', () => {
  type Deep = { readonly all: readonly { readonly at: { readonly value?: Raw | string } }[] };
  expectTypeOf<TakesRaw<Deep, 'x'>>().toEqualTypeOf<'x.all[].at.value'>();
  expectTypeOf<TakesRaw<{ readonly any: unknown; readonly text: string }, 'x'>>().toEqualTypeOf<'x.any'>();
});
