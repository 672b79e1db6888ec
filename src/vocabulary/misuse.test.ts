import { describe, expect, test } from 'vitest';
import { TonearmError } from '../error.ts';
import { song } from './dimensions.ts';
import { event } from './fields.ts';
import { plays, skips } from './measures.ts';
import { sessionCount } from './sessions.ts';
import { smallest, sum } from '../model/aggregate.ts';
import { analytic } from '../model/analytic.ts';
import { bars } from '../model/chart.ts';
import { ratio } from '../model/measure.ts';
import { desc } from '../model/order.ts';

const words = { title: 'Title', description: 'description' };
const valid = {
  name: 'mine',
  title: 'Mine',
  question: 'Why?',
  by: song,
  measures: [plays],
} as const;
const chart = bars({ of: plays, label: 'song_title' });

// `npm run check` compiles this file: an expected error that does not occur is an error.
describe('misuse does not compile', () => {
  test('an order by something that the analytic does not have', () => {
    expect(() =>
      // @ts-expect-error skips is not among the measures
      analytic({ ...valid, order: [desc(skips)], chart }),
    ).toThrow('it has no column "skips"');
  });

  test('a chart of a column that is not there', () => {
    expect(() =>
      // @ts-expect-error no such column
      analytic({ ...valid, chart: bars({ of: plays, label: 'title' }) }),
    ).toThrow('it has no column "title"');
  });

  test('a threshold on a measure that is not there', () => {
    expect(() =>
      // @ts-expect-error skips is not among the measures
      analytic({ ...valid, threshold: { of: skips, table: 1, window: 1 }, chart }),
    ).toThrow(TonearmError);
  });

  test('a measure of sessions over events', () => {
    expect(() =>
      // @ts-expect-error reads session rows
      analytic({ ...valid, measures: [plays, sessionCount], chart }),
    ).toThrow('reads session rows');
  });

  test('a rate over text, and a sum of text', () => {
    // @ts-expect-error text has no rate
    ratio('rate', smallest(event.song_title), sum(event.played_ms), words);
    // @ts-expect-error text has no sum
    sum(event.song_title);
  });

  test('a field that events do not have', () => {
    // @ts-expect-error no such field
    expect(event.tempo).toBeUndefined();
  });
});

describe('what types cannot tell is checked when an analytic is made', () => {
  test.each([
    ['Popular Songs', 'the name is not usable'],
    ['', 'the name is not usable'],
  ])('the name %j', (name, problem) => {
    expect(() => analytic({ ...valid, name, chart })).toThrow(problem);
  });

  test('no measures, and a column twice', () => {
    expect(() => analytic({ ...valid, measures: [], chart: chart as never })).toThrow(
      'no measures',
    );
    expect(() => analytic({ ...valid, measures: [plays, plays], chart })).toThrow('occurs twice');
  });

  test('a limit that is no whole number above 0', () => {
    expect(() => analytic({ ...valid, limit: { table: 0, window: 20 }, chart })).toThrow('limit');
  });

  test('a definition is frozen', () => {
    expect(Object.isFrozen(analytic({ ...valid, chart }))).toBe(true);
  });
});
