import { compareNullLast } from '../../model/compare.ts';
import type { SessionRows } from '../../model/sessions.ts';
import type { QueryContext } from '../../plan/query.ts';
import { aggregator } from './aggregate.ts';
import { cellEvaluator, type Fields } from '../../plan/evaluate.ts';

interface Timed {
  readonly user: string | number | null;
  readonly at: number;
  readonly row: Fields;
}

/** Runs of one user's events in which each follows the one before by at most the gap. */
const runsOf = (events: readonly Timed[], gapUs: number): readonly (readonly Timed[])[] => {
  const runs: Timed[][] = [];
  let previous: Timed | undefined;
  for (const event of events) {
    const joins =
      previous !== undefined && previous.user === event.user && event.at - previous.at <= gapUs;
    if (joins) runs.at(-1)?.push(event);
    else runs.push([event]);
    previous = event;
  }
  return runs;
};

/** Makes the function that gives the row of a session from its events, which are by time. */
const sessionRowOf = (over: SessionRows, context: QueryContext) => {
  const aggregates = Object.entries(over.aggregates).map(
    ([name, aggregate]) => [name, aggregator(aggregate, context)] as const,
  );
  return (run: readonly Timed[]): Fields => {
    const rows = run.map((event) => event.row);
    const startedAt = run[0]?.at ?? 0;
    const endedAt = run.at(-1)?.at ?? 0;
    return {
      ...Object.fromEntries(aggregates.map(([name, of]) => [name, of(rows)])),
      user_id: run[0]?.user ?? null,
      started_at: startedAt,
      ended_at: endedAt,
      duration_ms: Math.floor((endedAt - startedAt) / 1000),
    };
  };
};

/** Session rows of event rows, by user and time. */
export const sessionsOf = (
  over: SessionRows,
  events: readonly Fields[],
  context: QueryContext,
): readonly Fields[] => {
  const userOf = cellEvaluator(over.by, context);
  const timeOf = cellEvaluator(over.at, context);
  const timed = events
    .map((row): Timed => ({ user: userOf(row), at: Number(timeOf(row)), row }))
    .sort((a, b) => compareNullLast(a.user, b.user) || a.at - b.at);
  return runsOf(timed, context.settings[over.gap]).map(sessionRowOf(over, context));
};
