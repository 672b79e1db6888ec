import { type FieldName, fieldNames } from '../../../event/event.ts';
import { type FieldRule, fieldRules } from '../../../event/rule.ts';
import type { TextField } from '../../../intake/layout.ts';
import { missingColumns, wrongColumn } from '../../column-faults.ts';
import { project, readFiles, readTable, type Relation } from '../connect/relation.ts';
import type { Session } from '../connect/session.ts';
import { holds, instantOfText } from '../read/holds.ts';
import { literal, quote } from '../text.ts';
import { nothing, type Reading, readRow } from './read-rows.ts';

/** Rows of columns: their plan, and the plan that a view of `p`, `file` and `row` is made from. */
export interface ColumnSource {
  readonly name: string;
  readonly rows: Relation;
  readonly placed: Relation;
}

const columnSource = (name: string, rows: Relation, file: string, row: string): ColumnSource => ({
  name,
  rows,
  placed: project(rows, [
    { expression: 'struct(*)', as: 'p' },
    { expression: file, as: 'file' },
    { expression: row, as: 'row' },
  ]),
});

export const parquetSource = (name: string, path: string): ColumnSource =>
  columnSource(
    name,
    readFiles({ format: 'parquet', paths: [path] }),
    '_metadata.file_path',
    '_metadata.row_index + 1',
  );

export const tableSource = (name: string, table: string): ColumnSource =>
  columnSource(name, readTable(table), 'CAST(NULL AS STRING)', 'CAST(NULL AS BIGINT)');

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
  // One of a few texts, or what matches a pattern of ASCII, is nothing else.
  const utf8 =
    stored === 'text' && rule.kind === 'text' ? ` AND is_valid_utf8(${column(rule.name)})` : '';
  const holding = `coalesce(${holds(rule, value)}${utf8}, false)`;
  return rule.required ? holding : `(${column(rule.name)} IS NULL OR ${holding})`;
};

const timestampFormat = literal("yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX");

// What JSON has no word for becomes text, which the decoder refuses where a number should be.
const asJson = `to_json(p, map('ignoreNullFields', 'false', 'timestampFormat', ${timestampFormat}))`;

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
    throw missingColumns(
      source.name,
      missing.map(({ name }) => name).join(', '),
      'it',
      columns.map(({ name }) => name),
    );
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
      if (counted?.['n'] !== 0) throw wrongColumn(source.name, rule.name, rule, found.type);
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
