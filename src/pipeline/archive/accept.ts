import type { Mapping } from '../../event/mapping.ts';
import type { ColumnBatch } from '../../intake/batch.ts';
import { wholeLayout } from '../../intake/events-of.ts';
import { createLineIntake, type LineIntake } from '../../intake/line-intake.ts';
import { pickRows } from '../../intake/pick-rows.ts';
import { wideAt, wideColumn } from '../../intake/wide.ts';
import type { ArchivedRows, GroupTexts } from '../../sinks/archive/roll.ts';
import type { RecordChunk } from '../../sources/record-source.ts';
import type { Clock } from '../../stream/clock.ts';
import { createLineFinder } from '../../stream/line-of-row.ts';

/** Which events are archived: those that the stream accepts. */
export interface AcceptRules {
  readonly mapping: Mapping | undefined;
  /** Undefined: an event may be as far ahead of the clock as it likes. */
  readonly maxFutureUs: number | undefined;
  readonly clock: Pick<Clock, 'nowUs'>;
}

/** Accepted rows, and what their keys stand for: all texts that their intake has seen so far. */
export interface AcceptedRows extends ArchivedRows {
  readonly texts: GroupTexts;
}

/** An intake that knows more texts than this makes way for a new one. */
const mostTexts = 50_000;

/** An intake with all texts that it has seen, by key. */
interface Generation {
  readonly intake: LineIntake;
  readonly texts: (string | null)[][];
  count: number;
}

const rowsInTime = ({ rows, time }: ColumnBatch, limitUs: number): readonly number[] => {
  const times = wideColumn(time);
  return Array.from({ length: rows }, (_, row) => row).filter(
    (row) => wideAt(times, row) <= limitUs,
  );
};

/**
 * Decodes chunks into the rows that an archive takes. What is too far ahead is judged by the clock
 * as it stands then, as in the stream, but not at the same moment.
 */
export const createAcceptor = ({
  mapping,
  maxFutureUs,
  clock,
}: AcceptRules): ((chunk: RecordChunk) => AcceptedRows) => {
  let generation: Generation | undefined;

  const current = (): Generation => {
    if (generation === undefined || generation.count > mostTexts) {
      const intake = createLineIntake(wholeLayout, { mapping });
      generation = { intake, texts: wholeLayout.groups.map(() => []), count: 0 };
    }
    return generation;
  };

  return (chunk) => {
    const known = current();
    const decoded = known.intake.decode(chunk.bytes);
    for (const [group, fresh] of decoded.batch.entries.entries()) {
      const texts = known.texts[group];
      for (const [text = null] of fresh) texts?.push(text);
      known.count += fresh.length;
    }
    const batch: ColumnBatch = { ...decoded.batch, entries: [] };
    const lineOf = createLineFinder(chunk.bytes, decoded.rejected);
    const lines = Uint32Array.from({ length: batch.rows }, (_, row) => lineOf(row).line);
    const { texts } = known;
    const offsetsOf = (of: ArrayLike<number>): Float64Array =>
      Float64Array.from(of, (line) => chunk.offsetOf(line));
    if (maxFutureUs === undefined) return { batch, texts, offsets: offsetsOf(lines) };
    const rows = rowsInTime(batch, clock.nowUs() + maxFutureUs);
    return rows.length === batch.rows
      ? { batch, texts, offsets: offsetsOf(lines) }
      : {
          batch: pickRows(batch, rows),
          texts,
          offsets: offsetsOf(rows.map((row) => lines[row] as number)),
        };
  };
};
