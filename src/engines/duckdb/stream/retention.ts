import { closesAt, type Frame } from '../../../plan/frame.ts';
import type { Physical } from '../../../plan/physical.ts';
import type { Database } from '../database.ts';
import { catalog } from './schema.ts';
import type { Segment, Segments } from './segments.ts';

/** The first instant that a fixed window which is not closed can hold. */
export const fixedHorizon = (frames: readonly Frame[], closedTo: number): number =>
  frames.reduce((horizon, { over, window: { sizeUs, slideUs } }) => {
    if (over !== undefined) return horizon;
    const first = (Math.floor((closedTo - sizeUs) / slideUs) + 1) * slideUs;
    return Math.min(horizon, first);
  }, closedTo);

/** Sessions whose last event is before this are in windows that are closed. */
const sessionHorizon = (frame: Frame, closedTo: number): number => {
  const { sizeUs, slideUs } = frame.window;
  const last = (Math.floor((closedTo - frame.holdUs - sizeUs) / slideUs) + 1) * slideUs;
  return closesAt(frame, last) > closedTo ? last : last + slideUs;
};

const integer = (value: number): string => String(BigInt(Math.floor(value)));

/** Of sessions, a little more is kept than needed: without a gap, judged by stretches as long as it. */
const keptSessions = (
  frame: Frame,
  listener: string,
  stale: readonly Segment[],
  segments: readonly Segment[],
  closedTo: number,
): string => {
  const gap = integer(Math.max(frame.holdUs, 1));
  const horizon = sessionHorizon(frame, closedTo);
  const first = Math.min(...stale.map((segment) => segment.first));
  const to = horizon + frame.holdUs;
  const sources = segments
    .filter((segment) => segment.first < to && segment.last >= first)
    .map(
      ({ table }) => `SELECT ${listener} AS u, t FROM ${catalog}.${table} WHERE t < ${integer(to)}`,
    );
  const behind = `SELECT ${listener} AS u, t FROM ${catalog}.behind WHERE t < ${integer(to)}`;
  return `SELECT u, min(b) * ${gap} AS since FROM (
      SELECT u, b, max(b) OVER (PARTITION BY u, run) AS newest FROM (
        SELECT u, b, b - row_number() OVER (PARTITION BY u ORDER BY b) AS run FROM (
          SELECT DISTINCT u, (t - ((t % ${gap}) + ${gap}) % ${gap}) // ${gap} AS b
          FROM (${[...sources, behind].join(' UNION ALL ')}))))
    WHERE (newest + 1) * ${gap} >= ${integer(horizon)} GROUP BY u`;
};

/** What letting go needs to know. */
export interface Retention {
  readonly database: Database;
  readonly physical: Pick<Physical, 'groups'>;
  readonly frames: readonly Frame[];
  readonly segments: Segments;
  /** The column of a session's listener, per frame of sessions. */
  readonly listenerOf: (frame: Frame) => string;
}

const stalePart = 0.75;

const staleSegments = async (
  { database, segments }: Retention,
  horizon: number,
): Promise<readonly Segment[]> => {
  const stale: Segment[] = [];
  for (const segment of segments.all().slice(0, -1)) {
    if (segment.first >= horizon) continue;
    if (segment.last < horizon) {
      stale.push(segment);
      continue;
    }
    const [row] = await database.rows(
      `SELECT count(*) AS n FROM ${catalog}.${segment.table} WHERE t < ${integer(horizon)}`,
    );
    if (Number(row?.['n'] ?? 0) >= segment.rows * stalePart) stale.push(segment);
  }
  return stale;
};

/**
 * Within a transaction: drops segments of which most is of closed windows; rows that windows or
 * sessions still need move to the newest segment.
 */
export const letGo = async (retention: Retention, closedTo: number): Promise<void> => {
  const { database, frames, segments, listenerOf } = retention;
  const sessions = frames.filter(({ over }) => over !== undefined);
  const horizon = Math.floor(
    Math.min(
      fixedHorizon(frames, closedTo),
      ...sessions.map((frame) => sessionHorizon(frame, closedTo)),
    ),
  );
  const stale = await staleSegments(retention, horizon);
  const newest = segments.newest();
  for (const segment of stale) {
    const kept = [`t >= ${integer(horizon)}`];
    for (const [index, frame] of sessions.entries()) {
      const listener = listenerOf(frame);
      await database.run(`CREATE OR REPLACE TEMP TABLE kept_${index} AS
        ${keptSessions(frame, listener, [segment], segments.all(), closedTo)}`);
      kept.push(`EXISTS (FROM kept_${index} AS s WHERE s.u = ${listener} AND t >= s.since)`);
    }
    const wanted = `FROM ${catalog}.${segment.table} WHERE ${kept.join(' OR ')}`;
    const [row] = await database.rows(
      `SELECT count(*) AS n, min(t) AS first, max(t) AS last ${wanted}`,
    );
    const count = Number(row?.['n'] ?? 0);
    if (count > 0) {
      await database.run(`INSERT INTO ${catalog}.${newest.table} SELECT * ${wanted}`);
      segments.moved(count, Number(row?.['first']), Number(row?.['last']));
    }
    await segments.drop(segment);
  }
  const since =
    sessions.length === 0 ? horizon : await behindSince(retention, sessions, horizon, closedTo);
  await database.run(`DELETE FROM ${catalog}.behind WHERE t < ${integer(since)}`);
};

/** Events behind are few: they stay as long as any session that may be open reaches back. */
const behindSince = async (
  { database, segments, listenerOf }: Retention,
  sessions: readonly Frame[],
  horizon: number,
  closedTo: number,
): Promise<number> => {
  const [any] = await database.rows(
    `SELECT min(t) AS first FROM ${catalog}.behind WHERE t < ${integer(horizon)}`,
  );
  if (any?.['first'] === null || any?.['first'] === undefined) return horizon;
  let since = horizon;
  const oldest = { table: 'behind', rows: 0, first: Number(any['first']), last: horizon };
  for (const frame of sessions) {
    const kept = keptSessions(frame, listenerOf(frame), [oldest], segments.all(), closedTo);
    const [row] = await database.rows(`SELECT min(since) AS since FROM (${kept})`);
    since = Math.min(since, Number(row?.['since'] ?? horizon));
  }
  return since;
};
