import { expect, test } from 'vitest';
import { quietProgress, tenOClock } from '../stream/progress.cases.ts';
import { statusText } from './status-text.ts';

const status = { state: '/states/music', running: true, pid: 4711, ...quietProgress };

test('a status in lines for people', () => {
  expect(statusText(status, tenOClock + 65_000_000)).toBe(
    [
      'source       kafka://127.0.0.1:9092/music-events',
      'state        /states/music, 4.21 MB',
      'running      yes, process 4711',
      'last batch   2026-11-22T10:01:00Z, 5 s ago',
      'watermark    2026-11-22T09:51:00Z, 10 min ago',
      'newest event 2026-11-22T10:00:59Z, 6 s ago',
      'lag          12 records in 2 partitions',
      'open windows 31',
      'records      1,000 read = 970 accepted + 20 duplicates + 10 rejected (json 8, missing:user_id 2)',
      'late         3',
      '',
    ].join('\n'),
  );
});

test('what is not known, is idle or has ended is said', () => {
  const quiet = {
    ...status,
    running: false,
    eventTime: { watermark: null, max: null, partitions: { '0': null } },
    sources: { ...status.sources, description: 'file:log\u001b[2J', idle: ['1'], lag: 2_500 },
    totals: { ...status.totals, rejected: {} },
  };
  const text = statusText(quiet, tenOClock + 1e6 * 36_000);
  expect(text).toContain('running      no, its process has ended\n');
  expect(text).toContain('last batch   2026-11-22T10:01:00Z, 10 h ago\n');
  expect(text).toContain('watermark    none yet\n');
  expect(text).toContain('lag          2.5 kB in 2 partitions, idle: 1\n');
  expect(text).toContain('+ 0 rejected\n');
  expect(text).not.toContain('\u001b');
  expect(statusText({ ...status, running: null, pid: null }, 0)).toContain('cannot be told');
});
