import type { Event } from '../event/event.ts';
import { type RejectedRow, rawText } from '../event/reject.ts';
import { formatInstant } from '../event/time.ts';
import type { BehindRow } from '../engines/stream-state.ts';
import type { ColumnBatch } from '../intake/batch.ts';
import type { DecodedLines, LineIntake } from '../intake/line-intake.ts';
import { pickRows } from '../intake/pick-rows.ts';
import { wideColumn, wideIn } from '../intake/wide.ts';
import type { RecordChunk } from '../sources/record-source.ts';
import { judgeRows } from './judge-rows.ts';
import { createLineFinder } from './line-of-row.ts';
import type { OpenWindows } from './open-windows.ts';
import type { StreamRules } from './rules.ts';
import { ownWatermark } from './watermark.ts';

/** A row that its partition's watermark had passed, with its event for those who ask. */
export interface BehindEvent extends BehindRow {
  readonly position: number;
  readonly event: Event;
}

/** What a chunk of records gave. */
export interface Arrived {
  readonly source: string;
  readonly batch: ColumnBatch;
  readonly behind: readonly BehindEvent[];
  readonly rejected: readonly RejectedRow[];
  /** Records that are events or were rejected. */
  readonly read: number;
  /** The partition's largest event time now. */
  readonly newest: number | null;
}

/** What the judgement of a chunk depends on. */
export interface ArrivalView {
  readonly rules: StreamRules;
  readonly open: readonly OpenWindows[];
  /** Name of the source. */
  readonly source: string;
  /** The partition's largest event time so far. */
  readonly newest: number | null;
  readonly watermark: number | null;
  readonly nowUs: number;
}

/** Rows that are too far ahead of the clock. */
const futureRows = ({ time, rows }: ColumnBatch, limitUs: number): readonly number[] => {
  const { words, signed } = wideColumn(time);
  return rowsAfter(words, signed, rows, limitUs);
};

const rowsAfter = (
  words: Uint32Array,
  signed: Int32Array,
  count: number,
  limitUs: number,
): readonly number[] => {
  const rows: number[] = [];
  for (let row = 0; row < count; row += 1) {
    if (wideIn(words, signed, row) > limitUs) rows.push(row);
  }
  return rows;
};

const withoutRows = (batch: ColumnBatch, rows: readonly number[]): ColumnBatch => {
  const left = new Set(rows);
  const kept = Array.from({ length: batch.rows }, (_, row) => row).filter((row) => !left.has(row));
  return { ...pickRows(batch, kept), entries: batch.entries };
};

const refusedRows = (chunk: RecordChunk, source: string): readonly RejectedRow[] =>
  chunk.refused.map(({ offset, reason, detail, raw }) => ({
    source,
    position: offset,
    reason,
    detail,
    raw,
  }));

const rejectedLines = (
  chunk: RecordChunk,
  { rejected }: DecodedLines,
  source: string,
): readonly RejectedRow[] =>
  rejected.map(({ position, reason, detail, raw }) => {
    const original = chunk.originals.get(position - 1);
    return {
      source,
      position: chunk.offsetOf(position - 1),
      reason,
      detail,
      raw: original === undefined ? raw : rawText(original),
    };
  });

/** Decodes a chunk and judges each event by the watermark of its partition as it stood before it. */
export const arrive = (intake: LineIntake, chunk: RecordChunk, view: ArrivalView): Arrived => {
  const { rules, open, nowUs } = view;
  const source = `${view.source}/${chunk.partition}`;
  const decoded = intake.decode(chunk.bytes);
  const limit = rules.maxFutureUs === undefined ? Infinity : nowUs + rules.maxFutureUs;
  const ahead = limit === Infinity ? [] : futureRows(decoded.batch, limit);
  const finder = createLineFinder(chunk.bytes, decoded.rejected);
  const future = ahead.map((row): { readonly line: number; readonly rejected: RejectedRow } => {
    const { line, bytes } = finder(row);
    return {
      line,
      rejected: {
        source,
        position: chunk.offsetOf(line),
        reason: 'future',
        detail: `event_time is more than ${(rules.maxFutureUs ?? 0) / 1e6} s ahead of the clock, ${formatInstant(nowUs)}`,
        raw: rawText(chunk.originals.get(line) ?? bytes),
      },
    };
  });
  const batch = ahead.length === 0 ? decoded.batch : withoutRows(decoded.batch, ahead);

  const watermark = Math.max(view.watermark ?? -Infinity, ownWatermark(view.newest, rules.delayUs));
  const reached = { newest: view.newest, watermark };
  const { behind: behindRows, newest } = judgeRows(batch, reached, rules.delayUs, open);

  const left = future.map(({ line }) => ({ position: line + 1 }));
  const eventAt = createLineFinder(chunk.bytes, [...decoded.rejected, ...left]);
  const behind = behindRows.map((one): BehindEvent => {
    const { line, bytes } = eventAt(one.row);
    const judged = rules.decoder.decodeLine(bytes);
    if (!judged.ok) throw new TypeError(`the decoders disagree on record ${chunk.offsetOf(line)}`);
    return { ...one, position: chunk.offsetOf(line), event: judged.event };
  });
  return {
    source,
    batch,
    behind,
    rejected: [
      ...refusedRows(chunk, source),
      ...rejectedLines(chunk, decoded, source),
      ...future.map(({ rejected }) => rejected),
    ],
    read: decoded.lines + chunk.refused.length,
    newest,
  };
};
