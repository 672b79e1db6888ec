import type { ColumnBatch } from './batch.ts';
import type { Part } from './column-decoder.ts';
import type { DecodeWorker } from './decode-worker.ts';
import type { Merger } from './merger.ts';
import type { LongLine, PieceReader } from './piece-reader.ts';
import { inputOf, type Slot } from './slot.ts';

/** A place where a piece can be read to. */
interface Place {
  readonly worker: DecodeWorker;
  readonly slot: Slot;
}

type Flight =
  | { readonly kind: 'long'; readonly line: LongLine; readonly bytes: number }
  | { readonly kind: 'lines'; readonly place: Place; part: Promise<Part>; readonly bytes: number };

export type Landed =
  | { readonly kind: 'long'; readonly line: LongLine; readonly bytes: number }
  | {
      readonly kind: 'part';
      readonly batch: ColumnBatch;
      readonly part: Part;
      readonly bytes: number;
    };

/** Slots of all workers, first those that are each worker's first. */
const placesOf = (workers: readonly DecodeWorker[]): Place[] =>
  (workers[0]?.slots ?? []).flatMap((_, index) =>
    workers.flatMap((worker) => {
      const slot = worker.slots[index];
      return slot === undefined ? [] : [{ worker, slot }];
    }),
  );

/**
 * Decodes the rest of a source in workers. Results come in the order of the source; as many
 * pieces are in flight as the workers have slots.
 */
export async function* runInWorkers(
  reader: PieceReader,
  workers: readonly DecodeWorker[],
  merger: Merger,
): AsyncGenerator<Landed> {
  const free = placesOf(workers);
  const flights: Flight[] = [];
  let atEnd = false;

  const takeOff = async (): Promise<void> => {
    while (!atEnd) {
      const place = free[0];
      if (place === undefined) return;
      const { worker, slot } = place;
      const piece = await reader.read(inputOf(worker.buffer(), slot));
      if (piece.kind === 'end') {
        atEnd = true;
      } else if (piece.kind === 'long') {
        flights.push({ kind: 'long', line: piece, bytes: piece.bytes });
        return;
      } else {
        free.shift();
        const part = worker.decode(slot, piece.from, piece.to);
        flights.push({ kind: 'lines', place, part, bytes: piece.bytes });
      }
    }
  };

  /** Keeps the workers' ids and ours in step when the reader of the results goes away. */
  const abandon = async (): Promise<void> => {
    for (const flight of flights.splice(0)) {
      if (flight.kind === 'long') continue;
      const part = await flight.part;
      merger.adopt(flight.place.worker, part.segments);
      if (part.positions === null) flight.place.worker.drop();
    }
  };

  try {
    await takeOff();
    for (;;) {
      const flight = flights[0];
      if (flight === undefined) break;
      if (flight.kind === 'long') {
        flights.shift();
        await takeOff();
        yield flight;
        continue;
      }
      const { worker, slot } = flight.place;
      const part = await flight.part;
      const batch = merger.foreign(worker, slot, part);
      if (part.positions === null) {
        flight.part = worker.resume(slot);
        yield { kind: 'part', batch, part, bytes: 0 };
      } else {
        flights.shift();
        free.push(flight.place);
        await takeOff();
        yield { kind: 'part', batch, part, bytes: flight.bytes };
      }
    }
  } finally {
    await abandon();
  }
}
