import type { DuckDBAppender } from '@duckdb/node-api';
import type { ColumnBatch, Entry } from '../../../intake/batch.ts';
import { createLineIntake, type LineIntake } from '../../../intake/line-intake.ts';
import type { Mapping } from '../../../event/mapping.ts';
import type { Physical } from '../../../plan/physical.ts';
import { appendEntries, closeAppender, flushAppender } from '../append.ts';
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
  take(batch: ColumnBatch): ColumnBatch;
  /** The texts of the intake's keys, per group; undefined where they are not kept, or too many. */
  texts(): readonly (readonly Entry[])[] | undefined;
  /** What was taken can be read by statements from here on. */
  flush(): void;
  /** Forgets entries without events where there may be many; between transactions. */
  compact(tables: readonly string[]): Promise<void>;
  dispose(): void;
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
  /** So many entries more than twice those in use are no reason to look for unused ones. */
  fewEntries: number,
  /** So many entries at most are kept in memory. */
  mostTexts: number,
): Promise<Dictionary> => {
  let groups: readonly Group[] = [];
  let texts: Entry[][] | undefined;
  let intake = createLineIntake({ groups: fields }, { mapping });
  let compacted = 0;
  let appenders: readonly DuckDBAppender[] = [];
  /** Entries of the batch, per group; a chunk for many costs little more than one for a few. */
  let pending: readonly Entry[][] = fields.map(() => []);

  /** Appenders stay open from batch to batch: to open and close one costs more than a few entries. */
  const openAppenders = async (): Promise<void> => {
    appenders = await Promise.all(
      fields.map((_, group) => database.appender(entriesTable(group), catalog)),
    );
  };
  const closeAppenders = (): void => {
    for (const appender of appenders) closeAppender(appender);
    appenders = [];
  };

  const keepTexts = (group: number, entries: readonly Entry[]): void => {
    if (texts === undefined) return;
    const count = texts.reduce((sum, { length }) => sum + length, entries.length);
    if (count > mostTexts) texts = undefined;
    else for (const entry of entries) texts[group]?.push(entry);
  };

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
    keepTexts(group, entries);
    return read;
  };

  const reload = async (): Promise<void> => {
    const next = groups.map((group) => group.next);
    intake = createLineIntake({ groups: fields }, { mapping });
    texts = fields.map(() => []);
    const read: Group[] = [];
    for (const group of fields.keys()) read.push(await readEntries(group));
    for (const [index, group] of read.entries()) {
      group.next = Math.max(group.next, next[index] ?? 0);
    }
    groups = read;
    compacted = groups.reduce((sum, { count }) => sum + count, 0);
    await openAppenders();
  };

  await reload();

  return {
    intake: () => intake,
    take(batch) {
      for (const [index, entries] of batch.entries.entries()) {
        const group = groups[index];
        if (group === undefined) continue;
        for (const entry of entries) pending[index]?.push(entry);
        keepTexts(index, entries);
        for (let entry = 0; entry < entries.length; entry += 1) addKey(group, group.next);
      }
      const keys = batch.keys.map((column, index) => {
        const group = groups[index];
        return group === undefined ? column : mapped(group, column);
      });
      return { ...batch, keys };
    },
    texts: () => texts,
    flush() {
      for (const [index, entries] of pending.entries()) {
        const [group, appender] = [groups[index], appenders[index]];
        if (group === undefined || appender === undefined || entries.length === 0) continue;
        appendEntries(appender, entries, group.next - entries.length);
        flushAppender(appender);
      }
      pending = fields.map(() => []);
    },
    dispose: closeAppenders,
    async compact(tables) {
      const count = groups.reduce((sum, group) => sum + group.count, 0);
      if (count < compacted * 2 + fewEntries) return;
      closeAppenders();
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
