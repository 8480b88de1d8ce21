import type { Read, Unread } from '../../aws/account.ts';
import type { Command } from '../../core/command.ts';
import { listed } from '../../core/listed.ts';
import type { CheckStep, Remedy } from '../check.ts';
import { unreadStep } from '../unread.ts';

/** All of them are in the commands, and in the evidence. */
const mostShown = 6;

/** Something that has to go first. */
export interface Blocker {
  /** As it is shown. */
  readonly shown: string;
  /** In order; a command that cannot be made of the name is left out. */
  readonly removed: readonly { readonly why: string; readonly command: Command | undefined }[];
  /** How it is removed where no command of IAM does it. */
  readonly elsewhere?: string;
}

/** A kind of thing that keeps something from being deleted. */
export interface Kind {
  readonly id: string;
  /** `access keys` */
  readonly title: string;
  /** What the asker needs to know of it. */
  readonly permission: string;
  readonly read: () => Promise<Read<readonly Blocker[]>>;
}

/** What was found of a kind. */
export interface Found {
  readonly step: CheckStep;
  readonly blockers: readonly Blocker[];
  readonly unread?: Unread;
  /** The very thing is not there. */
  readonly isAbsent?: true;
}

export async function find({ id, title, permission, read }: Kind): Promise<Found> {
  const answer = await read();
  switch (answer.kind) {
    case 'unread':
      return { step: unreadStep(id, title, answer), blockers: [], unread: answer };
    case 'absent':
      return {
        step: { id, title, outcome: 'skip', because: 'there is no such thing', evidence: [] },
        blockers: [],
        isAbsent: true,
      };
    case 'found': {
      const blockers = answer.value;
      const shown = blockers.map((each) => each.shown);
      return {
        step: {
          id,
          title,
          outcome: blockers.length === 0 ? 'yes' : 'no',
          because: blockers.length === 0 ? 'none' : listed(shown, mostShown),
          ...(blockers.length === 0 ? { isClear: true as const } : {}),
          evidence: shown.map((value) => ({ kind: 'endpoint', name: permission, value })),
        },
        blockers,
      };
    }
  }
}

export function remediesOf(found: readonly Found[]): readonly Remedy[] {
  return found.flatMap(({ blockers }) =>
    blockers.flatMap(({ removed }) =>
      removed.flatMap(({ why, command }) => (command === undefined ? [] : [{ why, command }])),
    ),
  );
}

/** What nobody can paste a command for, with how it is removed. */
export function withoutCommand(
  found: readonly Found[],
): readonly { readonly shown: string; readonly how: string }[] {
  return found.flatMap(({ blockers }) =>
    blockers.flatMap(({ shown, removed, elsewhere }) => {
      if (elsewhere !== undefined) return [{ shown, how: elsewhere }];
      return removed.some(({ command }) => command === undefined)
        ? [{ shown, how: 'The IAM console can remove it.' }]
        : [];
    }),
  );
}

/** The answer with its value made into something else. */
export function mapRead<T, U>(answer: Read<T>, change: (value: T) => U): Read<U> {
  return answer.kind === 'found' ? { kind: 'found', value: change(answer.value) } : answer;
}
