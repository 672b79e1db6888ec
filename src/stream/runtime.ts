import type { Head, StreamCounts } from '../engines/stream-state.ts';
import { closesAt } from '../plan/frame.ts';
import { counted, sideLines } from './account.ts';
import { finalPanes, forgetWindows } from './final-panes.ts';
import { gather, type Gathered } from './gather.ts';
import { backlogOf, headOf, liveFrom } from './live.ts';
import { boundsOf, isFinished } from './offsets.ts';
import { openWindows } from './open-windows.ts';
import { openOutbox, type Outbox } from './outbox.ts';
import { createRefresher } from './refresh.ts';
import { progressOf } from './report.ts';
import { createRevisions } from './revisions.ts';
import type { StreamOptions } from './stream-options.ts';
import { globalWatermark } from './watermark.ts';

/** While there is a backlog, windows are closed together after so many records, or so long. */
const closeAfterRows = 1_000_000;
const closeAfterMs = 10_000;

/** So many windows at most are closed by one transaction. */
const mostWindows = 2_000;

/** A commit without events: the head, and what sinks have is forgotten, so that it does not come again. */
const commitHead = async (
  state: StreamOptions['state'],
  head: Head,
  outbox: Outbox,
): Promise<void> => {
  await state.admit([]);
  await state.commit({ head, late: [], rejected: [], delivered: outbox.delivered() });
};

/** What a stream did: counts since its state began, finals of this run. */
export interface StreamResult {
  readonly counts: StreamCounts;
  readonly finals: number;
}

/**
 * Runs a stream: gathers records, takes them into the state by one transaction per batch, closes
 * windows that the watermark has passed, shows those that changed. Final panes are a pure function
 * of the log.
 * @throws TonearmError what source, state and sinks throw; a later run goes on where this one stopped
 */
export const runStream = async (options: StreamOptions): Promise<StreamResult> => {
  const { rules, state, source, sinks, clock, mode, signal } = options;
  const { frames } = rules;
  const bounds = await boundsOf(options);
  const outbox = await openOutbox(options, state);
  const hasDelivered = Object.values(outbox.delivered()).some((number) => number > 0);
  if (state.head !== undefined && hasDelivered) await commitHead(state, state.head, outbox);
  const live = liveFrom(state.head, bounds.from, clock.elapsedMs());
  if (isFinished(options, bounds)) return { counts: live.counts, finals: 0 };

  const restored = await state.openWindows();
  const open = frames.map((frame, index) => openWindows(frame, restored[index] ?? []));
  const revisions = createRevisions(frames, state.head?.revisions ?? []);
  const refresher = createRefresher(frames, options.triggerMs);
  const idleAfterMs = mode === 'follow' ? rules.idleAfterMs : undefined;
  let finals = 0;
  let closedRows = 0;
  let closedMs = clock.elapsedMs();
  let endedMs = clock.elapsedMs();

  const head = (finished = false) =>
    headOf(live, {
      finished,
      // A bounded run shows nothing before its finals: what was reserved before it is kept.
      revisions: revisions.reserve(
        mode === 'bounded' ? [] : open.map((one) => [...one.all()].map(({ start }) => start)),
      ),
    });

  const closesAll = (): number | null => {
    const ends = open.flatMap((one) => one.closesAll() ?? []);
    return ends.length === 0 ? null : Math.max(...ends);
  };

  const watermarkNow = (): number | null =>
    globalWatermark(
      { ...rules, idleAfterMs },
      {
        partitions: [...live.partitions.values()],
        previous: live.watermark,
        elapsedMs: clock.elapsedMs(),
        lastRecordMs: live.lastRecordMs,
        closesAll: closesAll(),
      },
    );

  const take = async (gathered: Gathered): Promise<void> => {
    const admitted = await state.admit(gathered.arrived);
    const sides = sideLines(frames, gathered, admitted);
    live.counts = counted(live.counts, gathered, admitted, sides.late.length);
    live.watermark = watermarkNow();
    const delivered = outbox.delivered();
    const last = await state.commit({ head: head(), ...sides, delivered });
    revisions.committed();
    await outbox.committed(sides, last);
  };

  /** One transaction: finals of the windows that close up to there. */
  const closeTo = async (upTo: number, finished: boolean, reached = upTo): Promise<number> => {
    const closing = open.map((one) => one.closedBy(upTo));
    const panes = await finalPanes(options, closing, revisions, { upTo, reached });
    forgetWindows(open, closing, revisions);
    live.closedTo = upTo;
    await outbox.finals(await state.close(head(finished), panes));
    finals += panes.length;
    closedRows = live.counts.read;
    closedMs = clock.elapsedMs();
    return panes.length;
  };

  const closeWindows = async (upTo: number, finished: boolean, reached = upTo): Promise<number> => {
    const ends = open
      .flatMap((one) => one.closedBy(upTo).map((start) => closesAt(one.frame, start)))
      .toSorted((left, right) => left - right);
    let closed = 0;
    for (let last = mostWindows; last < ends.length; last += mostWindows) {
      closed += await closeTo(ends[last - 1] ?? upTo, false);
    }
    return closed + (await closeTo(upTo, finished, reached));
  };

  /** A bounded run closes at its end what the watermark has passed together with all the rest. */
  const closesAtEnd = (): boolean =>
    mode === 'bounded' &&
    isAtEnd() &&
    !signal.aborted &&
    open.reduce((sum, one) => sum + one.size(), 0) <= mostWindows;

  const closeIfDue = async (): Promise<number> => {
    const upTo = live.watermark;
    if (closesAtEnd()) return 0;
    if (upTo === null || upTo === live.closedTo) return 0;
    const isMuch = live.counts.read - closedRows >= closeAfterRows;
    // Where nothing closes, what nothing needs any more is let go all the same, now and then.
    if (!open.some((one) => one.closesFirst() <= upTo)) return isMuch ? closeTo(upTo, false) : 0;
    const waits = backlogOf(live) > 0 && !isMuch && clock.elapsedMs() - closedMs < closeAfterMs;
    return waits ? 0 : closeWindows(upTo, false);
  };

  const show = async (all: boolean): Promise<number> => {
    if (mode === 'bounded' || sinks.length === 0) return 0;
    if (!all && (backlogOf(live) > 0 || !refresher.due(clock.elapsedMs()))) return 0;
    const { batch, watermark } = live;
    const view = { state, open, revisions, batch, watermark, all };
    const { contextFor } = options;
    const panes = await refresher.panes({ ...view, contextFor, elapsedMs: clock.elapsedMs });
    await outbox.provisional(panes);
    return panes.length;
  };

  /** One batch. */
  const step = async (): Promise<void> => {
    live.batch += 1;
    const began = clock.elapsedMs();
    const before = [...live.partitions.values()].map(({ next }) => next).join();
    const gathered = await gather(options, reader, live, open, isAtEnd);
    const read = clock.elapsedMs();
    const moved = [...live.partitions.values()].map(({ next }) => next).join() !== before;
    if (moved || watermarkNow() !== live.watermark) await take(gathered);
    const added = clock.elapsedMs();
    const closedPanes = await closeIfDue();
    const closed = clock.elapsedMs();
    const provisional = await show(false);
    const ended = clock.elapsedMs();
    options.onProgress(
      progressOf(live, open, state, {
        rows: gathered.rows,
        times: { previous: endedMs, began, read, added, closed, ended },
        nowUs: clock.nowUs(),
        source: source.name,
        sink: { finals: closedPanes, provisional },
        idleAfterMs,
      }),
    );
    endedMs = ended;
  };

  const isAtEnd = (): boolean =>
    bounds.until !== undefined &&
    [...bounds.until].every(
      ([partition, end]) => (live.partitions.get(partition)?.next ?? 0) >= end,
    );

  /** Closes everything, or what the watermark has passed, and shows the rest once more. */
  const finish = async (): Promise<void> => {
    if (mode === 'bounded') {
      const end = Math.max(live.watermark ?? -Infinity, closesAll() ?? -Infinity);
      const reached = live.watermark ?? -Infinity;
      if (end > -Infinity) live.watermark = end;
      await closeWindows(end > -Infinity ? end : 0, true, reached);
    } else {
      if (live.watermark !== null) await closeWindows(live.watermark, false);
      while ((await show(true)) > 0);
    }
  };

  // Where a new state begins is kept before anything is read: `latest` is asked once.
  if (state.head === undefined) await commitHead(state, head(), outbox);
  const reader = source.read({ ...bounds, onNotice: options.onNotice });
  const onAbort = (): void => reader.wake();
  signal.addEventListener('abort', onAbort);
  try {
    while (!signal.aborted && !isAtEnd()) await step();
    if (!signal.aborted) await finish();
    await commitHead(state, head(mode === 'bounded' && !signal.aborted), outbox);
    return { counts: live.counts, finals };
  } finally {
    signal.removeEventListener('abort', onAbort);
    await reader.close();
  }
};
