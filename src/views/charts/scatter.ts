import type { Box } from './box.ts';
import type { Margin, Size, Tick } from './frame.ts';
import { placeLabels } from './place-labels.ts';
import { linear, radius } from './scale.ts';
import { fitText, textWidth } from './text-width.ts';
import { ticks } from './ticks.ts';

/** One row of the table as a point. */
export interface ScatterPoint {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly label: string;
}

interface ScatterDot {
  readonly index: number;
  readonly x: number;
  readonly y: number;
  readonly r: number;
}

interface ScatterLabel extends Box {
  readonly index: number;
  readonly text: string;
}

export interface ScatterGeometry extends Size {
  readonly margin: Margin;
  /** The largest first, so that small dots lie on top. */
  readonly dots: readonly ScatterDot[];
  readonly labels: readonly ScatterLabel[];
  readonly xTicks: readonly Tick[];
  readonly yTicks: readonly Tick[];
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? 0;

/** Indexes of the points by how far they stand out: extremes of x, y and size, then by distance. */
export const outliers = (points: readonly ScatterPoint[]): readonly number[] => {
  const axes = (['x', 'y'] as const).map((axis) => {
    const values = points.map((point) => point[axis]);
    const spread = Math.max(...values) - Math.min(...values);
    return { axis, middle: median(values), spread: spread > 0 ? spread : 1 };
  });
  const distance = (point: ScatterPoint): number =>
    Math.hypot(...axes.map(({ axis, middle, spread }) => (point[axis] - middle) / spread));
  const by = (of: (point: ScatterPoint) => number): readonly number[] =>
    points
      .map((point, index) => ({ index, value: of(point) }))
      .toSorted((a, b) => b.value - a.value || a.index - b.index)
      .map(({ index }) => index);
  const extremes = [
    by((p) => p.x),
    by((p) => -p.x),
    by((p) => p.size),
    by((p) => p.y),
    by((p) => -p.y),
  ].flatMap((order) => order.slice(0, 1));
  return [...new Set([...extremes, ...by(distance)])];
};

export interface ScatterOptions {
  readonly fontSize: number;
  readonly largestRadius: number;
  readonly labelCount: number;
  readonly labelRoom: number;
  readonly tickCount: number;
}

/** Dots sized by area, axes over the data, and labels for what stands out where they fit. */
export const scatterGeometry = (
  points: readonly ScatterPoint[],
  size: Size,
  margin: Margin,
  { fontSize, largestRadius, labelCount, labelRoom, tickCount }: ScatterOptions,
): ScatterGeometry => {
  if (points.length === 0) return { ...size, margin, dots: [], labels: [], xTicks: [], yTicks: [] };
  const axis = (
    values: readonly number[],
    range: readonly [number, number],
    count: number,
  ): { readonly at: (value: number) => number; readonly ticks: readonly Tick[] } => {
    const marks = ticks(Math.min(...values), Math.max(...values), count);
    const at = linear([marks[0] ?? 0, marks.at(-1) ?? 1], range);
    return { at, ticks: marks.map((value) => ({ value, at: at(value) })) };
  };
  const x = axis(
    points.map((p) => p.x),
    [margin.left, size.width - margin.right],
    tickCount,
  );
  const y = axis(
    points.map((p) => p.y),
    [size.height - margin.bottom, margin.top],
    tickCount,
  );
  const r = radius(Math.max(...points.map((p) => p.size)), largestRadius, 2.5);
  const dots = points.map((p, index) => ({ index, x: x.at(p.x), y: y.at(p.y), r: r(p.size) }));
  const wanted = outliers(points)
    .slice(0, labelCount * 3)
    .flatMap((index) => {
      const dot = dots[index];
      const point = points[index];
      if (dot === undefined || point === undefined) return [];
      const text = fitText(point.label, labelRoom, fontSize);
      return [{ ...dot, text, width: textWidth(text, fontSize), height: fontSize * 1.25 }];
    });
  const frame = {
    x: margin.left,
    y: 0,
    width: size.width - margin.left,
    height: size.height - margin.bottom,
  };
  const obstacles = dots.map((dot) => ({
    x: dot.x - dot.r,
    y: dot.y - dot.r,
    width: dot.r * 2,
    height: dot.r * 2,
  }));
  const labels = placeLabels(wanted, obstacles, frame)
    .flatMap((box, at) => {
      const label = wanted[at];
      return box === undefined || label === undefined
        ? []
        : [{ ...box, index: label.index, text: label.text }];
    })
    .slice(0, labelCount);
  return {
    ...size,
    margin,
    dots: dots.toSorted((a, b) => b.r - a.r || a.index - b.index),
    labels,
    xTicks: x.ticks,
    yTicks: y.ticks,
  };
};
