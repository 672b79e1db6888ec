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

/** Texts of instants that are asked for often. */
export type InstantText = (us: number) => string;

export const createInstantText = (): InstantText => {
  const texts = new Map<number, string>();
  return (us) => {
    const known = texts.get(us);
    if (known !== undefined) return known;
    const text = formatInstant(us);
    texts.set(us, text);
    return text;
  };
};

/** One line of `late`: where the event stands in the log, what it says, what it missed. */
export const lateLine = (
  place: { readonly source: string; readonly position: number },
  event: Event,
  missed: readonly MissedWindow[],
  boundText: InstantText,
): string =>
  JSON.stringify({
    ...place,
    event: { ...event, event_time: formatInstant(event.event_time) },
    missed: missed.map(({ analytic, start, end }) => ({
      analytic,
      window: { start: boundText(start), end: boundText(end) },
    })),
  });
