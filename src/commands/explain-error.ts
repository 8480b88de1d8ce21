import type { Announce, Answer } from '../core/answer.ts';
import { command } from '../core/command.ts';
import { asDiagnostic, IamxError } from '../core/error.ts';
import type { Diagnostic } from '../core/evaluation.ts';
import type { Host } from '../core/host.ts';
import type { Page } from '../core/page.ts';
import { openWorld } from '../credentials/places/world.ts';
import { dataFiles } from '../data/files.ts';
import { installData } from '../data/source.ts';
import { toScenario, parseDecodedMessage, type DecodedMessage } from '../decode/decoded-message.ts';
import { describeConditions, describeMessage } from '../decode/describe-message.ts';
import { findEncodedMessage } from '../decode/encoded-message.ts';
import { simulateLine } from '../decode/refused.ts';
import type { ErrorAnswer, Explained } from '../errors/answer.ts';
import { toDocument, verdictOf } from '../errors/document.ts';
import { ErrorGroups, type ExplainedError } from '../errors/explained-error.ts';
import { flavourOf, lookHere, type OnThisMachine } from '../errors/on-this-machine.ts';
import { pageOf } from '../errors/page.ts';
import { askForOf, requestForms, requestText } from '../errors/request-text.ts';
import { scenarioOf } from '../errors/scenario.ts';
import { shownCall } from '../errors/shown-fields.ts';
import { suggest } from '../errors/suggestion.ts';
import type { Plain } from '../formats/yaml-write.ts';
import { layerWordings } from '../messages/layer-wordings.ts';
import type { MessageRow } from '../messages/message-row.ts';
import { givenOptions } from '../policy/scenario/given.ts';
import type { PolicyRefs } from '../policy/scenario/policies.ts';
import { policiesOf, policyOptions, wholeNames } from '../policy/scenario/options.ts';
import type { CommandModule, GlobalOptions } from './command.ts';
import { writeNew } from './explain-error/files.ts';
import { readErrors } from './explain-error/read-input.ts';
import { optionKeyOf } from './option-row.ts';
import { signingOptions } from './signing-options.ts';

type Options = GlobalOptions & Readonly<Record<string, unknown>>;
type AskAws = (message: string) => Promise<string>;

/** The command, with its call to AWS replaceable. */
export function explainErrorCommand(
  askWith: (...run: Parameters<CommandModule['run']>) => AskAws,
): CommandModule {
  return {
    argument: {
      form: '[text...]',
      description: 'the error, or files that hold it; standard input if none or `-`',
    },
    reads: ['--profile', '--region', '--sdk', '--offline'],
    options: [
      { flags: '--live', description: 'have AWS decode an encoded message: sts:DecodeAuthorizationMessage' },
      {
        flags: '--request <form>',
        choices: requestForms,
        description: 'the text of a request to whoever owns the policy',
      },
      {
        flags: '--suggest <file>',
        description: 'write the smallest policy that helps, where an Allow can help',
      },
      { flags: '--save <file>', description: 'write the refused request as a scenario' },
      ...policyOptions.map(({ flags, description, again }) => ({
        flags,
        description,
        group: 'Policies',
        ...(again === undefined ? {} : { again }),
      })),
      ...signingOptions(20, 'with --live: for the call, retries included'),
    ],
    helpText: [
      'Examples:',
      command`iamx explain-error - < build.log`,
      command`iamx explain-error --request markdown - < error.txt`,
      command`iamx explain-error --policy policy.json - < error.txt`,
      '',
      'Status 0: the error is known; 1: it is not, or none is in the text; 3: --live met a failure.',
    ],
    run: (host, values, options, announce) =>
      explain(host, values, options, askWith(host, values, options, announce)),
  };
}

async function explain(
  host: Host,
  values: readonly string[],
  options: Options,
  ask: AskAws,
): Promise<Answer> {
  if (options['live'] === true && options.offline)
    throw new IamxError('usage', '`--live` asks AWS, `--offline` forbids it', {
      hint: 'Leave one of them out.',
    });
  const groups = new ErrorGroups();
  await readErrors(host, values, (error) => groups.add(error));
  const given = givenOptions((name) => options[optionKeyOf(name)]);
  const policies = policiesOf(given, await wholeNames(host, given));
  const found = await explainFound(groups, host, { options, policies, ask });
  const { explained, failure } = found;
  await writeFiles(host, options, found);
  const decided = await decide(host, policies, explained, options.verbose);
  return {
    kind: 'document',
    document: () => toDocument(explained),
    page: () =>
      requestPage(explained, options['request']) ?? [...pageOfFound(found, options.verbose), ...decided],
    exitStatus: failure?.exitStatus ?? (verdictOf(explained) === 'known' ? 0 : 1),
  };
}

/** How errors are explained. */
export interface Asked {
  readonly options: Options;
  readonly policies: PolicyRefs;
  readonly ask: AskAws;
  /** Which credentials the program used that met the errors; where nobody knows, the errors themselves tell. */
  readonly used?: (row: MessageRow | undefined) => Promise<OnThisMachine>;
}

export interface Found {
  readonly explained: Explained;
  /** Those that AWS decoded. */
  readonly messages: readonly DecodedMessage[];
  /** Of `--live`. */
  readonly failure: IamxError | undefined;
}

/** What errors mean, whoever found them. */
export async function explainFound(groups: ErrorGroups, host: Host, asked: Asked): Promise<Found> {
  const { errors, messages, failure, diagnostics } = await decodeAll(groups, asked.options, asked.ask);
  const answers: ErrorAnswer[] = [];
  for (const error of errors) answers.push(await answerFor(error, host, asked, answers.length));
  const explained: Explained = {
    answers,
    total: groups.total,
    basis: messages.length > 0 ? 'encoded-message' : answers.length > 0 ? 'text' : 'none',
    diagnostics: [...diagnostics, ...noticesOf(groups)],
  };
  return { explained, messages, failure };
}

export function pageOfFound({ explained, messages }: Found, verbose: boolean): Page {
  return [...pageOf(explained, verbose), ...messages.flatMap(describeDecoded)];
}

/** Beyond these only the table says what they are. */
const mostExplained = 20;

async function answerFor(
  error: ExplainedError,
  host: Host,
  { options, policies, used }: Asked,
  index: number,
): Promise<ErrorAnswer> {
  const { fields, rows } = error;
  if (index >= mostExplained) return { error };
  const [first] = rows;
  if (fields.action !== undefined) installData(dataFiles);
  const suggestion = fields.action === undefined ? undefined : await suggest(fields, host, policies);
  const askFor = askForOf(error, suggestion);
  const scenario = scenarioOf(fields);
  const decides = decidesLine(error);
  const asks = first?.row.asksChain === true && fields.action === undefined;
  const here = await (used === undefined
    ? asks
      ? lookFor(error, host, options)
      : undefined
    : used(first?.row));
  return {
    error,
    ...(askFor === undefined ? {} : { askFor }),
    ...(suggestion === undefined ? {} : { suggestion }),
    ...(here === undefined ? {} : { here }),
    ...(decides === undefined ? {} : { decides }),
    ...(scenario === undefined ? {} : { scenario }),
  };
}

function lookFor({ fields, rows }: ExplainedError, host: Host, options: Options): Promise<OnThisMachine> {
  const profile = options.profile ?? fields.profile;
  const sdk = options.sdk === 'cli' ? rows[0]?.row.sdk : options.sdk;
  return lookHere(openWorld(host, 'offline', profile === undefined ? {} : { profile }), flavourOf(sdk));
}

function decidesLine({ fields }: ExplainedError) {
  const { caller, action, resource, layer } = fields;
  if (caller === undefined || action === undefined) return undefined;
  return simulateLine({
    caller,
    action,
    ...(resource === undefined ? {} : { resource }),
    ...(layer === undefined ? {} : { layer: layerWordings[layer].implicit }),
  });
}

interface Decoded {
  readonly errors: readonly ExplainedError[];
  readonly messages: readonly DecodedMessage[];
  readonly failure: IamxError | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Encoded messages say who was refused what: only AWS can read them. */
async function decodeAll(groups: ErrorGroups, options: Options, ask: AskAws): Promise<Decoded> {
  const messages: DecodedMessage[] = [];
  const diagnostics: Diagnostic[] = [];
  const errors: ExplainedError[] = [];
  let failure: IamxError | undefined;
  for (const error of groups.all) {
    errors.push(error);
    if (!error.hasEncodedMessage) continue;
    const found = findEncodedMessage(error.text);
    if (found === undefined || isCut(error.text, found.message)) diagnostics.push(truncated);
    else if (options['live'] === true) {
      try {
        const decoded = parseDecodedMessage(await ask(found.message));
        if (decoded === undefined) continue;
        messages.push(decoded);
        errors[errors.length - 1] = withDecoded(error, decoded);
      } catch (thrown) {
        if (!(thrown instanceof IamxError)) throw thrown;
        failure ??= thrown;
        diagnostics.push({ ...asDiagnostic(thrown), code: 'explain-error/live-failed' });
      }
    }
  }
  return { errors, messages, failure, diagnostics };
}

/** Whoever printed it left its end out. */
function isCut(text: string, encoded: string): boolean {
  const end = text.lastIndexOf(encoded.slice(-shortest)) + shortest;
  return /^(?:\.\.|…|\[)/.test(text.slice(end, end + 3));
}

const shortest = 20;

const truncated: Diagnostic = {
  code: 'explain-error/truncated',
  severity: 'warning',
  message: 'the encoded message is truncated: AWS cannot decode a part of it',
  hint: 'Take it from where it was printed first, whole: mostly several hundred characters.',
};

function withDecoded(error: ExplainedError, decoded: DecodedMessage): ExplainedError {
  const { principal, action, resource, explicitDeny } = decoded;
  const call = {
    ...(principal?.arn === undefined ? {} : { caller: principal.arn }),
    ...(action === undefined ? {} : { action }),
    ...(resource === undefined ? {} : { resource }),
  };
  const shown = shownCall(call);
  return {
    ...error,
    isCut: error.isCut || Object.keys(shown).length < Object.keys(call).length,
    fields: {
      ...error.fields,
      ...shown,
      ...(explicitDeny === undefined ? {} : { explicit: explicitDeny }),
    },
  };
}

function noticesOf(groups: ErrorGroups): readonly Diagnostic[] {
  if (groups.total === 0)
    return [
      {
        code: 'explain-error/none',
        severity: 'warning',
        message: 'no error of AWS or its tools is in the text',
        hint: ['For identifiers: ', command`iamx decode`],
      },
    ];
  if (groups.left === 0) return [];
  const message = `${groups.left} errors of other kinds are counted, but not listed`;
  return [{ code: 'explain-error/more', severity: 'info', message }];
}

function describeDecoded(message: DecodedMessage): Page {
  return [
    { kind: 'heading', text: 'What AWS decoded' },
    {
      kind: 'fields',
      rows: describeMessage(message, { kind: 'error-message', input: '', form: 'decoded', certain: true }),
    },
    ...describeConditions(message),
  ];
}

/** The refused requests, each as a scenario. */
export function scenariosOf({ explained, messages }: Found): readonly (Plain & object)[] {
  if (messages.length > 0) return messages.map(toScenario);
  return explained.answers.flatMap(({ scenario }) => (scenario === undefined ? [] : [scenario]));
}

async function writeFiles(host: Host, options: Options, found: Found): Promise<void> {
  const { answers } = found.explained;
  const { save, suggest: policyFile } = options as { save?: unknown; suggest?: unknown };
  if (typeof save === 'string') {
    const scenarios = scenariosOf(found);
    const [first] = scenarios;
    if (first === undefined)
      throw new IamxError(
        'usage',
        'the text does not say who was refused what: there is no scenario to save',
        {
          hint: 'Leave --save out.',
        },
      );
    await writeNew(host, '--save', save, scenarios.length === 1 ? first : scenarios);
  }
  if (typeof policyFile !== 'string') return;
  const offered = answers.flatMap(({ suggestion }) =>
    suggestion?.kind === 'policy' ? [suggestion.document] : [],
  );
  const [first] = offered;
  if (first === undefined) {
    const because = answers.flatMap(({ suggestion }) =>
      suggestion?.kind === 'none' ? [suggestion.because] : [],
    )[0];
    throw new IamxError('usage', `no policy is written: ${because ?? 'nothing was refused'}`, {
      hint: 'Leave --suggest out, and ask the owner: add --request text.',
    });
  }
  const Statement = offered.flatMap((document) => document.Statement.map((statement) => ({ ...statement })));
  await writeNew(host, '--suggest', policyFile, { Version: first.Version, Statement });
}

async function decide(
  host: Host,
  policies: PolicyRefs,
  { answers }: Explained,
  verbose: boolean,
): Promise<Page> {
  if (Object.values(policies).every((levels) => levels.length === 0)) return [];
  const refused = answers.find(({ scenario }) => scenario !== undefined);
  if (refused === undefined) return [];
  const { decideWith } = await import('./explain-error/decide.ts');
  const page = await decideWith(refused.error.fields, policies, host, verbose);
  return page === undefined ? [] : [{ kind: 'heading', text: 'With the policies that you gave' }, ...page];
}

function requestPage({ answers }: Explained, form: unknown): Page | undefined {
  const chosen = requestForms.find((each) => each === form);
  if (chosen === undefined) return undefined;
  const texts = answers.flatMap(({ error, askFor, suggestion }) =>
    askFor === undefined ? [] : [requestText(error, askFor, suggestion, chosen)],
  );
  if (texts.length === 0)
    return [{ kind: 'text', text: 'No policy refused anything: there is nobody to ask for a permission.' }];
  return [{ kind: 'verbatim', text: texts.join('\n').trimEnd() }];
}

/** AWS itself is asked. */
export function askAws(host: Host, options: Options, announce: Announce): AskAws {
  return async (message) => {
    const { decodeMessage } = await import('./explain-error/ask-aws.ts');
    return decodeMessage(message, host, options, announce);
  };
}

export const explainError: CommandModule = explainErrorCommand((host, _, options, announce) =>
  askAws(host, options, announce),
);
