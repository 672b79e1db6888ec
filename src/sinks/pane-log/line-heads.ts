import type { FileHandle } from 'node:fs/promises';
import { readFully } from '../../log/read-bytes.ts';
import { headBytes } from './pane-key.ts';

const lineFeed = 10;
const pieceBytes = 1 << 20;

/**
 * The first bytes of each line that begins within [from, to) of the file. Where no line begins at
 * `from`, that is, where no LF stands before it, the first is that behind the next LF.
 */
export async function* lineHeads(
  file: FileHandle,
  from: number,
  to: number,
): AsyncGenerator<string> {
  const piece = Buffer.allocUnsafe(pieceBytes + headBytes);
  // A line begins behind each LF from the byte before `from` on, and at the start of the file.
  let at = Math.max(0, from - 1);
  let first = from === 0;
  while (at < to) {
    const filled = await readFully(file, piece, piece.length, at);
    const searched = Math.min(filled, pieceBytes, to - at);
    const head = (start: number): string => {
      const text = piece.toString('utf8', start, Math.min(filled, start + headBytes));
      const end = text.indexOf('\n');
      return end < 0 ? text : text.slice(0, end);
    };
    if (first) yield head(0);
    first = false;
    for (let end = 0; ; end += 1) {
      end = piece.indexOf(lineFeed, end);
      if (end < 0 || end >= searched || at + end + 1 >= to) break;
      yield head(end + 1);
    }
    at += pieceBytes;
  }
}
