import type { Physical } from '../../plan/physical.ts';
import type { Connection } from './database.ts';
import { batchesPlace, placeOf } from './parquet/place.ts';
import { batchesTable, factNames, fileRowsTable } from './tables.ts';

const hex = (half: string): string => `lpad(format('{:x}', ${half}), 16, '0')`;

const digits = `${hex('f.id_high')} || ${hex('f.id_low')}`;

const uuid = `regexp_replace(${digits}, '^(.{8})(.{4})(.{4})(.{4})(.{12})$', '\\1-\\2-\\3-\\4-\\5')`;

/** The ids of batches, which hold UUIDs and hexadecimal ids as 128 bits, as text with their places. */
export const batchTexts = `SELECT f, ${placeOf(batchesPlace, 'rowid')} AS place,
    CASE WHEN id_text IS NULL THEN ${uuid} WHEN id_text = '' THEN ${digits} ELSE id_text END AS text
  FROM ${batchesTable}`;

/**
 * Batches hold ids as 128 bits or text, rows of files have a hash. Where a run has both, the ids of
 * batches get the same hash and a place as well, so that copies across inputs are found.
 */
export const addBatches = (
  database: Connection,
  physical: Pick<Physical, 'groups'>,
): Promise<void> => {
  const values = factNames(physical).map((name) =>
    name === 'id_high' ? 'place' : name === 'id_low' ? 'hash(text)' : `f.${name}`,
  );
  return database.run(
    `INSERT INTO ${fileRowsTable} SELECT row(${values.join(', ')}) FROM (${batchTexts})`,
  );
};
