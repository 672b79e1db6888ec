import { factsTable } from '../../plan/physical.ts';
import { changedRows, type Connection } from './database.ts';
import { readFileTexts } from './parquet/file-texts.ts';
import { fieldOf, type RowsTable } from './tables.ts';

const removeCopies = async (
  database: Connection,
  table: string,
  identity: string,
  from: string,
): Promise<number> => {
  const found = await database.rows(`CREATE OR REPLACE TEMP TABLE copies AS
    SELECT row_id FROM (
      SELECT row_id, row_number() OVER (PARTITION BY ${identity} ORDER BY row_id) AS copy FROM ${from})
    WHERE copy > 1`);
  const copies = changedRows(found);
  if (copies > 0) {
    await database.run(`DELETE FROM ${table} WHERE rowid IN (SELECT row_id FROM copies)`);
  }
  return copies;
};

/**
 * Keeps one event of each identity. Half of an id, or a hash, only narrows the search: ids are the
 * same where all of them is, which for rows of Parquet files (`files`, in the order of their
 * places) means that the candidates' texts are read again. @returns how many copies were taken out.
 */
export const deduplicate = async (
  database: Connection,
  table: RowsTable,
  files: readonly string[],
): Promise<number> => {
  await database.run(`CREATE OR REPLACE TEMP TABLE repeated AS
    SELECT id_low FROM ${factsTable} GROUP BY id_low HAVING count(*) > 1`);
  const text = files.length === 0 ? ', r.id_text' : '';
  const found = await database.rows(`CREATE OR REPLACE TEMP TABLE candidates AS
    SELECT r.rowid AS row_id, ${fieldOf('id_low')} AS id_low, ${fieldOf('id_high')} AS id_high${text}
    FROM ${table} AS r SEMI JOIN repeated ON repeated.id_low = ${fieldOf('id_low')}`);
  if (changedRows(found) === 0) return 0;
  if (files.length === 0) {
    return removeCopies(database, table, 'id_low, id_high, id_text', 'candidates');
  }
  await readFileTexts(database, files);
  return removeCopies(
    database,
    table,
    'id_low, text',
    'candidates LEFT JOIN file_texts ON place = id_high',
  );
};
