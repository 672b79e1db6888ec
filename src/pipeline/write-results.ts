import { join } from 'node:path';
import type { Query } from '../plan/query.ts';
import type { Report } from '../result/report.ts';
import type { RunSummary } from '../result/summary.ts';
import { type Table, table } from '../result/table.ts';
import {
  manifestFile,
  manifestOf,
  manifestText,
  type OutputFile,
} from '../sinks/output-folder/manifest.ts';
import type { OutputFolder } from '../sinks/output-folder/output-folder.ts';
import { writeTextFile } from '../sinks/tables/text-file.ts';
import { createQueue } from '../sinks/tables/queue.ts';
import { createTableWriter } from '../sinks/tables/write-tables.ts';
import { createHtmlPage } from '../views/html/report.ts';
import { jsonParts } from '../views/json/report.ts';
import { renderText } from '../views/text/report.ts';
import type { BatchOptions } from './batch-options.ts';

const write = async (dir: string, path: string, texts: Iterable<string>): Promise<OutputFile> => ({
  path,
  format: path.split('.').at(-1) ?? '',
  bytes: await writeTextFile(join(dir, path), texts),
});

/** Does all at the same time; where one fails it throws when nobody works on the folder any more. */
const all = async <T>(actions: readonly (() => Promise<T>)[]): Promise<readonly T[]> => {
  const promises = actions.map((action) => action());
  await Promise.allSettled(promises);
  return Promise.all(promises);
};

/** Resolves when this thread has done what it was about to do, such as asking the engine for more. */
const nextTurn = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

/** Results of a run in the making. */
export interface ResultsWriter {
  /** Begins to write and draw a table, between what else this thread does. */
  add(table: Table): void;
  /**
   * Writes the rest of the tables, reports and, last, the manifest. Where it throws, nobody works on
   * the folder any more.
   * @returns all files but the manifest, and the text of the report.
   * @throws TonearmError OUTPUT_UNWRITABLE
   */
  finish(
    report: Report,
    rejectedBytes: number,
  ): Promise<{ readonly files: readonly OutputFile[]; readonly text: string }>;
  /** For a run that has failed: waits until nobody works on the folder any more; never throws. */
  stop(): Promise<void>;
}

/** What must be known of a run before its first table. */
export interface ResultsToCome extends Pick<RunSummary, 'timeZone' | 'knowsEndings'> {
  readonly queries: readonly Query[];
}

/** Begins to write results into a new folder. */
export const createResultsWriter = (
  { path: dir, target }: Pick<OutputFolder, 'path' | 'target'>,
  { formats, width }: Pick<BatchOptions, 'formats' | 'width'>,
  { queries, ...summary }: ResultsToCome,
): ResultsWriter => {
  const tables = createTableWriter(formats, dir);
  const page = createHtmlPage(
    summary,
    queries.map(({ analytic, scope }) => table(analytic, scope, [])),
  );
  const drawings = createQueue();
  let stopped = false;

  const finish: ResultsWriter['finish'] = async (report, rejectedBytes) => {
    let text = '';
    const written = await all<readonly OutputFile[]>([
      () => tables.finish(report.tables),
      async () => {
        await drawings.ended();
        return [await write(dir, 'report.html', [page.finish(report)])];
      },
      async () => {
        text = renderText(report, { width, colour: false, outDir: target });
        return [await write(dir, 'report.txt', [text])];
      },
      async () => [await write(dir, 'report.json', jsonParts(report))],
    ]);
    const files: readonly OutputFile[] = [
      ...written.flat(),
      { path: 'rejected.ndjson', format: 'ndjson', bytes: rejectedBytes },
    ];
    await write(dir, manifestFile, [manifestText(manifestOf(report, files))]);
    return { files, text };
  };

  return {
    add: (one) => {
      tables.add(one);
      drawings.add(async () => {
        await nextTurn();
        if (!stopped) page.draw(one);
      });
    },
    finish,
    stop: async () => {
      stopped = true;
      await tables.stop();
    },
  };
};
