import { formatInstant } from '../../event/time.ts';
import type { Report } from '../../result/report.ts';
import type { Table } from '../../result/table.ts';
import type { Manifest } from './manifest-schema.ts';
import { manifestTypes } from './manifest-types.ts';

export const manifestFile = 'manifest.json';

/** A file in the output folder, its path relative to it; `table` where it holds a table. */
export interface OutputFile {
  readonly path: string;
  readonly format: string;
  /** Null for what a cluster keeps. */
  readonly bytes: number | null;
  readonly table?: string;
}

const filesOf = (files: readonly OutputFile[], table: string | undefined): Manifest['files'] =>
  files
    .filter((file) => file.table === table)
    .map(({ path, format, bytes }) => ({ path, format, bytes }));

const tableOf = (
  { name, analytic, scope, rows, columns }: Table,
  files: readonly OutputFile[],
): Manifest['tables'][number] => ({
  name,
  title: analytic.title,
  question: analytic.question,
  scope,
  rows: rows.length,
  files: filesOf(files, name),
  columns: columns.map((column) => ({
    name: column.name,
    type: manifestTypes[column.type],
    unit: column.unit,
    title: column.title,
    description: column.description,
  })),
});

/** The manifest of a run; `files` are all files of the folder but the manifest itself. */
export const manifestOf = (
  { summary, tables }: Report,
  files: readonly OutputFile[],
): Manifest => ({
  generator: 'tonearm',
  version: summary.version,
  run_id: summary.runId,
  engine: summary.engine,
  started_at: formatInstant(summary.startedAt),
  finished_at: formatInstant(summary.finishedAt),
  seconds: (summary.finishedAt - summary.startedAt) / 1_000_000,
  options: Object.fromEntries(
    Object.entries(summary.options).toSorted(([a], [b]) => (a < b ? -1 : 1)),
  ),
  inputs: summary.inputs.map(({ name, bytes, rows }) => ({ name, bytes, rows })),
  counts: {
    read: summary.counts.read,
    accepted: summary.counts.accepted,
    duplicates: summary.counts.duplicates,
    rejected: { ...summary.counts.rejected },
    outside: summary.counts.outside,
  },
  span: {
    first_event_at: formatInstant(summary.span.first),
    last_event_at: formatInstant(summary.span.last),
  },
  time_zone: summary.timeZone,
  stream_rule: summary.streamRule,
  session_gap_ms: summary.sessionGapUs / 1000,
  knows_endings: summary.knowsEndings,
  files: filesOf(files, undefined),
  tables: tables.map((table) => tableOf(table, files)),
});

/** The manifest as it stands in the folder: JSON, indented by two blanks. */
export const manifestText = (manifest: Manifest): string =>
  `${JSON.stringify(manifest, null, 2)}\n`;
