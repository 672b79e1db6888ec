import type { Report } from '../result/report.ts';
import type { Table } from '../result/table.ts';
import type { OutputFolder } from '../sinks/output-folder/output-folder.ts';
import type { BatchOptions } from './batch-options.ts';
import type { ResultsToCome, ResultsWriter } from './write-results.ts';

/** Results that are written while the engine computes and this thread would wait. */
export interface EarlyResults extends Pick<ResultsWriter, 'finish' | 'stop'> {
  /** Begins to load what writes. */
  load(): void;
  /** @returns who takes the tables as they come */
  begin(toCome: ResultsToCome): (table: Table) => void;
}

const loadWriting = () => import('./write-results.ts');

/** Call `begin` once, before `finish`. */
export const createEarlyResults = (
  folder: Pick<OutputFolder, 'path' | 'target'>,
  options: Pick<BatchOptions, 'formats' | 'width'>,
): EarlyResults => {
  let loaded: ReturnType<typeof loadWriting> | undefined;
  let writer: Promise<ResultsWriter> | undefined;
  const load = () => (loaded ??= loadWriting());
  const begun = (): Promise<ResultsWriter> => {
    if (writer === undefined) throw new TypeError('no results have begun');
    return writer;
  };
  return {
    load: () => void load(),
    begin: (toCome) => {
      const beginning = load().then(({ createResultsWriter }) =>
        createResultsWriter(folder, options, toCome),
      );
      writer = beginning;
      return (table) => {
        // Where there is no writer, `finish` tells.
        beginning.then((one) => one.add(table)).catch(() => undefined);
      };
    },
    finish: async (report: Report, rejectedBytes: number) =>
      (await begun()).finish(report, rejectedBytes),
    stop: async () => {
      await writer?.then((one) => one.stop()).catch(() => undefined);
    },
  };
};
