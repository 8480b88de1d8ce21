import { controlC, controlD, takeTerminal } from './raw-terminal.ts';

/**
 * Hands each key of the terminal to `press`, where standard input is one; Ctrl-C and Ctrl-D end. Returns what gives the
 * terminal back.
 */
export function keysOf(press: (key: string) => void, end: () => void): () => void {
  if (!process.stdin.isTTY) return () => undefined;
  return takeTerminal(
    (key) => {
      if (key === controlC || key === controlD) end();
      else press(key);
    },
    () => undefined,
  );
}
