import type { ColumnBatch, Entry } from '../../../intake/batch.ts';
import { createLineIntake, type LineIntake } from '../../../intake/line-intake.ts';
import type { Mapping } from '../../../event/mapping.ts';
import type { Physical } from '../../../plan/physical.ts';
import { appendEntries, closeAppender } from '../append.ts';
import { startsWithMark, withMark } from '../byte-order-mark.ts';
import type { Database } from '../database.ts';
import { duckdbDialect } from '../dialect.ts';
import { catalog, createEntriesTable, entriesTable } from './schema.ts';

const quote = duckdbDialect.quote;

/**
 * The texts behind keys. The intake numbers texts as they come; the state keeps other numbers,
 * because it forgets texts that no event has any more and never gives a key out again.
 */
export interface Dictionary {
  intake(): LineIntake;
  /** Keeps the new entries of a batch, and gives its columns of keys as the state's. */
  take(batch: ColumnBatch): Promise<ColumnBatch>;
  /** Forgets entries without events where there may be many; between transactions. */
  compact(tables: readonly string[]): Promise<void>;
}

interface Group {
  /** The state's key for each of the intake's. */
  keys: Int32Array;
  count: number;
  next: number;
  /** True where both number alike. */
  alike: boolean;
}

const firstKeys = 1024;
const fewEntries = 200_000;

const emptyGroup = (): Group => ({
  keys: new Int32Array(firstKeys),
  count: 0,
  next: 0,
  alike: true,
});

const addKey = (group: Group, key: number): void => {
  if (group.count === group.keys.length) {
    const longer = new Int32Array(group.keys.length * 2);
    longer.set(group.keys);
    group.keys = longer;
  }
  group.keys[group.count] = key;
  group.alike &&= key === group.count;
  group.count += 1;
  group.next = Math.max(group.next, key + 1);
};

const mapped = (group: Group, column: Int32Array): Int32Array => {
  if (group.alike) return column;
  const { keys } = group;
  return column.map((key) => keys[key] ?? 0);
};

export const openDictionary = async (
  database: Database,
  { groups: fields }: Pick<Physical, 'groups'>,
  mapping: Mapping | undefined,
): Promise<Dictionary> => {
  let groups: readonly Group[] = [];
  let intake = createLineIntake({ groups: fields }, { mapping });
  let compacted = 0;

  const readEntries = async (group: number): Promise<Group> => {
    const names = fields[group] ?? [];
    const texts = names.map((name) => {
      const text = quote(name);
      return `CASE WHEN ${startsWithMark(text)} THEN ${withMark(text)} ELSE ${text} END AS ${text}`;
    });
    const read = emptyGroup();
    const entries: Entry[] = [];
    const statement = `SELECT "key", ${texts.join(', ')} FROM ${catalog}.${entriesTable(group)} ORDER BY "key"`;
    for await (const rows of database.stream({ sql: statement, values: [] })) {
      for (const [key, ...entry] of rows) {
        addKey(read, Number(key));
        entries.push(entry as Entry);
      }
    }
    intake.seed(group, entries);
    return read;
  };

  const reload = async (): Promise<void> => {
    const next = groups.map((group) => group.next);
    intake = createLineIntake({ groups: fields }, { mapping });
    const read: Group[] = [];
    for (const group of fields.keys()) read.push(await readEntries(group));
    for (const [index, group] of read.entries()) {
      group.next = Math.max(group.next, next[index] ?? 0);
    }
    groups = read;
    compacted = groups.reduce((sum, { count }) => sum + count, 0);
  };

  await reload();

  return {
    intake: () => intake,
    async take(batch) {
      for (const [index, entries] of batch.entries.entries()) {
        const group = groups[index];
        if (group === undefined || entries.length === 0) continue;
        const appender = await database.appender(entriesTable(index), catalog);
        appendEntries(appender, entries, group.next);
        closeAppender(appender);
        for (let entry = 0; entry < entries.length; entry += 1) addKey(group, group.next);
      }
      const keys = batch.keys.map((column, index) => {
        const group = groups[index];
        return group === undefined ? column : mapped(group, column);
      });
      return { ...batch, keys };
    },
    async compact(tables) {
      const count = groups.reduce((sum, group) => sum + group.count, 0);
      if (count < compacted * 2 + fewEntries) return;
      await database.run('BEGIN');
      for (const group of fields.keys()) {
        const table = entriesTable(group);
        const used = tables.map((name) => `SELECT DISTINCT k${group} FROM ${catalog}.${name}`);
        await createEntriesTable(database, { groups: fields }, group, `${table}_kept`);
        await database.run(`INSERT INTO ${catalog}.${table}_kept
          SELECT * FROM ${catalog}.${table} WHERE "key" IN (${used.join(' UNION ')})`);
        await database.run(`DROP TABLE ${catalog}.${table}`);
        await database.run(`ALTER TABLE ${catalog}.${table}_kept RENAME TO ${table}`);
      }
      await database.run('COMMIT');
      await reload();
    },
  };
};
