import { linear, type Scale } from './scale.ts';
import { ticks } from './ticks.ts';

/** Room around the marks of a chart, in pixels. */
export interface Margin {
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A mark on an axis: its value and its place. */
export interface Tick {
  readonly value: number;
  readonly at: number;
}

export interface ValueAxis {
  readonly scale: Scale;
  readonly ticks: readonly Tick[];
}

export interface AxisOptions {
  /** About how many steps. */
  readonly count?: number;
  /** Ticks at whole numbers only. */
  readonly whole?: boolean;
  /** Ends at the largest value, without ticks: for marks that carry their values. */
  readonly bare?: boolean;
}

/** An axis from 0 to a round value not below the largest, upwards on the page. */
export const upAxis = (
  largest: number,
  { height }: Size,
  margin: Margin,
  { count = 4, whole = true, bare = false }: AxisOptions = {},
): ValueAxis => {
  if (bare) {
    return {
      ticks: [],
      scale: linear([0, largest > 0 ? largest : 1], [height - margin.bottom, margin.top]),
    };
  }
  const values = ticks(0, Math.max(0, largest), count, whole);
  const scale = linear([0, values.at(-1) ?? 1], [height - margin.bottom, margin.top]);
  return { scale, ticks: values.map((value) => ({ value, at: scale(value) })) };
};
