import type { Look } from '../../src/output/look.ts';
import { asciiGlyphs, unicodeGlyphs, unpainted } from '../../src/output/look.ts';

/** A look without colours, for text that is compared. */
export function plainLook(width = 80, characters: 'unicode' | 'ascii' = 'unicode'): Look {
  return { width, glyphs: characters === 'unicode' ? unicodeGlyphs : asciiGlyphs, paint: unpainted };
}
