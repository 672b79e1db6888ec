import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCsv } from './csv.ts';
import type { Format } from './data.ts';

/** Whether a peer computed the same numbers as Tonearm, in words for the report. */
export interface Verdict {
  readonly holds: boolean;
  readonly text: string;
}

type Row = Readonly<Record<string, string>>;

/** Tools divide and print in their own ways; anything beyond the last digits is another number. */
const rounding = 1e-12;

/** Peers keep some lines that do not conform: a lax reader takes `"31000"` for a number. */
const laxness = 0.01;

/** The tables of one row, whose numbers mean the same however many lines were dropped. */
const totals = ['overview', 'session_analysis'];

/** How far apart two numbers are, in proportion; infinite where they are not comparable. */
const distance = (left: string, right: string): number => {
  if (left === right) return 0;
  if (left === '' || right === '') return Infinity;
  const [a, b] = [Number(left), Number(right)];
  if (Number.isNaN(a) || Number.isNaN(b)) {
    const same =
      Date.parse(left) === Date.parse(right) && microseconds(left) === microseconds(right);
    return same ? 0 : Infinity;
  }
  return Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b));
};

const microseconds = (instant: string): string =>
  (/\.(\d+)Z$/.exec(instant)?.[1] ?? '').replace(/0+$/, '');

const read = (folder: string, table: string): readonly Row[] =>
  parseCsv(readFileSync(join(folder, `${table}.csv`), 'utf8'));

const firstDifference = (own: readonly Row[], peers: readonly Row[]): string | undefined => {
  if (own.length !== peers.length) return `${peers.length} rows instead of ${own.length}`;
  for (const [index, row] of own.entries()) {
    for (const [name, cell] of Object.entries(row)) {
      const other = peers[index]?.[name];
      if (other === undefined) return `no column ${name}`;
      if (distance(cell, other) > rounding) {
        return `row ${index + 1}, ${name}: ${other} instead of ${cell}`;
      }
    }
  }
  return undefined;
};

const sameTables = (own: string, peers: string): Verdict => {
  const tables = readdirSync(own)
    .filter((file) => file.endsWith('.csv'))
    .map((file) => file.slice(0, -4));
  for (const table of tables) {
    const difference = firstDifference(read(own, table), read(peers, table));
    if (difference !== undefined) return { holds: false, text: `differs: ${table}, ${difference}` };
  }
  return { holds: true, text: `all ${tables.length} tables equal` };
};

const nearTotals = (own: string, peers: string): Verdict => {
  const apart = totals.flatMap((table) => {
    const [ours = {}] = read(own, table);
    const [theirs = {}] = read(peers, table);
    return Object.entries(ours)
      .filter(([, cell]) => !Number.isNaN(Number(cell)))
      .map(([name, cell]) => distance(cell, theirs[name] ?? ''));
  });
  const largest = Math.max(...apart);
  const events = (folder: string): number => Number(read(folder, 'overview')[0]?.['events'] ?? 0);
  const more = events(peers) - events(own);
  return {
    holds: largest <= laxness,
    text:
      largest === 0
        ? 'totals equal'
        : `keeps ${more.toLocaleString('en')} events that do not conform; totals differ by at most ${(largest * 100).toFixed(2)} %`,
  };
};

/**
 * Compares the CSV files of two runs over the same input. From Parquet, which holds no malformed
 * rows, every cell of every table has to be equal; from NDJSON the totals have to be near.
 */
export const compareResults = (own: string, peers: string, format: Format): Verdict =>
  format === 'parquet' ? sameTables(own, peers) : nearTotals(own, peers);
