import { jsonValue } from '../../core/json-value.ts';
import type { Secrets } from '../../core/secrets.ts';
import { Raw, reveal } from '../../core/raw.ts';
import { isSecretName } from '../../output/secret-names.ts';
import { printArn, printUrl } from '../../printers/addresses.ts';
import { isKeyIdName, printSetting } from '../../printers/fields.ts';
import { printErrorCode, printName, printNothing, printRoleName, printTime } from '../../printers/names.ts';
import { printRegion } from '../../printers/region.ts';
import { hasSecretShape } from '../../printers/shape.ts';
import { knownWord } from '../../printers/vocabulary.ts';

/** What a printer shows whole is no secret, wherever it stands. */
const printers = [printArn, printRegion, printTime, printErrorCode] as const;

function isShownWhole(written: string): boolean {
  const text = bareText(written);
  const raw = new Raw(text);
  if (/^\d{12}$/.test(text) || printers.some((print) => print(raw) === text)) return true;
  return /^https?:\/\/[^@?#]*$/.test(text) && text.startsWith(printUrl(raw));
}

function bareText(written: string): string {
  return /^(["']?)(.*)\1$/s.exec(written)?.[2] ?? written;
}

/** Wherever it stands, also in the place of a secret. */
function isArn(written: string): boolean {
  const text = bareText(written);
  return printArn(new Raw(text)) === text;
}

/** A setting that is no secret, with what could be the name of a profile: there it is shown. */
function isNameLike(written: string): boolean {
  const text = bareText(written);
  return printName(new Raw(text)) === text;
}

/** What an endpoint, a process or a cache gave: the members that are no facts, or all of it. */
export function noteAnswer(secrets: Secrets, body: string): void {
  const value = parse(body);
  if (value === undefined) noteLine(secrets, body);
  else noteMember(secrets, '', value);
}

function parse(body: string): unknown {
  if (!/^\s*[[{"]/.test(body)) return undefined;
  return jsonValue(body);
}

/** Names that say what a text is: a role, an id that other tools print. */
const factName =
  /^(?:code|type|message|clientid|accountid|version|provider|role_?name|instance\w*|\w*region)$/i;

function noteMember(secrets: Secrets, name: string, value: unknown): void {
  if (typeof value === 'string') {
    if (isSecretName(name)) secrets.addValue(value);
    // Its last letters are shown, and its first ones tell the account, as those of a user's id do.
    else if (isKeyIdName(name)) return;
    else if (!isShownWhole(value) && !(factName.test(name) && printName(new Raw(value)) === value)) {
      secrets.addText(value);
    }
  } else if (Array.isArray(value)) for (const item of value) noteMember(secrets, name, item);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, member] of Object.entries(value)) {
      if (knownWord(key) === undefined && /\d|[^\w-]/.test(key)) secrets.addText(key);
      noteMember(secrets, key, member);
    }
  }
}

/** One line that is no JSON: a name of a role or a zone, or whatever else answered. */
function noteLine(secrets: Secrets, text: string): void {
  const line = text.trim();
  if (line.length > 64 || printRoleName(new Raw(line)) !== line) secrets.addText(text);
}

/**
 * The lines of a section of the shared files: comments, keys that nobody knows, and values that may not be shown. Only
 * sections that are read are noted: of the others nothing can come out.
 */
export function noteLines(secrets: Secrets, lines: string): void {
  for (const line of lines.split(/\r?\n/)) {
    const [, comment] = /^\s*[#;](.*)$/.exec(line) ?? [];
    if (comment !== undefined) noteComment(secrets, comment);
    else noteSetting(secrets, line);
  }
}

/** A setting that was put aside, or words; an ARN or an address among them is one that may be shown elsewhere. */
function noteComment(secrets: Secrets, comment: string): void {
  const [, key = ''] = /^\s*([A-Za-z_]{1,64})\s*=/.exec(comment) ?? [];
  if (knownWord(key) !== undefined) {
    noteSetting(secrets, comment);
    return;
  }
  const words = comment
    .split(/\s+/)
    .filter((word) => !isShownWhole(word.replace(/^["'`(<]{1,3}|["'`)>.,;:]{1,3}$/g, '')));
  secrets.addText(words.join(' '));
}

/** An ARN with a slip in it: the ARN that was meant may be shown, so its parts are no secrets. */
function isArnLike(name: string, text: string): boolean {
  if (!/_arn$|role_name$/.test(name.toLowerCase()) || !/^["']?arn:[\w+=,.@/:*-]{1,200}["']?$/.test(text))
    return false;
  return !text.split(/[/:"']/).some(hasSecretShape);
}

function noteSetting(secrets: Secrets, line: string): void {
  const [, key = '', value = ''] = /^([^=]*)=(.*)$/s.exec(line) ?? [];
  const name = knownWord(key.trim());
  if (name === undefined) {
    secrets.addText(line);
    return;
  }
  const text = value.trim();
  if (isArn(text)) return;
  if (isSecretName(name)) secrets.addValue(text);
  else if (isArnLike(name, text) || isShownWhole(text) || isNameLike(text) || isFree(name, text)) return;
  else if (!isKeyIdName(name) && printSetting(name, new Raw(text)) !== text) {
    const [bare = ''] = text.split(/\s[#;]/, 1);
    // Of a value with a comment behind it the value may still be shown.
    secrets.addText(
      printSetting(name, new Raw(bare)) === bare ? text.slice(bare.length) : hiddenPart(name, text),
    );
  }
}

/** A setting of which no printer knows what it holds is not shown, and it holds public words as often as not: scopes, sizes. */
function isFree(name: string, text: string): boolean {
  const raw = new Raw(text);
  return printSetting(name, raw) === printNothing(raw) && !hasSecretShape(text) && !/\s[#;]/.test(text);
}

/** Of an address and of a command a part is shown. */
function hiddenPart(name: string, text: string): string {
  const shown = printSetting(name, new Raw(text));
  if (text.startsWith(shown)) return withoutHosts(text.slice(shown.length));
  const [, program] = /^`([^`]*)`/.exec(shown) ?? [];
  return program !== undefined && text.startsWith(program) ? text.slice(program.length) : withoutHosts(text);
}

/** Where a URL leads may be shown; who goes there, and what is asked for, not. */
function withoutHosts(text: string): string {
  return text.replace(/([a-z][a-z0-9+.-]{0,12}:\/\/)([^/\s@]{0,512}@)?[\w.:[\]-]{1,253}/gi, '$2 ');
}

/** The value of a variable or an option, as far as it may not be shown. */
export function noteValue(secrets: Secrets, name: string, value: Raw | undefined): void {
  if (value === undefined || value.length < 8) return;
  if (isArn(reveal(value)) || isArnLike(name, reveal(value))) return;
  if (isSecretName(name)) secrets.addValue(value);
  // What stands in the wrong place, an ARN say, is shown where it stands in its own.
  else if (isShownWhole(reveal(value)) || isNameLike(reveal(value))) return;
  else if (!isKeyIdName(name) && printSetting(name, value) !== reveal(value))
    secrets.addText(hiddenPart(name, reveal(value)));
}
