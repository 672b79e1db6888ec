import type { ExprNode } from '../../../model/expression.ts';
import type { SessionRows } from '../../../model/sessions.ts';
import { expressionsOf } from '../../../model/walk.ts';
import { type Frame, framesOf } from '../../../plan/frame.ts';
import type { Query, QueryContext } from '../../../plan/query.ts';
import { sessionsId } from '../../../plan/sessions-sql.ts';
import { groupRows, touchRows } from './groups.ts';
import { kindsOf, type Part } from './kinds.ts';
import { type Layout, layoutOf } from './layout.ts';
import { paneRecords } from './pane-records.ts';
import { endedRows, sessionInstant, sessionRows, sessionSetRows } from './session-rows.ts';
import { setRows } from './set-rows.ts';
import { type RowSet, rowSetsOf } from './sets.ts';
import { addKept, addWatched, fieldsIn, type StreamSource } from './source.ts';
import { type PlanBuilder, planBuilder, type StreamingPlan } from './streaming-plan.ts';

interface Parts {
  readonly plan: PlanBuilder;
  readonly watched: string;
  readonly frames: readonly Frame[];
  readonly sets: readonly RowSet[];
  readonly layout: Layout;
  readonly context: QueryContext;
  readonly delayUs: number;
}

/** The rows of sets over events. */
const eventRows = (parts: Parts): string => {
  const { plan, watched, frames, sets, layout, context, delayUs } = parts;
  const kinds = kindsOf(sets, context.zone);
  const inner = layoutOf(kinds.flatMap(({ targets }) => targets.map(({ set }) => set)));
  const fields = fieldsIn([
    ...kinds.flatMap((kind) => [
      ...kind.parts.flatMap(expressionsOfPart),
      ...(kind.where ? [kind.where] : []),
    ]),
    ...inner.additive.flatMap(expressionsOf),
  ]);
  const kept = addKept(plan, watched, 'kept', fields, frames, delayUs);
  const events = `(SELECT e.* FROM ${kept})`;
  const touches = plan.timed(
    'touches',
    touchRows(events, kinds, inner, context),
    'close_at',
    delayUs,
  );
  return setRows(groupRows(touches, kinds, inner), kinds, inner, layout);
};

/** The rows of sets over one kind of sessions. */
const rowsOverSessions = (
  { plan, watched, frames, sets, layout, context, delayUs }: Parts,
  over: SessionRows,
  number: number,
): string => {
  const id = sessionsId(over);
  const own = sets.filter(({ frame }) => frame.over !== undefined && sessionsId(frame.over) === id);
  const fields = fieldsIn([
    over.by,
    over.at,
    ...Object.values(over.aggregates).flatMap(expressionsOf),
  ]);
  const kept = addKept(plan, watched, `kept_${number}`, fields, frames, delayUs);
  const instants = `SELECT timestamp_micros(${sessionInstant(over, context)}) AS at, * FROM (SELECT e.* FROM ${kept})`;
  const events = plan.timed(`events_${number}`, instants, 'at', delayUs);
  const sessions = sessionRows(events, over, context);
  const ended = plan.timed(
    `ended_${number}`,
    endedRows(sessions, own, layout, context),
    'close_at',
    delayUs,
  );
  return sessionSetRows(ended, own, layout, context);
};

const expressionsOfPart = ({ of, where }: Part): readonly ExprNode[] =>
  where === undefined ? [of] : [of, where];

const sessionsIn = (frames: readonly Frame[]): readonly SessionRows[] => [
  ...new Map(
    frames.flatMap(({ over }) => (over === undefined ? [] : [[sessionsId(over), over] as const])),
  ).values(),
];

/**
 * The streaming query of all final panes of windowed queries, in append mode: one record per pane.
 * `prefix` begins the names of its views, which the session must not have for anything else.
 */
export const finalPanesPlan = (
  queries: readonly Query[],
  context: QueryContext,
  source: StreamSource,
  prefix: string,
): StreamingPlan => {
  const frames = framesOf(queries, context);
  const sets = rowSetsOf(frames);
  const layout = layoutOf(sets);
  const plan = planBuilder(prefix);
  const delayUs = source.watermarkDelayUs;
  const watched = addWatched(plan, source);
  const parts: Parts = { plan, watched, frames, sets, layout, context, delayUs };
  const all = [
    eventRows(parts),
    ...sessionsIn(frames).map((over, index) => rowsOverSessions(parts, over, index + 1)),
  ];
  const rows = plan.timed(
    'rows',
    all.map((one) => `(${one})`).join('\nUNION ALL\n'),
    'close_at',
    delayUs,
  );
  return plan.finish(paneRecords(`SELECT * FROM ${rows}`, sets, layout), 'append');
};
