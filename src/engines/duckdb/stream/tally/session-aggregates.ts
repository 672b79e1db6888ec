import type { Value } from '../../../../model/aggregates/function.ts';
import type { SessionRows } from '../../../../model/sessions.ts';
import type { Window } from '../../../../model/window.ts';
import type { Fields } from '../../../../plan/evaluate.ts';
import { type Running, runningOf } from './running.ts';
import type { ContextFor } from './tally.ts';

/** What is counted in each session, as partials in the order of the definition. */
export interface SessionAggregates {
  zero(): unknown[];
  /** Takes in an event of this time. */
  add(partials: unknown[], row: Fields, time: number): void;
  /** Takes in the partials of another session. */
  combine(partials: unknown[], others: readonly unknown[]): void;
  values(partials: readonly unknown[]): Readonly<Record<string, Value>>;
}

export const createSessionAggregates = (
  { aggregates }: SessionRows,
  { slideUs }: Window,
  contextFor: ContextFor,
): SessionAggregates => {
  const named = Object.entries(aggregates);
  let bucket = 0;

  const runningsAt = (start: number): readonly Running[] => {
    const context = contextFor(start, start + slideUs);
    return named.map(([, aggregate]) => runningOf(aggregate, context));
  };
  let runnings = runningsAt(0);

  return {
    zero: () => runnings.map((running) => running.zero()),
    add(partials, row, time) {
      const wanted = Math.floor(time / slideUs);
      if (wanted !== bucket) {
        bucket = wanted;
        runnings = runningsAt(wanted * slideUs);
      }
      for (const [index, running] of runnings.entries()) {
        partials[index] = running.add(partials[index], row);
      }
    },
    combine(partials, others) {
      for (const [index, running] of runnings.entries()) {
        partials[index] = running.combine(partials[index], others[index]);
      }
    },
    values: (partials) =>
      Object.fromEntries(
        named.map(([name], index) => [name, runnings[index]?.finish(partials[index]) ?? null]),
      ),
  };
};
