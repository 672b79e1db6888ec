import type { Database } from './database.ts';

const hex = (half: string): string => `lpad(format('{:x}', ${half}), 16, '0')`;

const digits = `${hex('id_high')} || ${hex('id_low')}`;

const uuid = `regexp_replace(${digits}, '^(.{8})(.{4})(.{4})(.{4})(.{12})$', '\\1-\\2-\\3-\\4-\\5')`;

/**
 * Batches hold UUIDs and hexadecimal ids as 128 bits, Parquet files give ids as text. Where a run
 * has both, all ids become text with a hash, so that copies across inputs are found.
 */
export const unifyIds = (database: Database): Promise<void> =>
  database.run(`CREATE OR REPLACE TABLE facts AS
    SELECT * REPLACE (CAST(0 AS UBIGINT) AS id_high, hash(id_text) AS id_low) FROM (
      SELECT * REPLACE (CASE WHEN id_text IS NULL THEN ${uuid} WHEN id_text = '' THEN ${digits} ELSE id_text END AS id_text)
      FROM facts)`);
