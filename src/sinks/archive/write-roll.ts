import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { copyToParquet, withDuckDB } from '../event-file/parquet-connection.ts';
import type { ArchiveDisk } from './disk.ts';
import { hourFolder, hourUs, rollFile, stagedFile, type RollRange } from './layout.ts';
import { archivedEvents, inSpan, loadRoll, type Span } from './roll-table.ts';
import type { Roll } from './roll.ts';

/** Of a file; more of them would stand in memory until they are written. */
const rowGroup = 20_480;

/** Hours with so many events together have their texts looked up at once. */
const rowsTogether = 25_000;

interface Hour {
  readonly hour: number;
  readonly events: number;
}

/** Rounds down, also before 1970. */
const hoursOfEvents = `SELECT
    (epoch_us(event_time) - ((epoch_us(event_time) % ${hourUs}) + ${hourUs}) % ${hourUs}) // ${hourUs} AS hour,
    count(*) AS events
  FROM events GROUP BY hour ORDER BY hour`;

const readHours = async (connection: DuckDBConnection): Promise<readonly Hour[]> =>
  (await connection.runAndReadAll(hoursOfEvents))
    .getRows()
    .map(([hour, events]) => ({ hour: Number(hour), events: Number(events) }));

const spanOf = (first: number, last = first): Span => ({
  fromUs: first * hourUs,
  toUs: (last + 1) * hourUs,
});

/** Hours that follow each other, so many that looking up texts for them is worth its while. */
const groupHours = (hours: readonly Hour[]): readonly (readonly Hour[])[] => {
  const groups: Hour[][] = [];
  let events = Infinity;
  for (const hour of hours) {
    events += hour.events;
    if (events > rowsTogether) {
      groups.push([]);
      events = hour.events;
    }
    groups.at(-1)?.push(hour);
  }
  return groups;
};

/** For each hour a query of its events. */
async function* eventsByHour(
  connection: DuckDBConnection,
  partition: number,
): AsyncGenerator<{ readonly hour: number; readonly query: string }> {
  for (const group of groupHours(await readHours(connection))) {
    const [first = { hour: 0 }, ...more] = group;
    if (more.length === 0) {
      yield { hour: first.hour, query: archivedEvents(partition, spanOf(first.hour)) };
      continue;
    }
    const span = spanOf(first.hour, more.at(-1)?.hour);
    await connection.run('DROP TABLE IF EXISTS archived');
    await connection.run(`CREATE TABLE archived AS ${archivedEvents(partition, span)}`);
    for (const { hour } of group) yield { hour, query: inSpan('archived', spanOf(hour)) };
  }
}

/**
 * Writes the files of a roll, each under a name for the time being first. When it resolves all are
 * in their places and on the disk.
 * @throws TonearmError OUTPUT_UNWRITABLE, and what the file system throws
 */
export const writeRoll = (
  disk: ArchiveDisk,
  folder: string,
  roll: Roll,
  range: RollRange,
): Promise<void> =>
  withDuckDB(
    async (connection) => {
      await loadRoll(connection, roll);
      const name = rollFile(range);
      const parents = new Set([folder]);
      for await (const { hour, query } of eventsByHour(connection, roll.partition)) {
        const path = join(folder, hourFolder(hour));
        const staged = join(path, stagedFile(name));
        await disk.makeFolder(path);
        await copyToParquet(connection, query, staged, {}, rowGroup);
        await disk.sync(staged);
        await disk.rename(staged, join(path, name));
        await disk.sync(path);
        parents.add(join(path, '..'));
      }
      for (const parent of parents) await disk.sync(parent);
    },
    { threads: 1 },
  );
