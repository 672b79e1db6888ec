import { expect, test } from 'vitest';
import { catalogue } from '../../src/analytics/index.gen.ts';
import { distinct } from '../../src/model/aggregate.ts';
import { analytic } from '../../src/model/analytic.ts';
import { figures } from '../../src/model/chart.ts';
import { measure } from '../../src/model/measure.ts';
import { event } from '../../src/vocabulary/fields.ts';
import { textGroups } from '../../src/plan/text-groups.ts';

const counting = (of: Parameters<typeof distinct<'event'>>[0]) => {
  const albums = measure('different', distinct(of), {
    title: 'Different',
    description: 'different ones',
  });
  return analytic({
    name: 'mine',
    title: 'Mine',
    question: 'How many?',
    measures: [albums],
    chart: figures(albums),
  });
};

test('fields that one dimension shows together share a dictionary', () => {
  expect(textGroups(catalogue)).toEqual([
    ['user_id'],
    ['song_id', 'song_title', 'artist_id', 'artist_name'],
    ['device'],
    ['country', 'city'],
  ]);
});

test('only fields that are read have a dictionary', () => {
  expect(textGroups([counting(event.album_name)])).toEqual([['album_name']]);
});

test('the identity of events is no field to count', () => {
  expect(() => textGroups([counting(event.event_id)])).toThrow('reads "event_id"');
});
