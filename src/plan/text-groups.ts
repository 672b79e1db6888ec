import { TonearmError } from '../error.ts';
import { eventFields } from '../event/event.ts';
import type { TextField } from '../intake/layout.ts';
import type { Analytic } from '../model/analytic.ts';
import { columnsIn, eventExpressions } from '../model/walk.ts';

const properties: Readonly<Record<string, object>> = eventFields;

const isText = (name: string): name is TextField =>
  name !== 'event_time' &&
  name !== 'action' &&
  name in properties &&
  !(
    'type' in (properties[name] ?? {}) && (properties[name] as { type?: string }).type === 'integer'
  );

const mentioned = (analytic: Analytic): readonly string[] =>
  eventExpressions(analytic).flatMap(columnsIn);

const checked = (analytic: Analytic): readonly TextField[] => {
  const names = mentioned(analytic);
  const unknown = names.find((name) => !(name in properties) || name === 'event_id');
  if (unknown !== undefined) {
    throw new TonearmError('ANALYTIC_INVALID', `analytic "${analytic.name}" reads "${unknown}"`, {
      facts: { analytic: analytic.name, field: unknown },
      hint:
        unknown === 'event_id'
          ? 'every event counts once, so count events instead of ids'
          : `fields of an event are ${Object.keys(properties).join(', ')}`,
    });
  }
  return names.filter(isText);
};

/** Fields that one dimension shows together: its combinations become the keys of one dictionary. */
const together = (analytic: Analytic): readonly (readonly TextField[])[] =>
  analytic.over === undefined
    ? analytic.by.map((dimension) =>
        dimension.columns
          .flatMap((column) => (column.role === 'attribute' ? [] : columnsIn(column.expr.node)))
          .filter(isText),
      )
    : [];

/**
 * The text fields that the analytics read, in groups: fields of one dimension (a song with its
 * labels, a country with its city) share a dictionary, so that an event holds one integer for them.
 * @throws TonearmError ANALYTIC_INVALID for a field that events do not have.
 */
export const textGroups = (analytics: readonly Analytic[]): readonly (readonly TextField[])[] => {
  const sets = [
    ...analytics.flatMap(together),
    ...analytics.flatMap(checked).map((field) => [field]),
  ];
  const groups = sets.reduce<readonly (readonly TextField[])[]>((merged, set) => {
    if (set.length === 0) return merged;
    const touched = merged.filter((group) => group.some((field) => set.includes(field)));
    const apart = merged.filter((group) => !touched.includes(group));
    return [...apart, [...new Set([...touched.flat(), ...set])]];
  }, []);
  const order = Object.keys(properties);
  const place = (field: TextField): number => order.indexOf(field);
  return groups
    .map((group) => [...group].sort((left, right) => place(left) - place(right)))
    .sort((left, right) => place(left[0] ?? 'user_id') - place(right[0] ?? 'user_id'));
};
