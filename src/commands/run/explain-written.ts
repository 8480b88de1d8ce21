import { command } from '../../core/command.ts';
import { asDiagnostic, IamxError } from '../../core/error.ts';
import type { Diagnostic } from '../../core/evaluation.ts';
import { FileError, type Host } from '../../core/host.ts';
import { append } from '../../core/lists.ts';
import type { Page } from '../../core/page.ts';
import type { ExplainErrorDocument } from '../../documents/explain-error.ts';
import { scenariosOf } from '../../errors/answer.ts';
import { toDocument } from '../../errors/document.ts';
import { ErrorGroups } from '../../errors/explained-error.ts';
import { programName, readProgram, type RanProgram } from '../../errors/ran-program.ts';
import { hostOf, usedBy } from '../../errors/used-by.ts';
import { savedText } from '../../formats/saved.ts';
import { isOfAws, readWritten } from '../../messages/written.ts';
import { renderJson } from '../../output/json.ts';
import { shellOf } from '../../output/shell-of.ts';
import { Raw } from '../../core/raw.ts';
import { printName } from '../../printers/names.ts';
import { netOf } from '../../printers/net.ts';
import { askAws, explainFound, pageOfFound, type Found } from '../explain-error.ts';
import type { Asking, Options } from './asking.ts';
import { unwritable } from './usage.ts';

/** What a program wrote to standard error before it failed. */
export interface Written {
  readonly status: number;
  readonly written: readonly Uint8Array[];
  readonly isCut: boolean;
}

export interface Told {
  readonly page: Page;
  readonly notices: readonly Diagnostic[];
}

/** The errors of AWS in what a program wrote, with the credentials that it had; nothing where there are none. */
export async function explainWritten(
  ended: Written,
  words: readonly string[],
  asking: Asking,
): Promise<Told> {
  const groups = new ErrorGroups();
  const program = readProgram(words);
  readWritten(ended.written, (error) => {
    if (isOfAws(error, program.isAwsTool)) groups.add(error);
  });
  const { options, host } = asking;
  if (groups.total === 0 && options['jsonFile'] === undefined) return { page: [], notices: [] };
  const found = await explainAll(groups, program, asking);
  const notices: Diagnostic[] = groups.total === 0 ? [] : [...noticesOf(program, options)];
  const file = options['save'];
  append(notices, await noticesFrom(() => writeDocument(found, words[0] ?? '', ended.status, asking)));
  if (typeof file === 'string') append(notices, await noticesFrom(() => save(host, file, found)));
  if (ended.isCut) notices.push(cut);
  if (groups.total === 0) return { page: [], notices };
  return {
    page: pageOfFound(found, options.verbose, command`iamx explain-error --request markdown - < error.txt`),
    notices,
  };
}

const cut: Diagnostic = {
  code: 'run/cut',
  severity: 'info',
  message: 'the program wrote more than is kept: only the end of it was looked at',
};

/** A file that cannot be written takes nothing away from what is told. */
async function noticesFrom(write: () => Promise<readonly Diagnostic[]>): Promise<readonly Diagnostic[]> {
  try {
    return await write();
  } catch (error) {
    if (error instanceof IamxError) return [asDiagnostic(error)];
    throw error;
  }
}

function explainAll(
  groups: ErrorGroups,
  program: RanProgram,
  { host, options, announce }: Asking,
): Promise<Found> {
  const { profile, region, flavour = 'cli', isUnsigned, hasEndpoint, hidden } = program;
  const its = hostOf(host, program);
  const asks = options['live'] === true && !isUnsigned && !hasEndpoint && hidden === undefined;
  const asker = {
    ...options,
    ...(profile === undefined ? {} : { profile }),
    ...(region === undefined ? {} : { region }),
    sdk: options.sdk === '' ? flavour : options.sdk,
    timeout: '20',
  };
  return explainFound(groups, host, {
    options: { ...options, live: asks },
    ask: askAws(its, asker, announce),
    used: usedBy(program, its, options.sdk),
  });
}

function noticesOf({ isUnsigned, hasEndpoint, hidden }: RanProgram, options: Options): readonly Diagnostic[] {
  const because = isUnsigned
    ? '`aws --no-sign-request` sends the call without credentials: none of this machine are looked at'
    : hasEndpoint
      ? '`aws --endpoint-url` sends the call to another place: what answered may not be AWS, and AWS is not asked about it'
      : undefined;
  if (because !== undefined) return [{ code: 'run/not-followed', severity: 'info', message: because }];
  if (options['live'] !== true || hidden === undefined) return [];
  return [
    {
      code: 'run/not-followed',
      severity: 'warning',
      message: `AWS is not asked: the program’s credentials are not known here. ${hidden}`,
    },
  ];
}

async function writeDocument(
  found: Found,
  program: string,
  status: number,
  { host, options }: Asking,
): Promise<readonly Diagnostic[]> {
  const file = options['jsonFile'];
  if (typeof file !== 'string') return [];
  const document: ExplainErrorDocument = {
    ...toDocument(found.explained),
    command: { program: printName(new Raw(programName(program))), status },
  };
  const text = renderJson(netOf(host.secrets).overData(document), await shellOf(host));
  await writeTo(host, file, text);
  return [];
}

async function save(host: Host, file: string, found: Found): Promise<readonly Diagnostic[]> {
  const scenarios = scenariosOf(found.explained);
  const [first] = scenarios;
  if (first === undefined)
    return [
      {
        code: 'run/no-scenario',
        severity: 'info',
        message: 'no scenario is saved: what the program wrote does not say who was refused what',
      },
    ];
  const safe = netOf(host.secrets).overData(scenarios.length === 1 ? first : scenarios);
  await writeTo(host, file, savedText(file, safe));
  return [];
}

async function writeTo(host: Host, file: string, text: string): Promise<void> {
  try {
    await host.writeFile(file, text, 'private');
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw unwritable(file, error);
  }
}
