import type { Database } from './database.ts';

const number = (rows: readonly Readonly<Record<string, unknown>>[], name: string): number =>
  Number(rows[0]?.[name] ?? 0);

/**
 * Keeps one event of each identity. The low half of the id only narrows the search; ids are the
 * same where high, low and text are. @returns how many copies were taken out.
 */
export const deduplicate = async (database: Database): Promise<number> => {
  await database.run(`CREATE TEMP TABLE repeated AS
    SELECT id_low FROM facts GROUP BY id_low HAVING count(*) > 1`);
  await database.run(`CREATE TEMP TABLE copies AS
    SELECT row_id FROM (
      SELECT f.rowid AS row_id,
        row_number() OVER (PARTITION BY id_low, id_high, id_text ORDER BY f.rowid) AS copy
      FROM facts AS f SEMI JOIN repeated USING (id_low))
    WHERE copy > 1`);
  const copies = number(await database.rows('SELECT count(*) AS n FROM copies'), 'n');
  if (copies > 0) {
    await database.run('DELETE FROM facts WHERE rowid IN (SELECT row_id FROM copies)');
  }
  await database.run('DROP TABLE repeated');
  await database.run('DROP TABLE copies');
  return copies;
};
