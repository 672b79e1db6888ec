import { createDecoder } from '../event/decode.ts';
import type { Mapping } from '../event/mapping.ts';
import type { ColumnBatch, Entry } from './batch.ts';
import { createColumnDecoder, type RejectedLine } from './column-decoder.ts';
import { loadDecoderModule } from './decoder-module.ts';
import { decoderSetup } from './decoder-setup.ts';
import { isMapped } from './is-mapped.ts';
import { joinBatches } from './join-batches.ts';
import type { Layout } from './layout.ts';
import { createMerger } from './merger.ts';
import { createSlot, inputOf } from './slot.ts';

/** What lines gave: rows are the accepted ones, in their order. */
export interface DecodedLines {
  readonly batch: ColumnBatch;
  /** Lines that are not blank. */
  readonly lines: number;
  /** Positions are line numbers from 1, blank lines counted. */
  readonly rejected: readonly RejectedLine[];
}

/** The way of whole lines into columns in this thread, for records that arrive piece by piece. */
export interface LineIntake {
  /** Decodes lines, each with its line feed and none longer than an event may be. */
  decode(bytes: Uint8Array): DecodedLines;
  /** Makes the entries of a group known to an intake that has decoded nothing: their keys count from 0. */
  seed(group: number, entries: Iterable<Entry>): void;
}

const pieceBytes = 1 << 20;
const lineFeed = 10;

/** The end of the last whole line within the piece that starts at `from`. */
const pieceEnd = (bytes: Uint8Array, from: number): number =>
  bytes.length - from <= pieceBytes
    ? bytes.length
    : bytes.lastIndexOf(lineFeed, from + pieceBytes - 1) + 1;

/** An intake for one layout. */
export const createLineIntake = (
  layout: Layout,
  { mapping }: { readonly mapping?: Mapping | undefined } = {},
): LineIntake => {
  const setup = decoderSetup(layout);
  const decoder = createColumnDecoder(loadDecoderModule(), setup);
  const merger = createMerger(decoder, setup);
  const slot = createSlot(decoder.memory, decoder.exports, pieceBytes);
  const strict = createDecoder({ mapping });
  decoder.use((line) => strict.decodeLine(line), isMapped(mapping));

  return {
    decode(bytes) {
      const batches: ColumnBatch[] = [];
      const rejected: RejectedLine[] = [];
      let lines = 0;
      let position = 0;
      let from = 0;
      do {
        const to = pieceEnd(bytes, from);
        inputOf(decoder.memory.buffer, slot).set(bytes.subarray(from, to));
        let part = decoder.decode(slot, 0, to - from);
        for (;;) {
          batches.push(merger.own(slot, part));
          lines += part.lines;
          for (const line of part.rejected) {
            rejected.push({ ...line, position: position + line.position });
          }
          if (part.positions !== null) break;
          part = decoder.resume(slot);
        }
        position += part.positions;
        from = to;
      } while (from < bytes.length);
      return { batch: joinBatches(batches), lines, rejected };
    },
    seed(group, entries) {
      for (const entry of entries) decoder.seed(group, entry);
      decoder.takeSegments();
    },
  };
};
