import type { Margin } from '../../charts/frame.ts';
import { timeLineGeometry, timeSteps } from '../../charts/time-line.ts';
import { rounded } from '../../charts/scale.ts';
import { formatAxis } from '../../format/value.ts';
import { el, type Markup } from '../../markup/markup.ts';
import type { WindowsReading } from '../../reading/windows.ts';
import { label, line, pageWidth, svg, type Width } from './svg.ts';

/** How many values are drawn. */
const steps: Readonly<Record<Width, number>> = { broad: 240, narrow: 80 };

/** The values of all windows over time, thinned to what the eye can tell apart. */
export const timeLineFigure = (
  { line: found, reading }: WindowsReading,
  kind: Width,
): Markup | undefined => {
  if (found === undefined) return undefined;
  const values = timeSteps(found.values, Math.min(steps[kind], found.values.length));
  const first = values[0];
  const last = found.values.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const size = { width: pageWidth[kind], height: 170 };
  const margin: Margin = { top: 12, right: 4, bottom: 26, left: 52 };
  const geometry = timeLineGeometry(values, size, margin, {
    whole: found.column.type === 'integer',
  });
  const { short } = reading.context.instants;
  return svg(
    size,
    kind,
    geometry.ticks.flatMap(({ value, at }) => [
      line({
        class: value === 0 ? 'axis' : 'grid',
        x1: margin.left,
        x2: size.width - margin.right,
        y1: at,
        y2: at,
      }),
      label(margin.left - 8, at + 4, formatAxis(found.column.unit, value), { anchor: 'end' }),
    ]),
    geometry.runs.map((run) =>
      run.length === 1
        ? line({
            class: 'line',
            x1: (run[0]?.[0] ?? 0) - 1,
            x2: (run[0]?.[0] ?? 0) + 1,
            y1: run[0]?.[1] ?? 0,
            y2: run[0]?.[1] ?? 0,
          })
        : el('polyline', {
            class: 'line',
            points: run.map(([x, y]) => `${rounded(x)},${rounded(y)}`).join(' '),
          }),
    ),
    label(margin.left, size.height - 7, short(first.at), { anchor: 'start' }),
    label(size.width - margin.right, size.height - 7, short(last.at), { anchor: 'end' }),
  );
};
