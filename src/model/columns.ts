import type { Analytic } from './analytic.ts';
import type { Need, Unit } from './measure.ts';

/** The type of a cell; instants are integers of microseconds since 1970. */
export type ColumnType = 'text' | 'integer' | 'real' | 'instant';

/** A column of a result, with all that a reader, a manifest or a heading needs. */
export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  readonly unit: Unit;
  readonly title: string;
  readonly description: string;
  readonly needs: Need | undefined;
  readonly role: 'window' | 'rank' | 'key' | 'label' | 'attribute' | 'measure';
}

const plain = { needs: undefined } as const;

const windowColumns: readonly Column[] = [
  {
    ...plain,
    role: 'window',
    name: 'window_start',
    type: 'instant',
    unit: 'time',
    title: 'Window start',
    description: 'first instant of the window',
  },
  {
    ...plain,
    role: 'window',
    name: 'window_end',
    type: 'instant',
    unit: 'time',
    title: 'Window end',
    description: 'first instant after the window',
  },
];

const rankColumn: Column = {
  ...plain,
  role: 'rank',
  name: 'rank',
  type: 'integer',
  unit: 'rank',
  title: 'Rank',
  description: 'place in the order of the table, from 1',
};

/** The columns of the analytic's table, in order; with windows, `window_start` and `window_end` in front. */
export const resultColumns = (
  analytic: Pick<Analytic, 'by' | 'measures' | 'ranked'>,
  scope: 'table' | 'window' = 'table',
): readonly Column[] => [
  ...(scope === 'window' ? windowColumns : []),
  ...(analytic.ranked ? [rankColumn] : []),
  ...analytic.by.flatMap((dimension) =>
    dimension.columns.map((column): Column => {
      const type =
        column.role === 'attribute'
          ? column.type
          : column.expr.type === 'text'
            ? 'text'
            : 'integer';
      return {
        ...plain,
        role: column.role,
        name: column.name,
        type,
        unit: column.name.endsWith('_ms') ? 'milliseconds' : 'name',
        title: column.title,
        description: column.description,
      };
    }),
  ),
  ...analytic.measures.map((measure): Column => ({
    role: 'measure',
    name: measure.name,
    type: measure.type,
    unit: measure.unit,
    title: measure.title,
    description: measure.description,
    needs: measure.needs,
  })),
];

/** The name of an analytic's result: `<name>`, or `<name>_windowed` for the form in windows. */
export const tableName = (analytic: Pick<Analytic, 'name'>, scope: 'table' | 'window'): string =>
  scope === 'table' ? analytic.name : `${analytic.name}_windowed`;
