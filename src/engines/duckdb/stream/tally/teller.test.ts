import { expect, it } from 'vitest';
import { createLineIntake } from '../../../../intake/line-intake.ts';
import type { Fields } from '../../../../plan/evaluate.ts';
import type { Tally } from './tally.ts';
import { createTeller } from './teller.ts';

const layout = { groups: [['user_id'], ['song_id', 'artist_id']] } as const;
const time = 1_795_341_600_000_000;

const chunkOf = (rows: number) => {
  const line = (row: number): string =>
    JSON.stringify({
      event_id: `0f0f0f0f-0000-4000-8000-${String(row).padStart(12, '0')}`,
      event_time: '2026-11-22T10:00:00Z',
      user_id: `u${row}`,
      song_id: 's1',
      action: 'play',
    });
  const lines = Array.from({ length: rows }, (_, row) => `${line(row)}\n`);
  const { batch } = createLineIntake(layout).decode(Buffer.from(lines.join('')));
  return { batch, behind: [] };
};

const fakeTally = () => {
  const told: [fields: Fields, time: number, watermark: number][] = [];
  const missed: number[] = [];
  const tally: Tally = {
    add: (...event) => void told.push(event),
    miss: (time) => void missed.push(time),
    rows: () => undefined,
    forget: () => undefined,
  };
  return { tally, told, missed };
};

it('tells events with their fields', () => {
  const { tally, told, missed } = fakeTally();
  const chunk = chunkOf(2);
  const telling = createTeller(tally, layout).begin([chunk], chunk.batch.entries);
  telling?.counts(0, 1, -Infinity);
  telling?.countsInPart(time + 1);
  const fields = {
    ...{ event_time: time, action: 'play', user_id: 'u1', song_id: 's1', artist_id: null },
    ...{ played_ms: null, song_duration_ms: null },
  };
  expect(told).toEqual([[fields, time, -Infinity]]);
  expect(missed).toEqual([time + 1]);
});

it('tells of a large batch, or one whose texts are not kept, that it was missed', () => {
  const { tally, missed } = fakeTally();
  const teller = createTeller(tally, layout);
  const large = chunkOf(1_001);
  expect(teller.begin([large], large.batch.entries)).toBeUndefined();
  expect(missed).toHaveLength(1_001);
  expect(teller.begin([chunkOf(2)], undefined)).toBeUndefined();
  expect(missed).toHaveLength(1_003);
});
