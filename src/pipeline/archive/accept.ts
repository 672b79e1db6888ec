import { isBlank } from '../../event/line.ts';
import type { Mapping } from '../../event/mapping.ts';
import type { ColumnBatch } from '../../intake/batch.ts';
import { wholeLayout } from '../../intake/events-of.ts';
import { createLineIntake, type DecodedLines, type LineIntake } from '../../intake/line-intake.ts';
import { pickRows } from '../../intake/pick-rows.ts';
import { wideAt, wideColumn } from '../../intake/wide.ts';
import type { ArchivedRows, GroupTexts } from '../../sinks/archive/roll.ts';
import type { RecordChunk } from '../../sources/record-source.ts';
import type { Clock } from '../../stream/clock.ts';

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

const lineFeed = 10;
const space = 32;

/** The lines of a chunk that became rows, in their order: neither blank nor rejected. */
const linesOfRows = (bytes: Uint8Array, { batch, rejected }: DecodedLines): Uint32Array => {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const refused = new Set(rejected.map(({ position }) => position - 1));
  const lines = new Uint32Array(batch.rows);
  let row = 0;
  let from = 0;
  for (let line = 0; row < batch.rows; line += 1) {
    const end = buffer.indexOf(lineFeed, from);
    const isEmpty = (buffer[from] as number) <= space && isBlank(buffer.subarray(from, end));
    from = end + 1;
    if (isEmpty || refused.has(line)) continue;
    lines[row] = line;
    row += 1;
  }
  return lines;
};

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
    const lines = linesOfRows(chunk.bytes, decoded);
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
