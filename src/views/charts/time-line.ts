import { type Margin, type Size, type Tick, upAxis } from './frame.ts';
import { linear } from './scale.ts';

/** The value of one window, at its start (microseconds). */
export interface TimeValue {
  readonly at: number;
  readonly value: number | null;
}

/** Equal steps of time with the mean of the windows that start in each; null where none does. */
export const timeSteps = (values: readonly TimeValue[], count: number): readonly TimeValue[] => {
  if (values.length === 0) return [];
  const first = values.reduce((least, { at }) => Math.min(least, at), Number.POSITIVE_INFINITY);
  const last = values.reduce((most, { at }) => Math.max(most, at), Number.NEGATIVE_INFINITY);
  const width = Math.max(1, (last - first + 1) / count);
  const sums = Array.from(
    { length: Math.min(count, Math.ceil((last - first + 1) / width)) },
    () => ({ sum: 0, n: 0 }),
  );
  for (const { at, value } of values) {
    const step = sums[Math.min(sums.length - 1, Math.floor((at - first) / width))];
    if (value === null || step === undefined) continue;
    step.sum += value;
    step.n += 1;
  }
  return sums.map(({ sum, n }, index) => ({
    at: first + index * width,
    value: n === 0 ? null : sum / n,
  }));
};

export interface TimeLineGeometry extends Size {
  readonly margin: Margin;
  /** Runs of neighbouring steps with values, each a list of [x, y]. */
  readonly runs: readonly (readonly (readonly [number, number])[])[];
  readonly ticks: readonly Tick[];
  readonly base: number;
}

/** A line over time that breaks where there is no data. */
export const timeLineGeometry = (
  steps: readonly TimeValue[],
  size: Size,
  margin: Margin,
  { whole = true }: { readonly whole?: boolean } = {},
): TimeLineGeometry => {
  const largest = steps.reduce((most, { value }) => Math.max(most, value ?? 0), 0);
  const axis = upAxis(largest, size, margin, { count: 3, whole });
  const x = linear([0, Math.max(1, steps.length - 1)], [margin.left, size.width - margin.right]);
  const runs: (readonly [number, number])[][] = [];
  let open = false;
  for (const [index, { value }] of steps.entries()) {
    if (value === null) {
      open = false;
      continue;
    }
    if (!open) runs.push([]);
    open = true;
    runs.at(-1)?.push([x(index), axis.scale(value)]);
  }
  return { ...size, margin, runs, ticks: axis.ticks, base: axis.scale(0) };
};
