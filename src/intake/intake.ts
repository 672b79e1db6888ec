import { availableParallelism } from 'node:os';
import { createDecoder } from '../event/decode.ts';
import type { Mapping } from '../event/mapping.ts';
import { oversize, rawText, type RejectedRow } from '../event/reject.ts';
import type { Event } from '../event/event.ts';
import type { ColumnBatch } from './batch.ts';
import { openChunks, type Chunks } from './byte-source.ts';
import { createColumnDecoder, type Part } from './column-decoder.ts';
import { startWorker, type DecodeWorker } from './decode-worker.ts';
import { loadDecoderModule } from './decoder-module.ts';
import { decoderSetup } from './decoder-setup.ts';
import { isMapped } from './is-mapped.ts';
import { joinBatches } from './join-batches.ts';
import type { Layout } from './layout.ts';
import { createMerger } from './merger.ts';
import { createPieceReader, type LongLine, type PieceReader } from './piece-reader.ts';
import { runInWorkers, type Landed } from './run-in-workers.ts';
import { createSlot, inputOf } from './slot.ts';

/** What one piece of a source gave. */
export interface Piece {
  readonly batch: ColumnBatch;
  /** Lines of this piece that are not blank: events read. */
  readonly lines: number;
  /** Bytes of the source in this piece. */
  readonly bytes: number;
  readonly rejected: readonly RejectedRow[];
}

export interface NdjsonOptions {
  /** Name of the source in rejected rows. */
  readonly source: string;
  readonly mapping?: Mapping | undefined;
}

/** The way of events into columns; ids of keys are the same over all sources of one intake. */
export interface Intake {
  /**
   * Reads NDJSON of any chunking (`readChunks` for a file). Blank lines are skipped, a byte-order
   * mark at the start is ignored, positions are line numbers from 1. Pieces come in the order of
   * the source. One source at a time; it may be left early. Errors of the source are thrown on.
   */
  ndjson(chunks: Chunks, options: NdjsonOptions): AsyncIterable<Piece>;
  /** Columns of events that are decoded already. */
  events(events: Iterable<Event>): ColumnBatch;
  /** Ends the threads. */
  close(): Promise<void>;
}

export interface IntakeOptions {
  /** Threads that decode, 0 = this one; default 2 where the machine has them. */
  readonly workers?: number | undefined;
  /**
   * The threads start when so many bytes were read, and later sources use them from their second
   * piece on; default 8 MiB. With 0 they decode everything.
   */
  readonly workersAfter?: number | undefined;
  /** Bytes of a piece, at least 70,000; default 2 MiB. */
  readonly pieceBytes?: number | undefined;
}

const slotsPerWorker = 3;

/** Lets messages of other threads come in. */
const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/** An intake for one layout. */
export const createIntake = (layout: Layout, options: IntakeOptions = {}): Intake => {
  const {
    workers: workerCount = availableParallelism() > 1 ? 2 : 0,
    workersAfter = 8 << 20,
    pieceBytes = 2 << 20,
  } = options;
  const module = loadDecoderModule();
  const setup = decoderSetup(layout);
  const decoder = createColumnDecoder(module, setup);
  const merger = createMerger(decoder, setup);
  const pieceSlot = createSlot(decoder.memory, decoder.exports, pieceBytes);
  const eventSlot = createSlot(decoder.memory, decoder.exports, pieceBytes);

  let starting: Promise<readonly DecodeWorker[]> | undefined;
  let started: readonly DecodeWorker[] | undefined;
  let startFailure: unknown;
  let bytesRead = 0;

  const startWorkers = (): void => {
    starting = Promise.all(
      Array.from({ length: workerCount }, () =>
        startWorker({ module, setup, slots: slotsPerWorker, pieceBytes }),
      ),
    );
    starting.then(
      (workers) => {
        started = workers;
      },
      (error: unknown) => {
        startFailure = error;
      },
    );
  };

  /** The workers, as soon as they are wanted and ready. */
  const readyWorkers = async (): Promise<readonly DecodeWorker[] | undefined> => {
    if (workerCount === 0 || bytesRead < workersAfter) return undefined;
    if (starting === undefined) startWorkers();
    if (workersAfter === 0) await starting;
    else if (started === undefined) await turn();
    if (startFailure !== undefined) throw startFailure;
    return started;
  };

  async function* decodeHere(reader: PieceReader): AsyncGenerator<Landed> {
    // Small sources stay here: to hand a piece over takes longer than to decode a few lines.
    let isFirst = workersAfter > 0;
    while (isFirst || (await readyWorkers()) === undefined) {
      isFirst = false;
      const piece = await reader.read(inputOf(decoder.memory.buffer, pieceSlot));
      if (piece.kind === 'end') return;
      bytesRead += piece.bytes;
      if (piece.kind === 'long') {
        yield { kind: 'long', line: piece, bytes: piece.bytes };
        continue;
      }
      let part = decoder.decode(pieceSlot, piece.from, piece.to);
      while (part.positions === null) {
        yield { kind: 'part', batch: merger.own(pieceSlot, part), part, bytes: 0 };
        part = decoder.resume(pieceSlot);
      }
      yield { kind: 'part', batch: merger.own(pieceSlot, part), part, bytes: piece.bytes };
    }
  }

  async function* decodeAll(
    reader: PieceReader,
    mapping: Mapping | undefined,
  ): AsyncGenerator<Landed> {
    const strict = createDecoder({ mapping });
    decoder.use((line) => strict.decodeLine(line), isMapped(mapping));
    yield* decodeHere(reader);
    const workers = await readyWorkers();
    if (workers === undefined) return;
    for (const worker of workers) worker.use(mapping);
    yield* runInWorkers(reader, workers, merger);
  }

  async function* ndjson(
    chunks: Chunks,
    { source, mapping }: NdjsonOptions,
  ): AsyncGenerator<Piece> {
    let position = 0;
    const rejectedLine = (line: LongLine): RejectedRow[] =>
      line.blank
        ? []
        : [{ source, position: position + 1, ...oversize(line.size), raw: rawText(line.head) }];
    const rejectedLines = (part: Part): RejectedRow[] =>
      part.rejected.map((row) => ({ source, ...row, position: position + row.position }));

    const bytes = await openChunks(chunks);
    try {
      for await (const landed of decodeAll(createPieceReader(bytes), mapping)) {
        if (landed.kind === 'long') {
          const rejected = rejectedLine(landed.line);
          position += 1;
          const batch = events([]);
          yield { batch, lines: rejected.length, bytes: landed.bytes, rejected };
        } else {
          const { batch, part } = landed;
          const rejected = rejectedLines(part);
          position += part.positions ?? 0;
          yield { batch, lines: part.lines, bytes: landed.bytes, rejected };
        }
      }
    } finally {
      await bytes.close();
    }
  }

  const takeEvents = (): ColumnBatch => {
    const { rows, textIds } = decoder.exports;
    const segments = decoder.takeSegments();
    return merger.own(eventSlot, { rows: rows.value, textIds: textIds.value, segments });
  };

  const events = (given: Iterable<Event>): ColumnBatch => {
    const batches: ColumnBatch[] = [];
    decoder.exports.begin(eventSlot.address);
    for (const event of given) {
      if (decoder.exports.isFull() !== 0) {
        batches.push(takeEvents());
        decoder.exports.begin(eventSlot.address);
      }
      decoder.write(event);
    }
    batches.push(takeEvents());
    return joinBatches(batches);
  };

  return {
    ndjson,
    events,
    async close() {
      const workers = await starting?.catch(() => []);
      await Promise.all((workers ?? []).map((worker) => worker.close()));
    },
  };
};
