import { fc } from '@fast-check/vitest';
import { expect, test } from 'vitest';
import { catalogue } from '../../src/analytics/index.gen.ts';
import { runReferenceStream } from '../../src/engines/reference/stream/run-stream.ts';
import { recordsOf } from './log.ts';
import { arbitraryStream } from './run-arbitrary.ts';

test('logs have all that can go wrong in them', () => {
  const found = new Map<string, number>();
  const count = (what: string, isThere: boolean): void =>
    void found.set(what, (found.get(what) ?? 0) + Number(isThere));

  for (const stream of fc.sample(arbitraryStream(catalogue), { seed: 4, numRuns: 60 })) {
    const result = runReferenceStream({ ...stream, log: recordsOf(stream.log) });
    const { counts, late, panes, rejected } = result;
    const other = runReferenceStream({ ...stream, log: recordsOf(stream.log.toReversed()) });
    const missed = late.map((event) => event.missed.map(({ query }) => query.analytic));
    count('late', late.length > 0);
    count(
      'late for all',
      missed.some((analytics) => new Set(analytics).size >= 11),
    );
    count(
      'late for sessions alone',
      missed.some((analytics) => analytics.every(({ over }) => over !== undefined)),
    );
    count('late in one order only', counts.late !== other.counts.late);
    count('duplicates', counts.duplicates > 0);
    count('rejected', rejected.length > 0);
    count(
      'tombstone or empty',
      rejected.some(({ reason }) => reason === 'empty'),
    );
    count(
      'too long',
      rejected.some(({ reason }) => reason === 'oversize'),
    );
    count(
      'pane without rows',
      panes.some(({ rows }) => rows.length === 0),
    );
    count(
      'before 1970',
      panes.some(({ end }) => end <= 0),
    );
    count(
      'partition without events',
      stream.log.some(({ records }) => records.length === 0),
    );
    count('one partition', stream.log.length === 1);
    count('several partitions', stream.log.length > 1);
  }
  expect([...found].filter(([, times]) => times === 0)).toEqual([]);
});
