import { expect, test } from 'vitest';
import { at, play } from '../../../analytics/case.ts';
import { acceptedOf } from './accepted.ts';
import type { Arrival } from './read-log.ts';

const arrival = (offset: number, time: string, watermark: number): Arrival => ({
  event: { ...play(time), event_id: 'e' },
  partition: 0,
  offset,
  watermark,
});

test('a copy of another time is a duplicate that helps nothing', () => {
  const first = arrival(0, '10:00', at('10:05'));
  const accepted = acceptedOf([
    first,
    arrival(1, '10:01', at('10:00')),
    arrival(2, '10:00', at('10:04')),
  ]);
  expect(accepted).toEqual([{ event: first.event, first, watermark: at('10:04') }]);
});
