import { formatDuration } from '../../model/duration.ts';
import { sparkline } from '../charts/bars.ts';
import { timeSteps } from '../charts/time-line.ts';
import { formatInteger } from '../format/number.ts';
import type { Reading } from '../reading/reading.ts';
import { readWindows, type WindowsReading } from '../reading/windows.ts';
import type { Block } from './block.ts';
import { fitted, type Line, span } from '../format/line.ts';

const titleRoom = 20;

const windowLine = ({ reading, windows, last, line }: WindowsReading, width: number): Line => {
  const { title } = reading.table.analytic;
  const size = last === undefined ? '' : ` of ${formatDuration(last.end - last.start)}`;
  const words = `${formatInteger(windows)} windows${size}, ${formatInteger(reading.table.rows.length)} rows`;
  const used = titleRoom + 38;
  const room = Math.max(0, width - used - 2);
  const spark =
    line === undefined || room < 10
      ? ''
      : `  ${sparkline(timeSteps(line.values, Math.min(room, line.values.length)).map(({ value }) => value))}`;
  return [
    fitted(span(title), titleRoom),
    fitted(span(words, 'quiet'), Math.min(38, width - titleRoom)),
    span(spark, 'mark'),
  ];
};

/** One line for each table over windows: their rows are in the files. */
export const windowsBlock = (readings: readonly Reading[]): Block | undefined =>
  readings.length === 0
    ? undefined
    : {
        half: false,
        lines: (width) => [
          [span('Windows', 'strong')],
          ...readings.map(readWindows).map((found) => windowLine(found, width)),
        ],
      };
