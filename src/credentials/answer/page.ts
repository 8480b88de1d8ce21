import { fixOf, hintWithout, isFix, withoutFix } from './fix.ts';
import { command, given, typed, word, type Command, type Word } from '../../core/command.ts';
import { countMore } from '../../core/listed.ts';
import type { Diagnostic, Evidence } from '../../core/evaluation.ts';
import { describeLine, isSameProblem } from '../../core/place.ts';
import type { Block, Elastic, Mark, MarkedRow, Page, Text } from '../../core/page.ts';
import { describeTime } from '../../core/describe-time.ts';
import type { ChainStep, FlavourId, Resolution, Selected } from '../chain/chain.ts';
import { describeCredentials, providerWords, sourceOf, stepWords } from '../chain/describe.ts';
import { flavourTitle } from '../flavours.ts';
import type { Finding } from '../gotchas.ts';
import { isSet, shownOf, type Setting } from '../places/settings.ts';

export interface Shown {
  readonly resolution: Resolution;
  readonly findings: readonly Finding[];
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly verbose: boolean;
  /** The rows of the other tools, where they disagree. */
  readonly others: readonly Block[];
  /** The command line that opens the place of the error. */
  readonly opens?: Command | undefined;
}

const mostSteps = 8;

/** What gives way first on a page that is longer than a screen. */
const turns = {
  findings: 1,
  others: 2,
  lastButOneFinding: 3,
  rows: 4,
  details: 5,
  lastFinding: 6,
  lastRow: 7,
};

/** The page of one flavour's answer. */
export function describeResolution(answer: Shown): Page {
  const { resolution, verbose, others, opens, now } = answer;
  const fix = fixOf(resolution, answer.findings, opens);
  const findings = answer.findings.filter(({ isTold }) => !isTold);
  return [
    verdictPart(resolution, fix, now),
    ...(verbose ? treeOf(resolution) : [rowsPart(resolution)]),
    findingsPart(findings, fix),
    ...(others.length === 0 ? [] : [othersPart(others)]),
    nextOf(resolution, fix, findings),
  ];
}

function findingsPart(findings: readonly Finding[], fix: Command | undefined): Elastic {
  return {
    kind: 'elastic',
    most: findings.length,
    gives: [
      { turn: turns.findings, to: 2 },
      { turn: turns.lastButOneFinding, to: 1 },
      { turn: turns.lastFinding, to: 0 },
    ],
    blocks: (count) => {
      const left = findings.length - count;
      const diagnostics = withFixed(findings, count, fix).map((finding) =>
        withoutFix(finding, isFix(finding, fix)),
      );
      return [
        { kind: 'diagnostics', diagnostics },
        ...(left > 0 ? [{ kind: 'text', text: `${countMore(left, 'note')}: add --verbose` } as const] : []),
      ];
    },
  };
}

/** The first ones, and the one whose command is the page's last line. */
function withFixed(
  findings: readonly Finding[],
  count: number,
  fix: Command | undefined,
): readonly Finding[] {
  const first = findings.slice(0, count);
  const fixed = findings.find((finding) => isFix(finding, fix));
  if (count === 0 || fixed === undefined || first.includes(fixed)) return first;
  return [...first.slice(0, -1), fixed];
}

/** The other tools: their table, or a line in its place, or nothing where an error fills the screen. */
function othersPart(others: readonly Block[]): Elastic {
  return {
    kind: 'elastic',
    most: 2,
    gives: [
      { turn: turns.others, to: 1 },
      { turn: turns.lastRow, to: 0 },
    ],
    blocks: (count) => {
      if (count !== 1) return count > 0 ? others : [];
      const text = ['Other tools have another answer: ', command`iamx explain-chain --compare`];
      return [{ kind: 'text', text }];
    },
  };
}

function verdictPart(resolution: Resolution, fix: Command | undefined, now: number): Elastic {
  return {
    kind: 'elastic',
    most: 1,
    gives: [{ turn: turns.details, to: 0 }],
    blocks: (count) => {
      const { details, ...verdict } = verdictOf(resolution, fix, now);
      return [count > 0 && details !== undefined ? { ...verdict, details } : verdict];
    },
  };
}

function verdictOf(
  resolution: Resolution,
  fix: Command | undefined,
  now: number,
): Extract<Block, { kind: 'verdict' }> {
  const { verdict, selected, error } = resolution;
  const details = [{ text: circumstances(resolution) }];
  if (verdict === 'error') {
    const place = error?.span === undefined ? '' : ` (${describeLine(error.span)})`;
    const told = error?.hint === undefined ? undefined : hintWithout(error.hint, fix);
    const hint = told === undefined ? [] : [{ text: told }];
    const text: Text = [error?.message ?? 'an error', { text: place, tone: 'dim' }];
    const found =
      selected === undefined
        ? []
        : [
            {
              text: `credentials were found: ${providerWords[selected.provider]}, ${describeCredentials(selected)}`,
            },
          ];
    return { kind: 'verdict', tone: 'bad', word: 'error', text, details: [...hint, ...found, ...details] };
  }
  if (selected === undefined) {
    return {
      kind: 'verdict',
      tone: 'bad',
      word: 'none',
      text: 'no credentials: every place was looked at',
      details,
    };
  }
  const text = `${providerWords[selected.provider]} → ${describeCredentials(selected)}`;
  return {
    kind: 'verdict',
    tone: 'good',
    word: 'selected',
    text,
    details: [...lifeOf(selected, resolution.steps, now), ...details],
  };
}

/** What is still open about the selected credentials: a call that was not made, an end that is near. */
function lifeOf(
  { deferred, expiresAt, recipe }: Selected,
  steps: readonly ChainStep[],
  now: number,
): readonly { readonly text: Text }[] {
  const call = recipe.kind === 'process' ? 'not run' : 'not called';
  const cache = steps
    .find(({ outcome }) => outcome === 'win')
    ?.evidence.find(({ kind, value }) => kind === 'cache' && value !== undefined);
  const parts = [
    ...(cache === undefined
      ? []
      : [`${recipe.kind === 'sso' ? 'token' : 'cached session'} ${cache.value ?? ''}`]),
    ...(deferred ? [`${call}: add --live to do what the tool would do`] : []),
    ...(expiresAt === undefined || cache !== undefined
      ? []
      : [`${expiresAt <= now ? 'expired' : 'expires'} ${describeTime(expiresAt, now)}`]),
  ];
  return parts.length === 0 ? [] : [{ text: parts.join(' · ') }];
}

function circumstances({ flavour, profile, region }: Resolution): string {
  const name = `profile "${profile.shownName}"`;
  const place = isSet(region) ? `${shownOf(region)}${fromOf(region)}` : 'no region';
  return [flavourTitle(flavour), `${name}${fromOf(profile.from)}`, place].join(' · ');
}

function fromOf({ evidence }: Setting): string {
  const source = sourceOf(evidence);
  return source === undefined ? '' : ` from ${source}`;
}

function rowsPart(resolution: Resolution): Elastic {
  const { relevant, rowsOf } = rowsIn(resolution);
  return {
    kind: 'elastic',
    most: Math.min(mostSteps, relevant),
    gives: [
      { turn: turns.rows, to: 1 },
      { turn: turns.lastRow, to: 0 },
    ],
    blocks: (count) => [{ kind: 'marked', rows: rowsOf(count) }],
  };
}

function rowsIn({ steps, error }: Resolution): {
  readonly relevant: number;
  readonly rowsOf: (count: number) => readonly MarkedRow[];
} {
  const numbered = steps.map((step, index) => ({ step, number: index + 1 }));
  const relevant = numbered.filter(
    ({ step, number }) => isRelevant(step) && isNew(step, steps.slice(0, number - 1), error),
  );
  const end = endOf(steps);
  return {
    relevant: relevant.length,
    rowsOf: (count) => {
      const left = steps.length - Math.min(count, relevant.length);
      const rest: MarkedRow = {
        mark: 'none',
        cells: [
          '',
          `${left} ${left === 1 ? 'other' : 'others'}`,
          // One that was left out for lack of room is configured.
          ...(count < relevant.length ? [] : [[{ text: 'not configured', tone: 'dim' } as const]]),
        ],
      };
      return [
        ...relevant.slice(0, count).map(({ step, number }) => rowOf(step, number, end)),
        ...(left > 0 ? [rest] : []),
      ];
    },
  };
}

/** A source that was never set does not matter: it is counted. */
function isRelevant(step: ChainStep): boolean {
  if (['win', 'fail', 'passed-over'].includes(step.outcome)) return true;
  // Every chain ends there; whether an instance would answer is not known.
  if (step.id === 'imds' && step.otherwise !== undefined) return false;
  if (step.wouldGive !== undefined) return true;
  if (step.otherwise?.outcome === 'fail') return true;
  return step.evidence.some(isFound);
}

/** One mistake can end several steps: it is told once. */
function isNew(
  { otherwise, problem }: ChainStep,
  before: readonly ChainStep[],
  error: Diagnostic | undefined,
): boolean {
  if (otherwise?.outcome !== 'fail' || problem === undefined) return true;
  return ![error, ...before.map((step) => step.problem)].some(
    (told) => told !== undefined && isSameProblem(told, problem),
  );
}

function isFound({ kind, value }: Evidence): boolean {
  if (kind === 'endpoint') return true;
  return value !== undefined && value !== '' && !['default', 'derived', 'option'].includes(kind);
}

function rowOf(step: ChainStep, number: number, end: number): MarkedRow {
  return {
    mark: markOf(step),
    cells: [
      String(number),
      stepWords[step.id],
      // Why it failed, the first line says.
      withPlace(step, step.outcome === 'fail' ? 'ended the search' : sentenceOf(step, end)),
    ],
  };
}

function markOf({ outcome, wouldGive, otherwise }: ChainStep): Mark {
  if (outcome === 'win') return 'yes';
  if (outcome === 'fail') return 'no';
  if (outcome === 'passed-over') return 'warn';
  return wouldGive !== undefined || otherwise?.outcome === 'fail' ? 'warn' : 'none';
}

/** What the step concluded, or would have. */
function sentenceOf({ because, wouldGive, otherwise }: ChainStep, end: number): string {
  const without = end === 0 ? '' : ` without step ${end}`;
  if (wouldGive !== undefined) return `would have won${without}: ${describeCredentials(wouldGive)}`;
  if (otherwise === undefined) return because;
  if (otherwise.outcome === 'win') return `would have won${without}: ${otherwise.because}`;
  if (otherwise.outcome === 'fail') return `would have failed${without}: ${otherwise.because}`;
  return `not looked at; ${otherwise.because}`;
}

/** Every "because" has a place beside it; no sentence of a provider names it. */
function withPlace({ evidence }: ChainStep, text: string): Text {
  const span = evidence.find((one) => one.span !== undefined)?.span;
  return span === undefined ? text : [text, { text: `  ${describeLine(span)}`, tone: 'dim' }];
}

function treeOf({ steps, regionSteps }: Resolution): Page {
  const end = endOf(steps);
  const told = steps.map((step) => {
    const { otherwise, outcome, wouldGive } = step;
    const isIdle =
      wouldGive === undefined && (otherwise?.outcome === 'skip' || otherwise?.outcome === 'pass');
    return { ...step, outcome: isIdle ? otherwise.outcome : outcome, because: sentenceOf(step, end) };
  });
  return [
    { kind: 'steps', title: 'Credentials, place by place', steps: told },
    { kind: 'steps', title: 'Region', steps: regionSteps },
  ];
}

/** The number of the step that ended the search; 0 where it ended before the first. */
function endOf(steps: readonly ChainStep[]): number {
  return steps.findIndex(({ outcome }) => outcome === 'win' || outcome === 'fail') + 1;
}

function nextOf(resolution: Resolution, fix: Command | undefined, findings: readonly Finding[]): Block {
  if (fix !== undefined) return { kind: 'next', items: [{ label: 'fix', text: fix }] };
  const { verdict } = resolution;
  const sdk = optionsOf(resolution);
  if (verdict === 'selected')
    return {
      kind: 'next',
      items: [
        { label: 'Who that is', text: command`iamx whoami ${sdk}` ?? 'ask whoami, with the same options' },
      ],
    };
  const places = {
    label: 'Every place',
    text: command`iamx explain-chain ${sdk} --verbose` ?? 'add --verbose',
  };
  if (isUnnamed(findings)) {
    const all = command`iamx explain-chain ${sdkOption(resolution.flavour)} --all-profiles`;
    return { kind: 'next', items: [{ label: 'Every profile', text: all }] };
  }
  return verdict === 'none' || isAtEnd(resolution)
    ? { kind: 'next', items: [places, { label: 'Get credentials', text: command`aws configure sso` }] }
    : { kind: 'next', items: [places] };
}

/** There are profiles: who chooses one need not get credentials. */
export function isUnnamed(findings: readonly Finding[]): boolean {
  return findings.some(({ diagnostic }) => diagnostic.code === 'no-profile-named');
}

/** The tool ends with an error where others say that they found nothing: at the instance. */
function isAtEnd({ error }: Resolution): boolean {
  return error?.code === 'imds-unreachable' || error?.code === 'imds-disabled';
}

/** The options that ask the same question again. */
export function optionsOf({
  flavour,
  profile,
}: Pick<Resolution, 'flavour' | 'profile'>): readonly Word[] | undefined {
  const sdk = sdkOption(flavour);
  if (!profile.isExplicit) return sdk;
  // It was typed, and is told again where it is shown as it is.
  const name = profile.shownName === profile.name ? typed(profile.name) : undefined;
  if (name === undefined) return undefined;
  return [...sdk, ...(profile.name.startsWith('-') ? [word`--profile=${name}`] : [word`--profile`, name])];
}

export function sdkOption(flavour: FlavourId): readonly Word[] {
  const name = given(flavour);
  return flavour === 'cli' || name === undefined ? [] : [word`--sdk`, name];
}
