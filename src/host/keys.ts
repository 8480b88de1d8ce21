const controlC = '\u0003';
const controlD = '\u0004';
const controlZ = '\u001a';

/**
 * Hands each key of the terminal to `press` as soon as it is typed, where standard input is one; Ctrl-C and Ctrl-D end, and
 * Ctrl-Z stops as elsewhere. Returns what gives the terminal back.
 */
export function keysOf(press: (key: string) => void, end: () => void): () => void {
  const { stdin } = process;
  if (!stdin.isTTY) return () => undefined;
  const read = (piece: string) => {
    for (const key of piece) {
      if (key === controlC || key === controlD) end();
      else if (key === controlZ) stop();
      else press(key);
    }
  };
  // Whoever goes on with another program finds the terminal as it was.
  const stop = () => {
    stdin.setRawMode(false);
    process.kill(0, 'SIGTSTP');
  };
  const goOn = () => {
    stdin.setRawMode(true);
  };
  process.on('SIGCONT', goOn);
  stdin.setRawMode(true);
  stdin.setEncoding('utf8');
  stdin.on('data', read);
  stdin.resume();
  return () => {
    process.off('SIGCONT', goOn);
    stdin.off('data', read);
    stdin.setRawMode(false);
    stdin.pause();
  };
}
