import { Raw } from '../core/raw.ts';
import { printPath } from '../printers/addresses.ts';
import { typedFile } from './typed-file.ts';
import { command } from '../core/command.ts';
import { IamxError } from '../core/error.ts';
import { FileError, type Host } from '../core/host.ts';
import type { Announce, Answer } from '../core/answer.ts';
import type { Page } from '../core/page.ts';
import { toDocument, verdictOf } from '../decode/document.ts';
import { decodeTexts } from '../decode/decode.ts';
import { toScenario } from '../decode/decoded-message.ts';
import { describeDecoded } from '../decode/page.ts';
import type { Decoded } from '../decode/item.ts';
import { nextForRefused } from '../decode/refused.ts';
import { askLive, type LiveLookups } from '../decode/live.ts';
import type { CommandModule, GlobalOptions } from './command.ts';
import { savedText } from '../formats/saved.ts';
import { signingOptions } from './signing-options.ts';
import { checkInput, checkStream, nothingToDecode } from './decode/usage.ts';

type Options = GlobalOptions & Readonly<Record<string, unknown>>;

/** More than any paste. */
const mostInput = 4 * 1024 * 1024;

/** The command, with its calls to AWS replaceable. */
export function decodeCommand(
  lookupsFor: (host: Host, options: Options, announce: Announce) => Promise<LiveLookups>,
): CommandModule {
  return {
    argument: {
      form: '[value...]',
      description: 'IDs, access keys, ARNs, encoded messages; standard input if none or `-`',
    },
    reads: ['--profile', '--region', '--sdk', '--offline'],
    options: [
      {
        flags: '--live',
        description: 'ask AWS too: sts:GetAccessKeyInfo, sts:DecodeAuthorizationMessage',
      },
      {
        flags: '--jsonl',
        description: 'an answer as JSON for each line, in constant memory: for logs and pipelines',
      },
      {
        flags: '--save <file>',
        description: 'write the denied request of a decoded message as a scenario',
      },
      ...signingOptions(20, 'with --live: for the files and for all calls together, retries included'),
    ],
    get helpText() {
      return [
        'Examples:',
        command`iamx decode AROAY24FZKAOBPJTH2BSF:ci`,
        command`iamx decode AKIASP2TPHJSQH3FJXYZ arn:aws:iam::111122223333:role/team/App`,
        command`aws sts get-caller-identity | iamx decode -`,
        command`iamx decode --live - < message.txt`,
        command`iamx decode --jsonl < ids.txt > answers.jsonl`,
      ];
    },
    async run(host, values, options, announce) {
      const live = options['live'] === true;
      if (live && options.offline) {
        throw new IamxError('usage', '`--live` asks AWS, `--offline` forbids it', {
          hint: 'Leave one of them out.',
        });
      }
      const functionName = host.env['AWS_LAMBDA_FUNCTION_NAME'];
      const context = functionName === undefined ? {} : { functionName };
      if (options['jsonl'] === true) {
        checkStream(options);
        checkInput(host, values);
        const { streamAnswer } = await import('./decode/stream.ts');
        return streamAnswer(host, values.length === 0 ? ['-'] : values, context);
      }
      const offline = decodeTexts(await readTexts(host, values), context);
      if (offline.length === 0) throw nothingToDecode();
      const { decoded, failure } = live
        ? await askLive(offline, await lookupsFor(host, options, announce))
        : { decoded: offline };
      const saved = await saveScenario(host, decoded, options['save']);
      return answer(host, decoded, { failure, saved, verbose: options.verbose });
    },
  };
}

interface Outcome {
  readonly failure: IamxError | undefined;
  readonly saved: string | undefined;
  readonly verbose: boolean;
}

function answer(host: Host, decoded: readonly Decoded[], { failure, saved, verbose }: Outcome): Answer {
  return {
    kind: 'document',
    document: () => toDocument(decoded),
    page: () => [
      ...describeDecoded(decoded, host.now()),
      ...(verbose ? stepsOf(decoded) : []),
      nextForRefused(decoded),
      ...nextOf(decoded, saved),
    ],
    exitStatus: failure?.exitStatus ?? (verdictOf(decoded) === 'recognised' ? 0 : 1),
  };
}

function stepsOf(decoded: readonly Decoded[]): Page {
  return [{ kind: 'steps', title: 'How each value was read', steps: toDocument(decoded).steps }];
}

function nextOf(decoded: readonly Decoded[], saved: string | undefined): Page {
  if (saved !== undefined) {
    return [
      { kind: 'text', text: `Write the policies under \`policies:\` in ${saved}.` },
      {
        kind: 'next',
        items: [
          {
            label: 'What would have to change',
            text: command`iamx simulate --scenario ${typedFile(saved)}` ?? saved,
          },
        ],
      },
    ];
  }
  if (!decoded.some(({ item }) => item.kind === 'error-message' && item.decoded !== undefined)) return [];
  return [{ kind: 'next', items: [{ label: 'Replay it', text: 'add --save denied.iamx.json' }] }];
}

async function saveScenario(
  host: Host,
  decoded: readonly Decoded[],
  file: unknown,
): Promise<string | undefined> {
  if (typeof file !== 'string') return undefined;
  const messages = decoded.flatMap(({ item }) =>
    item.kind === 'error-message' && item.decoded !== undefined ? [item.decoded] : [],
  );
  if (messages.length === 0) {
    throw new IamxError('usage', 'no decoded message to save as a scenario', {
      hint: 'Add --live, or give the JSON that AWS decoded.',
    });
  }
  const [first] = messages;
  const scenarios =
    messages.length === 1 && first !== undefined ? toScenario(first) : messages.map(toScenario);
  try {
    await host.writeFile(file, savedText(file, scenarios));
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new IamxError('file-unwritable', `cannot write \`${printPath(new Raw(file))}\`: ${error.code}`, {
      hint: 'Give --save a file in a folder that you may write to.',
      cause: error,
    });
  }
  return file;
}

/** Arguments as they are; `-` or none is all of standard input, once. */
async function readTexts(host: Host, values: readonly string[]): Promise<readonly string[]> {
  checkInput(host, values);
  if (values.length === 0) return [await readInput(host)].filter(isNotBlank);
  const texts: string[] = [];
  let isRead = false;
  for (const value of values) {
    if (value !== '-') texts.push(value);
    else if (!isRead) {
      texts.push(await readInput(host));
      isRead = true;
    }
  }
  return texts.filter(isNotBlank);
}

function isNotBlank(text: string): boolean {
  return text.trim() !== '';
}

async function readInput(host: Host): Promise<string> {
  // As `TextDecoder` does: a byte order mark goes, what is no UTF-8 becomes U+FFFD.
  const decoder = new TextDecoder();
  let text = '';
  for await (const piece of host.streamInput()) {
    text += decoder.decode(piece, { stream: true });
    if (text.length > mostInput) {
      throw new IamxError('usage', 'standard input has more than 4 MB', {
        hint: 'Add `--jsonl`: it answers line by line, however many there are. Or give the part with the identifiers.',
      });
    }
  }
  // The line end of the last line is no part of its value.
  return (text + decoder.decode()).replace(/\n$/, '');
}

async function awsLookups(host: Host, options: Options, announce: Announce): Promise<LiveLookups> {
  const { liveLookups } = await import('./decode/live-lookups.ts');
  return liveLookups(host, options, announce);
}

export const decode: CommandModule = decodeCommand(awsLookups);
