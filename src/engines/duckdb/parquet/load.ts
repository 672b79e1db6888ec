import { actions } from '../../../event/event.ts';
import type { Physical } from '../../../plan/physical.ts';
import { changedRows, type Database } from '../database.ts';
import { certain, valueOf } from './checks.ts';
import { type FileColumn, fileColumns } from './columns.ts';
import { fileRowsTable } from '../tables.ts';
import { fileDictionary } from './dictionary.ts';
import { inFile, type ParquetFile } from './parquet-file.ts';
import { placeOf } from './place.ts';

export interface FileLoad {
  /** Rows that certainly conform: they are in the facts now. */
  readonly certain: number;
  /** The rows that are left to the decoder: what to read, as `p`, and on which condition. */
  readonly from: string;
  readonly doubtful: string;
  readonly nextKey: number;
}

const named = (columns: readonly FileColumn[], name: string): FileColumn => {
  const found = columns.find((column) => column.rule.name === name);
  if (found === undefined) throw new TypeError(`no rule for ${name}`);
  return found;
};

/**
 * Text columns of which the shortest and the longest value conform: none of their rows needs a
 * look. Asking once for a column is a third of the work of asking in every row.
 */
const certainAsWhole = async (
  database: Database,
  { path, rows }: ParquetFile,
  columns: readonly FileColumn[],
): Promise<readonly FileColumn[]> => {
  const asked = columns.filter(
    ({ rule, stored }) => rule.kind === 'text' && !rule.required && stored === 'text',
  );
  if (asked.length === 0) return [];
  const bounds = asked.map(
    ({ rule }, index) =>
      `min(strlen(${inFile(rule.name)})) AS min_${index}, max(strlen(${inFile(rule.name)})) AS max_${index}`,
  );
  const [row] = await database.rows({
    sql: `SELECT ${bounds.join(', ')} FROM ${rows}`,
    values: [path],
  });
  return asked.filter(({ rule }, index) => {
    const [least, most] = [row?.[`min_${index}`], row?.[`max_${index}`]];
    if (rule.kind !== 'text' || least === undefined || most === undefined) return false;
    return least === null || (Number(least) >= rule.minLength && Number(most) <= rule.maxLength);
  });
};

/** Adds the rows of a file that certainly conform to the facts, without taking them out of DuckDB. */
export const loadCertain = async (
  database: Database,
  physical: Physical,
  file: ParquetFile,
  fileNumber: number,
  firstKey: number,
): Promise<FileLoad> => {
  const columns = await fileColumns(database, file);
  let nextKey = firstKey;
  const dictionaries = [];
  for (const group of physical.groups.keys()) {
    const made = await fileDictionary(database, physical, group, file, columns, nextKey);
    nextKey = made.nextKey;
    dictionaries.push(made.dictionary);
  }
  const grouped = new Set<string>(physical.groups.flat());
  const inRows = columns.filter(({ rule }) => !grouped.has(rule.name) && rule.name !== 'action');
  const checked = await certainAsWhole(database, file, inRows);
  const value = (field: string): string => valueOf(named(columns, field));
  // DuckDB looks the words of a column up once for each word where the file has a dictionary.
  const words = actions.map((action) => `'${action}'`).join(', ');
  const place = `list_position([${words}], ${value('action')})`;
  const conforms = [
    ...inRows.filter((column) => !checked.includes(column)).map(certain),
    ...dictionaries.map((one) => one.fine),
    `coalesce(${place} > 0, false)`,
  ].join(' AND ');
  const joins = dictionaries.map((one) => one.join).join(' ');
  const from = `${file.numberedRows} ${joins}`;
  const inserted = await database.rows({
    sql: `INSERT INTO ${fileRowsTable}
      SELECT row(${value('event_time')}, ${place} - 1,
        coalesce(${value('played_ms')}, -1), coalesce(${value('song_duration_ms')}, -1),
        ${dictionaries.map((one) => `${one.key}, `).join('')}
        ${placeOf(fileNumber, file.rowNumber)}, hash(${inFile('event_id')}))
      FROM ${from} WHERE ${conforms}`,
    values: [file.path],
  });
  return { certain: changedRows(inserted), from, doubtful: `NOT (${conforms})`, nextKey };
};
