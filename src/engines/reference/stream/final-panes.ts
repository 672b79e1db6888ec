import type { Event } from '../../../event/event.ts';
import type { QueryContext } from '../../../plan/query.ts';
import type { Pane } from '../../../result/pane.ts';
import type { Row } from '../../../result/table.ts';
import { runReference } from '../reference.ts';
import type { Accepted } from './accepted.ts';
import { isInTime } from './in-time.ts';
import { type WindowOf, windowsAt, type WindowQuery } from './window-query.ts';

/** What the promise covers of a final pane. */
export type FinalPane = Pick<Pane, 'analytic' | 'start' | 'end' | 'rows'>;

/** A window with the events that count in it. */
interface Held extends WindowOf {
  readonly events: readonly Event[];
}

/** The windows in which some event counts: no other window has a pane. */
const heldWindows = (accepted: readonly Accepted[], query: WindowQuery): readonly Held[] => {
  const held = new Map<number, WindowOf & { readonly events: Event[] }>();
  for (const { event, watermark } of accepted) {
    for (const window of windowsAt(query, event.event_time)) {
      if (!isInTime(window, event.event_time, watermark)) continue;
      const known = held.get(window.start);
      if (known === undefined) held.set(window.start, { ...window, events: [event] });
      else known.events.push(event);
    }
  }
  return [...held.values()];
};

/** The rows of all windows of a batch over these events. */
const batchRows = (
  query: WindowQuery,
  events: readonly Event[],
  context: QueryContext,
): readonly Row[] => runReference([query], events, context).flatMap((table) => table.rows);

/** The rows of one window, without the columns of the window. */
const rowsAt = (start: number, rows: readonly Row[]): readonly Row[] =>
  rows.filter(([windowStart]) => windowStart === start).map(([, , ...cells]) => cells);

/** The final panes of one query, in any order. */
export const finalPanes = (
  accepted: readonly Accepted[],
  query: WindowQuery,
  context: QueryContext,
): readonly FinalPane[] => {
  const { analytic } = query;
  const windows = heldWindows(accepted, query);
  // A session may begin before the window in which it ends: its rows need all events that count.
  const sessionRows =
    analytic.over === undefined
      ? undefined
      : batchRows(query, [...new Set(windows.flatMap(({ events }) => events))], context);
  return windows.map(({ start, end, events }) => ({
    analytic,
    start,
    end,
    rows: rowsAt(start, sessionRows ?? batchRows(query, events, context)),
  }));
};
