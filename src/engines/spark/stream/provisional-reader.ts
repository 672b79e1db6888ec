import { compareNullLast } from '../../../model/compare.ts';
import { finishRows, type NamedRow } from '../../../plan/finish-rows.ts';
import { leadingRows } from '../../../plan/leading-rows.ts';
import type { Query, QueryContext } from '../../../plan/query.ts';
import type { PaneLine } from '../../../result/pane-line.ts';
import type { Row } from '../../../result/table.ts';
import { toPaneLine } from '../../../result/to-pane-line.ts';
import { countOfRows, additiveColumn } from './layout.ts';
import { keyNames, type ProvisionalCells, provisionalCells } from './provisional-cells.ts';
import { type OpenRow, readOpenRow } from './provisional-line.ts';
import { type ProvisionalAnswer, provisionalSets } from './provisional-sets.ts';
import { approximateColumns } from './provisional-sketch.ts';
import { type HeldWindow, heldWindows } from './provisional-windows.ts';

/** One analytic in one window, microseconds. */
export interface ChangedPane {
  readonly analytic: string;
  readonly start: number;
  readonly end: number;
}

/** Joins the records of `provisionalPanesPlan` to panes of windows that are not final. */
export interface ProvisionalReader {
  /**
   * Takes the value of a record, in the order of its partition. `closed`: its window has no more
   * provisional panes; `foreign`: another kind of record, or of another plan.
   */
  take(value: string): 'taken' | 'closed' | 'foreign';
  /**
   * Drops windows that end by then (microseconds), for good: a final pane of any analytic that ends
   * then was there, or the watermark has come so far.
   */
  closeThrough(end: number): void;
  /** The panes that changed since they were given, newest window first. */
  changed(): readonly ChangedPane[];
  /** These panes as the embedded stream would show them, of at most so many windows, newest first. */
  panes(about: {
    readonly watermark: number | null;
    readonly mostWindows?: number;
  }): readonly PaneLine[];
  /** Windows that hold rows. */
  readonly windowCount: number;
  /** Rows in memory. */
  readonly rowCount: number;
  /** Windows dropped because there were too many rows: they come with their final panes alone. */
  readonly evicted: number;
}

interface Presentation {
  readonly approximate: readonly string[];
  readonly rows: (rows: Iterable<OpenRow>, whole: OpenRow) => readonly Row[];
}

const presentationOf = (
  answer: ProvisionalAnswer,
  cells: ProvisionalCells,
  context: QueryContext,
): Presentation => {
  // A pane has no columns of its window.
  const query: Query = { ...answer.query, scope: 'table' };
  const keys = keyNames(answer);
  const byKeys = (left: NamedRow, right: NamedRow): number => {
    for (const name of keys) {
      const order = compareNullLast(left[name] ?? null, right[name] ?? null);
      if (order !== 0) return order;
    }
    return 0;
  };
  return {
    approximate: approximateColumns(answer.query, context).map(({ column }) => column),
    rows: (rows, whole) =>
      finishRows(
        query,
        leadingRows(query, [...rows], (row, column) => cells.one(column)?.(row, whole) ?? null)
          .map((row) => cells.all(row, whole))
          .toSorted(byKeys),
      ),
  };
};

/**
 * A reader for the same queries and context as the plan. It keeps at most `mostRows` rows (about
 * half a kilobyte each). Panes may be ahead of each other by a part of a batch, whose records come
 * one by one: a caller that waits until it has read all that is there sees whole batches.
 *
 * A revision is the number of events of the window, more where that was given before: it grows over
 * restarts too, as long as the streaming query goes on from its checkpoint.
 */
export const provisionalReader = (
  queries: readonly Query[],
  context: QueryContext,
  { mostRows = 500_000, run = '' }: { readonly mostRows?: number; readonly run?: string } = {},
): ProvisionalReader => {
  const found = provisionalSets(queries, context, run);
  const windows = heldWindows(found, mostRows);
  const events = Number(additiveColumn(found.layout, countOfRows)?.slice(1)) - 1;
  const presentations = new Map(
    found.answers.map((answer) => [
      answer,
      presentationOf(answer, provisionalCells(answer, found, context), context),
    ]),
  );

  const wholeOf = ({ rows }: HeldWindow, { whole }: ProvisionalAnswer): OpenRow | undefined =>
    rows.get(whole.id)?.values().next().value;
  /** Windows with panes to show: before its row of the whole has come a window has none. */
  const due = () =>
    [...windows.all()]
      .map((window) => ({
        window,
        panes: found.answers.flatMap((answer) => {
          const whole = window.changed.has(answer) ? wholeOf(window, answer) : undefined;
          return whole === undefined ? [] : [{ answer, whole }];
        }),
      }))
      .filter(({ panes }) => panes.length > 0)
      .toSorted((left, right) => right.window.start - left.window.start);

  return {
    take(value) {
      const row = readOpenRow(value, found.mark);
      if (row === undefined) return 'foreign';
      return windows.put(row) ? 'taken' : 'closed';
    },
    closeThrough: (end) => windows.closeThrough(end),
    changed: () =>
      due().flatMap(({ window: { start, end }, panes }) =>
        panes.map(({ answer }) => ({ analytic: answer.query.analytic.name, start, end })),
      ),
    panes: ({ watermark, mostWindows }) =>
      due()
        .slice(0, mostWindows)
        .flatMap(({ window, panes }) =>
          panes.map(({ answer, whole }) => {
            const { start, end, changed, given } = window;
            const { approximate = [], rows } = presentations.get(answer) ?? {};
            const revision = Math.max((given.get(answer) ?? 0) + 1, whole.sums[events] ?? 0);
            given.set(answer, revision);
            changed.delete(answer);
            return toPaneLine({
              analytic: answer.query.analytic,
              start,
              end,
              revision,
              final: false,
              watermark,
              rows: rows?.(window.rows.get(answer.set.id)?.values() ?? [], whole) ?? [],
              approximate,
            });
          }),
        ),
    get windowCount() {
      return windows.count;
    },
    get rowCount() {
      return windows.rowCount;
    },
    get evicted() {
      return windows.evicted;
    },
  };
};
