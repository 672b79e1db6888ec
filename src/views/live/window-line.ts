import type { InstantFormat } from '../format/instant.ts';
import { type Line, lineWidth, span } from '../format/line.ts';
import type { LiveProgress } from './progress.ts';
import { spanWords, windowWords } from './times.ts';

interface Window {
  readonly start: number;
  readonly end: number;
  readonly final: boolean;
}

const shortestTrack = 8;

/** How far event time and the watermark are from the end of the window, in words. */
const remaining = (
  { end, final }: Window,
  { newest, watermark }: Pick<LiveProgress, 'newest' | 'watermark'>,
): string => {
  if (final) return 'final';
  const until = watermark === null ? '' : `final in ${spanWords(end - watermark)}`;
  if (newest === null || newest >= end) return until === '' ? 'open' : `complete, ${until}`;
  return `${spanWords(end - newest)} left${until === '' ? '' : `, ${until}`}`;
};

/** The window that is shown, how much of it has passed in event time, and when it will be final. */
export const windowLine = (
  window: Window,
  progress: LiveProgress | undefined,
  instants: InstantFormat,
  width: number,
): Line => {
  const { start, end } = window;
  const label = [span(windowWords(instants, window, progress?.now), 'strong'), span('  ')];
  if (progress === undefined) return label;
  const right = [span('  '), span(remaining(window, progress), 'quiet')];
  const room = width - lineWidth(label) - lineWidth(right);
  if (room < shortestTrack) return [...label, ...right.slice(1)];
  const passed = window.final
    ? 1
    : Math.min(1, Math.max(0, ((progress.newest ?? start) - start) / (end - start)));
  const done = Math.round(passed * room);
  return [
    ...label,
    span('━'.repeat(done), 'mark'),
    span('─'.repeat(room - done), 'quiet'),
    ...right,
  ];
};
