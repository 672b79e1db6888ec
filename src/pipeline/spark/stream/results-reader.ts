import { createHash } from 'node:crypto';
import type { ProvisionalReader } from '../../../engines/spark/stream/provisional-reader.ts';
import type { Query } from '../../../plan/query.ts';
import type { PaneLine } from '../../../result/pane-line.ts';
import { paneKey } from '../../../sinks/kafka/pane-sink.ts';
import { finalPane, withRevision } from './pane-record.ts';

/** So many finals are known by their windows; a repeat comes soon after. */
const mostKnown = 100_000;

/** So many windows at most are shown at a time, the newest first. */
const mostWindows = 200;

const digest = (text: string): string =>
  createHash('sha256').update(text).digest('base64').slice(0, 16);

/** Takes the records of the results topic, in the order of its partitions, and gives panes to show. */
export interface ResultsReader {
  /** `isNew`: it was written since this run began; a final of before it is not to be shown. */
  take(value: string, isNew: boolean): void;
  /** The watermark of the query (microseconds): what ended before is not open any more. */
  watermark(us: number): void;
  /** Finals since the last call, each once: Spark may write some again after a restart. */
  finals(): readonly PaneLine[];
  /** Windows that changed; call it when everything there was taken. */
  provisional(): readonly PaneLine[];
  readonly counts: {
    readonly finals: number;
    readonly provisional: number;
    /** Windows that are open. */
    readonly open: number;
    /** Open windows that are not shown, for want of room. */
    readonly evicted: number;
  };
}

/** A reader of the results of these queries; `open` joins the rows of open windows. */
export const resultsReader = (
  queries: readonly Query[],
  open: ProvisionalReader,
): ResultsReader => {
  /** By analytic and length of the window: others are of another stream into this topic. */
  const own = new Map(
    queries.map((query) => [`${query.analytic.name}|${query.window?.sizeUs}`, query]),
  );
  const known = new Set<string>();
  const shown = new Map<string, number>();
  let arrived: PaneLine[] = [];
  let finals = 0;
  let provisional = 0;
  let watermark: number | null = null;
  let opened = 0;

  const takeFinal = (pane: PaneLine, isNew: boolean): void => {
    const query = own.get(`${pane.analytic}|${pane.end - pane.start}`);
    if (query === undefined || !isNew) return;
    if (query.analytic.over === undefined) open.closeThrough(pane.end);
    const window = paneKey(pane);
    const identity = `${window}|${digest(pane.json)}`;
    if (known.has(identity)) return;
    known.add(identity);
    if (known.size > mostKnown) known.delete(known.values().next().value ?? '');
    const revision = (shown.get(window) ?? 0) + 1;
    shown.delete(window);
    finals += 1;
    arrived.push(withRevision(pane, Math.max(pane.revision, revision)));
  };

  return {
    take(value, isNew) {
      const pane = finalPane(value);
      if (pane === undefined) open.take(value);
      else takeFinal(pane, isNew);
    },
    watermark(us) {
      watermark = us;
      open.closeThrough(us);
    },
    finals() {
      const panes = arrived;
      arrived = [];
      return panes;
    },
    provisional() {
      const panes = open.panes({ watermark, mostWindows });
      for (const pane of panes) shown.set(paneKey(pane), pane.revision);
      provisional += panes.length;
      opened = open.windowCount;
      return panes;
    },
    get counts() {
      return { finals, provisional, open: opened, evicted: open.evicted };
    },
  };
};
