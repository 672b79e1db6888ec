import { TonearmError } from '../../error.ts';
import { openChunks } from '../../intake/byte-source.ts';
import { markLength } from '../../intake/lines.ts';
import { findInputs } from '../../sources/files/find-inputs.ts';
import type { InputFile } from '../../sources/files/input-file.ts';
import { readBytes } from '../../sources/files/read-bytes.ts';

const lineFeed = 10;
const firstRoom = 1 << 20;
/** No log takes longer records. */
const longestLine = 1 << 28;

/** The files that inputs name. @throws TonearmError INPUT_… (exit 3) where they are not NDJSON */
export const findNdjson = async (inputs: readonly string[]): Promise<readonly InputFile[]> => {
  const files = await findInputs(inputs, 'ndjson');
  const other = files.find(({ kind }) => kind !== 'ndjson');
  if (other === undefined) return files;
  throw new TonearmError('INPUT_UNREADABLE', `${other.name} is ${other.kind}, not NDJSON`, {
    facts: { input: other.name },
    hint: 'lines are sent as they are: give .ndjson, .jsonl or .json (also .gz or .zst), or -',
  });
};

const tooLong = (file: InputFile): TonearmError =>
  new TonearmError('INPUT_UNREADABLE', `${file.name} has a line of more than 256 MiB`, {
    facts: { input: file.name },
    hint: 'is it NDJSON, one event per line?',
  });

/** Whole lines of one file, each with its LF, as pieces that are valid until the next. */
async function* piecesOf(
  file: InputFile,
  stdin: AsyncIterable<Uint8Array>,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  const source = await openChunks(readBytes(file, stdin, onBytes));
  let memory = Buffer.allocUnsafeSlow(firstRoom);
  let held = 0;
  let isStart = true;
  try {
    for (;;) {
      // A byte is left for the LF that the last line may lack.
      const read = await source.readInto(memory.subarray(held, -1));
      if (read === 0) break;
      const filled = held + read;
      const last = memory.subarray(held, filled).lastIndexOf(lineFeed);
      const end = last < 0 ? 0 : held + last + 1;
      if (end > 0) {
        const from = isStart ? markLength(memory) : 0;
        isStart = false;
        yield memory.subarray(from, end);
      }
      held = filled - end;
      if (end > 0) {
        memory.copyWithin(0, end, filled);
      } else if (held * 2 > memory.length) {
        if (memory.length >= longestLine) throw tooLong(file);
        const larger = Buffer.allocUnsafeSlow(memory.length * 2);
        memory.copy(larger, 0, 0, held);
        memory = larger;
      }
    }
    if (held === 0) return;
    memory[held] = lineFeed;
    yield memory.subarray(isStart ? markLength(memory) : 0, held + 1);
  } finally {
    await source.close();
  }
}

/** Whole lines of all files, in order. `onBytes` hears of the bytes as they are stored. */
export async function* inputPieces(
  files: readonly InputFile[],
  stdin: AsyncIterable<Uint8Array>,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  for (const file of files) yield* piecesOf(file, stdin, onBytes);
}
