import { BIGINT, DuckDBDataChunk, INTEGER, UBIGINT, VARCHAR } from '@duckdb/node-api';
import type { DuckDBAppender } from '@duckdb/node-api';
import type { ColumnBatch } from '../../../intake/batch.ts';
import { pickRows } from '../../../intake/pick-rows.ts';
import type { Admitted, ArrivedRows, BehindRow } from '../../stream-state.ts';
import { appendChunk, closeAppender } from '../append.ts';
import type { Database } from '../database.ts';
import type { Dictionary } from './dictionary.ts';
import { catalog } from './schema.ts';
import type { SeenIds } from './seen-ids.ts';
import type { Segments } from './segments.ts';
import type { Teller } from './tally/teller.ts';

/** What taking in events works on. */
export interface Admission {
  readonly database: Database;
  readonly segments: Segments;
  readonly dictionary: Dictionary;
  readonly seen: SeenIds;
  /** The watermark after which a copy of an event is no copy any more. */
  readonly lastEnd: (time: number) => number;
  /** Told of every event that counts, and where; undefined: nobody wants to know. */
  readonly teller: () => Teller | undefined;
}

/** A row whose id may have come before. */
interface Candidate {
  readonly chunk: number;
  readonly row: number;
  readonly time: number;
  /** Windows up to this watermark do not count it; -Infinity: all count it. */
  readonly after: number;
}

/** A row for the table of events behind: it counts in windows whose end is in (after, until]. */
interface Bounded {
  readonly batch: ColumnBatch;
  readonly row: number;
  readonly after: number;
  readonly until: number;
}

const bound = (value: number): bigint | null => (Number.isFinite(value) ? BigInt(value) : null);

const writeBehind = async (database: Database, rows: readonly Bounded[]): Promise<void> => {
  const [first] = rows;
  if (first === undefined) return;
  const appender = await database.appender('behind', catalog);
  const keys = first.batch.keys.length;
  for (let from = 0; from < rows.length; from += 2_048) {
    const part = rows.slice(from, from + 2_048);
    for (const { batch, row, after, until } of part) {
      appender.appendBigInt(batch.time[row] ?? 0n);
      appender.appendUTinyInt(batch.action[row] ?? 0);
      appender.appendInteger(batch.playedMs[row] ?? -1);
      appender.appendInteger(batch.durationMs[row] ?? -1);
      for (let key = 0; key < keys; key += 1) appender.appendInteger(batch.keys[key]?.[row] ?? 0);
      appender.appendUBigInt(batch.idHigh[row] ?? 0n);
      appender.appendUBigInt(batch.idLow[row] ?? 0n);
      appendOr(appender, batch.idText?.[row] ?? null, (text) => appender.appendVarchar(text));
      for (const value of [bound(after), bound(until)]) {
        appendOr(appender, value, (known) => appender.appendBigInt(known));
      }
      appender.endRow();
    }
  }
  closeAppender(appender);
};

const appendOr = <T>(
  appender: DuckDBAppender,
  value: T | null,
  append: (known: T) => void,
): void => {
  if (value === null) appender.appendNull();
  else append(value);
};

/** For each candidate that came before, the smallest watermark after which it counts. */
const lookUp = async (
  { database, segments }: Admission,
  batches: readonly ColumnBatch[],
  candidates: readonly Candidate[],
): Promise<ReadonlyMap<number, number>> => {
  await database.run(`CREATE OR REPLACE TEMP TABLE candidates
    (i INTEGER, t BIGINT, id_high UBIGINT, id_low UBIGINT, id_text VARCHAR)`);
  const appender = await database.appender('candidates', 'temp');
  for (let from = 0; from < candidates.length; from += 2_048) {
    const part = candidates.slice(from, from + 2_048);
    const chunk = DuckDBDataChunk.create([INTEGER, BIGINT, UBIGINT, UBIGINT, VARCHAR], part.length);
    const column = <T>(of: (batch: ColumnBatch, row: number) => T): T[] =>
      part.map(({ chunk: index, row }) => of(batches[index] as ColumnBatch, row));
    chunk.setColumnValues(
      0,
      part.map((_, index) => from + index),
    );
    chunk.setColumnValues(
      1,
      column((batch, row) => batch.time[row] ?? 0n),
    );
    chunk.setColumnValues(
      2,
      column((batch, row) => batch.idHigh[row] ?? 0n),
    );
    chunk.setColumnValues(
      3,
      column((batch, row) => batch.idLow[row] ?? 0n),
    );
    chunk.setColumnValues(
      4,
      column((batch, row) => batch.idText?.[row] ?? null),
    );
    appendChunk(appender, chunk);
  }
  closeAppender(appender);
  let [first, last] = [Infinity, -Infinity];
  for (const { time } of candidates) {
    first = Math.min(first, time);
    last = Math.max(last, time);
  }
  const same = `e.t = c.t AND e.id_high = c.id_high AND e.id_low = c.id_low
    AND e.id_text IS NOT DISTINCT FROM c.id_text`;
  const parts = [
    ...segments
      .all()
      .filter((segment) => segment.first <= last && segment.last >= first)
      .map(
        ({ table }) =>
          `SELECT c.i, NULL AS w FROM candidates AS c JOIN ${catalog}.${table} AS e ON ${same}`,
      ),
    `SELECT c.i, e.w FROM candidates AS c JOIN ${catalog}.behind AS e ON ${same}`,
  ];
  const found = new Map<number, number>();
  for (const { i, w } of await database.rows(parts.join(' UNION ALL '))) {
    const after = w === null || w === undefined ? -Infinity : Number(w);
    found.set(Number(i), Math.min(found.get(Number(i)) ?? Infinity, after));
  }
  return found;
};

const identityOf = (batch: ColumnBatch, row: number): string =>
  [batch.time[row], batch.idHigh[row], batch.idLow[row], batch.idText?.[row] ?? ''].join('|') +
  (batch.idText?.[row] === undefined || batch.idText[row] === null ? '-' : '+');

/** Marks of rows: the id may have come before; the watermark had passed the event. */
const mayBeCopy = 1;
const isBehind = 2;

/**
 * The rows whose marks, as far as `mask` shows them, are `wanted`. A function of its own because it
 * looks at every row: what surrounds it would be compiled again and again for it.
 */
const rowsMarked = (marks: Uint8Array, mask: number, wanted: number): Int32Array => {
  const rows = new Int32Array(marks.length);
  let count = 0;
  for (let row = 0; row < marks.length; row += 1) {
    if (((marks[row] as number) & mask) !== wanted) continue;
    rows[count] = row;
    count += 1;
  }
  return rows.subarray(0, count);
};

/** Writes the events of one micro-batch, each once per window, within a transaction. */
export const admit = async (
  admission: Admission,
  chunks: readonly ArrivedRows[],
): Promise<Admitted> => {
  const { database, segments, dictionary, seen, lastEnd } = admission;
  const batches: ColumnBatch[] = [];
  const candidates: Candidate[] = [];
  const bounded: Bounded[] = [];
  const accepted: BehindRow[][] = chunks.map(() => []);
  let count = 0;
  for (const { batch } of chunks) batches.push(dictionary.take(batch));
  const tell = admission.teller()?.begin(chunks, dictionary.texts());
  for (const [chunk, arrived] of chunks.entries()) {
    const batch = batches[chunk] as ColumnBatch;
    const marks = seen.note(batch);
    for (const { row } of arrived.behind) marks[row] = (marks[row] ?? 0) | isBehind;
    const certain = rowsMarked(marks, mayBeCopy | isBehind, 0);
    const isWhole = certain.length === batch.rows;
    const whole = isWhole ? batch : pickRows(batch, certain);
    segments.append(whole);
    if (tell !== undefined) for (const row of certain) tell.counts(chunk, row, -Infinity);
    count += whole.rows;
    for (const { row, watermark } of arrived.behind) {
      if (marks[row] !== isBehind) continue;
      // What is late everywhere is told, and nothing else is ever asked of it.
      if (lastEnd(Number(batch.time[row])) > watermark) {
        bounded.push({ batch, row, after: watermark, until: Infinity });
      }
      accepted[chunk]?.push({ row, watermark });
      tell?.counts(chunk, row, watermark);
      count += 1;
    }
    if (isWhole) continue;
    const watermarks = new Map(arrived.behind.map(({ row, watermark }) => [row, watermark]));
    for (const row of rowsMarked(marks, mayBeCopy, mayBeCopy)) {
      const after = watermarks.get(row) ?? -Infinity;
      candidates.push({ chunk, row, time: Number(batch.time[row]), after });
    }
  }
  dictionary.flush();
  await writeBehind(database, bounded);
  if (candidates.length === 0) {
    segments.flush();
    return { accepted: count, duplicates: 0, behind: accepted };
  }

  segments.flush();
  const found = await lookUp(admission, batches, candidates);
  const known = new Map<string, number>();
  const fresh = new Map<number, number[]>();
  const more: Bounded[] = [];
  let duplicates = 0;
  for (const [index, { chunk, row, time, after }] of candidates.entries()) {
    const batch = batches[chunk] as ColumnBatch;
    const identity = identityOf(batch, row);
    const before = known.get(identity) ?? found.get(index);
    const isCopy = before !== undefined && lastEnd(time) > after;
    if (isCopy) duplicates += 1;
    else count += 1;
    if (before === undefined && after === -Infinity) {
      fresh.set(chunk, [...(fresh.get(chunk) ?? []), row]);
      tell?.counts(chunk, row, after);
    } else if (lastEnd(time) > after && (before === undefined || after < before)) {
      more.push({ batch, row, after, until: before ?? Infinity });
      if (before === undefined) tell?.counts(chunk, row, after);
      else tell?.countsInPart(time);
    }
    if (!isCopy && after !== -Infinity) accepted[chunk]?.push({ row, watermark: after });
    known.set(identity, Math.min(before ?? Infinity, after));
  }
  for (const [chunk, rows] of fresh) segments.append(pickRows(batches[chunk] as ColumnBatch, rows));
  await writeBehind(database, more);
  segments.flush();
  return { accepted: count, duplicates, behind: accepted };
};
