import {
  command,
  given,
  givenPath,
  openAt,
  setVariable as set,
  unsetVariables,
  word,
  type Command,
  type Word,
} from '../core/command.ts';
import type { Span } from '../core/evaluation.ts';
import type { Host } from '../core/host.ts';

/**
 * Commands that repair what was found. They hold no text of a file but names of plain characters, keep a file's mode,
 * and are undefined where such a name or path is not plain: the answer then says what to edit.
 */

interface Place {
  readonly host: Pick<Host, 'platform'>;
}

/** The option that names the profile; nothing for the one that counts without it. */
export function profileOption(profile: {
  readonly name: string;
  readonly shownName: string;
}): readonly Word[] | undefined {
  if (profile.name === 'default') return [];
  const name = given(profile.shownName);
  return name === undefined ? undefined : [word`--profile`, name];
}

/** The shape in which `aws configure export-credentials` prints variables for the shell. */
export function envFormat({ host }: Place): Word {
  return host.platform === 'windows' ? word`powershell` : word`env`;
}

export function unset(_: Place, names: readonly string[]): Command | undefined {
  return unsetVariables(names);
}

export function setVariable(_: Place, name: string, value: string): Command | undefined {
  return set(name, given(value));
}

/** Opens the file at the line. */
export function edit(_: Place, { file, line }: Span): Command | undefined {
  return openAt(file, line);
}

/** A header for the profile in the place of the one on the line, whatever that one is. */
export function replaceHeader(
  place: Place,
  span: Span,
  header: { readonly name: string; readonly isProfile: boolean; readonly instead?: string },
): Command | undefined {
  const { name, isProfile, instead = '' } = header;
  const old = given(instead) ?? word`[^]]*`;
  // A name may hold what mostly parts the two texts.
  const sign = `${name}${instead}`.includes('/') ? word`|` : word`/`;
  const to = isProfile ? word`profile ${given(name)}` : given(name);
  return substitute(place, span, word`${span.line}s${sign}\[${old}\]${sign}[${to}]${sign}`);
}

/** Another known key in the place of the one on the line. */
export function renameKey(place: Place, span: Span, from: string, to: string): Command | undefined {
  return substitute(place, span, word`${span.line}s/${given(from)}/${given(to)}/`);
}

/** The whole header in its brackets, `sso-session corp`, in the place of the one on the line. */
export function writeHeader(place: Place, span: Span, words: readonly string[]): Command | undefined {
  const [first, ...others] = words.map(given);
  const header = others.reduce((all, one) => word`${all} ${one}`, first);
  const sign = words.some((one) => one.includes('/')) ? word`|` : word`/`;
  return substitute(place, span, word`${span.line}s${sign}\[[^]]*\]${sign}[${header}]${sign}`);
}

/** Known keys in the place of what stands before `=` on these lines of one file. */
export function renameKeys(
  place: Place,
  keys: readonly { readonly span: Span; readonly to: string }[],
): Command | undefined {
  const scripts = keys.map(({ span, to }) => word`${span.line}s/^[^=]*/${given(to)}/`);
  return substituteAll(
    place,
    keys.map(({ span }) => span),
    scripts,
  );
}

/** `[default]` in a line of its own, above this one; with what GNU and BSD have in common. */
export function addHeader(place: Place, span: Span): Command | undefined {
  return substitute(place, span, word`${span.line}{h;s/.*/[default]/p;g;}`);
}

/** The row of a CSV file as the profile `default`; without repeating what is in it. */
export function fromCsv(
  place: Place,
  span: Span,
  {
    line,
    header,
    id,
    secret,
  }: Readonly<Record<'line' | 'id' | 'secret', number>> & { readonly header: number | undefined },
): Command | undefined {
  const cell = (column: number) =>
    column === 0 ? word`s/,.*//` : word`s/^\([^,]*,\)\{${column}\}//;s/,.*//;s/[[:space:]]*$//`;
  const write = (key: Word) => word`s/^/${key} = /`;
  const named = header === undefined ? word`h;s/.*/[default]/p;g;` : word`h;`;
  const above = header === undefined ? word`` : word`${header}s/.*/[default]/;`;
  return substitute(
    place,
    span,
    word`${above}${line}{${named}${cell(id)};${write(word`aws_access_key_id`)}p;g;${cell(secret)};${write(word`aws_secret_access_key`)};}`,
  );
}

/** Another value behind the `=` of the line. */
export function writeValue(place: Place, span: Span, value: string): Command | undefined {
  const sign = value.includes('/') ? word`|` : word`/`;
  return substitute(place, span, word`${span.line}s${sign}=.*${sign}= ${given(value)}${sign}`);
}

/** The program `env` in front of the command of the line, so that its value begins with no quote. */
export function putBehindEnv(place: Place, span: Span): Command | undefined {
  return substitute(place, span, word`${span.line}s/=[[:blank:]]*/= env /`);
}

/** Takes the word of a shell away from the start of these lines of one file. */
export function dropExport(place: Place, spans: readonly Span[]): Command | undefined {
  return substituteAll(
    place,
    spans,
    lineRanges(spans).map((lines) => word`${lines}s/export[[:blank:]]*//`),
  );
}

/** Takes all signs away from these lines of one file that no key and no name of one has. */
export function keepPlainSigns(place: Place, spans: readonly Span[]): Command | undefined {
  return substituteAll(
    place,
    spans,
    lineRanges(spans).map((lines) => word`${lines}s|[^A-Za-z0-9_=/+[:blank:]]||g`),
  );
}

/** What stands behind the `=` of a line, mended by a script that holds no text of the file. */
export function mendLine(place: Place, span: Span, script: Word): Command | undefined {
  return substitute(place, span, word`${span.line}${script}`);
}

/** Takes the blanks away from the start of all these lines of one file. */
export function unindent(place: Place, spans: readonly Span[]): Command | undefined {
  return substituteAll(
    place,
    spans,
    lineRanges(spans).map((lines) => word`${lines}s/^[[:blank:]]*//`),
  );
}

/** One command for several scripts, all of them for one file. */
function substituteAll(
  place: Place,
  spans: readonly Span[],
  scripts: readonly (Word | undefined)[],
): Command | undefined {
  const [span] = spans;
  const [one, ...others] = scripts;
  if (span === undefined) return undefined;
  return substitute(
    place,
    span,
    others.reduce((all, script) => word`${all};${script}`, one),
  );
}

/** The lines as `sed` names them: `3` or `3,4`. */
function lineRanges(spans: readonly Span[]): readonly Word[] {
  return rangesOf(spans.map(({ line }) => line)).map(([from, to]) =>
    from === to ? word`${from}` : word`${from},${to}`,
  );
}

/** Numbers that follow one another, as first and last. */
function rangesOf(lines: readonly number[]): readonly (readonly [number, number])[] {
  const ranges: [number, number][] = [];
  for (const line of lines.toSorted((left, right) => left - right)) {
    const last = ranges.at(-1);
    if (last !== undefined && line <= last[1] + 1) last[1] = line;
    else ranges.push([line, line]);
  }
  return ranges;
}

/** Takes the byte order mark away: three bytes that are none of ASCII, which a second run does not find again. */
export function dropByteOrderMark(place: Place, span: Span): Command | undefined {
  if (place.host.platform === 'windows') return edit(place, span);
  const [path, copy] = [span.file, copyOf(span.file)].map(givenPath);
  return command`env LC_ALL=C sed -i.bak ${word`1s/^[^ -~]\{3\}//`} ${path} && rm ${copy}`;
}

/** What `sed` keeps the file as it was in, until it is taken away: it holds the same secrets. */
export function copyOf(file: string): string {
  return `${file}.bak`;
}

/** `-i` with an ending is what GNU and BSD have in common; the copy has the file's mode. */
function substitute(place: Place, span: Span, script: Word | undefined): Command | undefined {
  if (place.host.platform === 'windows') return edit(place, span);
  const [path, copy] = [span.file, copyOf(span.file)].map(givenPath);
  return command`sed -i.bak ${script} ${path} && rm ${copy}`;
}

export function remove({ host }: Place, file: string): Command | undefined {
  const path = givenPath(file);
  return host.platform === 'windows' ? command`del ${path}` : command`rm ${path}`;
}

/** What stands under the new name is asked about; both shells of Windows know `move`, which asks, too. */
export function move({ host }: Place, from: string, to: string): Command | undefined {
  const [old, path] = [givenPath(from), givenPath(to)];
  return host.platform === 'windows' ? command`move ${old} ${path}` : command`mv -i ${old} ${path}`;
}

/** Sets the clock by the network's. */
export function setClock({ host }: Place): Command {
  return host.platform === 'windows' ? command`w32tm /resync` : command`sudo timedatectl set-ntp true`;
}

export function makePrivate({ host }: Place, file: string): Command | undefined {
  return host.platform === 'windows' ? undefined : command`chmod 600 ${givenPath(file)}`;
}

/** Writes the setting where the AWS CLI would, in the config file of the profile. */
export function configure(
  key: string,
  value: string,
  profile: { readonly name: string; readonly shownName: string },
): Command | undefined {
  const option = profileOption(profile);
  return option && command`aws configure set ${given(key)} ${given(value)} ${option}`;
}
