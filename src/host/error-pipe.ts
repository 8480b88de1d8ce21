import { spawnSync } from 'node:child_process';
import { closeSync, constants, fstatSync, openSync, unlinkSync } from 'node:fs';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import type { Readable } from 'node:stream';

/** A pipe between a program's standard error and us. */
export interface ErrorPipe {
  readonly from: Readable;
  /** The program's end, which is ours no more once it has it. */
  readonly to: number;
  readonly giveAway: () => void;
}

/**
 * A pipe as a shell makes one. What Node makes is a socket, which a program on Linux cannot open by its name: scripts
 * that write to `/dev/stderr` would fail. Only a program can make a pipe for us, one that has a name for a moment;
 * undefined where that is not needed, or does not work.
 */
export function errorPipe(): ErrorPipe | undefined {
  if (process.platform !== 'linux') return undefined;
  const path = `${tmpdir()}/iamx-${process.pid}-${Math.random().toString(36).slice(2)}`;
  try {
    const { status } = spawnSync('mkfifo', ['-m', '600', path], { stdio: 'ignore' });
    return status === 0 ? openBoth(path) : undefined;
  } catch {
    return undefined;
  }
}

function openBoth(path: string): ErrorPipe | undefined {
  const opened: number[] = [];
  try {
    // Without waiting for somebody who writes; whoever opens it to write then finds us.
    const reading = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
    opened.push(reading);
    const to = openSync(path, constants.O_WRONLY | constants.O_NOFOLLOW);
    opened.push(to);
    const isOurs = opened.every((file) => {
      const stats = fstatSync(file);
      return stats.isFIFO() && stats.uid === process.geteuid?.();
    });
    if (!isOurs) throw new Error('somebody else’s');
    const from = new Socket({ fd: reading, readable: true, writable: false });
    return { from, to, giveAway: () => closeSync(to) };
  } catch {
    for (const file of opened) closeSync(file);
    return undefined;
  } finally {
    unlinkSync(path);
  }
}
