import type { Physical } from '../../../plan/physical.ts';
import type { Database } from '../database.ts';
import { duckdbDialect } from '../dialect.ts';
import { entriesTable } from '../tables.ts';
import { certain, valueOf } from './checks.ts';
import type { FileColumn } from './columns.ts';
import type { ParquetFile } from './parquet-file.ts';

/** The dictionary of one group in one file: how rows find their key. */
export interface FileDictionary {
  readonly table: string;
  readonly join: string;
  /** The key, and whether all texts of it certainly conform. */
  readonly key: string;
  readonly fine: string;
}

const quote = duckdbDialect.quote;

/** Keys of Parquet files start here, so that they never meet those of batches. */
export const firstFileKey = 1_000_000_000;

const columnOf = (columns: readonly FileColumn[], field: string): FileColumn => {
  const column = columns.find((one) => one.rule.name === field);
  if (column === undefined) throw new TypeError(`no rule for ${field}`);
  return column;
};

/**
 * Numbers the combinations of a group's texts in the file that are new from `firstKey` on, and adds
 * those that certainly conform to the entries. @returns the dictionary and the next free key.
 */
export const fileDictionary = async (
  database: Database,
  physical: Physical,
  group: number,
  { path, rows }: ParquetFile,
  columns: readonly FileColumn[],
  firstKey: number,
): Promise<{ readonly dictionary: FileDictionary; readonly nextKey: number }> => {
  const fields = physical.groups[group] ?? [];
  const own = fields.map((field) => columnOf(columns, field));
  const table = `file_dict_${group}`;
  const values = own.map((column) => `${valueOf(column)} AS ${quote(column.rule.name)}`).join(', ');
  const fine = own.map(certain).join(' AND ');
  const same = fields.map((field) => `e.${quote(field)} IS NOT DISTINCT FROM p.${quote(field)}`);
  // What earlier files had keeps its key; what is new is numbered without holes, as keys are finite.
  const order = firstKey === firstFileKey ? '' : 'ORDER BY e."key" IS NOT NULL';
  await database.run({
    sql: `CREATE OR REPLACE TABLE ${table} AS
      SELECT e."key" IS NULL AS fresh, p.*, ${fine} AS fine,
        coalesce(e."key", CAST(row_number() OVER (${order}) - 1 + ${BigInt(firstKey)} AS INTEGER)) AS "key"
      FROM (SELECT DISTINCT ${values} FROM ${rows}) AS p
      LEFT JOIN (FROM ${entriesTable(group)} WHERE "key" >= ${BigInt(firstFileKey)}) AS e
        ON ${same.join(' AND ')}`,
    values: [path],
  });
  await database.run(
    `INSERT INTO ${entriesTable(group)} SELECT "key", ${fields.map(quote).join(', ')} FROM ${table} WHERE fine AND fresh`,
  );
  const [count] = await database.rows(
    `SELECT count(*) AS n, count(DISTINCT ${quote(fields[0] ?? '')}) AS firsts,
      count(*) FILTER (fresh) AS fresh FROM ${table}`,
  );
  const first = own[0];
  // Where the first text decides the others (a song its labels), it alone is compared.
  const decides =
    first?.rule.required === true && Number(count?.['n']) === Number(count?.['firsts']);
  const alias = `f${group}`;
  const compared = (decides ? own.slice(0, 1) : own).map((column) => {
    const name = quote(column.rule.name);
    const equal = column.rule.required ? '=' : 'IS NOT DISTINCT FROM';
    return `${alias}.${name} ${equal} ${valueOf(column)}`;
  });
  return {
    dictionary: {
      table,
      join: `LEFT JOIN ${table} AS ${alias} ON ${compared.join(' AND ')}`,
      key: `${alias}."key"`,
      fine: `coalesce(${alias}.fine, false)`,
    },
    nextKey: firstKey + Number(count?.['fresh']),
  };
};
