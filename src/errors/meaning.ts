import { Raw } from '../core/raw.ts';
import { describeSeconds } from './clock.ts';
import type { MessageRow } from '../messages/message-row.ts';
import { printArn, printUrl } from '../printers/addresses.ts';
import { printName } from '../printers/names.ts';
import { printRegion } from '../printers/region.ts';
import { isPieceOfSecret } from '../printers/shape.ts';

/** How what a wording names is shown. */
const printers: Readonly<Record<string, (raw: Raw) => string>> = {
  url: printUrl,
  place: printUrl,
  region: printRegion,
};

function shownOf(name: string, text: string): string {
  const print = printers[name] ?? (text.startsWith('arn:') ? printArn : printName);
  return print(new Raw(text));
}

/** The row's sentence with what the text names; and what two times in it say of the clock. */
export function meaningOf(
  row: MessageRow,
  groups: Readonly<Record<string, string | undefined>>,
  whole: string,
): string {
  const meaning = row.meaning.replace(/\{(: )?(\w+)\}/g, (_, colon: string | undefined, name: string) => {
    const text = groups[name];
    if (text === undefined || isPieceOfSecret(text, whole)) return colon === undefined ? '…' : '';
    if (colon !== undefined) return colon + shownOf(name, text);
    // Of some tools the host alone.
    return shownOf(name, name === 'place' && /^[\w.-]+$/.test(text) ? `https://${text}` : text);
  });
  const off = describeSeconds(groups['clock'], groups['server']);
  return off === undefined ? meaning : `${meaning} It is ${off}.`;
}
