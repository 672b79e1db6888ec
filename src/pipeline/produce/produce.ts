import { setImmediate } from 'node:timers/promises';
import { TonearmError } from '../../error.ts';
import type { RecordSink } from '../../sinks/record-sink.ts';
import type { GroundTruth } from '../../sources/generator/truth.ts';
import { formatAddress } from '../config/address.ts';
import { truthJson, writeTruth } from '../generate.ts';
import { createLineAdder } from './add-lines.ts';
import { runFeed } from './feed.ts';
import { findNdjson } from './input-pieces.ts';
import { openRecordSink } from './open-record-sink.ts';
import type { ProduceHost, ProduceOptions } from './options.ts';

export interface Produced {
  /** The address. */
  readonly to: string;
  readonly partitions: number;
  /** Records that were sent and acknowledged: all of them. */
  readonly records: number;
  readonly seconds: number;
  /** What generated records hold, as JSON; undefined for files. */
  readonly truth: Readonly<Record<string, unknown>> | undefined;
  readonly interrupted: boolean;
}

/** What is true of events that happen at the time of sending; the rest is about a plan. */
const liveTruth = (truth: GroundTruth): Readonly<Record<string, unknown>> => {
  const { settings, leftOut: _leftOut, sessions: _sessions, ...counts } = truthJson(truth);
  const { seed, users, songs, late, duplicates, disorder, malformed } = settings as Record<
    string,
    unknown
  >;
  return { settings: { seed, users, songs, late, duplicates, disorder, malformed }, ...counts };
};

const send = async (
  { feed, truthPath }: ProduceOptions,
  sink: RecordSink,
  host: ProduceHost,
): Promise<Produced> => {
  const { signal, onProgress, clock } = host;
  const began = clock();
  const tell = (share: number | undefined): void => {
    const { acknowledged, pending } = sink.counts();
    onProgress({ records: acknowledged + pending, unacknowledged: pending, share });
  };
  const truth = await runFeed(feed, {
    adder: createLineAdder(sink),
    host,
    next: async (share) => {
      // Also where nothing has to be waited for, others must have their turn.
      await (sink.ready() ?? setImmediate());
      tell(share);
      return !signal.aborted;
    },
  });
  await sink.flush();
  tell(1);
  const json = truth && (feed.kind === 'live' ? liveTruth(truth) : truthJson(truth));
  if (truthPath !== undefined && json !== undefined) await writeTruth(truthPath, json);
  return {
    to: sink.name,
    partitions: sink.partitions,
    records: sink.counts().acknowledged,
    seconds: (clock() - began) / 1000,
    truth: json,
    interrupted: signal.aborted,
  };
};

/** The failure, with what it left behind. */
const withCounts = (error: unknown, sink: RecordSink): unknown => {
  if (!(error instanceof TonearmError)) return error;
  const { acknowledged, pending } = sink.counts();
  return new TonearmError(error.code, error.message, {
    facts: { ...error.facts, acknowledged, unacknowledged: pending },
    cause: error.cause,
    ...(error.hint === undefined ? {} : { hint: error.hint }),
  });
};

/**
 * Sends records to a log until the feed ends or the signal asks to stop, and waits until all are
 * acknowledged.
 * @throws TonearmError USAGE, TOPIC_MISSING, SINK_FAILED, OUTPUT_UNWRITABLE, STATE_IN_USE, INPUT_…
 */
export const produce = async (options: ProduceOptions, host: ProduceHost): Promise<Produced> => {
  const { feed } = options;
  // Before anything is made at the other end.
  if (feed.kind === 'files') await findNdjson(feed.inputs);
  const sink = await openRecordSink(options, host);
  try {
    const produced = await send(options, sink, host);
    return { ...produced, to: formatAddress(options.to) };
  } catch (error) {
    throw withCounts(error, sink);
  } finally {
    await sink.close();
  }
};
