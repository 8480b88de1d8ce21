import { readFileSync } from 'node:fs';
import { isatty } from 'node:tty';

/**
 * What somebody who means the program would send to us. Node starts its debugger at SIGUSR1 where nobody listens.
 * https://man7.org/linux/man-pages/man7/signal.7.html
 */
const passed: readonly NodeJS.Signals[] =
  process.platform === 'win32'
    ? ['SIGINT', 'SIGHUP', 'SIGBREAK']
    : [
        ...(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGTSTP', 'SIGCONT'] as const),
        ...(['SIGWINCH', 'SIGUSR1', 'SIGUSR2', 'SIGALRM'] as const),
      ];

/** A terminal sends these to all programs in its foreground, so that ours and the one that we started both have them. */
const ofTerminal: ReadonlySet<string> = new Set(['SIGINT', 'SIGQUIT', 'SIGTSTP', 'SIGWINCH']);

/**
 * Until it is called off no signal ends us: `send` gets each, and whether the program has it from the terminal already.
 * `pid` is that of the program, once it runs. Returns how to call it off.
 */
export function passSignals(
  send: (signal: NodeJS.Signals, isThere: boolean) => void,
  pid: () => number | undefined,
): () => void {
  let waiting: NodeJS.Timeout | undefined;
  const listeners = new Map<NodeJS.Signals, () => void>();
  const before = new Map(passed.map((signal) => [signal, process.listeners(signal)]));
  for (const signal of passed) {
    const listen = () => {
      // A second Ctrl-C makes many programs end at once, and leave half of their work undone.
      send(signal, process.platform === 'win32' || (ofTerminal.has(signal) && isInForeground()));
      if (signal !== 'SIGTSTP') return;
      clearInterval(waiting);
      waiting = whenStopped(pid, () => stopHere(listen));
    };
    listeners.set(signal, listen);
    process.removeAllListeners(signal);
    process.on(signal, listen);
  }
  return () => {
    clearInterval(waiting);
    for (const [signal, listen] of listeners) {
      process.off(signal, listen);
      for (const each of before.get(signal) ?? []) process.on(signal, each);
    }
  };
}

/**
 * A program may do at Ctrl-Z what it likes: tidy up first, or go on. The shell is to have the terminal when the program
 * has stopped; where nobody tells whether it has, at once.
 */
function whenStopped(pid: () => number | undefined, stop: () => void): NodeJS.Timeout | undefined {
  const look = (): boolean => {
    const state = stateOf(pid());
    return state === undefined || state === 'T';
  };
  if (look()) {
    stop();
    return undefined;
  }
  const timer = setInterval(() => {
    if (!look()) return;
    clearInterval(timer);
    stop();
  }, 20);
  return timer;
}

/** Of a process on Linux: `T` has stopped, `R` and `S` have not. */
function stateOf(pid: number | undefined): string | undefined {
  return pid === undefined ? undefined : statOf(String(pid))?.[0];
}

/**
 * What stands behind a process's name, beginning with its state; undefined where the system has no such file.
 * https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: the name stands in brackets, and may hold any.
 */
function statOf(process: string): readonly string[] | undefined {
  try {
    const text = readFileSync(`/proc/${process}/stat`, 'latin1');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

/** As if nobody had listened: the shell sees that we stopped, and goes on with us at `fg`. */
function stopHere(listen: () => void): void {
  process.off('SIGTSTP', listen);
  process.kill(process.pid, 'SIGTSTP');
  process.on('SIGTSTP', listen);
}

/** Whether we are among those that our terminal sends its signals to. */
function isInForeground(): boolean {
  const stat = process.platform === 'linux' ? statOf('self') : undefined;
  if (stat === undefined) return [0, 1, 2].some(isatty);
  const [, , group, , terminal, foreground] = stat;
  return terminal !== '0' && group === foreground;
}
