import { batchTexts } from '../add-batches.ts';
import type { Connection } from '../database.ts';
import { inFile, openParquet, withPlainPath } from './parquet-file.ts';
import { batchesPlace, fileAt, placeOf } from './place.ts';

const addTexts = (database: Connection, from: string, values: readonly string[]): Promise<void> =>
  database.run({
    sql: `INSERT INTO file_texts
      SELECT place, text FROM (${from}) SEMI JOIN candidates ON candidates.id_high = place`,
    values,
  });

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
    `SELECT DISTINCT ${fileAt('id_high')} AS file FROM candidates ORDER BY 1`,
  );
  for (const { file: number } of found) {
    const index = Number(number);
    if (index === batchesPlace) {
      await addTexts(database, batchTexts, []);
      continue;
    }
    const path = paths[index];
    if (path === undefined) throw new RangeError(`no file ${index}`);
    await withPlainPath(path, async (plain) => {
      const file = await openParquet(database, plain, path);
      const place = placeOf(index, file.rowNumber);
      const texts = `SELECT ${place} AS place, ${inFile('event_id')} AS text FROM ${file.numberedRows}`;
      await addTexts(database, texts, [plain]);
    });
  }
};
