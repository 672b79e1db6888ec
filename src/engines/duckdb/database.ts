import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import {
  type DuckDBAppender,
  type DuckDBConnection,
  type DuckDBDataChunk,
  DuckDBInstance,
  type DuckDBPreparedStatement,
  type DuckDBValue,
} from '@duckdb/node-api';
import { messageOf, TonearmError } from '../../error.ts';
import type { Cell } from '../../result/table.ts';
import type { Statement } from '../../sql/print.ts';
import type { Connection } from '../connection.ts';
import { engineFailure } from './engine-failure.ts';

export type { Connection };

export interface DatabaseOptions {
  readonly threads?: number | undefined;
  /** For example `4GB`, default at most 8 GiB; what needs more is spilled to disk. */
  readonly memoryLimit?: string | undefined;
  /** Where to spill, default the folder for temporary files. */
  readonly spillDir?: string | undefined;
}

/** An embedded DuckDB in memory. */
export interface Database extends Connection {
  /** One more, for statements at the same time; it does not see the temporary tables of others. */
  connect(): Promise<Connection>;
  /**
   * A statement that is planned once and run with other values. Of tables that change it may only
   * read what needs no statistics: plans rely on those of their time.
   */
  prepare(sql: string): Promise<(values: Statement['values']) => Promise<void>>;
  /** The values of a large result as DuckDB gives them, some thousand rows at a time. */
  stream(statement: Statement): AsyncIterable<readonly (readonly unknown[])[]>;
  /** Columns of fixed width of a large result, without nulls, a chunk at a time. */
  columns(statement: Statement): AsyncIterable<readonly ArrayLike<unknown>[]>;
  /** `catalog` names an attached database. */
  appender(table: string, catalog?: string): Promise<DuckDBAppender>;
  /** Ends running statements with an error. */
  interrupt(): void;
  close(): void;
}

const cellOf = (value: unknown): Cell => {
  if (typeof value !== 'bigint') return value as Cell;
  const number = Number(value);
  if (!Number.isSafeInteger(number)) {
    throw new TonearmError('ENGINE_FAILED', `the sum ${value} is beyond 2^53`, {
      facts: { value: String(value) },
      hint: 'results hold whole numbers up to 2^53: take fewer events, with --since and --until',
    });
  }
  return number;
};

const textOf = (statement: string | Statement): Statement =>
  typeof statement === 'string' ? { sql: statement, values: [] } : statement;

/** The values of a column of fixed width, as DuckDB holds them. */
const itemsOf = (chunk: DuckDBDataChunk, column: number): ArrayLike<unknown> => {
  const { items } = chunk.getColumnVector(column) as unknown as {
    readonly items: { slice(from: number, to: number): ArrayLike<unknown> };
  };
  return items.slice(0, chunk.rowCount);
};

const gibibyte = 2 ** 30;

/** Room for the rest of the process and for others is left free. */
const usualMemory = (): string => `${Math.floor(Math.min(8 * gibibyte, totalmem() * 0.6))}B`;

const spillPrefix = 'tonearm-spill-';

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
};

/** Removes what killed runs have left: the name tells whose folder it was. */
const sweepSpillFolders = (parent: string): void => {
  for (const name of readdirSync(parent)) {
    const pid = Number(new RegExp(`^${spillPrefix}(\\d+)-`).exec(name)?.[1] ?? process.pid);
    if (!isAlive(pid)) rmSync(join(parent, name), { recursive: true, force: true });
  }
};

/** A folder of its own, so that runs at the same time do not meet. */
const makeSpillFolder = (parent: string): string => {
  try {
    sweepSpillFolders(parent);
    return mkdtempSync(join(parent, `${spillPrefix}${process.pid}-`));
  } catch (cause) {
    throw new TonearmError('OUTPUT_UNWRITABLE', `cannot spill to ${parent}: ${messageOf(cause)}`, {
      facts: { folder: parent },
      cause,
      hint: 'name a folder that exists and may be written to with --spill',
    });
  }
};

// Bound strings are text and bound numbers are whole: without a type they would be guessed.
// DuckDB's client prepares what has values, even none, in two steps of its own.
const bound = (values: Statement['values']): DuckDBValue[] | undefined =>
  values.length === 0
    ? undefined
    : values.map((value) => (typeof value === 'number' ? BigInt(value) : value));

const statementsOn = (connection: DuckDBConnection): Connection => ({
  async run(statement) {
    const { sql, values } = textOf(statement);
    try {
      await connection.run(sql, bound(values));
    } catch (error) {
      throw engineFailure(error, sql);
    }
  },
  async rows(statement) {
    const { sql, values } = textOf(statement);
    try {
      const reader = await connection.runAndReadAll(sql, bound(values));
      const names = reader.columnNames();
      return reader
        .getRows()
        .map((row) =>
          Object.fromEntries(row.map((value, index) => [names[index] ?? '', cellOf(value)])),
        );
    } catch (error) {
      throw engineFailure(error, sql);
    }
  },
});

/** The rows that a statement has made or changed, from what it gives. */
export const changedRows = ([row]: Awaited<ReturnType<Connection['rows']>>): number =>
  Number(row?.['Count']);

/** Opens a database with nothing in it; it never reaches for the network. */
export const openDatabase = async (options: DatabaseOptions = {}): Promise<Database> => {
  const spillFolder = makeSpillFolder(options.spillDir ?? tmpdir());
  const instance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    preserve_insertion_order: 'false',
    ...(options.threads === undefined ? {} : { threads: String(options.threads) }),
    memory_limit: options.memoryLimit ?? usualMemory(),
    temp_directory: spillFolder,
  });
  const connection = await instance.connect();
  const connections = [connection];
  const plans: DuckDBPreparedStatement[] = [];
  return {
    ...statementsOn(connection),
    async connect() {
      const another = await instance.connect();
      connections.push(another);
      return statementsOn(another);
    },
    async prepare(sql) {
      const prepared = await connection.prepare(sql);
      plans.push(prepared);
      return async (values) => {
        try {
          prepared.bind(bound(values) ?? []);
          await prepared.run();
        } catch (error) {
          throw engineFailure(error, sql);
        }
      };
    },
    async *stream({ sql, values }) {
      // Of its own, because the other connection goes on working while this result is read.
      const reading = await instance.connect();
      try {
        const result = await reading.stream(sql, bound(values));
        for (;;) {
          const chunk = await result.fetchChunk();
          if (chunk === null || chunk.rowCount === 0) return;
          yield chunk.getRows();
        }
      } catch (error) {
        throw engineFailure(error, sql);
      } finally {
        reading.closeSync();
      }
    },
    async *columns({ sql, values }) {
      try {
        const result = await connection.stream(sql, bound(values));
        for (;;) {
          const chunk = await result.fetchChunk();
          if (chunk === null || chunk.rowCount === 0) return;
          yield Array.from({ length: chunk.columnCount }, (_, index) => itemsOf(chunk, index));
        }
      } catch (error) {
        throw engineFailure(error, sql);
      }
    },
    appender: (table, catalog) =>
      catalog === undefined
        ? connection.createAppender(table)
        : connection.createAppender(table, 'main', catalog),
    interrupt: () => {
      for (const one of connections) one.interrupt();
    },
    close: () => {
      for (const plan of plans) plan.destroySync();
      for (const one of connections) one.closeSync();
      instance.closeSync();
      rmSync(spillFolder, { recursive: true, force: true });
    },
  };
};
