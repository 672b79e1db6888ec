import { type Relation, relationOf } from '../connect/relation.ts';
import type { Row, Session } from '../connect/session.ts';
import type { SparkStatement } from '../connect/statement.ts';

/**
 * Tables of a run: temporary views of its session, those that are read more than once kept in the
 * cluster's memory (what does not fit goes to its disks).
 */
export interface Tables {
  /** A name for a query, which is run again by each that reads it. */
  view(name: string, of: SparkStatement | Relation): Promise<void>;
  /**
   * Runs the query now and keeps its rows. @returns how many there are (`n`), and what more is
   * asked of them all
   */
  keep(name: string, of: SparkStatement | Relation, more?: string): Promise<Row>;
  /** Forgets the rows of a table, if any are kept. */
  drop(name: string): Promise<void>;
  /** Forgets the rows of all. */
  dropAll(): Promise<void>;
}

export const createTables = (session: Session): Tables => {
  const kept = new Set<string>();
  const drop = async (name: string): Promise<void> => {
    if (!kept.delete(name)) return;
    await session.run({ sql: `UNCACHE TABLE IF EXISTS ${name}` });
    await session.dropView(name);
  };
  const view = async (name: string, of: SparkStatement | Relation): Promise<void> => {
    await drop(name);
    await session.createView(name, relationOf(of));
  };
  return {
    view,
    async keep(name, of, more) {
      await view(name, of);
      kept.add(name);
      await session.run({ sql: `CACHE LAZY TABLE ${name}` });
      // Counting reads every row, and so keeps it.
      const asked = more === undefined ? '' : `, ${more}`;
      const [counted = {}] = await session.rows({
        sql: `SELECT count(*) AS n${asked} FROM ${name}`,
      });
      return counted;
    },
    drop,
    async dropAll() {
      for (const name of kept) await drop(name);
    },
  };
};
