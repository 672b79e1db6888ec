import type { Event } from '../event/event.ts';
import { formatInstant } from '../event/time.ts';
import { windowStarts } from '../model/window.ts';
import { type Frame, isInTime } from '../plan/frame.ts';

/** A window that an event came too late for. */
export interface MissedWindow {
  readonly analytic: string;
  readonly start: number;
  readonly end: number;
}

/** The windows that an event misses which came when the watermark was there. */
export const missedWindows = (
  frames: readonly Frame[],
  time: number,
  watermark: number,
): readonly MissedWindow[] =>
  frames.flatMap((frame) =>
    windowStarts(frame.window, time)
      .filter((start) => !isInTime(frame, start, time, watermark))
      .flatMap((start) =>
        frame.queries.map(({ analytic }) => ({
          analytic: analytic.name,
          start,
          end: start + frame.window.sizeUs,
        })),
      ),
  );

/** One line of `late`: where the event stands in the log, what it says, what it missed. */
export const lateLine = (
  place: { readonly source: string; readonly position: number },
  event: Event,
  missed: readonly MissedWindow[],
): string =>
  JSON.stringify({
    ...place,
    event: { ...event, event_time: formatInstant(event.event_time) },
    missed: missed.map(({ analytic, start, end }) => ({
      analytic,
      window: { start: formatInstant(start), end: formatInstant(end) },
    })),
  });
