import { describe, expect, test } from 'vitest';
import type { Event } from '../../event/event.ts';
import { catalogueOf } from './catalogue.ts';
import { decodedRun, eventsOf } from './decoded.cases.ts';

const run = decodedRun({ events: 50_000 });
const events = eventsOf(run);
const plays = events.filter(({ action }) => action === 'play');
const ended = events.filter(({ action }) => ['skip', 'complete', 'stop'].includes(action));
const skips = ended.filter(({ action }) => action === 'skip');

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

const countsBy = (list: readonly Event[], key: (event: Event) => string | null): number[] => {
  const counts = new Map<string, number>();
  for (const event of list) {
    const of = key(event);
    if (of !== null) counts.set(of, (counts.get(of) ?? 0) + 1);
  }
  return [...counts.values()].sort((a, b) => b - a);
};

const topShare = (counts: readonly number[], share: number): number =>
  sum(counts.slice(0, Math.ceil(counts.length * share))) / sum(counts);

/** Slope of ln(count) over ln(rank) between two ranks. */
const slope = (counts: readonly number[], from: number, to: number): number => {
  const points = counts
    .slice(from - 1, to)
    .map((n, i) => [Math.log(from + i), Math.log(n)] as const);
  const meanX = sum(points.map(([x]) => x)) / points.length;
  const meanY = sum(points.map(([, y]) => y)) / points.length;
  const covariance = sum(points.map(([x, y]) => (x - meanX) * (y - meanY)));
  return covariance / sum(points.map(([x]) => (x - meanX) ** 2));
};

const between = (value: number, low: number, high: number): void => {
  expect(value).toBeGreaterThan(low);
  expect(value).toBeLessThan(high);
};

describe('the figures of 50,000 events lie where listening data has them', () => {
  test('skips: 45 to 50 % of ended playbacks, a quarter within 5 s, a third within 30 s', () => {
    const within = (ms: number) =>
      skips.filter(({ played_ms: played }) => played! < ms).length / ended.length;
    between(skips.length / ended.length, 0.45, 0.51);
    between(within(5000), 0.21, 0.27);
    between(within(30_000), 0.31, 0.38);
  });

  test('skips follow skips: sessions have moods', () => {
    const last = new Map<string, boolean>();
    const after = { skip: [0, 0], other: [0, 0] };
    for (const { user_id: user, action } of ended) {
      const before = last.get(user);
      const tally = before === true ? after.skip : after.other;
      if (before !== undefined) {
        tally[0]! += action === 'skip' ? 1 : 0;
        tally[1]!++;
      }
      last.set(user, action === 'skip');
    }
    const rate = ([n, of]: readonly number[]) => n! / of!;
    expect(rate(after.skip) - rate(after.other)).toBeGreaterThan(0.1);
  });

  test('artists: Zipf-Mandelbrot, flat at the top and steep below', () => {
    const artists = countsBy(plays, ({ artist_id: id }) => id);
    between(topShare(artists, 0.01), 0.08, 0.16);
    between(topShare(artists, 0.1), 0.43, 0.56);
    between(slope(artists, 1, 100), -0.8, -0.55);
    between(slope(artists, 10, artists.length), -1.45, -0.85);
  });

  test('listeners: log-normal activity', () => {
    const counts = countsBy(events, ({ user_id: id }) => id);
    const logs = counts.map((n) => Math.log(n));
    const mean = sum(logs) / logs.length;
    between(Math.sqrt(sum(logs.map((x) => (x - mean) ** 2)) / logs.length), 1.15, 1.7);
    between(topShare(counts, 0.1), 0.36, 0.5);
    between(counts[counts.length >> 1]! / (events.length / counts.length), 0.4, 0.7);
  });

  test('hours and days: low at night, high in the evening, less at weekends', () => {
    const offsets: Readonly<Record<string, number>> = { US: -6, BR: -3, GB: 0, DE: 1, MX: -6 };
    const hours = Array.from({ length: 24 }, () => 0);
    const days = Array.from({ length: 7 }, () => 0);
    for (const { event_time: time, country } of plays) {
      const offset = offsets[country ?? ''];
      if (offset === undefined) continue;
      const local = new Date(time / 1000 + offset * 3_600_000);
      hours[local.getUTCHours()]!++;
      days[local.getUTCDay()]!++;
    }
    between(Math.max(...hours) / Math.min(...hours), 3.5, 8);
    between(hours.indexOf(Math.min(...hours)), 0, 6);
    between(hours.indexOf(Math.max(...hours)), 14, 22);
    between((days[0]! + days[6]!) / 2 / (sum(days.slice(1, 6)) / 5), 0.7, 1);
  });

  test('few pauses, few stops, sessions of some nine songs', () => {
    const { actions, sessions } = run.truth;
    between(actions.pause / actions.play, 0.04, 0.08);
    between(actions.stop / ended.length, 0.02, 0.06);
    between(actions.play / sessions, 7, 11);
  });

  test('songs last 223 s in the middle, 105 to 421 s nine times in ten', () => {
    const lengths = [...catalogueOf(1, 20_000).songs.song_duration_ms].sort((a, b) => a - b);
    between(lengths[1000]! / 105_000, 0.95, 1.05);
    between(lengths[10_000]! / 223_000, 0.97, 1.03);
    between(lengths[19_000]! / 421_000, 0.95, 1.05);
  });
});
