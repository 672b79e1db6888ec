import { factsTable } from '../plan/physical.ts';
import type { Connection } from './connection.ts';
import type { Span } from './event-store.ts';

/** The code of the first action that ends a playback; those behind it do, too. */
const firstEnding = 3;

/** The span of the facts in the engine; undefined without any. */
export const spanOfFacts = async (connection: Connection): Promise<Span | undefined> => {
  const [row = {}] = await connection.rows(
    `SELECT min(t) AS first, max(t) AS last, max(action) >= ${firstEnding} AS ended FROM ${factsTable}`,
  );
  return row['first'] === null || row['first'] === undefined
    ? undefined
    : {
        first: Number(row['first']),
        last: Number(row['last']),
        knowsEndings: (row['ended'] as unknown) === true,
      };
};
