import { posixShell } from '../../src/core/write-command.ts';
import fc from 'fast-check';
import type { Look } from '../../src/output/look.ts';
import { asciiGlyphs, unicodeGlyphs, unpainted } from '../../src/output/look.ts';

/** A look without colours, for text that is compared. */
export function plainLook(width = 80, characters: 'unicode' | 'ascii' = 'unicode'): Look {
  return {
    width,
    glyphs: characters === 'unicode' ? unicodeGlyphs : asciiGlyphs,
    paint: unpainted,
    shell: posixShell,
  };
}

/**
 * A character of any kind but a lone surrogate, for `fc.string({ unit })`. fast-check's own `binary` and `grapheme` work
 * out a table when they are first used, which takes a second.
 */
export const anyCharacter: fc.Arbitrary<string> = fc
  .oneof(
    { weight: 4, arbitrary: fc.integer({ min: 0x20, max: 0x7e }) },
    { weight: 2, arbitrary: fc.integer({ min: 0, max: 0xff }) },
    { weight: 2, arbitrary: fc.integer({ min: 0x100, max: 0xd7ff }) },
    { weight: 1, arbitrary: fc.integer({ min: 0xe000, max: 0x10ffff }) },
  )
  .map((code) => String.fromCodePoint(code));
