import type { Announce, Answer } from '../core/answer.ts';
import { command } from '../core/command.ts';
import { IamxError } from '../core/error.ts';
import type { Diagnostic } from '../core/evaluation.ts';
import type { Host } from '../core/host.ts';
import type { Page, Text } from '../core/page.ts';
import { openWorld } from '../credentials/places/world.ts';
import { dataFiles } from '../data/files.ts';
import { installData } from '../data/source.ts';
import { toScenario } from '../decode/decoded-message.ts';
import type { DecodedMessage } from '../documents/decode.ts';
import { describeConditions, describeMessage } from '../decode/describe-message.ts';
import { simulateLine } from '../decode/refused.ts';
import { verdictOf, type ErrorAnswer, type Explained } from '../errors/answer.ts';
import { actionOfCall, dependentOf } from '../errors/dependent.ts';
import { describeDetails } from '../errors/describe-details.ts';
import { toDocument } from '../errors/document.ts';
import { ErrorGroups, type Basis, type ExplainedError } from '../errors/explained-error.ts';
import { flavourOf, lookHere, type OnThisMachine } from '../errors/on-this-machine.ts';
import { pageOf } from '../errors/page.ts';
import { isAboutRegion } from '../errors/signs.ts';
import { askForOf, requestForms, requestText } from '../errors/request-text.ts';
import { scenarioOf } from '../errors/scenario.ts';
import { suggest } from '../errors/suggestion.ts';
import { layerWordings } from '../messages/layer-wordings.ts';
import { givenOptions } from '../policy/scenario/given.ts';
import { noPolicies, type PolicyRefs } from '../policy/scenario/policies.ts';
import { policiesOf, wholeNames } from '../policy/scenario/options.ts';
import { policyOptions } from '../policy/scenario/policy-options.ts';
import type { CommandModule, GlobalOptions } from './command.ts';
import type { DecidedHere, Given } from './explain-error/decide.ts';
import { refusedIn, writeFiles } from './explain-error/write-files.ts';
import { askAboutAll, type AskAws, type LookedUp } from './explain-error/live.ts';
import { decideAgain, differenceOf, type LookedUpHere } from './explain-error/looked-up.ts';
import { readErrors, type Input } from './explain-error/read-input.ts';
import { longFlagOf, optionKeyOf } from './option-row.ts';
import { signingOptions } from './signing-options.ts';

type Options = GlobalOptions & Readonly<Record<string, unknown>>;

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
      {
        flags: '--live',
        description: 'ask AWS: to decode an encoded message, or what it keeps of an authorization id',
      },
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
      {
        flags: '--scenario <file>',
        description: 'a scenario that tells the policies and the context around the refused request',
        group: 'Policies',
        again: 'refused',
      },
      ...policyOptions.map(({ flags, description, again }) => ({
        flags,
        description,
        group: 'Policies',
        ...(again === undefined ? {} : { again }),
      })),
      ...signingOptions(20, 'with --live: for the call, retries included'),
    ],
    mostLines: 25,
    get helpText() {
      return [
        'Examples:',
        command`iamx explain-error - < build.log`,
        command`iamx explain-error --request markdown - < error.txt`,
        command`iamx explain-error --policy policy.json - < error.txt`,
        '',
        'Status 0: the error is known; 1: it is not, or none is in the text; 3: --live met a failure.',
      ];
    },
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
  const { start, name } = await readErrors(host, values, (error) => groups.add(error));
  const policies = await givenPolicies(host, options);
  const found = await explainFound(groups, host, {
    options,
    ...(policies === undefined ? {} : { policies }),
    ask,
    start,
    ...(name === undefined ? {} : { name }),
  });
  const file = typeof options['scenario'] === 'string' ? options['scenario'] : undefined;
  const given =
    file === undefined && policies === undefined ? undefined : { policies: policies ?? noPolicies, file };
  const { save, suggest } = options as { save?: unknown; suggest?: unknown };
  const written = await writeFiles(host, { save, suggest }, found.explained, given);
  const decided = await decideGivenOf(host, given, found, options.verbose);
  const explained: Explained = {
    ...found.explained,
    decided: [...(found.explained.decided ?? []), ...(decided === undefined ? [] : [decided.step])],
    diagnostics: [...found.explained.diagnostics, ...written, ...(decided?.notices ?? [])],
  };
  return {
    kind: 'document',
    document: () => toDocument(explained),
    page: () =>
      requestPage(explained, options['request']) ?? [
        ...pageOfFound({ ...found, explained }, options.verbose),
        ...(decided === undefined
          ? []
          : [{ kind: 'heading', text: 'With the policies that you gave' } as const, ...decided.page]),
      ],
    exitStatus: found.failure?.exitStatus ?? (verdictOf(explained) === 'known' ? 0 : 1),
  };
}

/** Mostly none are given, and what reads them is not loaded. */
async function givenPolicies(host: Host, options: Options): Promise<PolicyRefs | undefined> {
  if (policyOptions.every((row) => options[optionKeyOf(longFlagOf(row))] === undefined)) return undefined;
  const given = givenOptions((name) => options[optionKeyOf(name)]);
  return policiesOf(given, await wholeNames(host, given));
}

/** How errors are explained. */
export interface Asked {
  readonly options: Options;
  readonly policies?: PolicyRefs;
  readonly ask: AskAws;
  /** How the text begins: told of where there is no error in it. */
  readonly start?: string;
  readonly name?: Input['name'];
  /** Which credentials the program used that met the errors; where nobody knows, the errors themselves tell. */
  readonly used?: (error: ExplainedError) => Promise<OnThisMachine>;
}

export interface Found {
  readonly explained: Explained;
  /** Those that AWS decoded. */
  readonly messages: readonly DecodedMessage[];
  /** Those of which AWS keeps what it decided. */
  readonly lookedUp: readonly LookedUpHere[];
  /** Of `--live`. */
  readonly failure: IamxError | undefined;
}

/** What errors mean, whoever found them. */
export async function explainFound(groups: ErrorGroups, host: Host, asked: Asked): Promise<Found> {
  installData(dataFiles);
  const isLive = asked.options['live'] === true;
  const { errors, decoded, details, failure, diagnostics } = await askAboutAll(groups, isLive, asked.ask);
  const answers: ErrorAnswer[] = [];
  const lookedUp: LookedUpHere[] = [];
  for (const error of errors) {
    const answer = await answerFor(error, host, asked, answers.length);
    const told = details.get(error);
    const message = decoded.get(error);
    const scenario = told?.made?.scenario ?? (message && toScenario(message));
    const basis = basisOf(error, groups.all[answers.length], told);
    answers.push({ ...answer, basis, ...(scenario === undefined ? {} : { scenario }) });
    if (told !== undefined) lookedUp.push(await decideAgain(told, host, asked.options.verbose));
  }
  const explained: Explained = {
    answers,
    total: groups.total,
    basis:
      lookedUp.length > 0
        ? 'authorization-details'
        : decoded.size > 0
          ? 'encoded-message'
          : answers.length > 0
            ? 'text'
            : 'none',
    diagnostics: [
      ...diagnostics,
      ...noticesOf(groups),
      ...(groups.total === 0 ? await recognised(asked) : []),
      ...lookedUp.flatMap(differenceOf),
    ],
    decided: lookedUp.flatMap(({ decided }) => (decided === undefined ? [] : [decided.step])),
  };
  return { explained, messages: [...decoded.values()], lookedUp, failure };
}

/** What AWS told of it replaced what the text says. */
function basisOf(error: ExplainedError, read: ExplainedError | undefined, told: LookedUp | undefined): Basis {
  if (told !== undefined) return 'authorization-details';
  return error === read ? 'text' : 'encoded-message';
}

/** `requestBy`: how to get the text of a request, where that is no option of the command. */
export function pageOfFound(
  { explained, messages, lookedUp }: Found,
  verbose: boolean,
  requestBy?: Text,
): Page {
  return [
    ...pageOf(explained, verbose, requestBy),
    ...messages.flatMap(describeDecoded),
    ...lookedUp.flatMap((told) => [
      ...describeDetails(told.evaluated, told.details, told.made),
      ...(told.decided === undefined
        ? []
        : [{ kind: 'heading', text: 'Decided here, with these policies' } as const, ...told.decided.page]),
    ]),
  ];
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
  const dependent = fields.operation === undefined ? undefined : dependentOf(fields);
  const isUnnamed = fields.action === undefined && first?.row.next === 'simulate';
  const permission = isUnnamed && fields.operation !== undefined ? actionOfCall(fields.operation) : undefined;
  const suggestion = fields.action === undefined ? undefined : await suggest(fields, host, policies);
  const askFor = askForOf(error, suggestion);
  const scenario = scenarioOf(fields);
  const decides = decidesLine(error);
  const asks = first?.row.asksChain === true && fields.action === undefined;
  const here = await (used === undefined ? (asks ? lookFor(error, host, options) : undefined) : used(error));
  return {
    error,
    ...(dependent === undefined ? {} : { dependentOf: dependent }),
    ...(permission === undefined ? {} : { permission }),
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
  return lookHere(
    openWorld(host, 'offline', profile === undefined ? {} : { profile }),
    flavourOf(sdk),
    rows[0] !== undefined && isAboutRegion(rows[0].row),
  );
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

async function recognised({ start, name }: Asked): Promise<readonly Diagnostic[]> {
  if (start === undefined || start.trim() === '') return [];
  const { recognisedIn } = await import('./explain-error/recognised.ts');
  return recognisedIn(start, name);
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

async function decideGivenOf(
  host: Host,
  given: Given | undefined,
  { explained: { answers } }: Found,
  verbose: boolean,
): Promise<DecidedHere | undefined> {
  if (given === undefined) return undefined;
  const refused = answers.find(({ error }) => error.fields.action !== undefined) ?? answers[0];
  if (refused === undefined) return undefined;
  const { decideGiven } = await import('./explain-error/decide.ts');
  return decideGiven(refusedIn(refused), given, host, verbose);
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
  const decode = async (message: string): Promise<string> => {
    const { decodeMessage } = await import('./explain-error/ask-aws.ts');
    return decodeMessage(message, host, options, announce);
  };
  const details: AskAws['details'] = async (id, region) => {
    const { askDetails } = await import('./explain-error/ask-aws.ts');
    return askDetails(id, region, host, options, announce);
  };
  return Object.assign(decode, { details });
}

export const explainError: CommandModule = explainErrorCommand((host, _, options, announce) =>
  askAws(host, options, announce),
);
