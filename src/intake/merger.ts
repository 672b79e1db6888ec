import type { ColumnBatch } from './batch.ts';
import type { ColumnDecoder, Part } from './column-decoder.ts';
import type { DecodeWorker } from './decode-worker.ts';
import type { DecoderSetup } from './decoder-setup.ts';
import { readEntries, type Segments } from './entries.ts';
import { copyColumns, type Slot } from './slot.ts';

/** Makes batches of parts: brings the ids of all decoders to those of the main thread's. */
export interface Merger {
  /** The batch of a part that the main thread's own decoder decoded. */
  own(slot: Slot, part: Pick<Part, 'rows' | 'textIds' | 'segments'>): ColumnBatch;
  /** The batch of a worker's part; parts of all workers are given in the order of the input. */
  foreign(worker: DecodeWorker, slot: Slot, part: Part): ColumnBatch;
  /** Takes over the new entries of a part whose rows nobody wants any more. */
  adopt(worker: DecodeWorker, segments: Segments): void;
}

/** As `assembly/dictionary.ts` hands out memory to entries; a segment is never longer. */
const segmentBytes = 1 << 20;
/** No entry is shorter. */
const shortestEntry = 16;

/** A merger into the dictionaries of `decoder`. */
export const createMerger = (decoder: ColumnDecoder, setup: DecoderSetup): Merger => {
  const fieldCounts = setup.groups.map((group) => group.length);
  let room: { readonly entries: number; readonly ids: number } | undefined;

  const takeRoom = (): { readonly entries: number; readonly ids: number } => {
    room ??= {
      entries: decoder.exports.allocate(segmentBytes) >>> 0,
      ids: decoder.exports.allocate((segmentBytes / shortestEntry) * 8) >>> 0,
    };
    return room;
  };

  const adoptSegment = (worker: DecodeWorker, start: number, end: number): void => {
    const { entries, ids } = takeRoom();
    const bytes = end - start;
    const copy = new Uint8Array(decoder.memory.buffer, entries, bytes);
    copy.set(new Uint8Array(worker.buffer(), start, bytes));
    const count = decoder.exports.adopt(entries, entries + bytes, ids);
    const pairs = new Uint32Array(decoder.memory.buffer, ids, count * 2);
    for (let at = 0; at < pairs.length; at += 2)
      worker.remap.add(pairs[at] ?? 0, pairs[at + 1] ?? 0);
  };

  const adopt = (worker: DecodeWorker, segments: Segments): void => {
    for (let at = 0; at < segments.length; at += 2) {
      adoptSegment(worker, segments[at] ?? 0, segments[at + 1] ?? 0);
    }
  };

  const entriesOf = (segments: Segments): ColumnBatch['entries'] =>
    readEntries(decoder.memory.buffer, segments, fieldCounts);

  return {
    own: (slot, part) => ({
      ...copyColumns(
        decoder.memory.buffer,
        slot,
        part,
        (_, keys) => keys.slice(),
        fieldCounts.length,
      ),
      entries: entriesOf(part.segments),
    }),
    foreign(worker, slot, part) {
      adopt(worker, part.segments);
      const keysOf = (group: number, keys: Int32Array): Int32Array =>
        worker.remap.apply(group, keys);
      return {
        ...copyColumns(worker.buffer(), slot, part, keysOf, fieldCounts.length),
        entries: entriesOf(decoder.takeSegments()),
      };
    },
    adopt,
  };
};
