import type { StreamAnswer } from '../../core/answer.ts';
import type { Host } from '../../core/host.ts';
import { lineAnswerer } from '../../decode/lines.ts';
import { splitLines } from '../../formats/jsonl.ts';
import type { SessionContext } from '../../identifiers/session-source.ts';
import { nothingToDecode } from './usage.ts';

/** One write for so many characters of answers. */
const pieceLength = 64 * 1024;
/** As much as a paste may have: a longer line is no identifier, nor a message around one. */
const longestLine = 4 * 1024 * 1024;

/** `--jsonl`: the answers to each line as they come, in their order and in constant memory. */
export function streamAnswer(host: Host, values: readonly string[], context: SessionContext): StreamAnswer {
  const lines = lineAnswerer(context);

  async function* pieces(): AsyncGenerator<string> {
    let isRead = false;
    for (const value of values) {
      if (value !== '-') yield lines.value(value);
      else if (!isRead) {
        isRead = true;
        yield* inputPieces();
      }
    }
    if (lines.count() === 0) throw nothingToDecode();
  }

  async function* inputPieces(): AsyncGenerator<string> {
    for await (const batch of splitLines(host.streamInput(), longestLine)) {
      let piece = '';
      for (const { text, tooLong, number } of batch) {
        piece += tooLong ? lines.tooLong(number) : lines.line(text, number);
        if (piece.length < pieceLength) continue;
        yield piece;
        piece = '';
      }
      // At the end of what has come in so far, so that nobody waits for an answer that is there.
      if (piece !== '') yield piece;
    }
  }

  return {
    kind: 'stream',
    pieces: pieces(),
    notices: () => [],
    exitStatus: () => (lines.areAllKnown() ? 0 : 1),
  };
}
