import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { askHidden } from '../../src/host/prompt.ts';

afterEach(() => vi.restoreAllMocks());

/** What is answered where these are typed on Windows, which knows no signal that stops a program or asks it to quit. */
function answerOnWindows(...typed: readonly string[]): Promise<string | undefined> {
  const stdin = Object.assign(new PassThrough(), { setRawMode: () => stdin });
  vi.spyOn(process, 'stdin', 'get').mockReturnValue(stdin as unknown as typeof process.stdin);
  vi.spyOn(process, 'platform', 'get').mockReturnValue('win32');
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  vi.spyOn(process, 'kill').mockImplementation((_, signal) => {
    throw new TypeError(`Unknown signal: ${signal}`);
  });
  const answer = askHidden('MFA code: ');
  for (const piece of typed) stdin.emit('data', piece);
  return answer;
}

describe('a hidden question on Windows', () => {
  test('is answered by what is typed', async () => {
    expect(await answerOnWindows('123', '456\r')).toBe('123456');
  });

  test('has no answer after Ctrl-Z, which is the end of the input there', async () => {
    expect(await answerOnWindows('123\u001a')).toBeUndefined();
  });

  test('takes Ctrl-\\ as any other key', async () => {
    expect(await answerOnWindows('1\u001c2\r')).toBe('1\u001c2');
  });
});
