import { command, given, typed, type Word } from '../../core/command.ts';
import type { Diagnostic } from '../../core/evaluation.ts';
import { listed } from '../../core/listed.ts';
import { append } from '../../core/lists.ts';
import { Raw } from '../../core/raw.ts';
import { parseArn, splitPath } from '../../identifiers/arn.ts';
import type { StatementGroup } from '../../policy/decision/compile.ts';
import { printArn } from '../../printers/addresses.ts';
import { flags } from '../aws-flags.ts';
import { verdictOf, type Checked, type CheckStep, type Remedy } from '../check.ts';
import type { Reason } from '../deciding/reason.ts';
import { unreadNotices } from '../unread.ts';
import { assumingAction, type AssumeRole } from './assume-question.ts';
import { describeCaller } from './caller.ts';
import { githubHost, nearMisses, tooWide, type WantedSubject } from './github.ts';
import { missedKeys } from './missed-keys.ts';
import { trustRemedies } from './trust-remedies.ts';
import { unknownClaims } from './unknown-claims.ts';
import { providerRemedies } from './provider.ts';

type Trust = readonly StatementGroup[] | undefined;

/** What is known of the trust policy. */
interface TrustSide {
  readonly trust: Trust;
  /** What its nearest statement wants of the caller. */
  readonly missed: Reason['missed'];
  /** What to write into it. */
  readonly edits: readonly string[];
}

export function concludeAssume(asked: AssumeRole, steps: readonly CheckStep[], side: TrustSide): Checked {
  const verdict = verdictOf(steps);
  const who = describeCaller(asked.caller);
  const what = printArn(new Raw(asked.role));
  const failing = steps.filter(({ outcome }) => outcome === 'no' || outcome === 'unknown');
  const titles = (outcome: 'no' | 'unknown') =>
    listed(
      failing.filter((one) => one.outcome === outcome && one.id !== 'decision').map(({ title }) => title),
      4,
    );
  const { word: first, summary } = {
    yes: { word: 'yes', summary: `${who} can assume ${what}${providedThat(asked)}` },
    no: {
      word: 'no',
      summary: `${who} cannot assume ${what}: ${titles('no') || 'the policies together refuse it'}`,
    },
    unknown: {
      word: 'unknown',
      summary: `cannot tell whether ${who} can assume ${what}: ${titles('unknown') || 'the decision depends on more'}`,
    },
  }[verdict];
  return {
    check: 'assume-role',
    verdict,
    word: first,
    summary,
    steps,
    remedies: [...providerRemedies(asked), ...remediesOf(asked, verdict, steps, side.missed)],
    diagnostics: [...advice(asked, steps, side), ...unreadNotices(unreadOf(asked))],
  };
}

/**
 * What a session was given when it began comes along, and has to be allowed again: nobody can read it from outside
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html).
 */
function providedThat({ caller: { principal }, passed }: AssumeRole): string {
  if (principal.kind !== 'session' && principal.kind !== 'role') return '';
  const carried = [
    ...(passed.sourceIdentity === undefined ? ['source identity'] : []),
    ...(passed.sessionTags.size === 0 ? ['transitive tags'] : []),
  ];
  return carried.length === 0 ? '' : `, if its session carries no ${listed(carried, Infinity, 'or')}`;
}

function unreadOf({ caller, known, provider }: AssumeRole) {
  const read = [known, provider?.read];
  return [...caller.unread, ...read.flatMap((one) => (one?.kind === 'unread' ? [one] : []))];
}

/** What helps: the call itself, or the trust policy to change. */
function remediesOf(
  asked: AssumeRole,
  verdict: Checked['verdict'],
  steps: readonly CheckStep[],
  missed: Reason['missed'],
): readonly Remedy[] {
  const { role, passed, caller, durationSeconds, asker } = asked;
  const arn = given(role);
  const words: readonly Word[] = asker?.words ?? [];
  const made =
    verdict === 'yes' && caller.principal.kind !== 'provider'
      ? command`aws sts assume-role --role-arn ${arn} --role-session-name ${typed(passed.sessionName ?? 'NAME')} ${optional(flags.externalId, passed.externalId)} ${optional(flags.sourceIdentity, passed.sourceIdentity)} ${optional(flags.durationSeconds, durationSeconds?.toString())} ${words}`
      : undefined;
  if (made !== undefined) return [{ why: 'assumes the role', command: made }];
  // What the caller can pass is no matter of the policy.
  if (missed.length > 0 && missedKeys(missed).length === missed.length) return [];
  const isTrust = steps.some(({ id, outcome }) => id === 'trust' && outcome === 'no');
  const { name } = splitPath(parseArn(role)?.resource.slice('role/'.length) ?? '');
  const roleName = given(name);
  if (!isTrust || roleName === undefined) return [];
  return trustRemedies(roleName, words);
}

function optional(flag: Word, value: string | undefined): readonly Word[] {
  const said = value === undefined ? undefined : typed(value);
  return said === undefined ? [] : [flag, said];
}

function advice(
  asked: AssumeRole,
  steps: readonly CheckStep[],
  { missed, edits, trust }: TrustSide,
): readonly Diagnostic[] {
  const { claims, assertion, role, caller } = asked;
  const outcomeOf = (id: string) => steps.find((one) => one.id === id)?.outcome;
  const notices: Diagnostic[] = [];
  const { principal } = caller;
  const passable = missedKeys(missed);
  const unknown = principal.kind === 'provider' ? unknownClaims(trust, principal.name) : [];
  const isGithub = principal.kind === 'provider' && principal.name.toLowerCase().endsWith(githubHost);
  if (isGithub) {
    const wanted = wantedSubjects(trust, principal.name);
    const environment = claims?.texts.get('environment');
    if (outcomeOf('trust') === 'no' && claims?.subject !== undefined)
      append(
        notices,
        nearMisses(claims.subject, wanted, typeof environment === 'string' ? environment : undefined),
      );
    if (outcomeOf('trust') !== 'no' && unknown.length === 0) append(notices, tooWide(wanted));
  }
  append(notices, unknown);
  if (outcomeOf('trust') === 'no') append(notices, passable);
  if (outcomeOf('trust') === 'no' && notices.length === 0) append(notices, trustNotices(asked, edits));
  if (outcomeOf('identity') === 'no' || outcomeOf('identity') === 'unknown')
    notices.push({
      code: 'check/identity-allow',
      severity: 'info',
      message: 'a policy of the caller has to allow it, beside the trust policy',
      hint: `As a statement: { "Effect": "Allow", "Action": "${assumingAction(caller)}", "Resource": "${printArn(new Raw(role))}" }`,
    });
  if (claims !== undefined || assertion !== undefined)
    notices.push({
      code: 'check/signature',
      severity: 'info',
      message: `the signature of the ${claims === undefined ? 'assertion' : 'token'} was not checked, which AWS does`,
    });
  return notices;
}

/** What the trust policy has to say, and who can write it. */
function trustNotices({ role, caller }: AssumeRole, edits: readonly string[]): readonly Diagnostic[] {
  if (edits.length === 0) return [];
  const { principal } = caller;
  const account = parseArn(role)?.account ?? '';
  const own = 'account' in principal ? principal.account : undefined;
  const owner = own === account ? 'whoever manages the role' : `whoever manages account ${account}`;
  return [
    {
      code: 'check/trust-edit',
      severity: 'info',
      message: `the trust policy has to let the caller in, and ${owner} writes it`,
      hint: `To let it in: ${listed(edits, edits.length)}`,
    },
  ];
}

/** The values that Allow statements want of the subject of the provider's tokens. */
function wantedSubjects(trust: Trust, host: string): readonly WantedSubject[] {
  const key = `${host}:sub`.toLowerCase();
  const statements = (trust ?? []).flatMap(({ statements: all }) => all);
  return statements
    .filter(({ effect }) => effect === 'Allow')
    .flatMap(({ statement }) => statement.conditions)
    .filter((condition) => condition.key.text.toLowerCase() === key && !/not/i.test(condition.operator.text))
    .flatMap(({ operator, values }) =>
      values.map(({ text }) => ({ text, isPattern: /like/i.test(operator.text) })),
    );
}
