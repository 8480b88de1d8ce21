import { command, given, word, type Command } from '../core/command.ts';
import type { Step } from '../core/evaluation.ts';
import { posixShell, writeCommand } from '../core/write-command.ts';
import type { ExplainErrorDocument, FieldsDocument, MatchDocument } from '../documents/explain-error.ts';
import { verdictOf, type ErrorAnswer, type Explained } from './answer.ts';
import { leadsAway, remediesFor, type MessageRow, type Names } from '../messages/message-row.ts';
import { namesIn } from './names.ts';
import { causesOf } from './signs.ts';
import { callerRole } from './layer-facts.ts';
import { sentenceOf, summaryOf } from './sentences.ts';

export function toDocument(explained: Explained): ExplainErrorDocument {
  const { answers, total, basis, diagnostics } = explained;
  const [first] = answers;
  const offered = answers.find(({ suggestion }) => suggestion?.kind === 'policy')?.suggestion;
  const scenario = answers.find((answer) => answer.scenario !== undefined)?.scenario;
  return {
    schema: 'iamx.explain-error/1',
    verdict: verdictOf(explained),
    summary: summaryOf(
      answers.map(({ error }) => error),
      total,
    ),
    errors: total,
    matches: answers.flatMap((answer) => matchesOf(answer, answers.length > 1)),
    fields: first === undefined ? {} : fieldsOf(first),
    evidence: basis,
    ...(offered?.kind === 'policy'
      ? {
          policy: {
            document: offered.document,
            simulated: 'allowed' as const,
            lint: offered.findings.map(({ code }) => code),
          },
        }
      : {}),
    ...(scenario === undefined ? {} : { scenario }),
    steps: [...answers.map(stepOf), ...(explained.decided ?? [])],
    diagnostics: [...diagnostics, ...answers.flatMap(({ here }) => here?.problems ?? [])],
  };
}

function fieldsOf({ error, dependentOf }: ErrorAnswer): FieldsDocument {
  const role = callerRole(error.fields);
  return {
    ...error.fields,
    ...(role === undefined ? {} : { callerRole: role }),
    ...(dependentOf === undefined ? {} : { dependentOf }),
    encodedMessage: error.hasEncodedMessage,
  };
}

/** All readings of an error, the most specific first; with several errors each says its own fields. */
function matchesOf(answer: ErrorAnswer, isOneOfSeveral: boolean): readonly MatchDocument[] {
  const { error, askFor, here, decides } = answer;
  const rows = isOneOfSeveral ? error.rows.slice(0, 1) : error.rows;
  const names = namesIn(error);
  return rows.map(({ row, meaning }, index): MatchDocument => {
    const isFirst = index === 0;
    const supported = isFirst ? (here?.problems ?? []) : [];
    return {
      id: row.id,
      title: isFirst ? sentenceOf(error) : meaning,
      meaning,
      count: error.count,
      causes: [
        ...supported.map(({ message }) => ({
          text: message,
          likelihood: 'likely',
          because: 'found on this machine',
        })),
        ...causesOf(row, error.fields, isFirst ? here : undefined).map(({ text, because }) =>
          because === undefined ? { text } : { text, likelihood: 'likely', because },
        ),
      ],
      remedies: [
        ...(isFirst && here?.fix !== undefined
          ? [{ why: 'repairs what was found on this machine', command: written(here.fix) }]
          : []),
        ...remediesFor(row, error.fields.operation).map(({ why, command: make }) => {
          const made = make?.(names);
          return made === undefined ? { why } : { why, command: written(made) };
        }),
      ],
      ...(isFirst && askFor !== undefined ? { askFor: `${askFor.owner}: ${askFor.what}` } : {}),
      ...(isFirst && decides !== undefined && !leadsAway(row)
        ? { next: written(decides) }
        : row.next === undefined
          ? {}
          : { next: written(nextOf(row, error.fields.profile, names)) }),
      ...(isOneOfSeveral ? { fields: fieldsOf(answer) } : {}),
    };
  });
}

function stepOf({ error, here }: ErrorAnswer): Step {
  const { fields, rows } = error;
  return {
    id: 'read',
    title: 'what the text says',
    outcome: rows[0]?.row.id ?? 'unknown',
    because: sentenceOf(error),
    evidence: Object.entries(fields)
      .filter(([, value]) => typeof value === 'string')
      .map(([name, value]) => ({ kind: 'derived', name, value: String(value) })),
    ...(here === undefined
      ? {}
      : {
          steps: [
            {
              id: 'chain',
              title: 'which credentials are used here',
              outcome: here.problems.length === 0 ? 'nothing odd' : 'odd',
              because: here.used,
              evidence: [],
            },
          ],
        }),
  };
}

/** Which command carries on, for the tool and the profile that the error is about. */
function nextOf(
  { next = 'explain-chain', sdk }: MessageRow,
  profile: string | undefined,
  { roleArn, service }: Names,
): Command {
  const asked = profile === undefined ? undefined : given(profile);
  const forProfile = asked === undefined ? [] : [word`--profile`, asked];
  switch (next) {
    case 'explain-chain':
      return sdk === undefined || sdk === 'cli'
        ? command`iamx explain-chain ${forProfile}`
        : (command`iamx explain-chain --sdk ${given(sdk)} ${forProfile}` ?? command`iamx explain-chain`);
    case 'whoami':
      return command`iamx whoami ${forProfile}`;
    case 'decode':
      return command`iamx decode`;
    case 'simulate':
      return command`iamx simulate`;
    case 'lint':
      return command`iamx lint policy.json`;
    case 'check assume-role':
      return command`iamx check assume-role ${roleArn}`;
    case 'check pass-role':
      return command`iamx check pass-role ${roleArn} --service ${service}`;
  }
}

function written(command: Command): string {
  return writeCommand(command, posixShell);
}
