import { messageOf } from '../../error.ts';
import { openDatabase } from '../../engines/duckdb/database.ts';
import type { Check } from './check.ts';

/** Opens an embedded DuckDB and asks for its version. */
export const checkDuckDB = async (): Promise<Check> => {
  const name = 'DuckDB';
  try {
    const database = await openDatabase();
    const [row] = await database.rows('SELECT version() AS version');
    database.close();
    return { name, state: 'ok', found: `${String(row?.['version'])}, embedded` };
  } catch (error) {
    return {
      name,
      state: 'broken',
      found: `does not load: ${messageOf(error)}`,
      advice: `install again on this machine (${process.platform}, ${process.arch}): npm ci`,
    };
  }
};
