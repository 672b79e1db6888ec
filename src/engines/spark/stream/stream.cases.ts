import { catalogue } from '../../../analytics/index.gen.ts';
import { defaultSettings } from '../../../model/settings.ts';
import {
  type Query,
  type QueryContext,
  type QueryOptions,
  queriesOf,
} from '../../../plan/query.ts';
import { zoneOffsets } from '../../../plan/zone.ts';
import type { StreamSource } from './source.ts';

export const utc: QueryContext = { settings: defaultSettings, zone: zoneOffsets('UTC', 0, 1) };

/** The windowed queries of the catalogue, or of some of it. */
export const windowed = (
  options: QueryOptions = {},
  ...names: readonly string[]
): readonly Query[] =>
  queriesOf(catalogue, { ...options, windows: true }).filter(
    ({ window, analytic }) =>
      window !== undefined && (names.length === 0 || names.includes(analytic.name)),
  );

export const topic: StreamSource = {
  brokers: 'broker:9092',
  topic: 'music',
  startingOffsets: 'earliest',
  watermarkDelayUs: 600_000_000,
};
