import { command, given } from '../../core/command.ts';
import type { IdentitiesDocument, ProfileRow } from '../../documents/credentials.ts';
import type { MarkedRow, Page, Text } from '../../core/page.ts';
import { describeDuration } from '../../core/durations.ts';
import type { Row } from '../profiles.ts';
import { identified } from './document.ts';
import { describeVia, describeWho } from './words.ts';
import { shortReason } from '../../credentials/answer/short-reason.ts';
import { sdkOption } from '../../credentials/answer/page.ts';
import { whyNoProfile } from '../../credentials/answer/nameless-headers.ts';
import type { Flavour } from '../../credentials/chain/flavour.ts';
import type { Shown } from '../../core/shown.ts';
import { renderItem, renderLong } from '../../output/json.ts';

/** What is kept of a profile's answer: what it was made of, some ten times as much, is let go. */
export interface Told {
  readonly kind: Row['kind'];
  /** As it may be shown. */
  readonly name: string;
  readonly exitStatus: number;
  /** One of the two: as it stands in the document, in UTF-8, or in the table. */
  readonly item?: Uint8Array;
  readonly row?: MarkedRow;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export function tellRow(row: Row, isJson: boolean, now: number): Told {
  return {
    kind: row.kind,
    name: row.profile,
    exitStatus: row.kind === 'failed' ? row.exitStatus : 0,
    ...(isJson ? { item: encoder.encode(renderItem(rowToDocument(row))) } : { row: toRow(row, now) }),
  };
}

/** The JSON of `--all-profiles`, in pieces: for each profile what `whoami` says of it, or why it says nothing. */
export function documentOf(rows: readonly Told[]): AsyncIterable<string> {
  const failed = rows.filter(({ kind }) => kind === 'failed').length;
  const document: IdentitiesDocument = {
    schema: 'iamx.whoami/1',
    verdict: failed === 0 ? 'identified' : failed === rows.length ? 'none' : 'mixed',
    summary: summarize(rows),
    profiles: [],
    steps: [],
    diagnostics: [],
  };
  return renderLong(document, 'profiles', itemsOf(rows));
}

function* itemsOf(rows: readonly Told[]): Generator<string> {
  for (const { item } of rows) if (item !== undefined) yield decoder.decode(item);
}

function rowToDocument(row: Row): ProfileRow {
  const { profile, isCurrent } = row;
  const base = { profile, current: isCurrent };
  switch (row.kind) {
    case 'found':
      return { ...base, ...identified(row.answer, []) };
    case 'failed':
      return {
        ...base,
        verdict: 'error',
        ...(row.selected === undefined ? {} : { provider: row.selected.provider }),
        error: row.error,
      };
    case 'not-run':
      return { ...base, verdict: 'not-run', provider: row.selected.provider, because: reasonOf(row.why) };
  }
}

function reasonOf(why: 'process' | 'mfa'): string {
  return why === 'process' ? 'a process would be run' : 'an MFA code would be asked for';
}

function summarize(rows: readonly Told[]): string {
  const failed = rows.filter(({ kind }) => kind === 'failed').length;
  if (rows.length === 0) return 'there are no profiles';
  return failed === 0 ? `${rows.length} profiles` : `${failed} of ${rows.length} cannot be used`;
}

const none = '–';

/** One line for each profile. */
export function describeRows(rows: readonly Told[], lost: readonly Shown[], flavour: Flavour): Page {
  if (rows.length === 0) {
    return [
      {
        kind: 'verdict',
        tone: 'bad',
        word: 'none',
        text: `${flavour.title} finds no profile in the shared files`,
      },
      {
        kind: 'next',
        items: [
          ...whyNoProfile(lost, flavour),
          {
            label: 'Which files were read',
            text: command`iamx explain-chain ${sdkOption(flavour.id)} --verbose`,
          },
        ],
      },
    ];
  }
  const broken = rows.find(({ kind }) => kind === 'failed');
  const waiting = rows.some(({ kind }) => kind === 'not-run');
  return [
    {
      kind: 'marked',
      header: ['PROFILE', 'ACCOUNT', 'IDENTITY', 'VIA', 'EXPIRES'],
      rows: rows.flatMap(({ row }) => row ?? []),
    },
    [
      ...(broken === undefined ? [] : [{ kind: 'text', text: `${summarize(rows)}.` } as const]),
      {
        kind: 'next',
        items: [
          ...whyNoProfile(lost, flavour),
          ...(broken === undefined
            ? []
            : [
                {
                  label: 'Details',
                  text:
                    command`iamx explain-chain ${sdkOption(flavour.id)} --profile ${given(broken.name)}` ??
                    'ask for it by its name, with --profile',
                },
              ]),
          ...(waiting
            ? [
                {
                  label: 'Those not run',
                  text: command`iamx whoami ${sdkOption(flavour.id)} --all-profiles --live`,
                },
              ]
            : []),
          ...(broken === undefined && !waiting
            ? [{ label: 'One of them', text: command`iamx whoami ${sdkOption(flavour.id)} --profile NAME` }]
            : []),
        ],
      },
    ],
  ];
}

function toRow(row: Row, now: number): MarkedRow {
  const profile = row.profile;
  const name: Text = row.isCurrent ? [{ text: profile, tone: 'strong' }, ' *'] : profile;
  switch (row.kind) {
    case 'found': {
      const { identity, selected, expiresAt, isTemporary } = row.answer;
      const end = expiresAt === undefined ? (isTemporary ? none : 'never') : describeEnd(expiresAt, now);
      return {
        mark: 'yes',
        cells: [
          name,
          accountCell(identity.account, identity.alias),
          describeWho(identity),
          describeVia(selected),
          end,
        ],
      };
    }
    case 'failed': {
      const { selected } = row;
      return {
        mark: 'no',
        cells: [
          name,
          selected?.accountId ?? none,
          roleNameOf(selected?.roleArn) ?? none,
          selected === undefined ? none : describeVia(selected),
          reasonOfFailed(row),
          ...(row.fix === undefined ? [] : [row.fix]),
        ],
      };
    }
    case 'not-run': {
      const { selected, why } = row;
      const because = why === 'process' ? 'not run (use --live)' : 'MFA not asked for (use --live)';
      return {
        mark: 'none',
        cells: [
          name,
          selected.accountId ?? none,
          roleNameOf(selected.roleArn) ?? none,
          describeVia(selected),
          because,
        ],
      };
    }
  }
}

function describeEnd(expiresAt: number, now: number): string {
  return expiresAt > now
    ? describeDuration(expiresAt - now)
    : `expired ${describeDuration(now - expiresAt)} ago`;
}

function accountCell(account: string, alias: string | undefined): Text {
  return alias === undefined ? account : [`${account}  `, { text: alias, tone: 'strong' }];
}

type FailedRow = Extract<Row, { readonly kind: 'failed' }>;

/** In short, so that a row stays a row; the whole of it is in the JSON and in `explain-chain`. */
function reasonOfFailed({ error, failure }: FailedRow): string {
  const { operation, awsCode } = failure ?? {};
  return operation !== undefined && awsCode !== undefined ? `${awsCode} (${operation})` : shortReason(error);
}

function roleNameOf(arn: string | undefined): string | undefined {
  const name = arn === undefined ? undefined : /[^/]+$/.exec(arn)?.[0];
  return name === undefined ? undefined : `role ${name}`;
}
