import type { Decoded } from '../event/decode.ts';
import { withoutCarriageReturn } from '../event/line.ts';
import { rawText, type RejectedRow } from '../event/reject.ts';
import type { Event } from '../event/event.ts';
import { instantiateDecoder, verdict, type DecoderExports, type Doubt } from './decoder-module.ts';
import type { DecoderSetup } from './decoder-setup.ts';
import type { Segments } from './entries.ts';
import type { Entry } from './batch.ts';
import { createEntrySeeder } from './entry-seeder.ts';
import { createEventWriter } from './event-writer.ts';
import type { Slot } from './slot.ts';
import { createTextWriter } from './text-writer.ts';
import type { WasmMemory, WasmModule } from './web-assembly.ts';

/** A rejected line of a piece: its position counts from the piece's first line, which is 1. */
export type RejectedLine = Omit<RejectedRow, 'source' | 'position'> & { readonly position: number };

/** What decoding a piece, or a part of it, gave; the columns stand in the slot. */
export interface Part {
  readonly rows: number;
  /** Rows whose id has a text. */
  readonly textIds: number;
  /** Lines that are not blank. */
  readonly lines: number;
  readonly rejected: readonly RejectedLine[];
  /** Entries that are new. */
  readonly segments: Segments;
  /** Lines of the whole piece, where this is its last part; otherwise the rest is still to do. */
  readonly positions: number | null;
}

/** The strict decoder's verdict on a line. */
export type Judge = (line: Uint8Array) => Decoded;

/** A decoder of one thread, with dictionaries of its own. */
export interface ColumnDecoder {
  readonly memory: WasmMemory;
  readonly exports: DecoderExports;
  /**
   * From now on doubtful lines go to this judge, and where `mapped` all lines. Without a judge
   * decoding stops before a doubtful line, and `lacksJudge` tells so.
   */
  use(judge: Judge | undefined, mapped: boolean): void;
  lacksJudge(): boolean;
  /** Decodes whole lines, each with its line feed, that stand in the slot's input. */
  decode(slot: Slot, from: number, to: number): Part;
  /** Goes on with a piece of which only a part was decoded; its columns start anew. */
  resume(slot: Slot): Part;
  /** Writes a row into the slot that was begun. */
  write(event: Event): void;
  /** The id of a group's texts, which are new entries where they were not there before. */
  seed(group: number, entry: Entry): number;
  takeSegments(): Segments;
}

/** So many rejected lines are handed over at a time. */
const mostRejected = 4096;

/** A decoder for one layout. */
export const createColumnDecoder = (module: WasmModule, setup: DecoderSetup): ColumnDecoder => {
  let judge: Judge | undefined;
  let lacksJudge = false;
  let rejected: RejectedLine[] = [];
  let nextAt = 0;
  let endAt = 0;

  const doubt: Doubt = (start, end, position) => {
    if (judge === undefined) {
      lacksJudge = true;
      return verdict.stopBefore;
    }
    const from = start >>> 0;
    const line = withoutCarriageReturn(Buffer.from(memory.buffer, from, (end >>> 0) - from));
    const decoded = judge(line);
    if (decoded.ok) {
      write(decoded.event);
    } else {
      const { reason, detail } = decoded;
      rejected.push({ position, reason, detail, raw: rawText(line) });
    }
    return rejected.length < mostRejected ? verdict.goOn : verdict.stopBehind;
  };

  const { memory, exports } = instantiateDecoder(module, setup, doubt);
  const texts = createTextWriter(memory, exports);
  const write = createEventWriter(texts, exports, setup);
  const seed = createEntrySeeder(texts, exports, setup);

  const takeSegments = (): Segments => {
    const count = exports.takeSegments();
    return Array.from(new Uint32Array(memory.buffer, exports.segments.value >>> 0, count * 2));
  };

  const decodePart = (slot: Slot): Part => {
    exports.begin(slot.address);
    exports.lines.value = 0;
    rejected = [];
    nextAt = exports.decode(nextAt, endAt) >>> 0;
    return {
      rows: exports.rows.value,
      textIds: exports.textIds.value,
      lines: exports.lines.value,
      rejected,
      segments: takeSegments(),
      positions: nextAt < endAt ? null : exports.position.value,
    };
  };

  return {
    memory,
    exports,
    use(newJudge, mapped) {
      judge = newJudge;
      lacksJudge = false;
      exports.fast.value = mapped ? 0 : 1;
    },
    lacksJudge: () => lacksJudge,
    decode(slot, from, to) {
      nextAt = slot.input + from;
      endAt = slot.input + to;
      exports.position.value = 0;
      return decodePart(slot);
    },
    resume: decodePart,
    write,
    seed,
    takeSegments,
  };
};
