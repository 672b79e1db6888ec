import { TonearmError } from '../../../error.ts';
import { type FieldName, fieldNames } from '../../../event/event.ts';
import { type FieldRule, fieldRules } from '../../../event/rule.ts';
import type { TextField } from '../../../intake/layout.ts';
import { project, readFiles, readTable, type Relation } from '../connect/relation.ts';
import type { Session, SparkColumn } from '../connect/session.ts';
import { holds, instantOfText } from '../read/holds.ts';
import { quote } from '../text.ts';
import { nothing, type Reading, readRow } from './read-rows.ts';

/** Rows of columns: their plan, and the plan that a view of `p`, `file` and `row` is made from. */
export interface ColumnSource {
  readonly name: string;
  readonly rows: Relation;
  readonly placed: Relation;
}

export const parquetSource = (name: string, path: string): ColumnSource => {
  const rows = readFiles({ format: 'parquet', paths: [path] });
  return {
    name,
    rows,
    placed: project(rows, [
      { expression: 'struct(*)', as: 'p' },
      { expression: '_metadata.file_path', as: 'file' },
      { expression: '_metadata.row_index + 1', as: 'row' },
    ]),
  };
};

export const tableSource = (name: string, table: string): ColumnSource => {
  const rows = readTable(table);
  return {
    name,
    rows,
    placed: project(rows, [
      { expression: 'struct(*)', as: 'p' },
      { expression: 'CAST(NULL AS STRING)', as: 'file' },
      { expression: 'CAST(NULL AS BIGINT)', as: 'row' },
    ]),
  };
};

type Stored = 'absent' | 'text' | 'instant' | 'whole' | 'fraction';

const storedAs = (rule: FieldRule, type: string): Stored | undefined => {
  if (type === 'void') return 'absent';
  if (type === 'string' || /^(var)?char\(/.test(type)) {
    return rule.kind === 'integer' ? undefined : 'text';
  }
  if (rule.kind === 'instant') return type === 'timestamp' ? 'instant' : undefined;
  if (rule.kind !== 'integer') return undefined;
  if (/^(tinyint|smallint|int|bigint)$/.test(type)) return 'whole';
  return /^(float|double|decimal\(.*\))$/.test(type) ? 'fraction' : undefined;
};

const column = (name: string): string => `p.${quote(name)}`;

const valueOf = (rule: FieldRule, stored: Stored): string => {
  const raw = column(rule.name);
  switch (stored) {
    case 'absent':
      return nothing(rule.name);
    case 'instant':
      return `unix_micros(${raw})`;
    case 'whole':
      return `CAST(${raw} AS BIGINT)`;
    case 'fraction':
      return `CASE WHEN ${raw} % 1 = 0 THEN try_cast(${raw} AS BIGINT) END`;
    case 'text':
      return rule.kind === 'instant' ? instantOfText(raw) : `CAST(${raw} AS STRING)`;
  }
};

/** True where the field certainly conforms to its rule; never null. */
const certain = (rule: FieldRule, stored: Stored): string => {
  if (stored === 'absent') return rule.required ? 'false' : 'true';
  const value = valueOf(rule, stored);
  const utf8 = stored === 'text' ? ` AND is_valid_utf8(${column(rule.name)})` : '';
  const holding = `coalesce(${holds(rule, value)}${utf8}, false)`;
  return rule.required ? holding : `(${column(rule.name)} IS NULL OR ${holding})`;
};

const expected: Readonly<Record<FieldRule['kind'], string>> = {
  instant: 'a UTC timestamp or a string',
  integer: 'an integer',
  choice: 'a string',
  pattern: 'a string',
  text: 'a string',
};

const wrongType = (name: string, { name: field, type }: SparkColumn, rule: FieldRule) =>
  new TonearmError(
    'INPUT_SCHEMA',
    `${name}: column ${field} is ${type}, not ${expected[rule.kind]}`,
    {
      facts: { input: name, column: field, type },
      hint: type.startsWith('timestamp')
        ? 'a timestamp without a zone does not say when it happened: write it as UTC'
        : 'write the column with another type, or read another column with --map FILE',
    },
  );

const missingColumns = (name: string, missing: string, columns: readonly SparkColumn[]) =>
  new TonearmError('INPUT_SCHEMA', `${name}: required columns missing: ${missing}`, {
    facts: { input: name, columns: missing },
    hint: `it has: ${columns
      .map((one) => one.name)
      .join(', ')
      .slice(0, 300)}; --map FILE reads columns of other names`,
  });

// What JSON has no word for becomes text, which the decoder refuses where a number should be.
const asJson = `to_json(p, map('ignoreNullFields', 'false', 'timestampFormat', 'yyyy-MM-dd\\'T\\'HH:mm:ss.SSSSSSXXX'))`;

const placed = { doubt: `CAST(${asJson} AS BINARY)`, file: 'file', row: 'row' };

/**
 * Rows of a view of `placed`, judged by the types of their columns; with a mapping each is for the
 * decoder. @throws TonearmError INPUT_SCHEMA for a required column that is missing, or a wrong type
 */
export const columnRows = async (
  session: Session,
  source: ColumnSource,
  view: string,
  fields: readonly TextField[],
  isMapped: boolean,
): Promise<string> => {
  const select = (reading: Reading): string => `SELECT ${readRow(reading, fields)} FROM ${view}`;
  if (isMapped) return select({ ...placed, certain: 'false', of: nothing });
  const columns = await session.schema(source.rows);
  const types = new Map(columns.map((one) => [one.name, one]));
  const missing = fieldRules.filter((rule) => rule.required && !types.has(rule.name));
  if (missing.length > 0) {
    throw missingColumns(source.name, missing.map((rule) => rule.name).join(', '), columns);
  }
  const stored = new Map<FieldName, Stored>(fieldNames.map((name) => [name, 'absent']));
  for (const rule of fieldRules) {
    const found = types.get(rule.name);
    if (found === undefined) continue;
    const kind = storedAs(rule, found.type);
    if (kind !== undefined) stored.set(rule.name, kind);
    else {
      const known = `SELECT count(${column(rule.name)}) AS n FROM ${view}`;
      const [counted] = await session.rows({ sql: known });
      if (counted?.['n'] !== 0) throw wrongType(source.name, found, rule);
    }
  }
  const storedIn = (name: FieldName): Stored => stored.get(name) ?? 'absent';
  const rules = new Map(fieldRules.map((rule) => [rule.name, rule]));
  const all = fieldRules.map((rule) => certain(rule, storedIn(rule.name)));
  return select({
    ...placed,
    certain: `(${all.join(' AND ')})`,
    of: (name) => {
      const rule = rules.get(name);
      return rule === undefined ? 'NULL' : valueOf(rule, storedIn(name));
    },
  });
};
