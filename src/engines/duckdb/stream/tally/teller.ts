import type { ColumnBatch, Entry } from '../../../../intake/batch.ts';
import type { Layout } from '../../../../intake/layout.ts';
import { wideColumn, wideIn } from '../../../../intake/wide.ts';
import type { ArrivedRows } from '../../../stream-state.ts';
import { createFieldsReader } from './event-fields.ts';
import type { Tally } from './tally.ts';

/** What of a micro-batch counts, by the numbers of its chunks and rows. */
interface Telling {
  /** In every window that this watermark had not passed; -Infinity: in all. */
  counts(chunk: number, row: number, watermark: number): void;
  /** An event of this time in some of the windows that it counts in. */
  countsInPart(time: number): void;
}

/** Tells a tally what is admitted. */
export interface Teller {
  /** Undefined where a batch is too large to be told event by event. */
  begin(
    chunks: readonly ArrivedRows[],
    texts: readonly (readonly Entry[])[] | undefined,
  ): Telling | undefined;
}

/** From so many events on, tables are asked: they read them sooner than a tally takes them in. */
const mostEvents = 1_000;

/** The loop over events sees nothing but arrays and what lives as long as the stream. */
const missAll = (words: Uint32Array, signed: Int32Array, rows: number, tally: Tally): void => {
  for (let row = 0; row < rows; row += 1) tally.miss(wideIn(words, signed, row));
};

const missBatch = ({ time, rows }: ColumnBatch, tally: Tally): void => {
  const { words, signed } = wideColumn(time);
  missAll(words, signed, rows, tally);
};

export const createTeller = (tally: Tally, layout: Layout): Teller => {
  const fieldsOf = createFieldsReader(layout);
  return {
    begin(chunks, texts) {
      const events = chunks.reduce((sum, { batch }) => sum + batch.rows, 0);
      if (texts === undefined || events > mostEvents) {
        for (const { batch } of chunks) missBatch(batch, tally);
        return undefined;
      }
      return {
        counts(chunk, row, watermark) {
          const batch = chunks[chunk]?.batch;
          if (batch === undefined) return;
          tally.add(fieldsOf(batch, row, texts), Number(batch.time[row]), watermark);
        },
        countsInPart: (time) => tally.miss(time),
      };
    },
  };
};
