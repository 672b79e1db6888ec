import { createDecoder, type Decoded } from '../../event/decode.ts';
import type { Event } from '../../event/event.ts';
import { generateLines } from './generate.ts';
import type { GeneratorOptions } from './options.ts';
import type { GroundTruth } from './truth.ts';

/** The NDJSON of a run in one piece. */
export const bytesOf = (options: GeneratorOptions): Buffer => {
  const parts: Buffer[] = [];
  for (const { bytes } of generateLines(options).batches) parts.push(Buffer.from(bytes));
  return Buffer.concat(parts);
};

export type DecodedRun = { readonly lines: readonly Decoded[]; readonly truth: GroundTruth };

/** Every line of a run as the decoder judges it, cut at the ends the run states. */
export const decodedRun = (options: GeneratorOptions): DecodedRun => {
  const decoder = createDecoder();
  const { batches, truth } = generateLines(options);
  const lines: Decoded[] = [];
  for (const { bytes, ends, rows } of batches) {
    let start = 0;
    for (let row = 0; row < rows; row++) {
      lines.push(decoder.decodeLine(bytes.subarray(start, ends[row]! - 1)));
      start = ends[row]!;
    }
  }
  return { lines, truth: truth() };
};

/** Accepted events of a run, each once, in the order of their arrival. */
export const eventsOf = ({ lines }: DecodedRun): readonly Event[] => {
  const events = new Map<string, Event>();
  for (const line of lines) {
    if (line.ok && !events.has(line.event.event_id)) events.set(line.event.event_id, line.event);
  }
  return [...events.values()];
};

/** The events of each listener in the order of their times. */
export const byListener = (events: readonly Event[]): ReadonlyMap<string, readonly Event[]> => {
  const listeners = new Map<string, Event[]>();
  for (const event of events) {
    const own = listeners.get(event.user_id) ?? [];
    own.push(event);
    listeners.set(event.user_id, own);
  }
  for (const own of listeners.values()) own.sort((a, b) => a.event_time - b.event_time);
  return listeners;
};
