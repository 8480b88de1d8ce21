import { checksum, headOf } from '../../src/data/sections.ts';
import { banner } from './table.ts';

/** A file of sections as `src/data/sections.ts` reads it. */
export function encodeSections(sections: readonly (readonly [name: string, text: string])[]): string {
  let start = 0;
  let directory = '';
  for (const [name, text] of sections) {
    if (!/^[a-z0-9-]+$/.test(name)) throw new Error(`a section cannot be called ${name}`);
    if (/[^\n\t -~]/.test(text)) throw new Error(`the section ${name} is not ASCII`);
    const place = { name, start, length: text.length };
    const numbers = [start, text.length, checksum(place, new TextEncoder().encode(text))];
    directory += `${[name, ...numbers.map((number) => number.toString(36))].join(' ')}\n`;
    start += text.length;
  }
  return headOf(banner, directory) + directory + sections.map(([, text]) => text).join('');
}
