import type { Connection } from './database.ts';
import { readFileTexts } from './parquet/file-texts.ts';

const removeCopies = async (
  database: Connection,
  identity: string,
  from: string,
): Promise<number> => {
  await database.run(`CREATE OR REPLACE TEMP TABLE copies AS
    SELECT row_id FROM (
      SELECT row_id, row_number() OVER (PARTITION BY ${identity} ORDER BY row_id) AS copy FROM ${from})
    WHERE copy > 1`);
  const [count] = await database.rows('SELECT count(*) AS n FROM copies');
  const copies = Number(count?.['n'] ?? 0);
  if (copies > 0) {
    await database.run('DELETE FROM facts WHERE rowid IN (SELECT row_id FROM copies)');
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
  files: readonly string[],
): Promise<number> => {
  await database.run(`CREATE OR REPLACE TEMP TABLE repeated AS
    SELECT id_low FROM facts GROUP BY id_low HAVING count(*) > 1`);
  await database.run(`CREATE OR REPLACE TEMP TABLE candidates AS
    SELECT f.rowid AS row_id, id_low, id_high, id_text FROM facts AS f SEMI JOIN repeated USING (id_low)`);
  const [found] = await database.rows('SELECT count(*) AS n FROM candidates');
  if (Number(found?.['n'] ?? 0) === 0) return 0;
  if (files.length === 0) {
    return removeCopies(database, 'id_low, id_high, id_text', 'candidates');
  }
  await readFileTexts(database, files);
  return removeCopies(
    database,
    'id_low, coalesce(id_text, text)',
    'candidates LEFT JOIN file_texts ON place = id_high',
  );
};
