import { describe, expect, test } from 'vitest';
import { checkpointName } from './checkpoint-name.ts';
import { finalPanesPlan } from './finals.ts';
import { streamLimits } from './limits.ts';
import { doubtfulRecords } from './source.ts';
import { topic, utc, windowed } from './stream.cases.ts';
import { planBuilder } from './streaming-plan.ts';

const plan = (queries = windowed(), prefix = 'tonearm', source = topic) =>
  finalPanesPlan(queries, utc, source, prefix);
const count = (text: string, of: string): number => text.split(of).length - 1;

describe('the plan of final panes', () => {
  test('reads and judges the topic once, whatever it computes', () => {
    const { canonical, views } = plan();
    expect(count(canonical, 'from_json(')).toBe(1);
    expect(views.filter(({ name }) => name.endsWith('_records'))).toHaveLength(1);
  });

  test('has the watermark behind the shuffle that its branches share', () => {
    const { canonical } = plan();
    const [read = '', after = ''] = canonical.split('watched:');
    expect(read).not.toContain('REPARTITION');
    expect(after.indexOf('REPARTITION')).toBeLessThan(after.indexOf('watermark at'));
    expect(count(canonical, 'watermark at')).toBe(1);
  });

  test('keeps the shuffles of its branches apart by what they read', () => {
    const { canonical } = plan();
    const structs = [...canonical.matchAll(/AS last_end, (named_struct\(.*\)) AS e$/gm)];
    expect(new Set(structs.map(([, struct]) => struct)).size).toBe(2);
  });

  test('hashes groups: no text is aggregated before sets are made of them', () => {
    const { canonical } = plan();
    const [groups = ''] = canonical.match(/FROM \(SELECT close_at, s, [^\n]*GROUP BY [^)]*/) ?? [];
    expect(groups).not.toMatch(/min\(k|max\(k|collect_|count\(DISTINCT/);
    expect(groups).toContain('sum(a1)');
    // Nor by a smallest text afterwards, for which Spark would sort.
    expect(canonical).not.toMatch(/min\(l1\)/);
  });

  test('leaves sessions out where none are asked for', () => {
    const { canonical } = plan(windowed({}, 'popular_songs'));
    expect(canonical).not.toContain('session_window');
    expect(canonical).not.toContain('UNION ALL');
  });

  test('cuts a ranking while it is collected, and keeps all rows of others', () => {
    expect(plan(windowed({ windowTop: 7 }, 'popular_songs')).canonical).toContain(', 7), array())');
    expect(plan(windowed({}, 'device_usage')).canonical).not.toContain('min_by(');
  });
});

describe('the name of a checkpoint', () => {
  const named = (...args: Parameters<typeof plan>): string =>
    checkpointName(plan(...args), args[0] ?? windowed());

  test('follows the plan, not the names of its views', () => {
    const songs = windowed({}, 'popular_songs');
    expect(named(songs)).toMatch(/^popular_songs-[0-9a-f]{16}$/);
    expect(named(songs, 'another')).toBe(named(songs));
    expect(named(windowed({ windowTop: 3 }, 'popular_songs'))).not.toBe(named(songs));
    expect(named(songs, 'tonearm', { ...topic, watermarkDelayUs: 1_000_000 })).not.toBe(
      named(songs),
    );
    expect(named(songs, 'tonearm', { ...topic, topic: 'other' })).not.toBe(named(songs));
  });

  test('stays a usable name with many analytics', () => {
    expect(named()).toMatch(/^\d+-analytics-[0-9a-f]{16}$/);
  });
});

test('doubtful records are those that are not certain, as bytes with their place', () => {
  const sql = doubtfulRecords(planBuilder('tonearm'), topic);
  expect(sql).toMatch(/^SELECT topic, partition, offset, bytes AS value FROM/);
  expect(sql.trimEnd()).toMatch(/WHERE NOT certain$/);
});

test('each limit says why, and what is there instead', () => {
  for (const limit of streamLimits)
    for (const text of Object.values(limit)) expect(text).not.toBe('');
});
