import { TonearmError } from '../error.ts';
import { csvColumns, type CsvColumn } from './csv-columns.ts';
import { createCsvRecords, type CsvRecord } from './csv-records.ts';
import type { Mapping } from './mapping.ts';
import type { Rejection } from './reject.ts';

/** The cells of a row by column name: null where empty, `''` where `""`. */
export type CsvCells = Readonly<Record<string, string | null>>;

/**
 * One row: the line it starts at (the header is 1), its bytes without line end (a view that is
 * valid until the next `push`), and its cells for `decodeCells`, or why it has none.
 */
export type CsvRow = { readonly position: number; readonly raw: Uint8Array } & (
  | { readonly cells: CsvCells }
  | { readonly rejection: Rejection }
);

export type CsvReader = {
  /**
   * Takes the next bytes and gives the rows that they complete, one by one, so that few live at a
   * time: take them all before the next call.
   */
  push(chunk: Uint8Array): Iterable<CsvRow>;
  /** Says that no bytes follow, and gives the rows left. */
  finish(): Iterable<CsvRow>;
};

type Header = { readonly width: number; readonly columns: readonly CsvColumn[] };

const readHeader = (record: CsvRecord, file: string, mapping: Mapping | undefined): Header => {
  if ('rejection' in record) {
    const problem = record.rejection.detail;
    throw new TonearmError('INPUT_SCHEMA', `${file}: the header cannot be read: ${problem}`, {
      facts: { file, line: record.position },
      hint: 'CSV input is UTF-8 by RFC 4180, with the field names in its first line',
    });
  }
  const names = record.texts.map((text) => text ?? '');
  return { width: names.length, columns: csvColumns(names, file, mapping) };
};

const rowOf = (record: CsvRecord, { width, columns }: Header): CsvRow => {
  if ('rejection' in record) return record;
  const { position, raw, texts } = record;
  if (texts.length !== width) {
    const detail = `cells: ${texts.length}, in the header: ${width}`;
    return { position, raw, rejection: { reason: 'csv', detail } };
  }
  const cells: Record<string, string | null> = {};
  for (const { index, name } of columns) cells[name] = texts[index] ?? null;
  return { position, raw, cells };
};

/**
 * Reads the rows of one CSV file; `file` is its name in errors. Throws `INPUT_SCHEMA` where the
 * header lacks a required column, and `INPUT_EMPTY` where there is no header.
 */
export const createCsvReader = (options: {
  readonly file: string;
  readonly mapping?: Mapping | undefined;
}): CsvReader => {
  const { file, mapping } = options;
  const records = createCsvRecords();
  let header: Header | undefined;

  function* rowsOf(found: Iterable<CsvRecord>): Iterable<CsvRow> {
    for (const record of found) {
      if (header === undefined) header = readHeader(record, file, mapping);
      else yield rowOf(record, header);
    }
  }

  return {
    push: (chunk) => rowsOf(records.push(chunk)),
    *finish() {
      yield* rowsOf(records.finish());
      if (header !== undefined) return;
      throw new TonearmError('INPUT_EMPTY', `${file}: no header and no rows`, {
        facts: { file },
        hint: 'CSV input has the field names in its first line',
      });
    },
  };
};
