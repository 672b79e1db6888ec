import { factsTable } from '../plan/physical.ts';
import type { Connection } from './connection.ts';
import type { Span } from './event-store.ts';

/** The code of the first action that ends a playback; those behind it do, too. */
const firstEnding = 3;

/** What is known of the facts without looking for anything in particular. */
export interface MeasuredFacts {
  readonly rows: number;
  /** Undefined without any. */
  readonly span: Span | undefined;
}

/** Measures the facts in the engine, in one statement. */
export const measureFacts = async (connection: Connection): Promise<MeasuredFacts> => {
  const [row = {}] = await connection.rows(
    `SELECT count(*) AS n, min(t) AS first, max(t) AS last, max(action) >= ${firstEnding} AS ended FROM ${factsTable}`,
  );
  const rows = Number(row['n'] ?? 0);
  return {
    rows,
    span:
      rows === 0
        ? undefined
        : {
            first: Number(row['first']),
            last: Number(row['last']),
            knowsEndings: (row['ended'] as unknown) === true,
          },
  };
};
