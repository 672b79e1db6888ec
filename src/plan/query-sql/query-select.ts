import { finalStep } from './final-step.ts';
import type { Select } from '../../sql/select.ts';
import type { Need, Relation } from '../relation.ts';
import { isLate, type Shape } from '../shape.ts';
import { baseStep, totalsStep } from './base-step.ts';
import { spreadName, totalSpreadName } from './names.ts';
import { pickedStep } from './picked-step.ts';
import { spreadStep } from './spread-step.ts';

export type Choose = (need: Need) => Relation;

/**
 * The SQL of one query over the relations that `choose` names. Its columns are `window_start`
 * (with windows), keys, labels and measures by name; rows are in the order of the result.
 */
export const querySelect = (shape: Shape, choose: Choose): Select => {
  const indexes = shape.spread.map((_, index) => index);
  const ordering = indexes.filter((index) => {
    const spread = shape.spread[index];
    return spread !== undefined && !isLate({ ...shape.query, limit: 1 }, spread.aggregate);
  });
  const late = indexes.filter((index) => !ordering.includes(index));
  const cut = shape.query.limit !== undefined || shape.query.threshold !== undefined;
  const step = (index: number, picked: boolean) => {
    const spread = shape.spread[index];
    if (spread === undefined) return [];
    return [
      { name: spreadName(index), select: spreadStep(shape, spread, choose(spread.need), picked) },
    ];
  };
  return {
    with: [
      { name: 'base', select: baseStep(shape, choose(shape.baseNeed)) },
      ...(shape.totals.length > 0
        ? [{ name: 'totals', select: totalsStep(shape, choose(shape.totalsNeed)) }]
        : []),
      ...shape.totalSpread.map((spread, index) => ({
        name: totalSpreadName(index),
        select: spreadStep({ ...shape, keys: [] }, spread, choose(spread.need), false),
      })),
      ...ordering.flatMap((index) => step(index, false)),
      { name: 'picked', select: pickedStep(shape, ordering) },
      ...late.flatMap((index) => step(index, cut)),
    ],
    ...finalStep(shape, late),
  };
};
