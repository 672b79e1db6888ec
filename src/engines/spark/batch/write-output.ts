import { TonearmError } from '../../../error.ts';
import type { Column } from '../../../model/columns.ts';
import type { Row, Table } from '../../../result/table.ts';
import type { ClusterWriter, WriteMode } from '../../cluster-output.ts';
import { type LocalColumn, localRelation } from '../connect/local-relation.ts';
import { readFiles, type Relation, sqlRelation } from '../connect/relation.ts';
import type { Session, WriteOptions } from '../connect/session.ts';
import { quote } from '../text.ts';

/** So many rows go to the cluster in one plan. */
const rowsPerPlan = 50_000;

const view = 'output_rows';

const modes: Readonly<Record<WriteMode, WriteOptions['mode']>> = {
  new: 'error-if-exists',
  replace: 'overwrite',
  append: 'append',
};

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

const localColumn = (
  { name, type }: Column,
  values: readonly (string | number | null)[],
): LocalColumn => {
  if (type === 'text') return { name, type: 'string', values: values as readonly string[] };
  return { name, type: type === 'real' ? 'double' : 'bigint', values: values as readonly number[] };
};

const columnSql = ({ name, type }: Column): string =>
  type === 'instant' ? `timestamp_micros(${quote(name)}) AS ${quote(name)}` : quote(name);

function* plansOf<T>(rows: Iterable<T>): Generator<readonly T[]> {
  let plan: T[] = [];
  let given = false;
  for (const row of rows) {
    plan.push(row);
    if (plan.length < rowsPerPlan) continue;
    yield plan;
    given = true;
    plan = [];
  }
  if (plan.length > 0 || !given) yield plan;
}

/** Writes by a session that nobody else uses. */
export const clusterWriter = (session: Session): ClusterWriter => {
  /** One after the other: they share the name of a view. */
  let last: Promise<void> = Promise.resolve();

  const writePlan = async (
    local: Relation,
    columns: readonly string[],
    { path, format, mode }: { path: string; format: string; mode: WriteMode },
  ): Promise<void> => {
    await session.createView(view, local);
    const sql = `SELECT /*+ COALESCE(1) */ ${columns.join(', ')} FROM ${view}`;
    const options = { format, mode: modes[mode], to: { path } };
    await session.write(sqlRelation({ sql }), options).catch((cause: unknown) => {
      throw foreign(path, cause);
    });
  };

  const writeAll = <T>(
    rows: Iterable<T>,
    mode: WriteMode,
    write: (plan: readonly T[], mode: WriteMode) => Promise<void>,
  ): Promise<void> => {
    const done = last.then(async () => {
      let next = mode;
      for (const plan of plansOf(rows)) {
        await write(plan, next);
        next = 'append';
      }
    });
    last = done.catch(() => undefined);
    return done;
  };

  return {
    async readLines(path) {
      try {
        const lines = readFiles({ format: 'text', paths: [path] });
        return (await session.rows(lines)).map((row) => String(row['value']));
      } catch (error) {
        if (errorClassOf(error) === 'PATH_NOT_FOUND') return undefined;
        throw error;
      }
    },
    writeLines: (path, lines, mode) =>
      writeAll(lines, mode, (values, next) =>
        writePlan(localRelation([{ name: 'value', type: 'string', values }]), ['value'], {
          ...{ path, format: 'text', mode: next },
        }),
      ),
    writeParquet: (path, { columns, rows }: Table, mode) =>
      writeAll<Row>(rows, mode, (plan, next) =>
        writePlan(
          localRelation(
            columns.map((column, index) =>
              localColumn(
                column,
                plan.map((row) => row[index] ?? null),
              ),
            ),
          ),
          columns.map(columnSql),
          { path, format: 'parquet', mode: next },
        ),
      ),
  };
};
