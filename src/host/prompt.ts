import { controlC, controlD, takeTerminal } from './raw-terminal.ts';

const erase = ['\u007f', '\b'];

/**
 * Asks on standard error and reads a line from the terminal without showing it. Ctrl-C ends the program as it would
 * elsewhere; undefined where the input ends.
 */
export function askHidden(question: string): Promise<string | undefined> {
  const { stderr } = process;
  return new Promise((resolve) => {
    let typed = '';
    const leave = () => {
      release();
      stderr.write('\n');
    };
    const finish = (answer: string | undefined) => {
      leave();
      resolve(answer);
    };
    const press = (key: string) => {
      if (key === '\r' || key === '\n') finish(typed);
      else if (key === controlD) finish(undefined);
      else if (key === controlC) {
        // Nobody waits for an answer any more.
        leave();
        process.exitCode = 130;
        process.kill(process.pid, 'SIGINT');
      } else typed = erase.includes(key) ? typed.slice(0, -1) : typed + key;
    };
    const ask = () => {
      typed = '';
      stderr.write(question);
    };
    // Nothing that is typed from the question on is shown.
    const release = takeTerminal(press, ask);
    ask();
  });
}
