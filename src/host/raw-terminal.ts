import { beforeEnd } from './before-end.ts';

export const controlC = '\u0003';
export const controlD = '\u0004';
const controlZ = '\u001a';
const controlBackslash = '\u001c';
/** A shell that stops us does it at once. */
const stoppedWithinMs = 50;

/**
 * Hands each key of the terminal that standard input is to `press` as soon as it is typed, and shows none. Ctrl-Z and
 * Ctrl-\ do what they do elsewhere, and whoever ends or stops us finds the terminal as it was; `again` is told where we go
 * on. On Windows, where nothing is stopped, Ctrl-Z is the end of the input. Returns what gives the terminal back.
 */
export function takeTerminal(press: (key: string) => void, again: () => void): () => void {
  const { stdin } = process;
  let isTaken = true;
  let timer: NodeJS.Timeout | undefined;
  const read = (piece: string) => {
    for (const key of piece) {
      if (!isTaken) return;
      if (process.platform === 'win32') press(key === controlZ ? controlD : key);
      else if (key === controlZ) stop();
      else if (key === controlBackslash) process.kill(process.pid, 'SIGQUIT');
      else press(key);
    }
  };
  const goOn = () => {
    clearTimeout(timer);
    stdin.setRawMode(true);
    again();
  };
  const stop = () => {
    stdin.setRawMode(false);
    process.kill(0, 'SIGTSTP');
    // Where no shell could go on with us the system does not stop us.
    timer = setTimeout(goOn, stoppedWithinMs);
  };
  const forget = beforeEnd(() => stdin.setRawMode(false));
  process.on('SIGCONT', goOn);
  stdin.setRawMode(true);
  stdin.setEncoding('utf8');
  stdin.on('data', read);
  stdin.resume();
  return () => {
    isTaken = false;
    clearTimeout(timer);
    process.off('SIGCONT', goOn);
    stdin.off('data', read);
    stdin.setRawMode(false);
    stdin.pause();
    forget();
  };
}
