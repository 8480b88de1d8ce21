import { marked, mayMatch } from './marked.ts';

/** What stands around an error in a terminal, a log or a ticket, taken away. */

/** Cut to its end, as lines of headers: nothing of them is ever kept. */
const secretLines = marked(
  ['authorization', 'cookie', 'x-amz-security-token', 'x-vault-token', 'x-api-key'],
  /(?:authorization|proxy-authorization|(?:set-)?cookie|x-amz-security-token|x-vault-token|x-api-key)["']?\s{0,4}[:=][^\n]{0,20000}/gi,
);
/** What is given to a name that says it, to the end of its line: however it is torn apart, no piece of it is an error. */
const secretSettings = marked(
  ['secret', 'token', 'passw', 'passphrase', 'pwd', 'api_key', 'apikey', 'api-key', 'private'],
  /(?:["'$]|--)?(?<![A-Za-z0-9])(?<name>[\w.-]{0,64}?(?:secret|token|passw(?:or)?d|passphrase|pwd|api[-_]?key|private[-_]?key)[\w.-]{0,64})(?:["']?\s{0,4}(?<sign>[=:])|>)/gi,
);
/** `ExpiredToken: …` is an error, and `Error loading SSO Token: Token for … does not exist` a sentence. */
const notSecret =
  /expired|invalid|malformed|missing|unauthori[sz]ed|incorrect|error|exception|failure|required|file|path|(?:request|client|next)_?token/i;
const ansi = /\u001b\[[0-9;?]{0,20}[A-Za-z]/g;
/** Of GitHub Actions, GitLab, Docker and most loggers. */
const timestamps =
  /^[ \t]{0,8}\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[.,\d]{0,12}(?:Z|[+-]\d\d:?\d\d)?\]?[ \t]{1,4}/gm;
/** Of word processors, mail and chat. */
const printedQuotes = /[“”„‟]/g;
const boxSigns = /[│╷╵┃╔╗╚╝║]/g;
const brokenPhrase =
  /(is not authorized|not authorized to|authorized to perform:|on resource:)[ \t]{0,4}\r?\n\s{0,16}/g;

export function cleanText(text: string): string {
  const bare = text
    .replace(ansi, '')
    .replace(boxSigns, ' ')
    .replace(timestamps, '')
    .replace(printedQuotes, '"');
  const safe = mayMatch(secretLines, bare) ? bare.replace(secretLines.pattern, ' ') : bare;
  const told = mayMatch(secretSettings, safe) ? withoutSettings(safe) : safe;
  const joined = told.includes('\n') ? told.replace(brokenPhrase, '$1 ') : told;
  const plain = joined.includes('not authorized to perform') ? withColon(joined) : joined;
  return plain.includes('arn:') ? joinArns(plain) : plain;
}

function withoutSettings(text: string): string {
  let safe = '';
  let done = 0;
  for (const { 0: found, groups, index } of text.matchAll(secretSettings.pattern)) {
    const start = index + found.length;
    const [name, sign] = [groups?.['name'] ?? '', groups?.['sign']];
    if (index < done || !isSetting(name, sign, text.slice(start, start + 80))) continue;
    if (sign === ':' && isOfAws(name, text.slice(Math.max(0, index - longestArn), index), text[start]))
      continue;
    const end = text.indexOf('\n', start);
    safe += `${text.slice(done, index)} `;
    done = end < 0 ? text.length : end;
  }
  return safe + text.slice(done);
}

function isSetting(name: string, sign: string | undefined, value: string): boolean {
  // `failed to read secret: AccessDeniedException: …` is what AWS answered.
  const isAnswer = sign === ':' && /^ (?:[A-Z][a-z]{1,24}){1,8}(?:Exception|Error|Denied): /.test(value);
  const isProse =
    sign === ':' && /^[A-Za-z]+$/.test(name) && /^ ?["']?[A-Z]?[a-z]{1,14} [a-z]{1,14}\b/.test(value);
  return !notSecret.test(name) && !isProse && !isAnswer;
}

/** SES and SMTP put names into backticks, and some services leave the colon out: one wording for what reads it. */
const otherWording =
  /(?<=^|[\s"'(])(?:User:? )?`?(?<caller>arn:[\w-]{1,16}:(?:iam|sts)::\d{12}:[^\s'`"]{1,600})['`]? is not authorized to perform (?:the )?(?:action )?`?(?<action>[a-z][\w-]{1,39}:[A-Z]\w{1,79})['`]?(?: on (?:the )?resource:? `(?<resource>[^\s'`]{1,1500})['`])?/g;

function withColon(text: string): string {
  return text.replace(otherWording, (...found) => {
    const {
      caller = '',
      action = '',
      resource,
    } = found.at(-1) as Readonly<Record<string, string | undefined>>;
    const on = resource === undefined ? '' : ` on resource: ${resource}`;
    return `User: ${caller} is not authorized to perform: ${action}${on}`;
  });
}

const longestArn = 600;

/** A part of an ARN, `…:secret:db-AbCdEf`, or the service of an action, `secretsmanager:GetSecretValue`. */
function isOfAws(name: string, before: string, next: string | undefined): boolean {
  if (/arn:[a-z-]{3,20}:[^\s"'<>=]{0,560}$/.test(before)) return true;
  return name === 'secretsmanager' && next !== undefined && /[A-Z]/.test(next);
}

/** A terminal broke the line inside of an ARN, where a sentence cannot end: in front of its name. */
function joinArns(text: string): string {
  const lines = text.split(/\r?\n/);
  let joined = '';
  for (const [index, line] of lines.entries()) {
    const next = lines[index + 1];
    const word = line.slice(Math.max(line.lastIndexOf(' '), line.lastIndexOf('"')) + 1);
    const isOpen = word.startsWith('arn:') && (/[/:-]$/.test(word) || word.split(':').length < 6);
    if (next === undefined) joined += line;
    else if (isOpen && /^\s{0,8}[\w*]/.test(next)) {
      joined += line;
      lines[index + 1] = next.trimStart();
    } else joined += `${line}\n`;
  }
  return joined;
}

/** All white space as one blank; in JSON that stands in a text quotes are escaped. */
export function inOneLine(text: string): string {
  return text.replaceAll('\\"', '"').replaceAll('\\n', ' ').replace(/\s+/g, ' ').trim();
}
