import { describe, expect, test } from 'vitest';
import { pageOf } from '../../src/checks/answer/page.ts';
import { step, type Checked, type CheckStep } from '../../src/checks/check.ts';
import { command, word } from '../../src/core/command.ts';
import { fitPage } from '../../src/output/fit.ts';
import { plainLook } from '../support/text.ts';

const screen = 25;
const many = (count: number, of: (index: number) => CheckStep) =>
  Array.from({ length: count }, (_, index) => of(index));
const held = (index: number) => step(`held-${index}`, `what holds ${index}`, 'yes', 'as it should be');
const missing = (index: number) => step(`missing-${index}`, `what is missing ${index}`, 'no', 'there is one');
const commands = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    why: 'it has to go',
    command: command`aws iam remove-user-from-group --user-name mika --group-name ${word`g${index}`}`,
  }));

const checked = (parts: Partial<Checked>): Checked => ({
  check: 'delete-user',
  verdict: 'no',
  word: 'blocked',
  summary: 'user mika cannot be deleted yet',
  steps: [],
  remedies: [],
  diagnostics: [],
  ...parts,
});
const written = (of: Checked, isVerbose = false, lines = screen) =>
  fitPage(pageOf(of, isVerbose), plainLook(80), lines).trimEnd();

describe('a check fits a screen', () => {
  test('what holds gives way before what is missing', () => {
    const text = written(checked({ steps: [...many(20, held), ...many(6, missing)], remedies: commands(6) }));
    expect(text.split('\n').length).toBeLessThanOrEqual(screen);
    for (const { title } of many(6, missing)) expect(text).toContain(title);
    expect(text).toMatch(/\d+ more steps: add --verbose/);
    expect(text).toContain('g5');
  });

  test('notes give way, warnings stay', () => {
    const diagnostics = [
      { code: 'a', severity: 'info', message: 'a thing to know' },
      { code: 'b', severity: 'warning', message: 'a thing to mind' },
    ] as const;
    const text = written(checked({ steps: many(9, missing), remedies: commands(15), diagnostics }));
    expect(text.split('\n').length).toBeLessThanOrEqual(screen);
    expect(text).toContain('a thing to mind');
    expect(text).toMatch(/\d+ more \w+: add --verbose/);
    expect(text).toContain('g14');
  });

  test('of very many commands the first are shown, and how many more there are', () => {
    const text = written(checked({ steps: many(9, missing), remedies: commands(40) }));
    expect(text.split('\n').length).toBeLessThanOrEqual(screen);
    expect(text).toMatch(/To paste, in this order \(\d+ more: add --verbose\)/);
    expect(text).toContain('g0');
  });

  test('--verbose leaves nothing out', () => {
    const of = checked({ steps: [...many(20, held), ...many(6, missing)], remedies: commands(40) });
    const text = written(of, true, 1000);
    expect(text).not.toContain('add --verbose');
    expect(text.match(/what (?:holds|is missing)/g)).toHaveLength(26);
    expect(text.match(/aws iam/g)).toHaveLength(40);
  });
});
