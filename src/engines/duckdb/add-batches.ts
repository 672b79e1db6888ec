import type { Database } from './database.ts';
import { batchesTable } from './tables.ts';

const hex = (half: string): string => `lpad(format('{:x}', ${half}), 16, '0')`;

const digits = `${hex('id_high')} || ${hex('id_low')}`;

const uuid = `regexp_replace(${digits}, '^(.{8})(.{4})(.{4})(.{4})(.{12})$', '\\1-\\2-\\3-\\4-\\5')`;

/**
 * Batches hold UUIDs and hexadecimal ids as 128 bits, rows of files have a hash. Where a run has
 * both, the ids of batches become text with the same hash, so that copies across inputs are found.
 */
export const addBatches = (database: Database): Promise<void> =>
  database.run(`INSERT INTO facts
    SELECT * REPLACE (CAST(0 AS UBIGINT) AS id_high, hash(id_text) AS id_low) FROM (
      SELECT * REPLACE (CASE WHEN id_text IS NULL THEN ${uuid} WHEN id_text = '' THEN ${digits} ELSE id_text END AS id_text)
      FROM ${batchesTable})`);
