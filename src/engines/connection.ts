import type { Cell } from '../result/table.ts';
import type { Statement } from '../sql/print.ts';

/** What runs SQL. Instants and whole numbers come back as JavaScript numbers. */
export interface Connection {
  run(statement: string | Statement): Promise<void>;
  rows(statement: string | Statement): Promise<readonly Readonly<Record<string, Cell>>[]>;
}
