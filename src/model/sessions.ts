import type { Aggregate, TypedAggregate } from './aggregate.ts';
import { column, type Expr, type ExprNode } from './expression.ts';
import type { SettingName } from './settings.ts';

/**
 * The second level: events of one listener that follow each other closely become one session row,
 * with the listener, start, end and duration, and one column per aggregate over its events.
 */
export interface SessionRows {
  /** Whose events belong together. */
  readonly by: ExprNode;
  /** When the events happened. */
  readonly at: ExprNode;
  /** Longest pause inside a session, in microseconds; exactly this long still joins. */
  readonly gap: SettingName;
  readonly aggregates: Readonly<Record<string, Aggregate>>;
}

/** Session rows with their columns as typed expressions. */
export interface Sessions<C extends string> extends SessionRows {
  readonly columns: Readonly<Record<C, Expr<'integer', 'session'>>> & SessionColumns;
}

interface SessionColumns {
  readonly user_id: Expr<'text', 'session'>;
  readonly started_at: Expr<'instant', 'session'>;
  readonly ended_at: Expr<'instant', 'session'>;
  /** Last minus first event time, cut to whole milliseconds. */
  readonly duration_ms: Expr<'integer', 'session'>;
}

/** The columns that every session has by itself. */
const ownColumns: SessionColumns = Object.freeze({
  user_id: column('text', 'session', 'user_id'),
  started_at: column('instant', 'session', 'started_at'),
  ended_at: column('instant', 'session', 'ended_at'),
  duration_ms: column('integer', 'session', 'duration_ms'),
});

/** Cuts events into sessions; `aggregates` names what is counted in each (integers only). */
export const sessionsOf = <C extends string>(definition: {
  readonly by: Expr<'text', 'event'>;
  readonly at: Expr<'instant', 'event'>;
  readonly gap: SettingName;
  readonly aggregates: Readonly<Record<C, TypedAggregate<'integer', 'event'>>>;
}): Sessions<C> => {
  const names = Object.keys(definition.aggregates) as C[];
  const own = Object.fromEntries(
    names.map((name) => [name, column('integer', 'session', name)]),
  ) as Record<C, Expr<'integer', 'session'>>;
  const aggregates = Object.fromEntries(
    names.map((name) => [name, definition.aggregates[name].aggregate]),
  ) as Record<C, Aggregate>;
  return Object.freeze({
    by: definition.by.node,
    at: definition.at.node,
    gap: definition.gap,
    aggregates: Object.freeze(aggregates),
    columns: Object.freeze({ ...own, ...ownColumns }),
  });
};
