import type { Span } from '../../core/evaluation.ts';
import { spanOf } from '../../core/source.ts';
import { writeSnippet } from '../../formats/ini-snippet.ts';
import type { IniEntry } from '../../formats/ini-file.ts';
import { Raw } from '../../core/raw.ts';
import { printSetting } from '../../printers/fields.ts';
import { printHeader, printKey } from '../../printers/names.ts';
import { knownKeys } from '../../printers/vocabulary.ts';
import { fileSort } from '../places/file-sort.ts';
import { describeIniProblem } from '../places/describe-ini.ts';
import { listed } from '../../core/listed.ts';
import { flavourTitle } from '../flavours.ts';
import { keyLabel, settingIn, type SharedFile } from '../places/shared-file.ts';
import type { Section } from '../places/section.ts';
import { headerSpan, sectionsInUse } from './facts.ts';
import type { Found, Gotcha, Situation } from './gotcha.ts';
import { hasLoneReturns } from './odd-lines.ts';
import {
  dropByteOrderMark,
  dropExport,
  edit,
  keepPlainSigns,
  renameKey,
  renameKeys,
  unindent,
} from '../repairs.ts';

/** What the readers make of lines: docs/gotchas.md, 12 to 15, 40 and 41. */
export const lineGotchas: readonly Gotcha[] = [
  {
    id: 12,
    code: 'file-rejected',
    says: 'A line, a section that stands twice or a byte order mark makes the reader reject the whole file; other tools read on.',
    find: findRejected,
  },
  {
    id: 12,
    code: 'section-lost',
    says: 'A header that the tool does not understand is passed over without a word: the section is not there, and its keys count for the one above.',
    find: findLostSections,
  },
  {
    id: 13,
    code: 'inline-comment-kept',
    says: 'The tool keeps a comment behind a value as a part of the value, so a key or a name is wrong.',
    find: (situation) => inUse(situation, findComment),
  },
  {
    id: 14,
    code: 'quotes-kept',
    says: 'The tool keeps quotes around a value as a part of the value.',
    find: (situation) => inUse(situation, findQuotes),
  },
  {
    id: 15,
    code: 'indented-key-folded',
    says: 'A key is indented: the tool takes the line as a part of the value above it, and one half of the pair is missing.',
    find: (situation) => inUse(situation, findFolded),
  },
  {
    id: 40,
    code: 'key-in-capitals',
    says: 'A key of the file is in capitals, and the tool knows it in small letters only.',
    find: findCapitals,
  },
  {
    id: 41,
    code: 'export-in-file',
    says: 'A line begins with `export`, as for a shell: the key is then another one that no tool knows.',
    find: findExport,
  },
];

/** A command line is for a shell to read: comments and quotes in it are its own. */
const commandKeys: readonly string[] = ['credential_process'];
const settingName = /^\s*([a-z_][a-z0-9_]*)\s*=/i;

async function findRejected(situation: Situation): Promise<readonly Found[]> {
  const { context, contextOf, resolution } = situation;
  const files = [context.files.config, context.files.credentials];
  // Files of another sort are told as such.
  const own = files.filter(({ isRejected, text }) => isRejected && fileSort(text) === undefined);
  const strict = await contextOf('boto3');
  const tolerant = [await contextOf('js'), await contextOf('go')];
  if (own.length > 0) {
    return own.flatMap((file) => {
      const reading = tolerant.filter(({ files: theirs }) => !theirs[file.role].isRejected);
      const names = reading.map(({ flavour }) => flavour.title);
      const others =
        names.length === 0 ? '' : `; ${listed(names)} ${names.length === 1 ? 'reads' : 'read'} past the line`;
      return rejection(
        situation,
        file,
        `nothing in the file counts for ${flavourTitle(resolution.flavour)}${others}`,
        strict.files[file.role].isRejected,
      );
    });
  }
  return [
    ...rejectedElsewhere(situation, strict, `${flavourTitle('boto3')} and the AWS CLI reject the whole file`),
    ...tolerant
      .filter(({ flavour }) => flavour.id === 'go')
      .flatMap((go) => rejectedElsewhere(situation, go, 'Terraform is one of them')),
  ];
}

/** Files that another tool rejects. */
function rejectedElsewhere(
  situation: Situation,
  { files, flavour }: Situation['context'],
  effect: string,
): readonly Found[] {
  return [files.config, files.credentials]
    .filter(
      ({ isRejected, ini, text }) => isRejected && ini?.error !== undefined && fileSort(text) === undefined,
    )
    .flatMap((file) => rejection(situation, file, effect, flavour.id !== 'go', 'info'));
}

function rejection(
  { context }: Situation,
  { ini, path }: SharedFile,
  effect: string,
  stops: boolean,
  severity: Found['severity'] = 'warning',
): readonly Found[] {
  const { world } = context;
  const stopsAwsCli = stops ? ({ stopsAwsCli: true } as const) : {};
  if (ini?.error === undefined)
    return [{ severity, message: `${world.show(path)} is not UTF-8 text: ${effect}`, ...stopsAwsCli }];
  const span = spanOf(ini.source, ini.error.range);
  const isMark = ini.error.rule === 'byte-order-mark';
  return [
    {
      severity,
      message: `${describeIniProblem(ini.error)}: ${effect}`,
      span,
      fix: isMark ? dropByteOrderMark(world, span) : edit(world, span),
      ...stopsAwsCli,
    },
  ];
}

/** Lines that start as a header does and were passed over, with what the reader did not understand. */
function findLostSections({ context, resolution }: Situation): readonly Found[] {
  const { files, world } = context;
  return [files.config, files.credentials].flatMap(({ ini, path }) => {
    if (ini === undefined) return [];
    const { sections, source } = ini;
    // `lines-of-carriage-returns` tells it.
    if (hasLoneReturns(source.text)) return [];
    const lost = ini.ignored.filter(({ range }) => source.text.charCodeAt(range.start) === 91);
    return lost.map(({ rule, range }): Found => {
      const span = spanOf(source, range);
      const isMark = rule === 'byte-order-mark';
      const line = source.text.slice(range.start, range.end);
      const what = isMark
        ? 'a byte order mark stands before it'
        : line.includes(']')
          ? 'something stands behind its `]`'
          : 'it has no `]`';
      const above = sections.findLast((section) => section.range.start < range.start);
      const effect =
        above === undefined
          ? 'the lines below count for no profile'
          : 'the lines below count for the section above';
      return {
        message: `line ${span.line} of ${world.show(path)} is no header for ${flavourTitle(resolution.flavour)}, since ${what}: ${effect}`,
        span,
        fix: isMark ? dropByteOrderMark(world, span) : edit(world, span),
      };
    });
  });
}

type FindInEntry = (
  situation: Situation,
  section: Section,
  entry: IniEntry,
) => Found | undefined | Promise<Found | undefined>;

async function inUse(situation: Situation, find: FindInEntry): Promise<readonly Found[]> {
  const found: Found[] = [];
  for (const section of sectionsInUse(situation.context)) {
    for (const entry of section.entries.values()) {
      const one = await find(situation, section, entry);
      if (one !== undefined) found.push(one);
    }
  }
  return found;
}

async function findComment(
  situation: Situation,
  section: Section,
  entry: IniEntry,
): Promise<Found | undefined> {
  const { context, resolution } = situation;
  const { key, value } = entry;
  if (context.flavour.files.dialect.inlineComments !== 'kept' || commandKeys.includes(key)) return undefined;
  const at = /(?<!\s)\s+[#;]/.exec(value);
  if (at === null) return undefined;
  return {
    message: `${keyLabel(section.source, entry)} keeps the comment behind its value: for ${flavourTitle(resolution.flavour)} it is a part of it`,
    span: valueSpan(section, entry),
    advice: await corrected(section, key, value.slice(0, at.index)),
    fix: edit(context.world, valueSpan(section, entry)),
  };
}

async function findQuotes(
  situation: Situation,
  section: Section,
  entry: IniEntry,
): Promise<Found | undefined> {
  const { context, resolution } = situation;
  const { key, value } = entry;
  const isStraight = /^["']/.test(value);
  if ((isStraight && context.flavour.files.dialect.quotes === 'stripped') || commandKeys.includes(key))
    return undefined;
  const inner = quotedText(value);
  if (inner === undefined) return undefined;
  return {
    message: `${keyLabel(section.source, entry)} has quotes around its value: for ${flavourTitle(resolution.flavour)} they are a part of it`,
    span: valueSpan(section, entry),
    advice: await corrected(section, key, inner),
    fix:
      (pairKeys.includes(key) ? keepPlainSigns(context.world, quotedLines(section)) : undefined) ??
      edit(context.world, valueSpan(section, entry)),
  };
}

/** What stands in quotes, straight ones or those of a text processor, with the comma of a list behind them. */
function quotedText(value: string): string | undefined {
  const [, , straight, other] = /^(["'])(.*)\1,?$|^[“”„‘’«»](.*)[“”‘’«»],?$/s.exec(value) ?? [];
  return straight ?? other;
}

const pairKeys: readonly string[] = ['aws_access_key_id', 'aws_secret_access_key', 'aws_session_token'];

/** The lines of all keys in quotes: one command mends them. */
function quotedLines(section: Section): readonly Span[] {
  return [...section.entries.values()]
    .filter(({ key, value }) => pairKeys.includes(key) && quotedText(value) !== undefined)
    .map((entry) => valueSpan(section, entry));
}

/** The lines as they should stand; in words where one would show a secret. */
async function corrected(section: Section, key: string, value: string): Promise<string> {
  const header = section.headers[0]?.header ?? section.name;
  const name = printKey(new Raw(key));
  if (name === undefined) return 'Leave nothing but the value behind its key';
  if (printSetting(key, new Raw(value)) !== value) return `Leave nothing but the value behind \`${name} =\``;
  return (await writeSnippet(printHeader(new Raw(header)).slice(1, -1), { [key]: value })).join('\n');
}

function findFolded(
  { context, resolution }: Situation,
  section: Section,
  entry: IniEntry,
): Found | undefined {
  // `key-below-empty-key` tells it.
  if (entry.nested !== undefined || entry.value.startsWith('\n')) return undefined;
  const { text } = section.source;
  const folded = entry.joined.flatMap((range) => {
    const name = settingName.exec(text.slice(range.start, range.end))?.[1];
    const known = name === undefined ? undefined : printKey(new Raw(name.toLowerCase()));
    return known === undefined ? [] : [{ name: known, range }];
  });
  const [first] = folded;
  if (first === undefined) return undefined;
  const names = folded.map(({ name }) => `\`${name}\``);
  const span = spanOf(section.source, first.range);
  return {
    message: `${listed(names)} ${names.length === 1 ? 'is' : 'are'} indented: ${flavourTitle(resolution.flavour)} takes the line as a part of ${keyLabel(section.source, entry)} above it`,
    span,
    fix: unindent(
      context.world,
      folded.map(({ range }) => spanOf(section.source, range)),
    ),
  };
}

function findCapitals({ context, resolution }: Situation): readonly Found[] {
  if (context.flavour.files.dialect.keyCase === 'lower') return [];
  return sectionsInUse(context).flatMap((section): readonly Found[] => {
    const found = [...section.entries.values()].filter(
      ({ key }) => key !== key.toLowerCase() && knownKeys.includes(key.toLowerCase()),
    );
    const [first] = found;
    if (first === undefined) return [];
    const placeOf = ({ keyRange }: IniEntry) => spanOf(section.source, keyRange);
    const named = found.map((entry) =>
      printKey(new Raw(entry.key)) === entry.key
        ? `\`${entry.key}\``
        : `the key in line ${placeOf(entry).line}`,
    );
    const lower = found.map(({ key }) => `\`${key.toLowerCase()}\``);
    const isOne = found.length === 1;
    const fix =
      isOne && printKey(new Raw(first.key)) === first.key
        ? renameKey(context.world, placeOf(first), first.key, first.key.toLowerCase())
        : renameKeys(
            context.world,
            found.map((entry) => ({ span: placeOf(entry), to: entry.key.toLowerCase() })),
          );
    return [
      {
        message: `${listed(named)} ${isOne ? 'has' : 'have'} capitals: ${flavourTitle(resolution.flavour)} knows only ${listed(lower)} and passes over the ${isOne ? 'line' : 'lines'}`,
        span: placeOf(first),
        fix: fix ?? edit(context.world, placeOf(first)),
      },
    ];
  });
}

function findExport({ context, resolution }: Situation): readonly Found[] {
  return sectionsInUse(context).flatMap((section): readonly Found[] => {
    const lines = exportedIn(section);
    const [first] = lines;
    if (first === undefined) return [];
    const named = listed(lines.map(({ name }) => `\`export ${name}\``));
    const isOne = lines.length === 1;
    return [
      {
        message: `${named} ${isOne ? 'is a line' : 'are lines'} for a shell: here ${isOne ? 'it is a key of that whole name' : 'they are keys of these whole names'}, which ${flavourTitle(resolution.flavour)} does not know`,
        span: first.span,
        fix: dropExport(
          context.world,
          lines.map(({ span }) => span),
        ),
      },
    ];
  });
}

function exportedIn(section: Section): readonly { readonly name: string; readonly span: Span }[] {
  const { text } = section.source;
  const [header] = section.headers;
  const from = header?.range.end ?? 0;
  const end = text.indexOf('\n[', from);
  const body = text.slice(from, end < 0 ? undefined : end);
  return [...body.matchAll(/^([ \t]*)export[ \t]+([A-Za-z_]+)(?=[ \t]*=)/gm)].flatMap((match) => {
    const start = from + match.index + (match[1] ?? '').length;
    const name = printKey(new Raw(match[2] ?? ''));
    const span = spanOf(section.source, { start, end: start + `export ${match[2] ?? ''}`.length });
    return name === undefined ? [] : [{ name, span }];
  });
}

function valueSpan(section: Section, { key }: IniEntry): Span {
  const { span } = settingIn(section, key).evidence;
  return span ?? headerSpan(section) ?? spanOf(section.source, { start: 0, end: 0 });
}
