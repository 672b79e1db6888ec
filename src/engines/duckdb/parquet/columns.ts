import type { TonearmError } from '../../../error.ts';
import { type FieldMapping, type Mapping, sourcePath } from '../../../event/mapping.ts';
import { type FieldRule, fieldRules } from '../../../event/rule.ts';
import { missingColumns, wrongColumn } from '../../column-faults.ts';
import type { Database } from '../database.ts';
import { inFile, type ParquetFile } from './parquet-file.ts';

/** How the values of a field are stored in a file; `absent` also stands for a column of nulls. */
export type Stored = 'absent' | 'text' | 'instant' | 'whole' | 'fraction';

export interface FileColumn {
  readonly rule: FieldRule;
  readonly stored: Stored;
}

const fractionTypes = /^(FLOAT|DOUBLE|DECIMAL\(\d+,\s*\d+\))$/;
const wholeTypes = /^U?(TINYINT|SMALLINT|INTEGER|BIGINT|HUGEINT)$/;

const storedAs = (rule: FieldRule, type: string): Stored | undefined => {
  if (rule.kind === 'instant') {
    return type === 'TIMESTAMP WITH TIME ZONE'
      ? 'instant'
      : type === 'VARCHAR'
        ? 'text'
        : undefined;
  }
  if (rule.kind === 'integer') {
    if (wholeTypes.test(type)) return 'whole';
    return fractionTypes.test(type) ? 'fraction' : undefined;
  }
  return type === 'VARCHAR' || type.startsWith('ENUM') ? 'text' : undefined;
};

const missing = ({ name, types }: ParquetFile, columns: readonly string[]): TonearmError =>
  missingColumns(name, columns.join(', '), 'the file', [...types.keys()]);

const holdsOnlyNulls = async (
  database: Database,
  { path, rows }: ParquetFile,
  column: string,
): Promise<boolean> => {
  const [known] = await database.rows({
    sql: `SELECT count(${inFile(column)}) AS n FROM ${rows}`,
    values: [path],
  });
  return Number(known?.['n']) === 0;
};

/**
 * How each field of the event is stored in the file.
 * @throws TonearmError INPUT_SCHEMA for a missing required column or a type that cannot be read.
 */
export const fileColumns = async (
  database: Database,
  file: ParquetFile,
): Promise<readonly FileColumn[]> => {
  const absent = fieldRules.filter((rule) => rule.required && !file.types.has(rule.name));
  if (absent.length > 0)
    throw missing(
      file,
      absent.map((rule) => rule.name),
    );
  const columns: FileColumn[] = [];
  for (const rule of fieldRules) {
    const type = file.types.get(rule.name);
    const stored = type === undefined ? 'absent' : storedAs(rule, type);
    if (type !== undefined && stored === undefined) {
      if (!(await holdsOnlyNulls(database, file, rule.name))) {
        throw wrongColumn(file.name, rule.name, rule, type);
      }
    }
    columns.push({ rule, stored: stored ?? 'absent' });
  }
  return columns;
};

/** True where the mapping itself turns values of other types into those of the field. */
const isConverted = (rule: FieldRule, type: string, field: FieldMapping | undefined): boolean => {
  if (rule.kind === 'instant') {
    const counts = wholeTypes.test(type) || fractionTypes.test(type);
    return (field?.unit ?? 'rfc3339') !== 'rfc3339' && counts;
  }
  return field?.values !== undefined;
};

/** Whether there is a column of that name, or one that may hold the path. */
const isThere = (file: ParquetFile, path: string): boolean => {
  if (file.types.has(path)) return true;
  const dot = path.lastIndexOf('.');
  return dot > 0 && isThere(file, path.slice(0, dot));
};

/**
 * Checks that the columns which a mapping reads are there and of a type that can be read; values
 * inside nested columns are left to the decoder.
 * @throws TonearmError INPUT_SCHEMA
 */
export const checkMapped = async (
  database: Database,
  file: ParquetFile,
  mapping: Mapping,
): Promise<void> => {
  const absent: string[] = [];
  for (const rule of fieldRules) {
    const path = sourcePath(rule.name, mapping);
    if (path === undefined) continue;
    if (rule.required && !isThere(file, path)) absent.push(path);
    const type = file.types.get(path);
    if (type === undefined || storedAs(rule, type) !== undefined) continue;
    if (isConverted(rule, type, mapping[rule.name])) continue;
    if (!(await holdsOnlyNulls(database, file, path)))
      throw wrongColumn(file.name, path, rule, type);
  }
  if (absent.length > 0) throw missing(file, absent);
};
