import type { TextField } from '../../../intake/layout.ts';
import { project, readFiles, type Relation } from '../connect/relation.ts';
import { isNotBlank, judgedLines } from '../read/certain-line.ts';
import { quote } from '../text.ts';
import { nothing, type Reading, readRow } from './read-rows.ts';

/** The lines of text files as `value`, with the `file` of each. */
export const fileLines = (paths: readonly string[]): Relation =>
  project(readFiles({ format: 'text', options: { lineSep: '\n' }, paths }), [
    { expression: 'value', as: 'value' },
    { expression: '_metadata.file_path', as: 'file' },
  ]);

// Spark does not know which line of a file it reads.
const line = { doubt: 'CAST(value AS BINARY)', file: 'file', row: 'NULL' };

const judged: Reading = {
  ...line,
  certain: 'certain',
  of: (field) => (field === 'event_time' ? 't' : `j.${quote(field)}`),
};

const unjudged: Reading = { ...line, certain: 'false', of: nothing };

/** Rows of the lines of a view; with a mapping each is for the decoder. */
export const lineRows = (view: string, fields: readonly TextField[], isMapped: boolean): string => {
  const lines = `SELECT * FROM ${view} WHERE ${isNotBlank}`;
  return isMapped
    ? `SELECT ${readRow(unjudged, fields)} FROM (${lines})`
    : `SELECT ${readRow(judged, fields)} FROM (${judgedLines(lines)})`;
};
