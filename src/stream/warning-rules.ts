import { parseInstant } from '../event/time.ts';
import { formatBytes, formatInteger, formatRate } from '../views/format/number.ts';
import type { Progress } from './progress.ts';
import { before, between, type Stretch } from './stretches.ts';

const minute = 60_000;
const hour = 60 * minute;
/** Fewer events tell nothing about shares. */
const leastEvents = 20;
const mostShare = 0.05;
const largeState = 500_000_000;
/** A state below this may grow as it likes. */
const smallState = 50_000_000;
const growth = 1.2;

/** One look alone may have come before the ends of the log were known. */
const leastStretches = 3;

/** What an operator must see: one sentence on what is, one on what to do; undefined where all is well. */
export type WarningRule = (stretches: readonly Stretch[]) => string | undefined;

const lagWords = (lag: number, { sources }: Progress): string =>
  sources.description.startsWith('kafka:') ? `${formatInteger(lag)} records` : formatBytes(lag);

/** All of the last minute lies above all of the minute before the last four. */
const lagGrows: WarningRule = (stretches) => {
  const now = stretches.at(-1)?.progress;
  const then = between(stretches, 5 * minute, 4 * minute);
  const recent = between(stretches, minute, 0);
  if (now === undefined || then.length < leastStretches) return undefined;
  const most = Math.max(...then.map(({ mostLag }) => mostLag));
  const least = Math.min(...recent.map(({ leastLag }) => leastLag));
  if (least <= most) return undefined;
  const isStill = before(stretches, minute)?.progress.totals.read === now.totals.read;
  const grown = `the lag grew from ${lagWords(most, now)} to ${lagWords(now.sources.lag, now)} within 5 minutes`;
  return isStill
    ? `${grown}, and nothing is read: look at the brokers and the leaders of the partitions`
    : `${grown}: give the stream more of the machine or a faster disk, a longer --trigger, or fewer analytics with --only`;
};

const sharesOver = (
  stretches: readonly Stretch[],
): { readonly now: Progress['totals']; readonly then: Progress['totals'] } | undefined => {
  const now = stretches.at(-1)?.progress.totals;
  const then = before(stretches, minute)?.progress.totals;
  return now === undefined || then === undefined ? undefined : { now, then };
};

const manyLate: WarningRule = (stretches) => {
  const totals = sharesOver(stretches);
  if (totals === undefined) return undefined;
  const accepted = totals.now.accepted - totals.then.accepted;
  const late = totals.now.late - totals.then.late;
  if (accepted < leastEvents || late / accepted <= mostShare) return undefined;
  return `${formatRate(late / accepted)} of the events of the last minute came too late for a window: keep them with --late, or begin a new state with a longer --watermark-delay`;
};

const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((total, count) => total + count, 0);

const manyRejected: WarningRule = (stretches) => {
  const totals = sharesOver(stretches);
  if (totals === undefined) return undefined;
  const { now, then } = totals;
  const read = now.read - then.read;
  const rejected = sum(now.rejected) - sum(then.rejected);
  if (read < leastEvents || rejected / read <= mostShare) return undefined;
  const [commonest] = Object.entries(now.rejected)
    .map(([reason, count]) => [reason, count - (then.rejected[reason] ?? 0)] as const)
    .toSorted(([, left], [, right]) => right - left);
  return `${formatRate(rejected / read)} of the records of the last minute were rejected, most for ${commonest?.[0]}: look at them with --rejected, and at who sends them`;
};

const largeFile: WarningRule = (stretches) => {
  const now = stretches.at(-1)?.progress.stateOperators;
  return now === undefined || now.stateBytes <= largeState
    ? undefined
    : `the state holds ${formatBytes(now.stateBytes)} for ${formatInteger(now.openWindows)} open windows: see that the watermark moves, and that --watermark-delay, --window and --session-gap are no longer than needed`;
};

const growingFile: WarningRule = (stretches) => {
  const bytes = (some: readonly Stretch[]): readonly number[] =>
    some.map(({ progress }) => progress.stateOperators.stateBytes);
  if (before(stretches, hour) === undefined) return undefined;
  const then = Math.max(...bytes(between(stretches, hour + minute, hour - 10 * minute)));
  const least = Math.min(...bytes(between(stretches, 10 * minute, 0)));
  return least > smallState && least > then * growth
    ? `the state grew from ${formatBytes(then)} to ${formatBytes(least)} within an hour: see that the watermark moves, and that destinations take what they are given`
    : undefined;
};

interface Place {
  readonly partition: string;
  readonly newest: number;
  readonly moved: boolean;
}

/** An active partition behind all others whose newest event stayed the same while others went on. */
const heldBack: WarningRule = (stretches) => {
  const now = stretches.at(-1)?.progress;
  const then = before(stretches, 5 * minute)?.progress;
  if (now === undefined || then === undefined) return undefined;
  const active = Object.entries(now.eventTime.partitions)
    .filter(([partition]) => !now.sources.idle.includes(partition))
    .map(([partition, newest]): Place => {
      const old = then.eventTime.partitions[partition];
      const time = newest === null ? -Infinity : (parseInstant(newest) ?? -Infinity);
      return { partition, newest: time, moved: newest !== old };
    })
    .toSorted((left, right) => left.newest - right.newest);
  const [last] = active;
  if (last === undefined || last.moved || !active.some(({ moved }) => moved)) return undefined;
  const newest = now.eventTime.partitions[last.partition];
  const lag =
    (now.sources.latestOffset[last.partition] ?? 0) - (now.sources.endOffset[last.partition] ?? 0);
  const state = `${newest === null ? 'it has no valid event' : `its newest event is of ${newest}`}, its lag is ${lagWords(lag, now)}`;
  return `partition ${last.partition} has held the watermark back for 5 minutes while others go on (${state}): look at what is sent to it and at its leader; without lag it is left out after --idle-after`;
};

/** The rules for a stream on a cluster, which tells itself what it drops and keeps its state there. */
export const clusterWarningRules: readonly WarningRule[] = [lagGrows, growingFile];

/** Every rule over the past of a stream. */
export const warningRules: readonly WarningRule[] = [
  lagGrows,
  manyLate,
  manyRejected,
  largeFile,
  growingFile,
  heldBack,
];
