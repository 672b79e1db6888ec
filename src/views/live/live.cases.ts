import { catalogue } from '../../analytics/index.gen.ts';
import type { Analytic } from '../../model/analytic.ts';
import { resultColumns } from '../../model/columns.ts';
import type { PaneLine } from '../../result/pane-line.ts';
import type { Cell } from '../../result/table.ts';
import { toPaneLine } from '../../result/to-pane-line.ts';
import type { LiveProgress } from './progress.ts';

export const minute = 60_000_000;
/** 2026-11-22T10:20:00Z, the start of window 0. */
export const firstWindow = Date.UTC(2026, 10, 22, 10, 20) * 1000;

export const analyticOf = (name: string): Analytic => {
  const found = catalogue.find((analytic) => analytic.name === name);
  if (found === undefined) throw new RangeError(`no analytic ${name}`);
  return found;
};

type NamedCells = Readonly<Record<string, Cell>>;

/** A pane of the n-th window of five minutes; columns that are not given are 0 or, of texts, null. */
export const paneOf = (
  name: string,
  window: number,
  rows: readonly NamedCells[],
  more: { readonly revision?: number; readonly final?: boolean } = {},
): PaneLine => {
  const analytic = analyticOf(name);
  const start = firstWindow + window * 5 * minute;
  return toPaneLine({
    analytic,
    start,
    end: start + 5 * minute,
    revision: more.revision ?? 1,
    final: more.final ?? false,
    watermark: null,
    rows: rows.map((row, index) =>
      resultColumns(analytic).map(({ name, type }) =>
        name in row
          ? (row[name] ?? null)
          : name === 'rank'
            ? index + 1
            : type === 'text'
              ? null
              : 0,
      ),
    ),
  });
};

export const progressOf = (more: Partial<LiveProgress> = {}): LiveProgress => ({
  state: 'running',
  now: firstWindow + 2 * minute + 1_000_000,
  eventsPerSecond: 2014,
  lag: 0,
  lagUnit: 'records',
  newest: firstWindow + 2 * minute,
  watermark: firstWindow - 8 * minute,
  accepted: 12_408,
  duplicates: 41,
  rejected: 3,
  late: 12,
  openWindows: 27,
  ...more,
});
