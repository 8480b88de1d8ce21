import {
  command,
  givenPath,
  hintOf,
  setVariable,
  word,
  type Command,
  type Hint,
} from '../../core/command.ts';
import { isNearName } from '../places/near-rule.ts';
import { csvRow, fileSort, mergeMark, sortWords, type FileSort } from '../places/file-sort.ts';
import type { SharedFile } from '../places/shared-file.ts';
import type { Found, Gotcha, Situation } from './gotcha.ts';
import { addHeader, edit, fromCsv, move, unset } from '../repairs.ts';

/** Files of another sort, folders, and files that this user may not read: docs/gotchas.md, 70 to 73. */
export const sortGotchas: readonly Gotcha[] = [
  {
    id: 70,
    code: 'file-is-utf-16',
    says: 'A shared file is saved as UTF-16, as `>` of PowerShell does: the AWS CLI and boto3 stop, others read nothing.',
    find: (situation) => ofFiles(situation, (file) => sorted(situation, file, isWide)),
  },
  {
    id: 71,
    code: 'file-of-another-sort',
    says: 'Something else stands where a shared file should be: a file for the environment, the CSV of the console, JSON, YAML, HTML.',
    find: (situation) => ofFiles(situation, (file) => sorted(situation, file, (sort) => !isWide(sort))),
  },
  {
    id: 72,
    code: 'file-not-readable',
    says: 'This user may not read a shared file, and the tools take it for missing.',
    find: (situation) => ofFiles(situation, (file) => unreadable(situation, file)),
  },
  {
    id: 73,
    code: 'folder-for-a-file',
    says: 'A folder stands where a shared file should be, as Docker makes one for the file of a mount that is missing.',
    find: (situation) => ofFiles(situation, (file) => folder(situation, file)),
  },
  {
    id: 60,
    code: 'file-name-nearly-right',
    says: 'A shared file is not there, and one of nearly its name is: with the ending of an editor, or a letter less.',
    find: (situation) => ofFiles(situation, (file) => nearFile(situation, file)),
  },
];

/** Two bytes a letter, or four. */
function isWide(sort: FileSort): boolean {
  return sort === 'utf-16' || sort === 'utf-32';
}

/** Each path once, though both variables may lead to it. */
async function ofFiles(
  { context: { files } }: Situation,
  find: (file: SharedFile) => Promise<Found | undefined>,
): Promise<readonly Found[]> {
  const both = [files.config, files.credentials];
  const each = both.filter(({ path }, at) => both.findIndex((one) => one.path === path) === at);
  const found = await Promise.all(each.map(find));
  return found.filter((one) => one !== undefined);
}

async function sorted(
  { context: { world }, contextOf }: Situation,
  { text, path, role, ini }: SharedFile,
  concerns: (sort: FileSort) => boolean,
): Promise<Found | undefined> {
  const sort = fileSort(text);
  if (sort === undefined || !concerns(sort)) return undefined;
  const shown = world.show(path);
  const file = ini?.source.file ?? shown;
  const line = sort === 'merge' ? firstLine(text, mergeMark) : 1;
  const span = { file, line, column: 1, endLine: line, endColumn: 1 };
  const strict = await contextOf('boto3');
  const row = sort === 'csv' && text.kind === 'text' ? csvRow(text.text) : undefined;
  const own = {
    csv: row && fromCsv(world, span, row),
    headless: addHeader(world, { ...span, line: firstLine(text) }),
  };
  return {
    message: `${shown} ${sortWords[sort]}${sort === 'headless' ? ': they count for no profile' : `, and no ${role} file`}`,
    span,
    advice: adviceFor(sort, shown),
    fix: (sort === 'csv' || sort === 'headless' ? own[sort] : undefined) ?? edit(world, span),
    ...(strict.files[role].isRejected ? { stopsAwsCli: true } : {}),
  };
}

/** Of the first line that says anything, or what is looked for. */
function firstLine(text: SharedFile['text'], wanted = /^\s*[^\s#;]/): number {
  const lines = text.kind === 'text' ? text.text.split('\n') : [];
  return lines.findIndex((line) => wanted.test(line)) + 1;
}

function adviceFor(sort: FileSort, path: string): Hint | undefined {
  const from = sort === 'utf-32' ? word`UTF-32` : word`UTF-16`;
  const convert = command`iconv -f ${from} -t UTF-8 ${givenPath(path)}`;
  switch (sort) {
    case 'utf-16':
    case 'utf-32':
      return convert === undefined ? 'Save it as UTF-8' : ['Save it as UTF-8; so it would be: ', convert];
    case 'environment':
      return 'Write [default] above, and the names in small letters; or let the shell read the file, and take it out of the variable';
    case 'powershell':
      return 'Run these lines in PowerShell; in a file each is a name in small letters, ` = ` and the value, below [default]';
    case 'csv':
      return hintOf(
        'Write its two values below [default]; from another place the AWS CLI takes such a file in: `',
        command`aws configure import --csv ${word`file://FILE`}`,
        '`',
      );
    case 'json':
      return 'Write its three values below [default], or let credential_process name a command that prints them';
    case 'merge':
      return 'Keep one of the two sides, and take the lines with <<<<<<<, ======= and >>>>>>> out';
    case 'fenced':
      return 'Take the lines of the fence out';
    case 'headless':
      return 'Write the header above them:';
    case 'markup':
    case 'yaml':
    case 'hcl':
    case 'binary':
    case 'private-key':
      return undefined;
  }
}

async function unreadable(
  { context }: Situation,
  { text, path, role }: SharedFile,
): Promise<Found | undefined> {
  if (text.kind !== 'failed' || text.code !== 'denied') return undefined;
  const { world } = context;
  const mode = (await world.inspect(path))?.mode;
  const shownMode = mode === undefined ? '' : ` (mode ${(mode & 0o777).toString(8).padStart(3, '0')})`;
  return {
    message: `this user may not read ${world.show(path)}${shownMode}: the tools take the ${role} file for missing`,
    advice: 'Give the file to this user, or run the tool as its owner',
  };
}

async function folder(
  { context, resolution }: Situation,
  { text, path, role, from }: SharedFile,
): Promise<Found | undefined> {
  if (text.kind !== 'failed' || text.code !== 'directory') return undefined;
  const { world } = context;
  const inside = (await world.list(path)).find((name) => name === role);
  const there = inside === undefined ? '' : `; there is a file ${role} in it`;
  return {
    severity: resolution.error?.code === 'config-is-folder' ? 'info' : 'warning',
    message: `${world.show(path)} is a folder, and the ${role} file should be there${there}`,
    fix: await insteadOfFolder(context, path, from, inside),
    isCause: true,
  };
}

/** The file in it for the variable; an empty folder in the usual place is taken away. */
async function insteadOfFolder(
  { world }: Situation['context'],
  path: string,
  { evidence: { kind, name } }: SharedFile['from'],
  inside: string | undefined,
): Promise<Command | undefined> {
  if (kind === 'env') {
    return inside === undefined
      ? unset(world, [name])
      : setVariable(name, givenPath(world.show(world.join(path, inside))));
  }
  const isEmpty = (await world.list(path)).length === 0;
  return isEmpty && world.host.platform === 'posix'
    ? command`rmdir ${givenPath(world.show(path))}`
    : undefined;
}

const endedName = /^\.?(config|credentials)\.(?:txt|ini|conf|cfg)$/i;

/** Where nothing was found: `credentials.txt`, as an editor saves it. */
async function nearFile(
  { context: { world }, resolution }: Situation,
  { text, path, role, from }: SharedFile,
): Promise<Found | undefined> {
  const isMissing = text.kind === 'failed' && text.code === 'missing' && from.evidence.kind !== 'env';
  if (!isMissing || resolution.selected !== undefined) return undefined;
  const folder = path.replace(/[/\\][^/\\]*$/, '');
  const names = await world.list(folder);
  const near = names.find(
    (name) => endedName.exec(name)?.[1]?.toLowerCase() === role || isNearName(name, role),
  );
  if (near === undefined || names.includes(role)) return undefined;
  const shown = world.show(world.join(folder, near));
  return {
    message: `${world.show(path)} is not there, and ${shown} is, which no tool reads`,
    fix: move(world, shown, world.show(path)),
    isCause: true,
  };
}
