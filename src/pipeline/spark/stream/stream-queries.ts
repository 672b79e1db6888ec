import { checkpointName } from '../../../engines/spark/stream/checkpoint-name.ts';
import { finalPanesPlan } from '../../../engines/spark/stream/finals.ts';
import {
  provisionalPanesPlan,
  provisionalQueries,
} from '../../../engines/spark/stream/provisional.ts';
import type { StreamSource } from '../../../engines/spark/stream/source.ts';
import type { StreamingPlan } from '../../../engines/spark/stream/streaming-plan.ts';
import { parseInstant } from '../../../event/time.ts';
import type { Query, QueryContext } from '../../../plan/query.ts';
import { zoneOffsets } from '../../../plan/zone.ts';
import type { StartAt } from '../../../sources/record-source.ts';
import type { KafkaAddress } from '../../config/address.ts';
import type { LoadedAccess } from '../../kafka-access.ts';
import type { StreamSettings } from '../../stream-options.ts';
import { kafkaOptions } from './kafka-options.ts';
import { longestPane } from './results-topic.ts';
import type { StreamQuery } from './stream-query.ts';

/** Offsets of local time are part of a plan that must not change with the clock. */
const zoneFrom = parseInstant('2000-01-01T00:00:00Z') ?? 0;
const zoneUntil = parseInstant('2100-01-01T00:00:00Z') ?? 0;

const startOptions = (start: StartAt): Readonly<Record<string, string>> =>
  typeof start === 'object'
    ? {
        startingTimestamp: String(start.timeMs),
        startingOffsetsByTimestampStrategy: 'latest',
      }
    : {};

/** What the plans of a stream, and the reader of what they write, are made with. */
export const streamContext = ({
  settings,
  timeZone,
}: Pick<StreamSettings, 'settings' | 'timeZone'>): QueryContext => ({
  settings,
  zone: zoneOffsets(timeZone, zoneFrom, zoneUntil),
});

/** A backlog is read in batches of so many records: the watermark moves between batches only. */
const mostRecords = 500_000;

/** What rows of open windows depend on beside their definitions: where and how their query began. */
export const runOf = (
  { start, watermarkDelayUs, maxFutureUs }: StreamSettings,
  { topicId, checkpoints }: Pick<StreamPlaces, 'topicId' | 'checkpoints'>,
): string => JSON.stringify([topicId, checkpoints, start, watermarkDelayUs, maxFutureUs]);

export interface StreamPlaces {
  readonly from: KafkaAddress;
  /** A topic that was deleted and made anew is another log: Spark would go on at the old offsets. */
  readonly topicId: string;
  readonly to: KafkaAddress;
  /** Of `streamContext`. */
  readonly context: QueryContext;
  /** The folder of all checkpoints. */
  readonly checkpoints: string;
  readonly access: LoadedAccess | undefined;
}

/** The queries of a run, that of final panes first. */
export const streamQueries = async (
  settings: StreamSettings,
  queries: readonly Query[],
  { from, topicId, to, checkpoints, access, context }: StreamPlaces,
): Promise<readonly [StreamQuery, ...StreamQuery[]]> => {
  const { start, mode, triggerUs } = settings;
  const options = await kafkaOptions(from, access);
  const source: StreamSource = {
    brokers: options['kafka.bootstrap.servers'] ?? '',
    topic: from.topic,
    startingOffsets: typeof start === 'object' ? 'earliest' : start,
    options: { ...options, ...startOptions(start), maxOffsetsPerTrigger: String(mostRecords) },
    watermarkDelayUs: settings.watermarkDelayUs,
    maxFutureUs: settings.maxFutureUs,
  };
  const sink = {
    ...(await kafkaOptions(to, access)),
    topic: to.topic,
    'kafka.max.request.size': String(longestPane),
  };
  const trigger: StreamQuery['trigger'] =
    mode === 'until-end'
      ? { kind: 'available-now' }
      : { kind: 'processing-time', interval: `${Math.ceil(triggerUs / 1000)} milliseconds` };
  const queryOf = (
    name: string,
    plan: StreamingPlan,
    of: readonly Query[],
    kind: string,
  ): StreamQuery => ({
    ...{ name, plan, trigger, sink },
    checkpoint: `${checkpoints}/${checkpointName({ canonical: `${topicId}\n${plan.canonical}` }, of)}${kind}`,
  });
  const finals = queryOf(
    'final panes',
    finalPanesPlan(queries, context, source, 'tonearm_finals'),
    queries,
    '',
  );
  const open = provisionalQueries(queries);
  // Who reads what is there and ends has no use for windows that stay open.
  if (mode === 'until-end' || open.length === 0) return [finals];
  const run = runOf(settings, { topicId, checkpoints });
  const plan = provisionalPanesPlan(open, context, source, 'tonearm_open', run);
  return [finals, queryOf('provisional panes', plan, open, '-open')];
};
