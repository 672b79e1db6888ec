import { createHash } from 'node:crypto';
import { expressionsOf } from '../../../model/walk.ts';
import { framesOf } from '../../../plan/frame.ts';
import type { Query, QueryContext } from '../../../plan/query.ts';
import { uniqueAggregates } from '../../../plan/relation.ts';
import { countOfRows, type Layout, layoutOf } from './layout.ts';
import { isSketched } from './provisional-sketch.ts';
import { type RowSet, rowSetsOf } from './sets.ts';
import { fieldsIn } from './source.ts';

/** A query with the rows of its panes and the row of its whole windows. */
export interface ProvisionalAnswer {
  readonly query: Query;
  readonly set: RowSet;
  readonly whole: RowSet;
}

/** What the streaming query of open windows groups by, and how its reader finds that again. */
export interface ProvisionalSets {
  /** Each by its number; queries with the same keys in the same windows share one. */
  readonly sets: readonly RowSet[];
  readonly answers: readonly ProvisionalAnswer[];
  readonly layout: Layout;
  /** Stands in every record: what was written for other definitions or settings is not mixed in. */
  readonly mark: string;
}

const groupId = ({ frame, keys }: RowSet): string => JSON.stringify([frame.window, keys]);

const merged = (members: readonly RowSet[], id: number, context: QueryContext): RowSet[] =>
  members.slice(0, 1).map((first) => ({
    ...first,
    id,
    query: members.find(({ query }) => query !== undefined)?.query,
    texts: uniqueAggregates(members.flatMap(({ texts }) => texts)),
    additive: uniqueAggregates([
      ...members.flatMap(({ additive }) => additive),
      // Every row tells its events: of the whole window they number its revisions.
      countOfRows,
    ]),
    spread: uniqueAggregates(
      members.flatMap((set) => set.spread.filter((one) => isSketched(set, one, context.zone))),
    ),
  }));

/** The fields of events that the sets read, the event time among them. */
export const fieldsOfSets = (sets: readonly RowSet[]): readonly string[] =>
  fieldsIn(
    sets.flatMap(({ keys, texts, additive, spread }) => [
      ...keys.map(({ node }) => node),
      ...[...texts, ...additive, ...spread].flatMap(expressionsOf),
    ]),
  );

const markOf = (
  sets: readonly RowSet[],
  { additive }: Layout,
  context: QueryContext,
  run: string,
): string => {
  const meaning = sets.map(({ frame, query, keys, texts, spread }) => [
    query?.analytic.name,
    frame.window,
    keys,
    texts,
    spread,
  ]);
  const all = JSON.stringify([1, run, meaning, additive, context.settings, context.zone.timeZone]);
  return createHash('sha256').update(all).digest('hex').slice(0, 16);
};

/** The sets of the windowed queries over events; those over sessions have no provisional panes. */
export const provisionalSets = (
  queries: readonly Query[],
  context: QueryContext,
  /** What else rows depend on: those of another are not mixed in. */
  run = '',
): ProvisionalSets => {
  const all = rowSetsOf(framesOf(queries, context).filter(({ over }) => over === undefined));
  const sets = [...new Set(all.map(groupId))].flatMap((group, id) =>
    merged(
      all.filter((one) => groupId(one) === group),
      id,
      context,
    ),
  );
  const setOf = (one: RowSet): RowSet | undefined =>
    sets.find((set) => groupId(set) === groupId(one));
  const answers = all.flatMap((one): ProvisionalAnswer[] => {
    const whole = all.find(({ frame, query }) => frame === one.frame && query === undefined);
    const [set, wholeSet] = [setOf(one), whole && setOf(whole)];
    return one.query === undefined || set === undefined || wholeSet === undefined
      ? []
      : [{ query: one.query, set, whole: wholeSet }];
  });
  const layout = layoutOf(sets);
  return { sets, answers, layout, mark: markOf(sets, layout, context, run) };
};
