import { createCsvReader, type CsvRow } from '../event/csv.ts';
import { createDecoder } from '../event/decode.ts';
import type { Mapping } from '../event/mapping.ts';
import { rawText, type RejectedRow } from '../event/reject.ts';
import type { Event } from '../event/event.ts';
import type { EventStore } from '../engines/event-store.ts';
import type { Intake } from '../intake/intake.ts';
import type { RejectedWriter } from '../sinks/rejected/rejected-writer.ts';
import type { InputFile } from '../sources/files/input-file.ts';
import { readBytes } from '../sources/files/read-bytes.ts';
import { TonearmError } from '../error.ts';
import type { BatchHost } from './batch-options.ts';
import { type Account, countRejected } from './counts.ts';

/** What reading needs from outside. */
export type LoadingHost = Pick<BatchHost, 'stdin' | 'signal' | 'onProgress'>;

/** Where inputs go and what is told on the way. */
export interface Loading {
  readonly store: EventStore;
  readonly intake: Intake;
  readonly rejected: RejectedWriter;
  readonly account: Account;
  readonly mapping: Mapping | undefined;
  readonly host: LoadingHost;
  readonly totalBytes: number | undefined;
}

export const interrupted = (): TonearmError =>
  new TonearmError('INTERRUPTED', 'interrupted; earlier results are untouched', {
    hint: 'run the same command again',
  });

const stopIfAborted = ({ signal }: LoadingHost): void => {
  if (signal.aborted) throw interrupted();
};

export const reject = async (loading: Loading, rows: readonly RejectedRow[]): Promise<void> => {
  for (const row of rows) countRejected(loading.account, row.reason);
  if (rows.length > 0) await loading.rejected.write(rows);
};

const loadNdjson = async (
  loading: Loading,
  file: InputFile,
  onBytes: (bytes: number) => void,
): Promise<number> => {
  const { account, host, intake, mapping, store } = loading;
  let rows = 0;
  const pieces = intake.ndjson(readBytes(file, host.stdin, onBytes), {
    source: file.name,
    mapping,
  });
  for await (const piece of pieces) {
    stopIfAborted(host);
    store.append(piece.batch);
    rows += piece.lines;
    account.read += piece.lines;
    await reject(loading, piece.rejected);
  }
  return rows;
};

const loadCsv = async (
  loading: Loading,
  file: InputFile,
  onBytes: (bytes: number) => void,
): Promise<number> => {
  const { account, host, intake, mapping, store } = loading;
  const decoder = createDecoder({ mapping });
  const reader = createCsvReader({ file: file.name, mapping });
  let rows = 0;
  const take = async (found: Iterable<CsvRow>): Promise<void> => {
    const events: Event[] = [];
    const refused: RejectedRow[] = [];
    let count = 0;
    for (const row of found) {
      count += 1;
      const judged =
        'cells' in row ? decoder.decodeCells(row.cells) : { ok: false as const, ...row.rejection };
      if (judged.ok) events.push(judged.event);
      else {
        const { reason, detail } = judged;
        refused.push({
          source: file.name,
          position: row.position,
          reason,
          detail,
          raw: rawText(row.raw),
        });
      }
    }
    rows += count;
    account.read += count;
    store.append(intake.events(events));
    await reject(loading, refused);
  };
  for await (const chunk of readBytes(file, host.stdin, onBytes)) {
    stopIfAborted(host);
    await take(reader.push(chunk));
  }
  await take(reader.finish());
  return rows;
};

const loadParquet = (loading: Loading, file: InputFile): Promise<number> => {
  const { account, host, mapping, store } = loading;
  if (file.path === undefined) {
    throw new TonearmError('INPUT_UNREADABLE', 'Parquet cannot be read from stdin', {
      hint: 'its footer is at the end: write it to a file first',
    });
  }
  return store.appendParquet({
    path: file.path,
    name: file.name,
    decoder: createDecoder({ mapping }),
    mapping,
    onRejected: (rows) => reject(loading, rows),
    onRows: (rows) => {
      stopIfAborted(host);
      account.read += rows;
    },
  });
};

/**
 * Reads all inputs into the store and accounts for every event.
 * @throws TonearmError INPUT_UNREADABLE, INPUT_SCHEMA, INTERRUPTED, OUTPUT_UNWRITABLE
 */
export const loadInputs = async (loading: Loading, files: readonly InputFile[]): Promise<void> => {
  const { account, host, totalBytes } = loading;
  let bytes = 0;
  const progress = (): void =>
    host.onProgress({ phase: 'reading', events: account.read, bytes, totalBytes });
  for (const file of files) {
    stopIfAborted(host);
    const onBytes = (more: number): void => {
      bytes += more;
      progress();
    };
    const load = { ndjson: loadNdjson, csv: loadCsv, parquet: loadParquet }[file.kind];
    try {
      const rows = await load(loading, file, onBytes);
      account.inputs.push({ name: file.name, bytes: file.bytes ?? null, rows });
    } catch (error) {
      throw host.signal.aborted ? interrupted() : error;
    }
    if (file.kind === 'parquet') onBytes(file.bytes ?? 0);
  }
};
