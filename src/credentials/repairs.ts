import type { Span } from '../core/evaluation.ts';
import type { Host } from '../core/host.ts';
import { shellPath, shellQuoted, shellWord } from '../output/shell.ts';

/** Command lines that a user can paste into the shell of their platform. */

interface Place {
  readonly host: Pick<Host, 'platform'>;
}

export function unset({ host }: Place, names: readonly string[]): string {
  return host.platform === 'windows'
    ? `Remove-Item ${names.map((name) => `Env:${name}`).join(', ')}`
    : `unset ${names.join(' ')}`;
}

export function setVariable({ host }: Place, name: string, value: string): string {
  return host.platform === 'windows'
    ? `$Env:${name} = '${value.replaceAll("'", "''")}'`
    : `export ${name}=${shellWord(value)}`;
}

/** Opens the file at the line. */
export function edit({ host }: Place, { file, line }: Span): string {
  return host.platform === 'windows'
    ? `notepad ${windowsPath(file)}`
    : `\${EDITOR:-vi} +${line} ${shellPath(file)}`;
}

/** Puts one text in the place of another on a line; keeps the old file as `.bak`. */
export function replaceOnLine({ host }: Place, { file, line }: Span, from: string, to: string): string {
  if (host.platform === 'windows') return `notepad ${windowsPath(file)}`;
  return `sed -i.bak ${shellQuoted(`${line}s/${pattern(from)}/${replacement(to)}/`)} ${shellPath(file)}`;
}

/** Takes the blanks away from the start of a line. */
export function unindent(place: Place, span: Span): string {
  const { file, line } = span;
  return place.host.platform === 'windows'
    ? edit(place, span)
    : `sed -i.bak '${line}s/^[[:blank:]]*//' ${shellPath(file)}`;
}

/** Takes the byte order mark away. */
export function dropByteOrderMark(place: Place, span: Span): string {
  const file = shellPath(span.file);
  return place.host.platform === 'windows'
    ? edit(place, span)
    : `tail -c +4 ${file} > ${file}.new && mv ${file}.new ${file}`;
}

export function remove({ host }: Place, file: string): string {
  return host.platform === 'windows' ? `Remove-Item ${windowsPath(file)}` : `rm ${shellPath(file)}`;
}

export function makePrivate({ host }: Place, file: string): string | undefined {
  return host.platform === 'windows' ? undefined : `chmod 600 ${shellPath(file)}`;
}

/** PowerShell expands `~` for its own commands only. */
function windowsPath(file: string): string {
  return `"${/^~[/\\]/.test(file) ? `$HOME${file.slice(1)}` : file}"`;
}

function pattern(text: string): string {
  return text.replace(/[\\/.*^$[\]]/g, '\\$&');
}

function replacement(text: string): string {
  return text.replace(/[\\/&]/g, '\\$&');
}
