import type { DuckDBAppender } from '@duckdb/node-api';
import type { ColumnBatch } from '../../../intake/batch.ts';
import { wideColumn, wideIn } from '../../../intake/wide.ts';
import type { Physical } from '../../../plan/physical.ts';
import { closeAppender, createFactsWriter, flushAppender } from '../append.ts';
import type { Database } from '../database.ts';
import { catalog, createSegment } from './schema.ts';

/** A table of events as they arrived; bounds of their times in microseconds. */
export interface Segment {
  readonly table: string;
  readonly rows: number;
  readonly first: number;
  readonly last: number;
}

/**
 * Events in the order of their arrival, cut into tables, so that what nothing needs any more is
 * dropped as a whole.
 */
export interface Segments {
  all(): readonly Segment[];
  /** Adds rows to the newest segment, within the transaction. */
  append(batch: ColumnBatch): void;
  /** What was appended can be read by statements from here on. */
  flush(): void;
  /** Begins a new segment where the newest is long enough; between transactions. */
  roll(): Promise<boolean>;
  /** The newest, for rows that are moved. */
  newest(): Segment;
  moved(rows: number, first: number, last: number): void;
  drop(segment: Segment): Promise<void>;
  dispose(): void;
}

const numberOf = (table: string): number => Number(table.slice('events_'.length));

const readSegments = async (database: Database): Promise<Segment[]> => {
  const tables = await database.rows({
    sql: `SELECT table_name AS name FROM duckdb_tables()
      WHERE database_name = $1 AND starts_with(table_name, 'events_')`,
    values: [catalog],
  });
  const segments: Segment[] = [];
  for (const { name } of tables) {
    const table = String(name);
    const [row] = await database.rows(
      `SELECT count(*) AS n, min(t) AS first, max(t) AS last FROM ${catalog}.${table}`,
    );
    segments.push({
      table,
      rows: Number(row?.['n'] ?? 0),
      first: Number(row?.['first'] ?? Infinity),
      last: Number(row?.['last'] ?? -Infinity),
    });
  }
  return segments.toSorted((left, right) => numberOf(left.table) - numberOf(right.table));
};

interface Writer {
  readonly appender: DuckDBAppender;
  readonly write: (batch: ColumnBatch) => void;
}

/** The first and the last of times; the loop sees nothing but arrays, see `judgeRows`. */
const boundsOf = (
  words: Uint32Array,
  signed: Int32Array,
  rows: number,
): readonly [number, number] => {
  let first = Infinity;
  let last = -Infinity;
  for (let row = 0; row < rows; row += 1) {
    const at = wideIn(words, signed, row);
    if (at < first) first = at;
    if (at > last) last = at;
  }
  return [first, last];
};

/** The segments of an attached state; a state without any gets its first. */
export const openSegments = async (
  database: Database,
  physical: Pick<Physical, 'groups'>,
  /** A segment has at least so many rows before the next begins. */
  leastRows: number,
): Promise<Segments> => {
  let segments = await readSegments(database);
  let writer: Writer | undefined;

  const openWriter = async (table: string): Promise<void> => {
    const appender = await database.appender(table, catalog);
    writer = { appender, write: createFactsWriter(appender, physical.groups.length) };
  };
  const begin = async (): Promise<void> => {
    const number = numberOf(segments.at(-1)?.table ?? 'events_0') + 1;
    const table = `events_${number}`;
    await createSegment(database, physical, table);
    segments = [...segments, { table, rows: 0, first: Infinity, last: -Infinity }];
    if (writer !== undefined) closeAppender(writer.appender);
    await openWriter(table);
  };
  const newest = (): Segment => {
    const segment = segments.at(-1);
    if (segment === undefined) throw new RangeError('no segment');
    return segment;
  };
  const widen = (rows: number, first: number, last: number): void => {
    const segment = newest();
    const widened = {
      ...segment,
      rows: segment.rows + rows,
      first: Math.min(segment.first, first),
      last: Math.max(segment.last, last),
    };
    segments = [...segments.slice(0, -1), widened];
  };

  if (segments.length === 0) await begin();
  else await openWriter(newest().table);

  return {
    all: () => segments,
    append(batch) {
      if (batch.rows === 0 || writer === undefined) return;
      writer.write(batch);
      const { words, signed } = wideColumn(batch.time);
      const [first, last] = boundsOf(words, signed, batch.rows);
      widen(batch.rows, first, last);
    },
    flush() {
      if (writer !== undefined) flushAppender(writer.appender);
    },
    async roll() {
      const kept = segments.reduce((sum, { rows }) => sum + rows, 0);
      if (newest().rows < Math.max(leastRows, kept / 8)) return false;
      await begin();
      return true;
    },
    newest,
    moved: widen,
    async drop(segment) {
      await database.run(`DROP TABLE ${catalog}.${segment.table}`);
      segments = segments.filter((one) => one.table !== segment.table);
    },
    dispose() {
      if (writer !== undefined) closeAppender(writer.appender);
      writer = undefined;
    },
  };
};
