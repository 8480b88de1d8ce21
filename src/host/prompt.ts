const controlC = '\u0003';
const controlD = '\u0004';
const erase = ['\u007f', '\b'];

/**
 * Asks on standard error and reads a line from the terminal without showing it. Ctrl-C ends the program as it would
 * elsewhere; undefined where the input ends.
 */
export function askHidden(question: string): Promise<string | undefined> {
  const { stdin, stderr } = process;
  stderr.write(question);
  stdin.setRawMode(true);
  stdin.setEncoding('utf8');
  stdin.resume();
  return new Promise((resolve) => {
    let typed = '';
    const release = () => {
      stdin.off('data', read);
      stdin.setRawMode(false);
      stdin.pause();
      stderr.write('\n');
    };
    const finish = (answer: string | undefined) => {
      release();
      resolve(answer);
    };
    const read = (piece: string) => {
      for (const character of piece) {
        if (character === '\r' || character === '\n') {
          finish(typed);
          return;
        }
        if (character === controlC) {
          // Nobody waits for an answer any more.
          release();
          process.exitCode = 130;
          process.kill(process.pid, 'SIGINT');
          return;
        }
        if (character === controlD) {
          finish(undefined);
          return;
        }
        typed = erase.includes(character) ? typed.slice(0, -1) : typed + character;
      }
    };
    stdin.on('data', read);
  });
}
