import { parseInstant } from '../../event/time.ts';
import type { FeedContext } from './feed-context.ts';
import { parsedText, textFinder } from './find-text.ts';
import { findNdjson, inputPieces } from './input-pieces.ts';
import type { Feed } from './options.ts';
import { ratePace, replayPace } from './pace.ts';

type FilesFeed = Extract<Feed, { kind: 'files' }>;

const lineFeed = 10;
const timeField = 'event_time';

/** Waits until a line is due; false where the run is to stop. */
type Gate = (bytes: Buffer, from: number, to: number) => Promise<boolean>;

const rateGate = (rate: number, { host }: FeedContext, tell: () => Promise<boolean>): Gate => {
  const due = ratePace(rate, host);
  let left = 0;
  return async () => {
    if (left === 0) {
      if (!(await tell())) return false;
      left = await due();
    }
    left -= 1;
    return left >= 0;
  };
};

/** A line that does not say when it happened goes with the one before. */
const replayGate = (speed: number, { host }: FeedContext, tell: () => Promise<boolean>): Gate => {
  const pace = replayPace(speed, host);
  const find = textFinder(timeField);
  const place = { from: 0, to: 0 };
  return async (bytes, from, to) => {
    const text =
      find(bytes, from, to, place) === 'found'
        ? bytes.toString('latin1', place.from, place.to)
        : parsedText(bytes, from, to, timeField);
    const time = text === undefined ? undefined : parseInstant(text);
    if (time !== undefined && !pace.isDue(time)) {
      if (!(await tell())) return false;
      await pace.until(time);
    }
    return !host.signal.aborted;
  };
};

const gateOf = (
  { rate, speed }: FilesFeed,
  context: FeedContext,
  tell: () => Promise<boolean>,
): Gate | undefined => {
  if (rate !== undefined) return rateGate(rate, context, tell);
  return speed === undefined ? undefined : replayGate(speed, context, tell);
};

/** Adds the lines of files; ends early where the run is to stop. */
export const feedFiles = async (feed: FilesFeed, context: FeedContext): Promise<void> => {
  const { adder, host, next } = context;
  const files = await findNdjson(feed.inputs);
  const total = files.reduce((sum, { bytes = NaN }) => sum + bytes, 0);
  let read = 0;
  const tell = (): Promise<boolean> => next(total > 0 ? read / total : undefined);
  const gate = gateOf(feed, context, tell);
  const pieces = inputPieces(files, host.stdin, (bytes) => {
    read += bytes;
  });
  for await (const piece of pieces) {
    if (gate === undefined) {
      adder.addLines(piece);
    } else {
      for (let from = 0; from < piece.length;) {
        const end = piece.indexOf(lineFeed, from);
        if (!(await gate(piece, from, end))) return;
        adder.addLine(piece, from, end);
        from = end + 1;
      }
    }
    if (!(await tell())) return;
  }
};
