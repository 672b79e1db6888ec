import type { Event } from '../../../event/event.ts';
import { rawText, type RejectedRow } from '../../../event/reject.ts';
import type { TextField } from '../../../intake/layout.ts';
import type { Session } from '../connect/session.ts';
import type { ClusterInput, Judging, LoadedInput } from '../../cluster-input.ts';
import { columnRows, parquetSource, tableSource } from './read-columns.ts';
import { fileLines, lineRows } from './read-lines.ts';
import type { Tables } from './tables.ts';

export interface InputLoading extends Judging {
  readonly session: Session;
  readonly tables: Tables;
  readonly fields: readonly TextField[];
  /** Events of doubtful rows that the decoder accepts. */
  readonly onEvents: (events: readonly Event[]) => Promise<void>;
}

/** All rows that were read, kept: certain events and doubtful bytes. */
export const readRows = 'read_rows';

const selects = async (
  { session, tables, fields, isMapped }: InputLoading,
  inputs: readonly ClusterInput[],
): Promise<readonly string[]> => {
  const found: string[] = [];
  const lines = inputs.flatMap((input) => (input.kind === 'ndjson' ? [input.path] : []));
  if (lines.length > 0) {
    await tables.view('file_lines', fileLines(lines));
    found.push(lineRows('file_lines', fields, isMapped));
  }
  for (const [index, input] of inputs.entries()) {
    if (input.kind !== 'parquet' && input.kind !== 'table') continue;
    const { name } = input;
    const source =
      input.kind === 'table' ? tableSource(name, input.table) : parquetSource(name, input.path);
    const view = `file_rows_${index}`;
    await tables.view(view, source.placed);
    found.push(await columnRows(session, source, view, fields, isMapped));
  }
  return found;
};

/** `file:///a%20b` as `/a b`; other locations as they are. */
const plainPath = (file: string): string =>
  file.startsWith('file:') ? decodeURIComponent(file.replace(/^file:\/*/, '/')) : file;

/** How the user named a file, where that is known. */
const namer = (inputs: readonly ClusterInput[]): ((file: unknown) => string) => {
  const names = new Map(
    inputs.flatMap((input) =>
      input.kind === 'table' ? [] : [[plainPath(input.path), input.name] as const],
    ),
  );
  const table = inputs.find((input) => input.kind === 'table')?.name ?? 'table';
  return (file) =>
    typeof file === 'string' ? (names.get(plainPath(file)) ?? plainPath(file)) : table;
};

const judgeDoubtful = async (
  loading: InputLoading,
  nameOf: (file: unknown) => string,
): Promise<void> => {
  const { session, decoder } = loading;
  const doubtful = session.batches({
    sql: `SELECT file, row, doubt FROM ${readRows} WHERE doubt IS NOT NULL ORDER BY file, row`,
  });
  for await (const batch of doubtful) {
    const events: Event[] = [];
    const rejected: RejectedRow[] = [];
    const [files, rows, lines] = batch.columns.map(({ values }) => values);
    for (let index = 0; index < batch.rowCount; index += 1) {
      const line = lines?.[index] as Uint8Array;
      const decoded = decoder.decodeLine(line);
      if (decoded.ok) {
        events.push(decoded.event);
        continue;
      }
      const { reason, detail } = decoded;
      const row: unknown = rows?.[index];
      rejected.push({
        source: nameOf(files?.[index]),
        position: typeof row === 'number' ? row : null,
        reason,
        detail,
        raw: rawText(line),
      });
    }
    await loading.onEvents(events);
    await loading.onRejected(rejected);
  }
};

/**
 * Reads inputs on the cluster in one pass: what certainly conforms stays there, what is doubtful
 * comes back for the decoder. @returns the events of each file, and how many events were certain
 */
export const loadInputs = async (
  loading: InputLoading,
  inputs: readonly ClusterInput[],
): Promise<{ readonly inputs: readonly LoadedInput[]; readonly certain: number }> => {
  const { session, tables } = loading;
  const sql = (await selects(loading, inputs)).join(' UNION ALL ');
  const read = await tables.keep(readRows, { sql }, 'count(doubt) AS doubtful, max(file) AS file');
  const nameOf = namer(inputs);
  if (read['doubtful'] !== 0) await judgeDoubtful(loading, nameOf);
  const counts =
    inputs.length === 1 && inputs[0]?.name === nameOf(read['file'])
      ? [read]
      : await session.rows({
          sql: `SELECT file, count(*) AS n FROM ${readRows} GROUP BY file ORDER BY file`,
        });
  return {
    inputs: counts.map(({ file, n }) => ({ name: nameOf(file), rows: Number(n) })),
    certain: Number(read['n']) - Number(read['doubtful']),
  };
};
