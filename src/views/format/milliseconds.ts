import { formatInteger, formatReal, joined } from './number.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

const part = (value: number, unit: string): string => `${formatInteger(value)}${joined}${unit}`;

const parts = (...shown: readonly (readonly [number, string])[]): string =>
  shown
    .filter(([value], index) => index === 0 || value > 0)
    .map(([value, unit]) => part(value, unit))
    .join(joined);

/**
 * Milliseconds as people say them: `850 ms`, `42 s`, `4 min 5 s`, `3 h 12 min`, and from 100
 * hours on whole hours, `1,234 h`. What is shown is rounded to the last unit shown.
 */
export const formatMilliseconds = (ms: number): string => {
  if (ms < 0) return `-${formatMilliseconds(-ms)}`;
  if (ms === 0) return part(0, 's');
  if (ms < second) return ms < 1 ? `${formatReal(ms)}${joined}ms` : part(ms, 'ms');
  const seconds = Math.round(ms / second);
  if (seconds < 60) return part(seconds, 's');
  if (seconds < 600) return parts([Math.floor(seconds / 60), 'min'], [seconds % 60, 's']);
  const minutes = Math.round(ms / minute);
  if (minutes < 60) return part(minutes, 'min');
  if (minutes < 6000) return parts([Math.floor(minutes / 60), 'h'], [minutes % 60, 'min']);
  return part(Math.round(ms / hour), 'h');
};
