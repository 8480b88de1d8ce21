import { constants } from 'node:os';

/** https://man7.org/linux/man-pages/man7/signal.7.html: those that end a program, and that it can do something about. */
const ending = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const;

const tidies = new Set<() => void>();
let isHeard = false;

/**
 * What has to be done where a signal ends the program: a process that was started, a file that is half written, a terminal
 * that shows nothing. Until it is forgotten no signal ends the program in the middle of what runs at once: it does so after
 * that. Returns how to forget it.
 */
export function beforeEnd(tidy: () => void): () => void {
  tidies.add(tidy);
  if (!isHeard) for (const signal of ending) process.on(signal, end);
  isHeard = true;
  return () => {
    tidies.delete(tidy);
    // What came while nobody looked is told in the next turn, and the one that is under way may have looked already.
    setImmediate(() => setImmediate(hearNoMore));
  };
}

function hearNoMore(): void {
  if (tidies.size > 0 || !isHeard) return;
  for (const signal of ending) process.off(signal, end);
  isHeard = false;
}

function end(signal: (typeof ending)[number]): void {
  for (const tidy of tidies) tidy();
  tidies.clear();
  hearNoMore();
  // Nothing ends the first process of a container but itself.
  if (process.pid === 1) process.exit(128 + constants.signals[signal]);
  process.kill(process.pid, signal);
}
