import { describe, expect, test } from 'vitest';
import { openRowLines } from '../../../../test/stream/open-rows.ts';
import type { Event } from '../../../event/event.ts';
import { play, at, type CaseFields } from '../../../analytics/case.ts';
import { provisionalReader, type ProvisionalReader } from './provisional-reader.ts';
import { utc, windowed } from './stream.cases.ts';

const minute = 60_000_000;
const songs = windowed({ windowTop: 2 }, 'popular_songs');
const both = windowed({}, 'action_counts', 'popular_songs');

const eventsAt = (time: string, ...fields: readonly CaseFields[]): readonly Event[] =>
  fields.map((one, index) => ({ ...play(time, one), event_id: `${time} ${index}` }));
const linesOf = (queries: typeof songs, ...events: readonly Event[]): readonly string[] =>
  openRowLines(queries, events, utc);
const feed = (reader: ProvisionalReader, lines: readonly string[]) =>
  lines.map((line) => reader.take(line));

interface Json {
  readonly revision: number;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}
const jsonOf = (reader: ProvisionalReader): readonly Json[] =>
  reader.panes({ watermark: null }).map(({ json }) => JSON.parse(json) as Json);

describe('the reader of open windows', () => {
  test('ranks and cuts the rows, and marks what is an estimate', () => {
    const reader = provisionalReader(songs, utc);
    const heard = eventsAt('10:01', { song: 'a' }, { song: 'b' }, { song: 'b' }, { song: 'c' });
    feed(reader, linesOf(songs, ...heard));
    const [line, ...more] = reader.panes({ watermark: at('09:51') });
    expect(more).toEqual([]);
    expect(line).toMatchObject({
      analytic: 'popular_songs',
      start: at('10:00'),
      end: at('10:05'),
      final: false,
    });
    expect(line?.json).toMatch(
      /^\{"analytic":"popular_songs","window":\{[^}]*\},"revision":4,"final":false,"watermark":"2026-03-02T09:51:00Z","approximate":\["listeners"\],"rows":\[/,
    );
    expect((JSON.parse(line?.json ?? '') as Json).rows).toMatchObject([
      { rank: 1, song_id: 'b', plays: 2 },
      { rank: 2, song_id: 'a', plays: 1 },
    ]);
  });

  test('a newer row takes the place of the one with its keys', () => {
    const reader = provisionalReader(songs, utc);
    feed(reader, linesOf(songs, ...eventsAt('10:01', { song: 'a' })));
    const [first] = jsonOf(reader);
    feed(reader, linesOf(songs, ...eventsAt('10:01', { song: 'a' }, { song: 'a' })));
    const [second] = jsonOf(reader);
    expect([first?.rows[0]?.['plays'], second?.rows[0]?.['plays']]).toEqual([1, 2]);
    expect([first?.revision, second?.revision]).toEqual([1, 2]);
    expect(reader.rowCount).toBe(2);
  });

  test('never gives a revision twice, and goes on from the number of events after a restart', () => {
    const lines = linesOf(songs, ...eventsAt('10:01', { song: 'a' }, { song: 'a' }, { song: 'b' }));
    const reader = provisionalReader(songs, utc);
    const revisions = Array.from({ length: 3 }, () => {
      feed(reader, lines);
      return jsonOf(reader).map(({ revision }) => revision);
    });
    expect(revisions).toEqual([[3], [4], [5]]);
  });

  test('tells what changed since it was shown, the newest window first', () => {
    const reader = provisionalReader(both, utc);
    const changed = () =>
      reader
        .changed()
        .map(({ analytic, start }) => `${analytic} ${(start - at('10:00')) / minute}`);
    feed(reader, linesOf(both, ...eventsAt('10:01', { song: 'a' }), ...eventsAt('10:06', {})));
    expect(changed()).toEqual([
      'action_counts 5',
      'popular_songs 5',
      'action_counts 0',
      'popular_songs 0',
    ]);
    expect(reader.panes({ watermark: null, mostWindows: 1 })).toHaveLength(2);
    expect(changed()).toEqual(['action_counts 0', 'popular_songs 0']);
    reader.panes({ watermark: null });
    expect(changed()).toEqual([]);
    // Only the row of one query.
    const [song] = linesOf(both, ...eventsAt('10:01', { song: 'a' })).filter((line) =>
      line.includes('"keys":["a"]'),
    );
    reader.take(song ?? '');
    expect(changed()).toEqual(['popular_songs 0']);
  });

  test('shows no window before the row of the whole has come', () => {
    const reader = provisionalReader(songs, utc);
    const lines = linesOf(songs, ...eventsAt('10:01', { song: 'a' }));
    const whole = lines.filter((line) => line.includes('"keys":[null]'));
    feed(
      reader,
      lines.filter((line) => !whole.includes(line)),
    );
    expect(jsonOf(reader)).toEqual([]);
    feed(reader, whole);
    expect(jsonOf(reader)).toHaveLength(1);
  });

  test('a window with events has a pane, also without rows', () => {
    const artists = windowed({}, 'popular_artists');
    const reader = provisionalReader(artists, utc);
    feed(reader, linesOf(artists, ...eventsAt('10:01', { song: 'a' })));
    expect(jsonOf(reader)).toMatchObject([{ rows: [] }]);
  });

  test('drops windows that are final, for good', () => {
    const reader = provisionalReader(songs, utc);
    const lines = linesOf(songs, ...eventsAt('10:01', {}), ...eventsAt('10:06', {}));
    expect(new Set(feed(reader, lines))).toEqual(new Set(['taken']));
    reader.closeThrough(at('10:05'));
    reader.closeThrough(at('09:00'));
    expect(reader.changed().map(({ start }) => start)).toEqual([at('10:05')]);
    expect(reader.rowCount).toBe(2);
    expect(feed(reader, linesOf(songs, ...eventsAt('10:04', {})))).toEqual(['closed', 'closed']);
    expect(reader.changed()).toHaveLength(1);
    expect(reader.evicted).toBe(0);
  });

  test('takes nothing that is not of its plan', () => {
    const reader = provisionalReader(songs, utc);
    const [line = ''] = linesOf(both, ...eventsAt('10:01', {}));
    const [own = ''] = linesOf(songs, ...eventsAt('10:01', {}));
    const final = '{"analytic":"popular_songs","window":{},"final":true,"rows":[]}';
    for (const value of [line, final, '', 'null', own.slice(0, -1)]) {
      expect(reader.take(value)).toBe('foreign');
    }
    expect(reader.rowCount).toBe(0);
  });

  test('keeps no more rows than it may: what ends first goes', () => {
    const reader = provisionalReader(songs, utc, { mostRows: 5 });
    feed(reader, linesOf(songs, ...eventsAt('10:01', { song: 'a' }, { song: 'b' })));
    feed(reader, linesOf(songs, ...eventsAt('10:06', { song: 'a' })));
    expect([reader.rowCount, reader.evicted]).toEqual([5, 0]);
    feed(reader, linesOf(songs, ...eventsAt('10:11', { song: 'a' })));
    expect([reader.rowCount, reader.evicted]).toEqual([4, 1]);
    // It would come back with some of its rows only.
    expect(feed(reader, linesOf(songs, ...eventsAt('10:02', { song: 'c' })))).toEqual([
      'closed',
      'closed',
    ]);
    expect(reader.changed().map(({ start }) => start)).toEqual([at('10:10'), at('10:05')]);
  });
});
