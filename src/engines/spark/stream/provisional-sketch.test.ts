import { describe, expect, test } from 'vitest';
import { distinct, percentile } from '../../../model/aggregate.ts';
import { analytic } from '../../../model/analytic.ts';
import { bars } from '../../../model/chart.ts';
import { equals } from '../../../model/expression.ts';
import { measure, ratio, shareOf } from '../../../model/measure.ts';
import { tumbling, windowOf } from '../../../model/window.ts';
import { queriesOf } from '../../../plan/query.ts';
import { user } from '../../../vocabulary/dimensions.ts';
import { event } from '../../../vocabulary/fields.ts';
import { events } from '../../../vocabulary/measures.ts';
import { approximateColumns } from './provisional-sketch.ts';
import { utc, windowed } from './stream.cases.ts';

const columnsOf = (...[options, ...names]: Parameters<typeof windowed>) =>
  windowed(options, ...names).flatMap((query) =>
    approximateColumns(query, utc).map(({ column }) => column),
  );

describe('the columns that are estimates', () => {
  test('are distinct counts of other things than the key', () => {
    expect(columnsOf({}, 'popular_songs')).toEqual(['listeners']);
    expect(columnsOf({}, 'popular_artists')).toEqual(['listeners', 'songs']);
    expect(columnsOf({}, 'song_engagement')).toEqual([]);
    expect(columnsOf({}, 'session_analysis')).toEqual([]);
  });

  test('leave out what all events of a window agree on', () => {
    expect(columnsOf({}, 'user_activity')).toEqual(['songs', 'artists']);
    const overlapping = { window: windowOf(600_000_000, 300_000_000) };
    expect(columnsOf(overlapping, 'user_activity')).toEqual(['songs', 'artists', 'active_days']);
  });

  test('are all that is made of a sketch, with its error', () => {
    const words = { title: 'Title', description: 'description' };
    const own = analytic({
      name: 'own',
      title: 'Own',
      question: 'What?',
      by: user,
      measures: [
        events,
        measure('self', distinct(event.user_id), words),
        measure(
          'self_plays',
          distinct(event.user_id, { where: equals(event.action, 'play') }),
          words,
        ),
        ratio('songs_per_city', distinct(event.song_id), distinct(event.city), words),
        shareOf('self_share', distinct(event.user_id), words),
        measure('median_ms', percentile(50, event.played_ms), words),
      ],
      window: tumbling('5 minutes'),
      chart: bars({ of: events, label: 'user_id' }),
    });
    const query = queriesOf([own], { windows: true }).find(({ window }) => window !== undefined);
    expect(query && approximateColumns(query, utc)).toEqual([
      { column: 'self_plays', of: 'value', error: 0.01625 },
      { column: 'songs_per_city', of: 'value', error: 0.01625 * Math.SQRT2 },
      { column: 'self_share', of: 'value', error: 0.01625 },
      { column: 'median_ms', of: 'rank', error: 0.0001 },
    ]);
  });
});
