import type { QueryContext } from '../../../plan/query.ts';
import { eventText, whereTrue } from './expression-text.ts';
import type { Kind, Part } from './kinds.ts';
import { combine, type Layout, noText, numbered } from './layout.ts';
import type { Additive } from './sets.ts';
import { windowStructs } from './window-structs.ts';

type Text = (node: NonNullable<Part['where']>) => string;

/** What one row brings to a sum, a smallest or a largest, in SQL. */
export const brought = (one: Additive, text: Text): string => {
  const where = one.where && text(one.where);
  if (one.fn === 'count') return where === undefined ? '1L' : `IF(${where}, 1L, 0L)`;
  return whereTrue(`CAST(${text(one.of)} AS BIGINT)`, where);
};

const partText = ({ of, where }: Part, text: Text): string =>
  whereTrue(`CAST(${text(of)} AS STRING)`, where && text(where));

/**
 * A row for each struct that an event has (SQL over a view of events; null: none), with what the
 * event brings to the sums of the layout, `a1`, ….
 */
export const explodedRows = (
  events: string,
  structs: readonly string[],
  layout: Layout,
  text: Text,
): string => {
  const values = layout.additive.map((one, index) => `${brought(one, text)} AS a${index + 1}`);
  const names = numbered('a', layout.additive.length);
  return `
SELECT ${['x.*', ...names].join(', ')} FROM (
  SELECT ${[...values, `explode(array(\n    ${structs.join(',\n    ')})) AS x`].join(',\n    ')}
  FROM ${events})
WHERE x IS NOT NULL`;
};

const widthOf = (kinds: readonly Kind[]): number =>
  Math.max(0, ...kinds.map(({ parts }) => parts.length));

/**
 * A row for each group that an event belongs to (SQL over a view of events, `event_time` in
 * microseconds): `close_at`, `s` (the kind), its parts as `k1`, …, and what the event brings, `a1`, ….
 */
export const touchRows = (
  events: string,
  kinds: readonly Kind[],
  layout: Layout,
  context: QueryContext,
): string => {
  const text = eventText(context);
  const structs = kinds.flatMap((kind) =>
    windowStructs(
      kind.frame,
      'event_time',
      [
        `'s', ${kind.id}`,
        ...numbered('k', widthOf(kinds)).map((name, index) => {
          const part = kind.parts[index];
          return `'${name}', ${part === undefined ? noText : partText(part, text)}`;
        }),
      ],
      kind.where && text(kind.where),
    ),
  );
  return explodedRows(events, structs, layout, text);
};

/** The groups of those rows: the state of open windows. All buffers have a fixed width, so that Spark hashes. */
export const groupRows = (touches: string, kinds: readonly Kind[], layout: Layout): string => {
  const columns = ['close_at', 's', ...numbered('k', widthOf(kinds))].join(', ');
  const sums = layout.additive.map(
    (one, index) => `${combine(one, `a${index + 1}`)} AS a${index + 1}`,
  );
  return `SELECT ${[columns, ...sums].join(', ')} FROM ${touches} GROUP BY ${columns}`;
};
