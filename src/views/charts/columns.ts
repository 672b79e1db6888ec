import { type AxisOptions, type Margin, type Size, type Tick, upAxis } from './frame.ts';
import { bands } from './scale.ts';

interface ColumnMark {
  /** Which value it stands for. */
  readonly index: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface ColumnsGeometry extends Size {
  readonly margin: Margin;
  readonly marks: readonly ColumnMark[];
  readonly ticks: readonly Tick[];
  /** The place of zero. */
  readonly base: number;
}

/**
 * Upright bars side by side in the order of the values: a day's profile, or a histogram.
 * `gap` is the part of each step that stays empty.
 */
export const columnsGeometry = (
  values: readonly (number | null)[],
  size: Size,
  margin: Margin,
  { gap = 0.2, ...axisOptions }: { readonly gap?: number } & AxisOptions = {},
): ColumnsGeometry => {
  const largest = values.reduce<number>((most, value) => Math.max(most, value ?? 0), 0);
  const axis = upAxis(largest, size, margin, axisOptions);
  const base = axis.scale(0);
  const marks = bands(values.length, [margin.left, size.width - margin.right], gap).map(
    ({ start, width }, index) => {
      const y = axis.scale(Math.max(0, values[index] ?? 0));
      return { index, x: start, width, y, height: base - y };
    },
  );
  return { ...size, margin, marks, ticks: axis.ticks, base };
};
