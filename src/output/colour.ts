import { Chalk } from 'chalk';
import type { Tone } from '../core/page.ts';

// Sixteen colours: they follow the user's theme, and every terminal has them.
const chalk = new Chalk({ level: 1 });

const painters = {
  good: chalk.green,
  bad: chalk.red,
  warn: chalk.yellow,
  dim: chalk.dim,
  strong: chalk.bold,
  plain: (text: string) => text,
} as const satisfies Record<Tone, (text: string) => string>;

export function paint(tone: Tone, text: string): string {
  return painters[tone](text);
}
