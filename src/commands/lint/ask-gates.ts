import type { Diagnostic } from '../../core/evaluation.ts';
import type { Host } from '../../core/host.ts';
import { append } from '../../core/lists.ts';
import { readVersion } from '../../lint/read/versions.ts';
import { basesOf } from '../../lint/run/gate-base.ts';
import type { Gate } from '../../documents/policies.ts';
import { askGates, type Asked, type Gated } from '../../lint/run/gates.ts';
import type { FileHeld } from '../../lint/run/lint-files.ts';
import { readNotGranted } from '../../lint/run/not-granted.ts';

/** Gates that a command line asks for, while its files are read. */
export interface Gates {
  readonly onFile: (held: FileHeld) => void;
  readonly answers: () => Promise<readonly Gate[]>;
}

/** The gates as options ask for them. Throws `usage`, and what reading the base throws. */
export async function openGates(
  host: Host,
  {
    isPublicAsked,
    notGranted,
    base,
  }: {
    readonly isPublicAsked: boolean;
    readonly notGranted: readonly string[];
    readonly base: string | undefined;
  },
): Promise<Gates> {
  const asked: Asked[] = [
    ...(isPublicAsked ? [{ kind: 'no-public' } as const] : []),
    ...notGranted.map(readNotGranted),
  ];
  if (base !== undefined) {
    const version = await readVersion(host, base);
    asked.push({ kind: 'no-new-access', text: base, baseOf: basesOf(host, version, base) });
  }
  const policies: Gated[] = [];
  const problems: Diagnostic[] = [];
  return {
    onFile: (held) => {
      append(policies, held.policies);
      append(problems, held.problems);
    },
    answers: () => askGates(asked, policies, problems, host.now()),
  };
}
