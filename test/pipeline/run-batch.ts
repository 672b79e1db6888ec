import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { fakeHost } from '../../src/cli/fake-host.cases.ts';
import { runCommandLine } from '../../src/cli/run.ts';
import type { RejectedRow } from '../../src/event/reject.ts';
import type { Manifest } from '../../src/sinks/output-folder/manifest-schema.ts';

/** What `tonearm` printed, and its exit code. */
export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Given {
  readonly stdin?: string | Uint8Array | AsyncIterable<Uint8Array>;
  readonly signal?: AbortSignal;
}

async function* chunksOf(given: NonNullable<Given['stdin']>): AsyncGenerator<Uint8Array> {
  if (typeof given === 'string' || given instanceof Uint8Array) yield Buffer.from(given);
  else yield* given;
}

let runs = 0;

/** Runs a command in this process. */
export const tonearm = async (
  argv: readonly string[],
  { stdin = '', signal }: Given = {},
): Promise<Ended> => {
  runs += 1;
  const runId = `run-${runs}`;
  const host = fakeHost(signal === undefined ? {} : { signal });
  const code = await runCommandLine(argv, {
    ...host,
    stdin: chunksOf(stdin),
    newRunId: () => runId,
  });
  return { code, out: host.out(), err: host.err() };
};

/** All files of a folder by name: a digest of the bytes of each. */
export const filesIn = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(folder)
      .toSorted()
      .map((name) => [
        name,
        createHash('sha256')
          .update(readFileSync(join(folder, name)))
          .digest('hex'),
      ]),
  );

/** The tables of an output folder as CSV text by file name. */
export const tablesIn = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(folder)
      .filter((name) => name.endsWith('.csv'))
      .toSorted()
      .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );

export const manifestIn = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Manifest;

export const rejectedIn = (folder: string): readonly RejectedRow[] =>
  readFileSync(join(folder, 'rejected.ndjson'), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as RejectedRow);

/** `read`, checked to be the sum of what became of the events, and the other counts. */
export const countsIn = (folder: string) => {
  const { counts } = manifestIn(folder);
  const rejected = Object.values(counts.rejected).reduce((sum, n) => sum + n, 0);
  const { read, accepted, duplicates, outside } = counts;
  if (read !== accepted + duplicates + rejected) {
    throw new Error(`${read} read ≠ ${accepted} + ${duplicates} + ${rejected}`);
  }
  const rows = manifestIn(folder).inputs.reduce((sum, input) => sum + input.rows, 0);
  if (rows !== read) throw new Error(`inputs hold ${rows} rows, not ${read}`);
  return { read, accepted, duplicates, rejected, outside };
};

/** A folder for one test file, removed at its end; paths in it by name. */
export const scratch = (): ((name: string) => string) => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'tonearm-batch-'));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  return (name) => join(folder, name);
};

/** Runs `tonearm batch`; throws what it said where it did not end well. */
export const batch = async (
  inputs: readonly string[],
  out: string,
  options: readonly string[] = [],
  given: Given = {},
): Promise<string> => {
  const ended = await tonearm(['batch', ...inputs, '--out', out, '--quiet', ...options], given);
  if (ended.code !== 0) throw new Error(`exit ${ended.code}: ${ended.err}`);
  return ended.out;
};
