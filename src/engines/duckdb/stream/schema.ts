import type { Physical } from '../../../plan/physical.ts';
import type { Database } from '../database.ts';
import { duckdbDialect } from '../dialect.ts';

const quote = duckdbDialect.quote;

/** The name under which the file of the state is attached. */
export const catalog = 'state';

/** Raised with every change of the tables; a state of another version is refused. */
export const formatVersion = 1;

export const entriesTable = (group: number): string => `entries_${group}`;

const eventColumns = ({ groups }: Pick<Physical, 'groups'>): string =>
  `t BIGINT, action UTINYINT, played INTEGER, duration INTEGER,
   ${groups.map((_, index) => `k${index} INTEGER,`).join(' ')}
   id_high UBIGINT, id_low UBIGINT, id_text VARCHAR`;

/** A stretch of accepted events, in the order of their arrival. */
export const createSegment = (
  database: Database,
  physical: Pick<Physical, 'groups'>,
  table: string,
): Promise<void> => database.run(`CREATE TABLE ${catalog}.${table} (${eventColumns(physical)})`);

/** The texts of keys. */
export const createEntriesTable = (
  database: Database,
  { groups }: Pick<Physical, 'groups'>,
  group: number,
  table: string,
): Promise<void> => {
  const columns = (groups[group] ?? []).map((field) => `${quote(field)} VARCHAR`).join(', ');
  return database.run(`CREATE TABLE ${catalog}.${table} ("key" INTEGER, ${columns})`);
};

/**
 * The tables of a new state, beside its segments:
 *
 * - `behind`: events that their partition's watermark had passed, and copies of such: they count
 *   in windows whose end is after `w` and not after `v` (null: no such bound)
 * - `entries_0`, `entries_1`, …: texts of keys, per text group
 * - `head`: one row, see `Head`
 * - `finals`, `late`, `rejected`: what destinations do not have yet, numbered in order
 */
export const createTables = async (
  database: Database,
  physical: Pick<Physical, 'groups'>,
  identity: string,
): Promise<void> => {
  await database.run('BEGIN');
  await database.run(`CREATE TABLE ${catalog}.meta (version INTEGER, identity VARCHAR)`);
  await database.run({
    sql: `INSERT INTO ${catalog}.meta VALUES (${formatVersion}, $1)`,
    values: [identity],
  });
  await database.run(`CREATE TABLE ${catalog}.head (json VARCHAR)`);
  await database.run(
    `CREATE TABLE ${catalog}.behind (${eventColumns(physical)}, w BIGINT, v BIGINT)`,
  );
  for (const group of physical.groups.keys()) {
    await createEntriesTable(database, physical, group, entriesTable(group));
  }
  await database.run(`CREATE TABLE ${catalog}.finals (number BIGINT, analytic VARCHAR,
    "start" BIGINT, "end" BIGINT, revision INTEGER, json VARCHAR)`);
  for (const kind of ['late', 'rejected']) {
    await database.run(`CREATE TABLE ${catalog}.${kind} (number BIGINT, json VARCHAR)`);
  }
  await database.run('COMMIT');
};
