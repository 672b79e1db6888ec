import { expect, test } from 'vitest';
import { catalogue } from '../../../analytics/index.gen.ts';
import { defaultSettings } from '../../../model/settings.ts';
import { queriesOf } from '../../../plan/query.ts';
import type { StreamSettings } from '../../stream-options.ts';
import { streamContext, streamQueries } from './stream-queries.ts';

const windowed = queriesOf(catalogue, { windows: true }).filter(({ scope }) => scope === 'window');
const address = (topic: string) =>
  ({ kind: 'kafka', brokers: [{ host: 'h', port: 9092 }], topic }) as const;

const queriesFor = (more: Partial<StreamSettings> = {}, topicId = 'one', of = windowed) => {
  const settings = {
    ...{ settings: defaultSettings, timeZone: 'Europe/Berlin', start: 'earliest' },
    ...{ mode: 'follow', triggerUs: 500_000, watermarkDelayUs: 600_000_000 },
    ...more,
  } as unknown as StreamSettings;
  return streamQueries(settings, of, {
    ...{ from: address('in'), to: address('out'), access: undefined },
    ...{ topicId, checkpoints: 's3a://b/c', context: streamContext(settings) },
  });
};
const checkpointsOf = async (...args: Parameters<typeof queriesFor>) =>
  (await queriesFor(...args)).map(({ checkpoint }) => checkpoint);

test('who follows a topic sees open windows as well, who reads what is there does not', async () => {
  expect((await queriesFor()).map(({ name }) => name)).toEqual([
    'final panes',
    'provisional panes',
  ]);
  const [only, ...others] = await queriesFor({ mode: 'until-end' });
  expect(only).toMatchObject({ name: 'final panes', trigger: { kind: 'available-now' } });
  expect(others).toEqual([]);
});

test('sessions alone have no open windows to show', async () => {
  const sessions = windowed.filter(({ analytic }) => analytic.over !== undefined);
  expect(await queriesFor({}, 'one', sessions)).toHaveLength(1);
});

test('each query has a checkpoint of its own, which another topic of the name does not share', async () => {
  const here = await checkpointsOf();
  expect(new Set(here).size).toBe(2);
  for (const checkpoint of here) expect(checkpoint).toMatch(/^s3a:\/\/b\/c\/\d+-analytics-[^/]+$/);
  expect(await checkpointsOf()).toEqual(here);
  for (const checkpoint of await checkpointsOf({}, 'two')) expect(here).not.toContain(checkpoint);
});

test('a time to start at goes to Spark as it has it', async () => {
  const [finals] = await queriesFor({ start: { timeMs: 1_700_000_000_000 } });
  expect(
    JSON.stringify(finals.plan.views[0]?.relation, (_, value: unknown) =>
      typeof value === 'bigint' ? String(value) : value,
    ),
  ).toContain('"startingTimestamp":"1700000000000"');
});
