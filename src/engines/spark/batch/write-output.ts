import { TonearmError } from '../../../error.ts';
import type { Column } from '../../../model/columns.ts';
import type { Cell, Row, Table } from '../../../result/table.ts';
import type { ClusterWriter, WriteMode } from '../../cluster-output.ts';
import { type LocalColumn, localRelation } from '../connect/local-relation.ts';
import { readFiles, sqlRelation } from '../connect/relation.ts';
import type { Session, WriteOptions } from '../connect/session.ts';
import { plainPath, quote } from '../text.ts';
import { plansOf } from './output-plans.ts';

const modes: Readonly<Record<WriteMode, WriteOptions['mode']>> = {
  new: 'error-if-exists',
  replace: 'overwrite',
  append: 'append',
};

/** The number of a row; no column of a table has such a name. */
const number = '#';

const errorClassOf = (error: unknown): string =>
  error instanceof TonearmError ? String(error.facts['errorClass'] ?? '') : '';

const foreign = (path: string, cause: unknown): unknown =>
  errorClassOf(cause) === 'PATH_ALREADY_EXISTS'
    ? new TonearmError('OUTPUT_FOREIGN', `${path} is there and holds no results of Tonearm`, {
        facts: { path },
        cause,
        hint: 'give another folder with --out, or move away what is in this one',
      })
    : cause;

const localColumn = ({ name, type }: Column, values: readonly Cell[]): LocalColumn => {
  if (type === 'text') return { name, type: 'string', values: values as readonly string[] };
  return { name, type: type === 'real' ? 'double' : 'bigint', values: values as readonly number[] };
};

const columnSql = ({ name, type }: Column): string =>
  type === 'instant' ? `timestamp_micros(${quote(name)}) AS ${quote(name)}` : quote(name);

const undefinedWithoutPath = (error: unknown): undefined => {
  if (errorClassOf(error) === 'PATH_NOT_FOUND') return undefined;
  throw error;
};

/** All rows in their order; those of one plan are in order without a shuffle. */
const inOnePartition = (views: readonly string[]): string => {
  const all = views.map((view) => `SELECT * FROM ${view}`).join(' UNION ALL ');
  return views.length === 1
    ? `(SELECT /*+ COALESCE(1) */ * FROM (${all}))`
    : `(SELECT /*+ REPARTITION(1) */ * FROM (${all}) SORT BY ${quote(number)})`;
};

interface Output<T> {
  readonly path: string;
  readonly format: 'text' | 'parquet';
  readonly mode: WriteMode;
  /** What of the columns is written, in SQL. */
  readonly select: readonly string[];
  readonly columnsOf: (rows: readonly T[]) => readonly LocalColumn[];
  /** Bytes that a row takes in a plan, more or less. */
  readonly bytesOf: (row: T) => number;
}

const cellBytes = (cell: Cell): number => (typeof cell === 'string' ? Buffer.byteLength(cell) : 8);

/** Writes by a session that nobody else uses. */
export const clusterWriter = (session: Session): ClusterWriter => {
  /** One after the other: they share the names of views. */
  let last: Promise<void> = Promise.resolve();

  /** All rows in one write and one partition, so that they are one file in their order. */
  const writeRows = async <T>(rows: Iterable<T>, output: Output<T>): Promise<void> => {
    const { path, format, mode, select, columnsOf, bytesOf } = output;
    const views: string[] = [];
    try {
      let row = 0;
      for (const plan of plansOf(rows, bytesOf)) {
        const values = Array.from(plan, () => row++);
        const view = `output_rows_${views.length}`;
        await session.createView(
          view,
          localRelation([...columnsOf(plan), { name: number, type: 'bigint', values }]),
        );
        views.push(view);
      }
      const sql = `SELECT ${select.join(', ')} FROM ${inOnePartition(views)}`;
      const options = { maxRecordsPerFile: '0' };
      await session.write(sqlRelation({ sql }), {
        format,
        mode: modes[mode],
        to: { path },
        options: format === 'text' ? { ...options, compression: 'none', lineSep: '\n' } : options,
      });
    } catch (cause) {
      throw foreign(path, cause);
    } finally {
      // What cannot be dropped goes with the session.
      for (const view of views) await session.dropView(view).catch(() => undefined);
    }
  };

  const inTurn = (write: () => Promise<void>): Promise<void> => {
    const done = last.then(write);
    last = done.catch(() => undefined);
    return done;
  };

  return {
    async readLines(path) {
      const options = { lineSep: '\n' };
      const lines = readFiles({ format: 'text', options, paths: [plainPath(path)] });
      const rows = await session.rows(lines).catch(undefinedWithoutPath);
      return rows?.map((row) => String(row['value']));
    },
    async holdsAnything(folder) {
      const paths = [`${plainPath(folder)}/*`];
      const options = { recursiveFileLookup: 'true' };
      const inside = readFiles({ format: 'binaryFile', options, paths });
      return (await session.schema(inside).catch(undefinedWithoutPath)) !== undefined;
    },
    writeLines: (path, lines, mode) =>
      inTurn(() =>
        writeRows(lines, {
          ...{ path, format: 'text', mode, select: ['value'] },
          columnsOf: (values) => [{ name: 'value', type: 'string', values }],
          bytesOf: (line) => Buffer.byteLength(line),
        }),
      ),
    writeParquet: (path, { columns, rows }: Table, mode) =>
      inTurn(() =>
        writeRows<Row>(rows, {
          ...{ path, format: 'parquet', mode, select: columns.map(columnSql) },
          columnsOf: (plan) =>
            columns.map((column, index) =>
              localColumn(
                column,
                plan.map((row) => row[index] ?? null),
              ),
            ),
          bytesOf: (row) => row.reduce<number>((sum, cell) => sum + cellBytes(cell), 0),
        }),
      ),
  };
};
