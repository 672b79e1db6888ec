import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Connection } from '../database.ts';
import { duckdbDialect } from '../dialect.ts';

/** A Parquet file as queries see it; every query over it binds `path` as `$1`. */
export interface ParquetFile {
  readonly path: string;
  /** How the file is named in rejected rows and errors. */
  readonly name: string;
  /** DuckDB's types by the exact names of the columns. */
  readonly types: ReadonlyMap<string, string>;
  /** The rows as a relation named `p`. */
  readonly rows: string;
  /** The same with `rowNumber`, from 0. */
  readonly numberedRows: string;
  readonly rowNumber: string;
}

/** A column of the file, which every query here calls `p`. */
export const inFile = (name: string): string => `p.${duckdbDialect.quote(name)}`;

/** Names of folders such as `country=DE` are no columns. */
const scan = (more = ''): string => `read_parquet($1, hive_partitioning = false${more})`;

const ownNumber = 'file_row_number';

const freeName = (taken: ReadonlySet<string>, name: string): string =>
  taken.has(name) ? freeName(taken, `${name}_`) : name;

/** Looks at the columns of a file. @throws TonearmError ENGINE_FAILED where it is no Parquet file. */
export const openParquet = async (
  database: Connection,
  path: string,
  name: string,
): Promise<ParquetFile> => {
  const described = await database.rows({
    sql: `DESCRIBE SELECT * FROM ${scan()}`,
    values: [path],
  });
  const types = new Map(
    described.map((row) => [String(row['column_name']), String(row['column_type'])]),
  );
  const rows = `${scan()} AS p`;
  const file = { path, name, types, rows };
  const taken = new Set([...types.keys()].map((column) => column.toLowerCase()));
  if (!taken.has(ownNumber)) {
    return {
      ...file,
      numberedRows: `${scan(`, ${ownNumber} = true`)} AS p`,
      rowNumber: inFile(ownNumber),
    };
  }
  // DuckDB does not number the rows of a file that has a column of that name. This way is slower.
  const number = freeName(taken, ownNumber);
  return {
    ...file,
    numberedRows: `(SELECT *, row_number() OVER () - 1 AS ${duckdbDialect.quote(number)} FROM ${scan()}) AS p`,
    rowNumber: inFile(number),
  };
};

/**
 * Calls the action with a path that DuckDB takes for this one file: absolute, so that it is no
 * address, and through a link where the name would be read as a pattern.
 */
export const withPlainPath = async <T>(
  path: string,
  action: (plain: string) => Promise<T>,
): Promise<T> => {
  const absolute = resolve(path);
  if (!/[*?[\]\\]/.test(absolute)) return action(absolute);
  const folder = await mkdtemp(join(tmpdir(), 'tonearm-link-'));
  try {
    const link = join(folder, 'input.parquet');
    await symlink(absolute, link);
    return await action(link);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
