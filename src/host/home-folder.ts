import { homedir } from 'node:os';

/** Empty where neither the environment nor the system knows one, as in a container without a user. */
export function systemHome(): string {
  try {
    return homedir();
  } catch {
    return '';
  }
}
