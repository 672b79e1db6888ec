import type { Connection } from '../database.ts';
import { inFile, openParquet, withPlainPath } from './parquet-file.ts';
import { fileAt, placeOf } from './place.ts';

/**
 * Reads the ids of candidate rows again, by their place: facts keep only a hash of them, which
 * narrows the search for copies and does not decide. Fills `file_texts (place, text)`.
 */
export const readFileTexts = async (
  database: Connection,
  paths: readonly string[],
): Promise<void> => {
  await database.run('CREATE OR REPLACE TEMP TABLE file_texts (place UBIGINT, text VARCHAR)');
  const found = await database.rows(
    `SELECT DISTINCT ${fileAt('id_high')} AS file FROM candidates WHERE id_text IS NULL ORDER BY 1`,
  );
  for (const { file: number } of found) {
    const index = Number(number);
    const path = paths[index];
    if (path === undefined) throw new RangeError(`no file ${index}`);
    await withPlainPath(path, async (plain) => {
      const file = await openParquet(database, plain, path);
      await database.run({
        sql: `INSERT INTO file_texts
          SELECT place, text FROM (
            SELECT ${placeOf(index, file.rowNumber)} AS place, ${inFile('event_id')} AS text
            FROM ${file.numberedRows})
          SEMI JOIN candidates ON candidates.id_text IS NULL AND candidates.id_high = place`,
        values: [plain],
      });
    });
  }
};
