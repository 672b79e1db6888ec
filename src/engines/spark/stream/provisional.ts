import { TonearmError } from '../../../error.ts';
import type { Query, QueryContext } from '../../../plan/query.ts';
import { openRecords } from './provisional-records.ts';
import { countedRows, openRows } from './provisional-rows.ts';
import { fieldsOfSets, provisionalSets } from './provisional-sets.ts';
import { addKept, addWatched, type StreamSource } from './source.ts';
import { planBuilder, type StreamingPlan } from './streaming-plan.ts';

/** The queries that have provisional panes: those over events, for sessions are refused in update mode. */
export const provisionalQueries = (queries: readonly Query[]): readonly Query[] =>
  queries.filter(({ window, analytic }) => window !== undefined && analytic.over === undefined);

/**
 * The streaming query of open windows, in update mode: a record for each row of a window that
 * changed, which `provisionalReader` of the same `run` joins to panes. `prefix` begins the names of its views.
 * @throws TonearmError INTERNAL where no query has provisional panes.
 */
export const provisionalPanesPlan = (
  queries: readonly Query[],
  context: QueryContext,
  source: StreamSource,
  prefix: string,
  run = '',
): StreamingPlan => {
  const found = provisionalSets(queries, context, run);
  const { sets, layout } = found;
  if (sets.length === 0) throw new TonearmError('INTERNAL', 'no query has provisional panes');
  const plan = planBuilder(prefix);
  const delayUs = source.watermarkDelayUs;
  const watched = addWatched(plan, source);
  const frames = [...new Set(sets.map(({ frame }) => frame))];
  const kept = addKept(plan, watched, 'kept', fieldsOfSets(sets), frames, delayUs);
  const counted = plan.timed(
    'counted',
    countedRows(`(SELECT e.* FROM ${kept})`, sets, layout, context),
    'close_at',
    delayUs,
  );
  return plan.finish(openRecords(openRows(counted, sets, layout), found), 'update');
};
