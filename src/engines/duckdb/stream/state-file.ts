import { existsSync, mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf, TonearmError } from '../../../error.ts';
import type { Physical } from '../../../plan/physical.ts';
import { type Database, type DatabaseOptions, openDatabase } from '../database.ts';
import { literal } from '../literal.ts';
import { catalog, createTables, formatVersion } from './schema.ts';

/** What a state was made for: it is never used for anything else. */
export type StateIdentity = Readonly<Record<string, string>>;

const fileOf = (folder: string): string => join(folder, 'state.duckdb');

const rebuild = (folder: string): string =>
  `the state can be made anew from the log: remove ${folder} and start again, or name another folder with --state`;

const attachFailure = (folder: string, cause: unknown): TonearmError => {
  const words = messageOf(cause);
  if (/conflicting lock|already attached|being used by another/i.test(words)) {
    const pid = /PID (\d+)/.exec(words)?.[1];
    return new TonearmError(
      'STATE_IN_USE',
      `another process works on this state${pid === undefined ? '' : ` (process ${pid})`}`,
      {
        facts: { state: folder, ...(pid === undefined ? {} : { pid: Number(pid) }) },
        cause,
        hint: 'stop that process, or give this stream a folder of its own with --state',
      },
    );
  }
  return new TonearmError('STATE_DAMAGED', `the state cannot be read: ${words.split('\n')[0]}`, {
    facts: { state: folder },
    cause,
    hint: rebuild(folder),
  });
};

const describe = (stored: StateIdentity, wanted: StateIdentity): string =>
  [...new Set([...Object.keys(stored), ...Object.keys(wanted)])]
    .filter((name) => stored[name] !== wanted[name])
    .join(', ');

const checkIdentity = async (
  database: Database,
  folder: string,
  identity: StateIdentity,
): Promise<void> => {
  const [meta] = await database.rows(`SELECT version, identity FROM ${catalog}.meta`);
  if (Number(meta?.['version']) !== formatVersion) {
    throw new TonearmError(
      'STATE_MISMATCH',
      'the state was written by another version of Tonearm',
      {
        facts: { state: folder, version: Number(meta?.['version'] ?? 0), wanted: formatVersion },
        hint: rebuild(folder),
      },
    );
  }
  const stored = JSON.parse(String(meta?.['identity'])) as StateIdentity;
  const changed = describe(stored, identity);
  if (changed === '') return;
  throw new TonearmError('STATE_MISMATCH', `the state was made with other options: ${changed}`, {
    facts: { state: folder, changed },
    hint: `go on with the options of before, or begin a new state from the log: --state FOLDER`,
  });
};

export interface StateFile {
  readonly database: Database;
  bytes(): number;
}

/**
 * Opens the file of a state, which one process at a time may do, or makes a new one.
 * @throws TonearmError STATE_IN_USE, STATE_DAMAGED, STATE_MISMATCH
 */
export const openStateFile = async (
  folder: string,
  physical: Pick<Physical, 'groups'>,
  identity: StateIdentity,
  options: DatabaseOptions,
): Promise<StateFile> => {
  mkdirSync(folder, { recursive: true });
  const path = fileOf(folder);
  if (!existsSync(path) && existsSync(join(folder, 'status.json'))) {
    throw new TonearmError('STATE_DAMAGED', `the file of the state is gone: ${path}`, {
      facts: { state: folder, file: path },
      hint: rebuild(folder),
    });
  }
  const database = await openDatabase(options);
  try {
    try {
      await database.run(`ATTACH ${literal(path)} AS ${catalog}`);
      const tables = await database.rows({
        sql: 'SELECT count(*) AS n FROM duckdb_tables() WHERE database_name = $1',
        values: [catalog],
      });
      if (Number(tables[0]?.['n'] ?? 0) === 0) {
        await createTables(database, physical, JSON.stringify(identity));
      }
    } catch (cause) {
      throw attachFailure(folder, cause);
    }
    await checkIdentity(database, folder, identity);
  } catch (error) {
    database.close();
    throw error;
  }
  const sizeOf = (file: string): number => (existsSync(file) ? statSync(file).size : 0);
  return { database, bytes: () => sizeOf(path) + sizeOf(`${path}.wal`) };
};
