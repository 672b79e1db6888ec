import { writeFile } from 'node:fs/promises';
import { messageOf, TonearmError } from '../error.ts';
import { formatInstant } from '../event/time.ts';
import {
  writeEventFile,
  type EventFileFormat,
  type WrittenFile,
} from '../sinks/event-file/event-file.ts';
import { generateColumns, generateLines } from '../sources/generator/generate.ts';
import type { GeneratorOptions } from '../sources/generator/options.ts';
import type { GroundTruth } from '../sources/generator/truth.ts';
import { checkReplaceable, formatOfPath } from './event-file-path.ts';
import { stopIfAborted } from './interruption.ts';

export interface GenerateOptions {
  readonly path: string;
  /** Undefined: by the extension. */
  readonly format: EventFileFormat | undefined;
  readonly generator: GeneratorOptions;
  /** Where the ground truth is written, as JSON. */
  readonly truthPath: string | undefined;
}

/** The effects that generating and importing need from outside. */
export interface FileHost {
  /** Events written so far, and how many there will be. */
  readonly onProgress: (events: number, total: number) => void;
  readonly signal: AbortSignal;
}

export interface Generated extends WrittenFile {
  readonly format: EventFileFormat;
  readonly truth: GroundTruth;
}

function* counted<B extends { readonly rows: number }>(
  batches: Iterable<B>,
  total: number,
  { onProgress, signal }: FileHost,
): Generator<B> {
  let events = 0;
  for (const batch of batches) {
    stopIfAborted(signal);
    yield batch;
    events += batch.rows;
    onProgress(events, total);
  }
}

function* text(header: Uint8Array, batches: Iterable<{ readonly bytes: Uint8Array }>) {
  if (header.length > 0) yield header;
  for (const { bytes } of batches) yield bytes;
}

const write = async (
  { path, generator }: GenerateOptions,
  format: EventFileFormat,
  host: FileHost,
): Promise<Generated> => {
  if (format === 'parquet') {
    const columns = generateColumns(generator);
    const total = columns.truth().settings.events;
    const batches = counted(columns.batches, total, host);
    const written = await writeEventFile(path, format, { kind: 'columns', ...columns, batches });
    return { ...written, format, truth: columns.truth() };
  }
  const lines = generateLines(generator, format);
  const total = lines.truth().settings.events;
  const batches = text(lines.header, counted(lines.batches, total, host));
  const written = await writeEventFile(path, format, { kind: 'text', batches });
  return { ...written, format, truth: lines.truth() };
};

const instantOrNull = (us: number | null): string | null =>
  us === null ? null : formatInstant(us);

/** The ground truth as JSON: instants as text, as everywhere in files. */
export const truthJson = (truth: GroundTruth): Readonly<Record<string, unknown>> => ({
  ...truth,
  settings: {
    ...truth.settings,
    start: formatInstant(truth.settings.start),
    end: formatInstant(truth.settings.end),
  },
  firstEventAt: instantOrNull(truth.firstEventAt),
  lastEventAt: instantOrNull(truth.lastEventAt),
});

/** Writes the ground truth as JSON. @throws TonearmError OUTPUT_UNWRITABLE */
export const writeTruth = async (
  path: string,
  truth: Readonly<Record<string, unknown>>,
): Promise<void> => {
  try {
    await writeFile(path, `${JSON.stringify(truth, null, 2)}\n`);
  } catch (cause) {
    throw new TonearmError('OUTPUT_UNWRITABLE', `cannot write ${path}: ${messageOf(cause)}`, {
      facts: { truth: path },
      cause,
    });
  }
};

/**
 * Writes seeded sample events to one file, which appears whole or not at all. Throws USAGE for
 * options that do not fit, OUTPUT_UNWRITABLE, INTERRUPTED.
 */
export const generateFile = async (
  options: GenerateOptions,
  host: FileHost,
): Promise<Generated> => {
  const format = formatOfPath(options.path, options.format);
  await checkReplaceable(options.path);
  const generated = await write(options, format, host);
  if (options.truthPath !== undefined)
    await writeTruth(options.truthPath, truthJson(generated.truth));
  return generated;
};
