import { createHash } from 'node:crypto';
import { basename, resolve } from 'node:path';
import type { Query } from '../plan/query.ts';
import { formatAddress } from './config/address.ts';
import type { StreamSettings } from './stream-options.ts';

const digest = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);

/** The source, however its folder was written. */
const placeOf = ({ from }: StreamSettings): StreamSettings['from'] =>
  from.kind === 'kafka' ? from : { kind: 'log', folder: resolve(from.folder) };

/**
 * What decides the finals of a stream, by the names of the options: a state made with other values
 * is not gone on with.
 */
export const stateIdentity = (
  settings: StreamSettings,
  queries: readonly Query[],
  sourceId: string,
): Readonly<Record<string, string>> => ({
  // Brokers come and go, the id of the topic stays.
  from: settings.from.kind === 'kafka' ? settings.from.topic : formatAddress(placeOf(settings)),
  'id of the log': sourceId,
  analytics: queries.map(({ analytic }) => analytic.name).join(','),
  'definitions of the analytics': digest(queries.map(({ analytic }) => analytic)),
  windows: queries.map(({ window }) => `${window?.sizeUs ?? 0}/${window?.slideUs ?? 0}`).join(','),
  'rows and thresholds': digest(queries.map(({ limit, threshold }) => [limit, threshold])),
  '--watermark-delay': String(settings.watermarkDelayUs),
  '--session-gap': String(settings.settings.sessionGapUs),
  '--stream-min': String(settings.settings.streamMinMs),
  '--time-zone': settings.timeZone,
  '--map': digest(settings.mapping ?? null),
});

/** A name for the folder of a state: one per source and catalogue. */
export const stateName = (settings: StreamSettings): string => {
  const from = placeOf(settings);
  const words = from.kind === 'kafka' ? from.topic : basename(from.folder);
  const names = settings.analytics.map(({ name }) => name);
  return `${words.replaceAll(/[^\w.-]/g, '-')}-${digest([formatAddress(from), names])}`;
};
