import type { Margin, Size } from './frame.ts';
import { bands } from './scale.ts';
import { type Shades, shades } from './shades.ts';

/** One value of the grid; `column` and `row` count from 0. */
export interface GridValue {
  readonly column: number;
  readonly row: number;
  readonly value: number | null;
}

interface HeatCell extends GridValue {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** 0 for nothing, else 1 to the number of shades; null for no data. */
  readonly shade: number | null;
}

export interface HeatMapGeometry extends Size {
  readonly margin: Margin;
  readonly cells: readonly HeatCell[];
  /** Centres of columns and rows. */
  readonly columns: readonly number[];
  readonly rows: readonly number[];
  readonly shades: Shades;
}

/** A grid of cells; places without a value are cells without data. */
export const heatMapGeometry = (
  values: readonly GridValue[],
  shape: { readonly columns: number; readonly rows: number },
  size: Size,
  margin: Margin,
  { shadeCount = 6, whole = true }: { readonly shadeCount?: number; readonly whole?: boolean } = {},
): HeatMapGeometry => {
  const across = bands(shape.columns, [margin.left, size.width - margin.right], 0.08);
  const down = bands(shape.rows, [margin.top, size.height - margin.bottom], 0.08);
  const found = new Map(values.map((one) => [one.row * shape.columns + one.column, one.value]));
  const scale = shades(
    values.map(({ value }) => value),
    shadeCount,
    whole,
  );
  const cells = down.flatMap((band, row) =>
    across.map((step, column) => {
      const value = found.get(row * shape.columns + column) ?? null;
      const shade = value === null ? null : scale.of(value);
      return {
        column,
        row,
        value,
        shade,
        x: step.start,
        y: band.start,
        width: step.width,
        height: band.width,
      };
    }),
  );
  const middle = ({ start, width }: { readonly start: number; readonly width: number }): number =>
    start + width / 2;
  return {
    ...size,
    margin,
    cells,
    columns: across.map(middle),
    rows: down.map(middle),
    shades: scale,
  };
};
