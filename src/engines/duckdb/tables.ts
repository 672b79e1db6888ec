import { actions } from '../../event/event.ts';
import {
  dictTable,
  factsTable,
  keyColumn,
  numbersTable,
  type Physical,
  textTable,
  unknownCode,
} from '../../plan/physical.ts';
import type { Task } from '../share-out.ts';
import { startsWithMark, withMark } from './byte-order-mark.ts';
import type { Connection } from './database.ts';
import { duckdbDialect } from './dialect.ts';

const quote = duckdbDialect.quote;

/**
 * A table of events: `facts` are a view of one. All but the texts of ids are fields of one column,
 * `f`: DuckDB estimates how many values a column has as it is filled, which takes as long as
 * filling it, and not so for fields.
 */
export type RowsTable = typeof batchesTable | typeof fileRowsTable;

/** Where batches of decoded events arrive, with their identity as the intake gives it. */
export const batchesTable = 'batches';

/** Where rows of Parquet files arrive; their identity is a hash and their place (see `placeOf`). */
export const fileRowsTable = 'file_rows';

/** A field of one of their rows, `r`. */
export const fieldOf = (name: string): string => `r.f.${name}`;

const columnsOf = ({
  groups,
}: Pick<Physical, 'groups'>): readonly (readonly [string, string])[] => [
  ['t', 'BIGINT'],
  ['action', 'UTINYINT'],
  ['played', 'INTEGER'],
  ['duration', 'INTEGER'],
  ...groups.map((_, index) => [keyColumn(index), 'INTEGER'] as const),
  ['id_high', 'UBIGINT'],
  ['id_low', 'UBIGINT'],
];

/** Names of the columns of facts, in their order. */
export const factNames = (physical: Pick<Physical, 'groups'>): readonly string[] =>
  columnsOf(physical).map(([name]) => name);

const declared = (physical: Pick<Physical, 'groups'>): string =>
  columnsOf(physical)
    .map(([name, type]) => `${name} ${type}`)
    .join(', ');

export const createBatches = (
  database: Connection,
  physical: Pick<Physical, 'groups'>,
): Promise<void> =>
  database.run(`CREATE TABLE ${batchesTable} (f STRUCT(${declared(physical)}), id_text VARCHAR)`);

export const createFileRows = (
  database: Connection,
  physical: Pick<Physical, 'groups'>,
): Promise<void> =>
  database.run(`CREATE TABLE IF NOT EXISTS ${fileRowsTable} (f STRUCT(${declared(physical)}))`);

/** Makes the rows of a table the facts. */
export const createFacts = (
  database: Connection,
  physical: Pick<Physical, 'groups'>,
  table: RowsTable,
): Promise<void> => {
  const columns = factNames(physical).map((name) => `${fieldOf(name)} AS ${name}`);
  return database.run(
    `CREATE VIEW ${factsTable} AS SELECT ${columns.join(', ')} FROM ${table} AS r`,
  );
};

export const entriesTable = (group: number): string => `entries_${group}`;

/** The texts of dictionary keys as they arrive. */
export const createEntries = async (
  database: Connection,
  { groups }: Pick<Physical, 'groups'>,
): Promise<void> => {
  for (const [group, fields] of groups.entries()) {
    const columns = fields.map((field) => `${quote(field)} VARCHAR`).join(', ');
    await database.run(`CREATE TABLE ${entriesTable(group)} ("key" INTEGER, ${columns})`);
  }
};

const createTexts = (database: Connection, field: string, from: string): Promise<void> =>
  database.run(`CREATE OR REPLACE TABLE ${quote(textTable(field))} AS
    SELECT CAST(row_number() OVER (ORDER BY text) - 1 AS INTEGER) AS code, text
    FROM (SELECT DISTINCT ${quote(field)} AS text FROM ${from} WHERE ${quote(field)} IS NOT NULL)`);

/** From here on texts are only read out. */
const markTexts = (database: Connection, field: string): Promise<void> =>
  database.run(
    `UPDATE ${quote(textTable(field))} SET text = ${withMark('text')} WHERE ${startsWithMark('text')}`,
  );

const createDictionary = (
  database: Connection,
  table: string,
  fields: readonly string[],
  from: string,
): Promise<void> => {
  const codes = fields.map(
    (field, index) => `coalesce(x${index}.code, ${unknownCode}) AS ${quote(field)}`,
  );
  const joins = fields.map(
    (field, index) =>
      `LEFT JOIN ${quote(textTable(field))} AS x${index} ON x${index}.text = e.${quote(field)}`,
  );
  return database.run(
    `CREATE OR REPLACE TABLE ${quote(table)} AS SELECT e."key", ${codes.join(', ')} FROM ${from} AS e ${joins.join(' ')}`,
  );
};

/** The dictionary of actions, which is always the same. */
export const createActions = (database: Connection): Promise<void> => {
  const texts = actions.toSorted();
  const codes = texts.map((text, code) => `(${code}, '${text}')`);
  const keys = actions.map((action, key) => `(${key}, ${texts.indexOf(action)})`);
  return database.run(`
    CREATE OR REPLACE TABLE ${quote(textTable('action'))} AS FROM (VALUES ${codes.join(', ')}) AS v(code, text);
    CREATE OR REPLACE TABLE ${quote(dictTable('action'))} AS FROM (VALUES ${keys.join(', ')}) AS v("key", action)`);
};

/**
 * Codes and dictionary of one group, from its entries, which are gone then.
 * @returns fields of which every key has a text, and one that no other key has
 */
export const createGroup = async (
  database: Connection,
  group: number,
  fields: readonly string[],
): Promise<readonly string[]> => {
  const entries = entriesTable(group);
  for (const field of fields) await createTexts(database, field, entries);
  await createDictionary(database, dictTable(group), fields, entries);
  // A dictionary has each of its codes, so that there are as many of them as texts.
  const tests = fields.map(
    (field) =>
      `max(${quote(field)}) < ${unknownCode} AND count(*) = (SELECT count(*) FROM ${quote(textTable(field))}) AS ${quote(field)}`,
  );
  // Hardly ever: one look serves all fields.
  const marks = fields.map((field) => startsWithMark(quote(field))).join(' OR ');
  const [row] = await database.rows(
    `SELECT ${tests.join(', ')}, EXISTS (FROM ${entries} WHERE ${marks}) AS "any marks" FROM ${quote(dictTable(group))}`,
  );
  if ((row?.['any marks'] as unknown) === true) {
    for (const field of fields) await markTexts(database, field);
  }
  await database.run(`DROP TABLE ${entries}`);
  return fields.filter((field) => (row?.[field] as unknown) === true);
};

/**
 * Codes for all texts, ascending with their bytes, and dictionaries from keys to codes, in parts that
 * do not need one another; each gives its fields whose texts and keys are one to one.
 */
export const dictionaryTasks = ({
  groups,
}: Pick<Physical, 'groups'>): readonly Task<Connection, readonly string[]>[] => [
  // What takes longest comes first.
  ...[...groups.entries()]
    .toSorted(([, left], [, right]) => right.length - left.length)
    .map(
      ([group, fields]): Task<Connection, readonly string[]> =>
        (database) =>
          createGroup(database, group, fields),
    ),
  async (database) => {
    await createActions(database);
    return [];
  },
];

/** The numbers from 0, as many as the most overlapping window needs. */
export const createNumbers = (database: Connection, count: number): Promise<void> =>
  database.run(
    `CREATE OR REPLACE TABLE ${numbersTable} AS SELECT range AS i FROM range(${BigInt(count)})`,
  );
