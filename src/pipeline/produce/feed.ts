import { generateLines } from '../../sources/generator/generate.ts';
import { generateLive } from '../../sources/generator/live.ts';
import type { GroundTruth } from '../../sources/generator/truth.ts';
import type { FeedContext } from './feed-context.ts';
import { feedFiles } from './feed-files.ts';
import type { Feed } from './options.ts';
import { ratePace } from './pace.ts';

/** What was generated; undefined for files. */
export type FeedResult = GroundTruth | undefined;

const bufferOf = (bytes: Uint8Array): Buffer =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const feedGenerated = async (
  { generator }: Extract<Feed, { kind: 'generated' }>,
  { adder, next }: FeedContext,
): Promise<FeedResult> => {
  const { batches, truth } = generateLines(generator);
  const total = truth().settings.events;
  let lines = 0;
  for (const { bytes, rows } of batches) {
    adder.addLines(bufferOf(bytes));
    lines += rows;
    if (!(await next(lines / total))) break;
  }
  return truth();
};

const feedLive = async (
  { generator, rate, events = Infinity }: Extract<Feed, { kind: 'live' }>,
  { adder, host, next }: FeedContext,
): Promise<FeedResult> => {
  const live = generateLive({ ...generator, rate, startUs: host.now() });
  const due = ratePace(rate, host);
  for (let lines = 0; lines < events;) {
    const count = Math.min(events - lines, await due());
    for (const bytes of live.take(count, host.now())) adder.addLines(bufferOf(bytes));
    lines += count;
    if (!(await next(events === Infinity ? undefined : lines / events))) break;
  }
  return live.truth();
};

/** Adds the records of a feed; ends early where the run is to stop. */
export const runFeed = (feed: Feed, context: FeedContext): Promise<FeedResult> => {
  switch (feed.kind) {
    case 'generated':
      return feedGenerated(feed, context);
    case 'live':
      return feedLive(feed, context);
    case 'files':
      return feedFiles(feed, context).then(() => undefined);
  }
};
