import { checkpointName } from '../../../engines/spark/stream/checkpoint-name.ts';
import { finalPanesPlan } from '../../../engines/spark/stream/finals.ts';
import type { StreamSource } from '../../../engines/spark/stream/source.ts';
import { parseInstant } from '../../../event/time.ts';
import type { Query } from '../../../plan/query.ts';
import { zoneOffsets } from '../../../plan/zone.ts';
import type { StartAt } from '../../../sources/record-source.ts';
import type { KafkaAddress } from '../../config/address.ts';
import type { LoadedAccess } from '../../kafka-access.ts';
import type { StreamSettings } from '../../stream-options.ts';
import { kafkaOptions } from './kafka-options.ts';
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

export interface StreamPlaces {
  readonly from: KafkaAddress;
  readonly to: KafkaAddress;
  /** The folder of all checkpoints. */
  readonly checkpoints: string;
  readonly access: LoadedAccess | undefined;
}

/** The queries of a run, that of final panes first. */
export const streamQueries = async (
  settings: StreamSettings,
  queries: readonly Query[],
  { from, to, checkpoints, access }: StreamPlaces,
): Promise<readonly [StreamQuery, ...StreamQuery[]]> => {
  const { start, mode, triggerUs, timeZone } = settings;
  const context = {
    settings: settings.settings,
    zone: zoneOffsets(timeZone, zoneFrom, zoneUntil),
  };
  const options = await kafkaOptions(from, access);
  const source: StreamSource = {
    brokers: options['kafka.bootstrap.servers'] ?? '',
    topic: from.topic,
    startingOffsets: typeof start === 'object' ? 'earliest' : start,
    options: { ...options, ...startOptions(start) },
    watermarkDelayUs: settings.watermarkDelayUs,
    maxFutureUs: settings.maxFutureUs,
  };
  const finals = finalPanesPlan(queries, context, source, 'tonearm_finals');
  return [
    {
      name: 'final panes',
      plan: finals,
      checkpoint: `${checkpoints}/${checkpointName(finals, queries)}`,
      trigger:
        mode === 'until-end'
          ? { kind: 'available-now' }
          : { kind: 'processing-time', interval: `${Math.ceil(triggerUs / 1000)} milliseconds` },
      sink: { ...(await kafkaOptions(to, access)), topic: to.topic },
    },
  ];
};
