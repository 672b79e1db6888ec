import { TonearmError } from '../../../error.ts';
import { type FieldRule, fieldRules } from '../../../event/rule.ts';
import type { Database } from '../database.ts';
import { duckdbDialect } from '../dialect.ts';

/** How the values of a field are stored in a file; `absent` also stands for a column of nulls. */
export type Stored = 'absent' | 'text' | 'instant' | 'whole' | 'fraction';

export interface FileColumn {
  readonly rule: FieldRule;
  readonly stored: Stored;
}

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
    return /^(FLOAT|DOUBLE|DECIMAL)/.test(type) ? 'fraction' : undefined;
  }
  return type === 'VARCHAR' || type.startsWith('ENUM') ? 'text' : undefined;
};

const expected = (rule: FieldRule): string =>
  rule.kind === 'instant'
    ? 'a UTC timestamp or a string'
    : rule.kind === 'integer'
      ? 'an integer'
      : 'a string';

const wrong = (name: string, rule: FieldRule, type: string): TonearmError =>
  new TonearmError(
    'INPUT_SCHEMA',
    `${name}: column ${rule.name} is ${type}, not ${expected(rule)}`,
    {
      facts: { input: name, column: rule.name, type },
      hint: type.startsWith('TIMESTAMP')
        ? 'a timestamp without a zone does not say when it happened: write it as UTC'
        : 'write the column with another type, or read another column with --map FILE',
    },
  );

/**
 * How each field of the event is stored in the file.
 * @throws TonearmError INPUT_SCHEMA for a missing required column or a type that cannot be read.
 */
export const fileColumns = async (
  database: Database,
  path: string,
  name: string,
): Promise<readonly FileColumn[]> => {
  const described = await database.rows({
    sql: 'DESCRIBE SELECT * FROM read_parquet($1)',
    values: [path],
  });
  const types = new Map(
    described.map((row) => [String(row['column_name']), String(row['column_type'])]),
  );
  const missing = fieldRules.filter((rule) => rule.required && !types.has(rule.name));
  if (missing.length > 0) {
    const columns = missing.map((rule) => rule.name).join(', ');
    throw new TonearmError('INPUT_SCHEMA', `${name}: required columns missing: ${columns}`, {
      facts: { input: name, columns },
      hint: `the file has: ${[...types.keys()].join(', ').slice(0, 300)}; --map FILE reads columns of other names`,
    });
  }
  const columns: FileColumn[] = [];
  for (const rule of fieldRules) {
    const type = types.get(rule.name);
    const stored = type === undefined ? 'absent' : storedAs(rule, type);
    if (stored === undefined && type !== undefined) {
      const [known] = await database.rows({
        sql: `SELECT count(${duckdbDialect.quote(rule.name)}) AS n FROM read_parquet($1)`,
        values: [path],
      });
      if (Number(known?.['n']) > 0) throw wrong(name, rule, type);
    }
    columns.push({ rule, stored: stored ?? 'absent' });
  }
  return columns;
};
