import type { Severity } from '../../core/evaluation.ts';
import type { Raw } from '../../core/raw.ts';
import { regionOfName } from '../../printers/region-names.ts';
import { nearestRegion, printRegion, regions } from '../../printers/region.ts';

/** What a value is in the place of what it should be, and what would be right where that can be told. */
export interface Misshape {
  /** The end of a sentence that begins with the setting: `is an availability zone`. */
  readonly is: string;
  /** What is added where it stands in a file. */
  readonly inFile?: string;
  /** The value that was meant, fit to be shown. */
  readonly right?: string;
  readonly severity?: Severity;
}

export type Judge = (value: Raw) => Misshape | undefined;

/** Straight ones and those of a text processor; behind them the comma of a list. */
const quoted = /^\s*["'“”„‘’«»].*["'“”‘’«»]\s*,?\s*$/s;

function oddSigns(value: Raw): string | undefined {
  if (value.fits(quoted)) return 'has quotes around it, which are a part of it';
  if (value.fits(/[\r\n]/)) return 'holds a line break';
  if (value.fits(/\S,\s*$/)) return 'has a comma behind it, which is a part of it';
  if (value.fits(/\S\s+[#;]/)) return 'keeps the comment behind it, which is a part of it';
  return value.fits(/^\s|\s$/) ? 'has a blank before or behind it, which is a part of it' : undefined;
}

/** Without the comment, the quotes and the blanks that are a part of it. */
function bareOf(value: Raw): Raw {
  return value.map((text) =>
    text
      .replace(/(?<=\S)\s+[#;].*$/s, '')
      .trim()
      .replace(/,$/, '')
      .replace(/^["'“”„‘’«»](.*)["'“”‘’«»]$/s, '$1')
      .replace(/,$/, '')
      .trim(),
  );
}

/** What stands around the value, and the value where that alone is wrong. */
export function around(value: Raw, judge: Judge, print: (value: Raw) => string): Misshape | undefined {
  const is = oddSigns(value);
  if (is === undefined) return undefined;
  const bare = bareOf(value);
  const left = bare.isEmpty || oddSigns(bare) !== undefined ? undefined : judge(bare);
  if (bare.isEmpty || oddSigns(bare) !== undefined) return { is };
  const right = left === undefined ? print(bare) : left.right;
  return { is, ...(right === undefined ? {} : { right }) };
}

/** What else stands in the place of a region. */
const otherWords = [
  { form: /^(?:json|text|table|yaml|yaml-stream|csv)$/i, is: 'is a format of output, and no region' },
  { form: /^(?:none|null|undefined|nil|n\/a)$/i, is: 'is what programs write for nothing, and no region' },
  {
    form: /^(?:global|aws|default|auto|all)$/i,
    is: 'is a word, and no region: global services have us-east-1',
  },
] as const;

/** https://docs.aws.amazon.com/general/latest/gr/rande.html */
export const judgeRegion: Judge = (value) => {
  if (value.isEmpty || value.oneOf(regions) !== undefined) {
    return value.is('aws-global')
      ? { is: 'is the region of global services: other services have no address there', severity: 'info' }
      : undefined;
  }
  const near = nearestRegion(bareOf(value));
  const right = near === undefined || near === 'aws-global' ? {} : { right: near };
  if (value.passes((text) => regionOfName(text) !== undefined)) {
    return { is: 'is what the console calls a region, and no region', ...right };
  }
  const several = value.map((text) => text.split(/[,;\s]+/)[0] ?? '');
  if (value.fits(/^[\w-]+(?:[,;\s]+[\w-]+)+$/) && several.oneOf(regions) !== undefined)
    return { is: 'names several, and one belongs there', right: printRegion(several) };
  const odd = oddSigns(value);
  if (odd !== undefined) return { is: odd, ...right };
  const other = otherWords.find(({ form }) => value.fits(form));
  if (other !== undefined) return { is: other.is };
  if (value.fits(/^[a-z]{2,}(?:-[a-z]+)+-\d$/)) {
    const isTypo = near !== undefined;
    return isTypo
      ? { is: 'is no region that AWS has had by this release', severity: 'info', ...right }
      : { is: 'is newer than the regions that this release knows, or none', severity: 'info' };
  }
  if (value.fits(/^[a-z]{2,}(?:-[a-z]+)+-\d[a-z]$/))
    return { is: 'is an availability zone, and no region', ...right };
  if (value.fits(/[/:.]/)) return { is: 'is an address, and no region' };
  return { is: 'is no region', ...right };
};
