import { actions } from '../event/event.ts';
import { dictTable, factsTable, keyColumn, type Physical } from '../plan/physical.ts';
import type { Estimate } from '../plan/cubes.ts';
import { alias, type Relation } from '../plan/relation.ts';
import type { Slot } from '../plan/slot.ts';
import * as sql from '../sql/expression.ts';
import { type Bound, printSelect, type Statement } from '../sql/print.ts';
import type { Connection } from './connection.ts';
import type { Span } from './event-store.ts';
import type { QueryHost } from './query-host.ts';

const sampleRows = 16_000;

/** Where even all combinations are fewer than this part of the events, they need no closer look. */
const fewPart = 10;

/** What bounds the numbers of groups: keys of each dictionary, and how long the events last. */
interface Bounds {
  readonly sizes: readonly number[];
  readonly spanUs: number;
}

/** A set of slots whose groups are counted, and the column by which events are picked for it. */
interface Sampled {
  readonly index: number;
  readonly slots: readonly Slot[];
  readonly column: string;
}

/** The most groups that a slot alone can make. */
const mostOf = (slot: Slot, { sizes, spanUs }: Bounds, rows: number): number => {
  switch (slot.kind) {
    case 'key':
      return sizes[slot.group] ?? rows;
    case 'action':
      return actions.length;
    case 'time':
      return Math.floor(spanUs / slot.widthUs) + 2;
    case 'expr':
      return rows;
  }
};

/** The key with the largest dictionary among the slots, else the time. */
const sampledBy = (slots: readonly Slot[], { sizes }: Bounds): string => {
  let largest = { column: 't', size: 0 };
  for (const slot of slots) {
    if (slot.kind !== 'key') continue;
    const size = sizes[slot.group] ?? 0;
    if (size > largest.size) largest = { column: keyColumn(slot.group), size };
  }
  return largest.column;
};

/**
 * Estimates how many groups slots make, from the events of a part of the keys: of all keys of
 * the largest dictionary among the slots, every m-th, with all their events. A group
 * belongs to one key, so that m times the groups of the part is a fair guess.
 */
export const createEstimate = <C extends Connection>(
  host: QueryHost<C>,
  physical: Physical,
  facts: Relation,
  span: Pick<Span, 'first' | 'last'> | undefined,
): Estimate => {
  const [database] = host.connections;
  const { rows } = facts;
  const groups = [...physical.groups.keys()];
  const columns = ['t', 'action', 'played', 'duration', ...groups.map(keyColumn)].join(', ');
  const part = Math.max(1, Math.floor(rows / sampleRows));
  const samples = new Map<string, string>();
  let known: Bounds | undefined;

  const findBounds = async (): Promise<Bounds> => {
    const sizes = groups.map((group) => `(SELECT count(*) FROM ${dictTable(group)}) AS n${group}`);
    const [row] = await database.rows(`SELECT ${sizes.join(', ')}`);
    return {
      sizes: groups.map((group) => Number(row?.[`n${group}`] ?? 0)),
      spanUs: span === undefined ? 0 : span.last - span.first,
    };
  };

  const isPicked = (column: string): string => `${column} % ${BigInt(part)} = 0`;

  /** Fills a table with the events that any of the columns picks. */
  const fillSample = async (picked: readonly string[]): Promise<string> => {
    const table = `sample_${picked.join('_')}`;
    const text = `SELECT ${columns} FROM ${factsTable} WHERE ${picked.map(isPicked).join(' OR ')}`;
    await host.fill(database, table, { sql: text, values: [] });
    for (const column of picked) samples.set(column, table);
    return table;
  };

  /** Keys of which one in `part` are some; they share a sample, so that events are read once. */
  const sampledKeys = ({ sizes }: Bounds): readonly string[] =>
    groups.filter((group) => (sizes[group] ?? 0) >= part).map(keyColumn);

  const sampleOf = async (column: string, bounds: Bounds): Promise<string> => {
    const filled = samples.get(column);
    if (filled !== undefined) return filled;
    const shared = sampledKeys(bounds);
    return fillSample(shared.includes(column) ? shared : [column]);
  };

  /** The statement that counts the groups of one set of slots, with placeholders behind `bound` others. */
  const counting = ({ slots, column }: Sampled, table: string, bound: number): Statement =>
    printSelect(
      {
        distinct: true,
        columns: slots.map((slot, index) => ({ expr: facts.slot(slot), as: `s${index}` })),
        from: { table, as: alias },
        joins: facts.joins({ slots, aggregates: [], where: undefined, late: false }),
        where: sql.binary(
          sql.call('mod', sql.column(column, alias), sql.integer(part)),
          '=',
          sql.integer(0),
        ),
      },
      {
        ...host.dialect,
        placeholder: (position, value) => host.dialect.placeholder(bound + position, value),
      },
    );

  /** Counts the groups of several sets in their samples, in one statement: by their index. */
  const countAll = async (
    sets: readonly Sampled[],
    bounds: Bounds,
  ): Promise<ReadonlyMap<number, number>> => {
    const values: Bound[] = [];
    const parts: string[] = [];
    for (const set of sets) {
      const { index, column } = set;
      const statement = counting(set, await sampleOf(column, bounds), values.length);
      values.push(...statement.values);
      parts.push(
        `SELECT ${BigInt(index)} AS i, count(*) AS n FROM (${statement.sql}) AS g${index}`,
      );
    }
    if (parts.length === 0) return new Map();
    const counted = await database.rows({ sql: parts.join('\nUNION ALL\n'), values });
    return new Map(counted.map((row) => [Number(row['i']), Number(row['n'])]));
  };

  return async (sets) => {
    const bounds = (known ??= await findBounds());
    const most = sets.map((slots) =>
      slots.reduce((product, slot) => product * mostOf(slot, bounds, rows), 1),
    );
    const sampled = sets.flatMap((slots, index): readonly Sampled[] =>
      slots.length <= 1 || (most[index] ?? 0) <= rows / fewPart
        ? []
        : [{ index, slots, column: sampledBy(slots, bounds) }],
    );
    const counted = await countAll(sampled, bounds);
    const factors = new Map(sampled.map(({ index, column }) => [index, column === 't' ? 1 : part]));
    return most.map((number, index) =>
      Math.min(rows, number, (counted.get(index) ?? number) * (factors.get(index) ?? 1)),
    );
  };
};
